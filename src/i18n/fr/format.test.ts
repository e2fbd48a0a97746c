import { describe, expect, it } from 'vitest';
import * as format from './format.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('French spacing', () => {
  it.each([
    ['Erreur : quoi ?', 'Erreur\u00a0: quoi\u202f?'],
    ['dit « à demander ».', 'dit «\u00a0à demander\u00a0».'],
    ['départ 4 h 25, 2 €', 'départ 4\u00a0h\u00a025, 2\u00a0€'],
    ['12 min de marche', '12\u00a0min de marche'],
    ['4 habitants', '4 habitants'],
    ['poste 3 : rien', 'poste 3\u00a0: rien'],
    ['https://exemple.fr/a?b', 'https://exemple.fr/a?b'],
  ])('%s', (text, expected) => expect(format.typeset(text)).toBe(expected));
});

describe('French figures', () => {
  it.each([
    [format.clock('04:05'), '4 h 05'],
    [format.clock('13:00'), '13 h'],
    [format.clock('00:00'), '0 h'],
    [format.duration(2040), '34 min'],
    [format.duration(3900), '1 h 05'],
    [format.duration(7200), '2 h'],
    [format.duration(3599), '1 h'],
    [format.euros(0), '0 €'],
    [format.euros(250), '2,50 €'],
    [format.euros(123_456), '1 234,56 €'],
    [format.roundEuros(4201), '43 €'],
    [format.distance(950), '950 m'],
    [format.distance(2300), '2,3 km'],
    [format.distance(31_400), '31 km'],
    [format.kilograms(31_000), '31 kg'],
    [format.kilograms(450), '0,5 kg'],
    [format.date('2026-11-02'), '2 novembre 2026'],
    [format.date('2027-05-01'), '1er mai 2027'],
    [format.distance(30_000), '30 km'],
    [format.decimal(6.3), '6,3'],
    [format.decimal(-12), '−12'],
    [format.decimal(1500), '1 500'],
    [format.weekdays([1, 2, 3, 4, 5]), 'du lundi au vendredi'],
    [format.weekdays([7, 6]), 'samedi et dimanche'],
    [format.weekdays([1, 3, 5]), 'lundi, mercredi et vendredi'],
    [format.weekdays([2]), 'le mardi'],
    [format.weekdays([1, 2, 3, 4, 5, 6, 7]), 'tous les jours'],
    [format.hours({ weekdays: [1, 2, 3], from: '09:00', to: '12:30' }), 'du lundi au mercredi, de 9 h à 12 h 30'],
    [format.hours({ weekdays: [5], from: '21:00', to: '05:00' }), 'le vendredi, de 21 h à 5 h le lendemain'],
    [format.hours({ weekdays: [5], from: '18:00', to: '00:00' }), 'le vendredi, de 18 h à minuit'],
    [format.hours({ weekdays: [6], from: '00:00', to: '00:00' }), 'le samedi, 24 h sur 24'],
    [format.plural(0, 'offre'), '0 offre'],
    [format.plural(1, 'offre'), '1 offre'],
    [format.plural(1200, 'offre'), '1 200 offres'],
    [format.list(['a', 'b', 'c']), 'a, b et c'],
    [format.instant('2026-11-22T13:05:00Z', 'Europe/Paris'), '22 novembre 2026 à 14 h 05'],
    [format.instant('2027-06-30T22:30:00Z', 'Europe/Paris'), '1er juillet 2027 à 0 h 30'],
    [format.hourBand('04:25'), 'entre 4 h et 6 h'],
    [format.hourBand('22:10'), 'entre 22 h et minuit'],
  ])('%s', (actual, expected) => {
    expect(plain(actual)).toBe(expected);
  });
});
