import { describe, expect, test } from 'vitest';
import { driver, offer, place, rota, type Scenario, solve, travelBy } from '../../../test/factories/scenario.ts';

const ROADS = travelBy({ car: 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33, H-T 10', foot: 'H-T 12' });
const ride = driver('04:10 ±10, back 13:05 ±10', {}, { id: 'ride' });
const licence = (details = {}, common = {}) =>
  offer(
    'drivingLicence',
    { category: 'B', place: place('T'), waitingWeeks: 4, durationWeeks: 20, costCents: 45000, ...details },
    { id: 'licence', ...common },
  );
const confidence = offer(
  'training',
  { barriers: ['fearOfDriving'], waitingWeeks: 1, durationWeeks: 3, costCents: 0 },
  { id: 'confidence' },
);
const sailing = offer('training', { barriers: ['seasick'], costCents: 0 }, { id: 'a-sailing-course' });
const aid = offer('financialAid', { barriers: ['cost'], amountCents: 30000, costCents: 0 }, { id: 'aid' });

const pathway = (offers: Scenario['offers'], more: Partial<Scenario> = {}) =>
  solve({
    rota: rota('Mon 05:00-13:00'),
    travel: ROADS,
    offers,
    means: { licences: [{ category: 'B', status: 'none' }] },
    person: { barriers: { motivation: ['fearOfDriving'], means: ['noLicence', 'cost'] } },
    ...more,
  }).pathway.map((s) => [s.step, s.offerId, s.from, s.until]);

describe('a pathway', () => {
  test('a bridge now, then confidence, licence and funding, each dated from its waiting list, then on one’s own', () => {
    expect(pathway([ride, licence(), confidence, sailing, aid])).toEqual([
      ['bridge', 'ride', '2026-12-07', '2027-05-09'],
      ['training', 'confidence', '2026-11-29', '2026-12-20'],
      ['licence', 'licence', '2026-12-20', '2027-05-09'],
      ['funding', 'aid', '2026-11-22', null],
      ['autonomy', null, '2027-05-09', null],
    ]);
  });

  test('a step the person cannot enter is not proposed', () => {
    const young = licence({}, { accessConditions: { maxAge: 25 } });
    expect(pathway([ride, young], { age: 40 })).toEqual([['bridge', 'ride', '2026-12-07', null]]);
  });

  test('no licence is proposed to who has one', () => {
    const steps = pathway([ride, licence()], { means: { licences: [{ category: 'B', status: 'valid' }] } });
    expect(steps.map(([step]) => step)).toEqual(['bridge']);
  });

  test('nothing carries the person yet: the pathway has no bridge', () => {
    expect(pathway([licence()]).map(([step]) => step)).toEqual(['licence', 'autonomy']);
  });
});
