import { expect, test } from 'vitest';
import { ownPath } from './own-path.ts';

test.each(['/pro', '/pro/personnes?q=a%20b', '/compte', '/pro/essai/dia_1/offre/x'])('leads on to %s', (path) => {
  expect(ownPath(path)).toBe(path);
});

test.each([
  '//exemple.fr',
  '/\\exemple.fr',
  '/\\/exemple.fr',
  'https://exemple.fr/pro',
  'javascript:alert(1)',
  '/pro\n/x',
  '/\t/exemple.fr',
  '/./\\exemple.fr',
  '/.//exemple.fr',
  '/connexion',
  '/connexion/lien?jeton=x',
  '/deconnexion',
  '/x/../connexion',
  '',
  null,
  undefined,
  `/${'a'.repeat(2000)}`,
])('does not lead on to %s', (path) => {
  expect(ownPath(path)).toBeNull();
});
