import { describe, expect, test } from 'vitest';
import {
  driver,
  offer,
  place,
  question,
  rota,
  type Scenario,
  solve,
  travelBy,
} from '../../../test/factories/scenario.ts';
import type { CriterionFact } from '../matching/result.ts';
import { explain, type Wording } from './explain.ts';
import { sentenceOf } from './sentence.ts';

const ROADS = travelBy({ car: 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33, H-Z 20', foot: 'H-Z 180' });
const WEEKS = 'd0 05:00-13:00, d7 13:00-21:00, d14 21:00-05:00';
const bothWays = driver('04:10 ±10, back 13:05 ±10, 12:10 ±10, back 21:05 ±10', {}, { id: 'driver' });

function told(scenario: Partial<Scenario> & Pick<Scenario, 'offers'>) {
  const whole = { rota: rota(WEEKS, 21), travel: ROADS, ...scenario };
  const { facts } = question(whole);
  const words: Wording = { legs: new Map(facts.legs.map((l) => [l.id, l])), zoneName: (code) => code };
  const match = solve(whole).matches[0];
  if (match === undefined) throw new Error('No offer.');
  const say = (code: CriterionFact['code']) => {
    const found = match.criteria.find((c) => c.code === code);
    return found && explain(found, words);
  };
  return { sentence: sentenceOf(match, facts, whole.offers[0], words), say };
}

describe('the sentence of an offer', () => {
  test('of a rota of several weeks says which day it tells, and that there are others', () =>
    expect(told({ offers: [bothWays] }).sentence).toBe(
      'Lundi 7 déc., départ 4 h 20, arrivée 4 h 50, 2 €, retour 13 h 00 ; et 2 autres trajets.',
    ));

  test('of the same week again says its weekday; of one shift there is no other', () => {
    const week = rota('Mon 05:00-13:00, Tue 05:00-13:00');
    expect(told({ offers: [bothWays], rota: week }).sentence).toMatch(/^Lundi, départ .* ; et 2 autres trajets\.$/);
    expect(told({ offers: [bothWays], rota: rota('Mon 05:00-13:00') }).sentence).toMatch(/retour 13 h 00\.$/);
  });

  test('of a help says where it is and what it asks, not its title again', () => {
    const school = offer('drivingLicence', {
      category: 'B',
      place: { ...place('Z'), label: 'Verdun' },
      waitingWeeks: 3,
      costCents: 40_000,
    });
    expect(told({ offers: [school] }).sentence).toMatch(
      /^Verdun, à 13 km du domicile, attente d’environ 3 semaines, 400 € à payer\./,
    );
  });
});

test('a depot is told as far as it is, and asked about in plain words', () => {
  const car = offer('vehicleLoan', { vehicleType: 'car', units: 1, depot: place('Z'), tariff: { perDayCents: 100 } });
  const depot = told({ offers: [car] }).say('depot');
  expect(depot?.explanation).toBe('Le dépôt est à 13 km du domicile à vol d’oiseau.');
  expect(depot?.ask).toMatch(/^Demander si le véhicule peut être apporté/);
});

test('an audience is told as people say it', () => {
  const audiences = ['demandeurs-emploi', 'beneficiaires-des-minimas-sociaux'];
  const { say } = told({ offers: [driver('04:10 ±10', {}, { audiences })] });
  expect(say('audience')?.explanation).toBe('Public visé : demandeurs d’emploi, bénéficiaires de minima sociaux.');
});
