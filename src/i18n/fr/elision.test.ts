import { expect, it } from 'vitest';
import { de } from './elision.ts';

it.each([
  ['Lina', 'de Lina'],
  ['Inès Garnier', 'd’Inès Garnier'],
  ['Élise', 'd’Élise'],
  ['É\u0301lise'.normalize('NFD'), `d’${'É\u0301lise'.normalize('NFD')}`],
  ['Œdipe', 'd’Œdipe'],
  ['Hélène', 'd’Hélène'],
  ['hugo', 'd’hugo'],
  ['Hakim', 'de Hakim'],
  ['Houria', 'de Houria'],
  ['Yves', 'd’Yves'],
  ['Yanis', 'de Yanis'],
  ['Oumar', 'd’Oumar'],
  ['علي', 'de علي'],
  ['🚲', 'de 🚲'],
  ['', 'de '],
])('%s', (name, told) => {
  expect(de(name)).toBe(told);
});
