import { describe, expect, test } from 'vitest';
import {
  driver,
  hours,
  offer,
  place,
  question,
  rota,
  type Scenario,
  travelBy,
} from '../../../test/factories/scenario.ts';
import { turningChanges } from '../counterfactual/turning-changes.ts';
import { turningSentence } from '../explanation/turning.ts';
import { matchOffer } from '../matching/match-offer.ts';

/** Single changes by hand: what would turn an offer that misses by little, the least first. */

const roads = travelBy('O-H 5, H-J 30, J-D 2, O-D 32, O-J 34, H-D 32');

function told(scenario: Partial<Scenario> & Pick<Scenario, 'offers'>): string[] {
  const { offers, ...rest } = question({ rota: rota('Mon 05:00-13:00'), travel: roads, ...scenario });
  return offers.flatMap((one) => {
    const match = matchOffer({ ...rest, offer: one });
    return turningChanges(rest, one, match).map((change) => turningSentence(change, match, rest.facts));
  });
}

describe('what a single change would do', () => {
  // There by 4:50. A departure at 4:40 is there at 5:15, 25 minutes late; the margin is 10.
  test('a driver who leaves too late', () => {
    expect(told({ offers: [driver('Mon-Fri 04:40')] })).toEqual([
      'Si la conductrice ou le conducteur acceptait de décaler son départ de 25 min, cette offre conviendrait pour 1 trajet sur 2.',
      'Si la conductrice ou le conducteur partait à 4 h 15 au lieu de 4 h 40, cette offre conviendrait pour 1 trajet sur 2.',
      'Si la prise de poste passait de 5 h 00 à 5 h 25, cette offre conviendrait pour 1 trajet sur 2.',
    ]);
  });

  // 5 + 30 + 2 − 32 = 5 minutes of detour for 4 accepted.
  test('a detour of a minute too much', () => {
    expect(told({ offers: [driver('Mon-Fri 04:10', { maxDetourMinutes: 4 })] })).toEqual([
      'Si la conductrice ou le conducteur acceptait 5 min de détour au lieu de 4 min, cette offre conviendrait pour 1 trajet sur 2.',
    ]);
  });

  test('a detour and an hour too much: two changes, and none is told', () => {
    expect(told({ offers: [driver('Mon-Fri 04:40', { maxDetourMinutes: 4 })] })).toEqual([]);
  });

  test('a licence, and the deposit paid already', () => {
    const loan = offer('vehicleLoan', {
      vehicleType: 'car',
      units: 1,
      depot: place('H'),
      tariff: { perDayCents: 500 },
      depositCents: 30_000,
      requiredLicence: 'B',
    });
    const means = { licences: [{ category: 'B', status: 'learning' }], depositCents: 30_000 };
    expect(told({ offers: [loan], means })).toEqual([
      'Si la personne obtenait le permis B, cette offre conviendrait pour tous les trajets.',
    ]);
    expect(told({ offers: [loan], means: { ...means, depositCents: 10_000 } })).toEqual([]);
  });

  // 30 minutes × 1.3 = 39 before 4:50: the service must begin at 4:11, an hour and 49 minutes earlier.
  test('a service that begins too late', () => {
    const service = offer('demandResponsiveTransport', {
      zone: ['55'],
      serviceHours: hours('Mon-Fri 06:00-12:00'),
      pricePerRideCents: 300,
    });
    expect(told({ offers: [service] })).toEqual([
      'Si le service finissait à 13 h 39 au lieu de 12 h 00, cette offre conviendrait pour 1 trajet sur 2.',
      'Si le service commençait à 4 h 11 au lieu de 6 h 00, cette offre conviendrait pour 1 trajet sur 2.',
      'Si la fin de poste passait de 13 h 00 à 11 h 21, cette offre conviendrait pour 1 trajet sur 2.',
      'Si la prise de poste passait de 5 h 00 à 6 h 49, cette offre conviendrait pour 1 trajet sur 2.',
    ]);
  });

  // Two rides a week, 2 × 2 € × 30.4375 ÷ 7 = 17.39 €, in cents 1739; a ride at 1.15 € would cost 10 €.
  test('a budget, or a price', () => {
    const both = driver('Mon-Fri 04:10 ±5, back 13:00 ±5', { pricePerRideCents: 200 });
    expect(told({ offers: [both], means: { budgetPerMonthCents: 1000 } })).toEqual([
      'Si le budget était de 18 € par mois au lieu de 10 €, cette offre conviendrait pour tous les trajets.',
      'Si le trajet coûtait 1,15 € au lieu de 2 €, cette offre conviendrait pour tous les trajets.',
    ]);
  });

  // From D at 12:30, at the workplace two minutes later: 28 minutes before the end.
  test('an offer that takes there and not back: one leg more', () => {
    expect(told({ offers: [driver('Mon-Fri 04:10 ±5, back 12:30 ±5')] })[0]).toBe(
      'Si la conductrice ou le conducteur acceptait de décaler son départ de 28 min au lieu de 5 min, cette offre ferait 1 trajet de plus sur 2.',
    );
  });

  test('an offer that begins later', () => {
    const later = driver('Mon-Fri 04:10', {}, { validFrom: '2026-12-10' });
    expect(told({ offers: [later], rota: rota('Mon 05:00-13:00') })).toEqual([
      'Si le début passait du lundi 7 décembre 2026 au jeudi 10 décembre 2026, cette offre conviendrait pour 1 trajet sur 2.',
    ]);
  });

  test('an interview has no shift: its hour is told as one', () => {
    const goal = { type: 'interview', place: place('J'), dates: [{ date: '2026-12-07', arriveBy: '05:00' }] };
    expect(told({ rota: undefined, goal, offers: [driver('Mon-Fri 04:40')] }).at(-1)).toBe(
      'Si l’heure d’arrivée passait de 5 h 00 à 5 h 25, cette offre conviendrait pour tous les trajets.',
    );
  });

  test('age is never told', () => {
    expect(told({ age: 20, offers: [driver('Mon-Fri 04:10', {}, { accessConditions: { minAge: 21 } })] })).toEqual([]);
  });
});
