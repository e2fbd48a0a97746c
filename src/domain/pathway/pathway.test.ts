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
import { match } from '../matching/match.ts';
import { pathwayRulesSchema } from './rules.ts';

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

const steps = (offers: Scenario['offers'], more: Partial<Scenario> = {}) =>
  solve({
    rota: rota('Mon 05:00-13:00'),
    travel: ROADS,
    offers,
    means: { licences: [{ category: 'B', status: 'none' }] },
    person: { barriers: { motivation: ['fearOfDriving'], means: ['noLicence', 'cost'] } },
    ...more,
  }).pathway;

const pathway = (...asked: Parameters<typeof steps>) =>
  steps(...asked).map((s) => [s.step, s.offerId, s.from, s.until]);

/** `licence 2026-12-20 ← french, funding` for each step: its offer, its day, what it waits for. */
const draw = (...asked: Parameters<typeof steps>) =>
  steps(...asked).map((s) =>
    [
      s.offerId ?? s.id,
      s.earliest ? `≥${s.from}` : s.from,
      ...(s.needs.length === 0 ? [] : [`← ${s.needs.join(', ')}`]),
      ...s.missing.map((id) => `missing ${id}`),
      ...s.unsure.map((code) => `unsure ${code}`),
      ...s.conditions.filter((c) => c.outcome === 'unknown').map((c) => `ask ${c.code}`),
      ...s.opens.map((id) => `opens ${id}`),
      ...s.endsEarly.map(({ offerId, on }) => `${offerId} back ${on}`),
    ].join(' '),
  );

const person = (barriers: Record<string, string[]>, beneficiary = {}) => ({ barriers, beneficiary });
const training = (id: string, barriers: string[], details = {}) =>
  offer('training', { barriers, waitingWeeks: 2, durationWeeks: 10, costCents: 0, ...details }, { id });
const french = training('french', ['french']);
const school = (id: string, details = {}, common = {}) =>
  licence({ waitingWeeks: 4, place: place('H'), ...details }, { id, ...common });
const loan = (id: string, details = {}) =>
  offer(
    'vehicleLoan',
    { vehicleType: 'car', units: 1, depot: place('H'), tariff: { perDayCents: 300 }, ...details },
    { id },
  );
const support = (
  kind: 'vehicleRepair' | 'vehicleSale' | 'financialAid',
  id: string,
  barriers: string[],
  details = {},
) => offer(kind, { barriers, waitingWeeks: 3, costCents: 0, ...details }, { id });

describe('a pathway', () => {
  test('a bridge now, funding, then confidence and licence, each dated from its waiting list, then on one’s own', () => {
    expect(pathway([ride, licence(), confidence, sailing, aid])).toEqual([
      ['bridge', 'ride', '2026-12-07', '2027-05-09'],
      ['funding', 'aid', '2026-11-22', null],
      ['training', 'confidence', '2026-11-29', '2026-12-20'],
      ['licence', 'licence', '2026-12-20', '2027-05-09'],
      ['autonomy', null, '2027-05-09', null],
    ]);
  });

  test('a step the person cannot enter is not proposed', () => {
    const young = licence({}, { accessConditions: { maxAge: 25 } });
    expect(pathway([ride, young], { age: 40 })).toEqual([['bridge', 'ride', '2026-12-07', null]]);
  });

  test('no licence is proposed to who has one', () => {
    const found = pathway([ride, licence()], { means: { licences: [{ category: 'B', status: 'valid' }] } });
    expect(found.map(([step]) => step)).toEqual(['bridge']);
  });

  test('nothing carries the person yet: the pathway has no bridge', () => {
    expect(pathway([licence()]).map(([step]) => step)).toEqual(['licence', 'autonomy']);
  });

  test('each step says what calls for it, what it waits for and what it opens', () => {
    const found = steps([ride, licence(), confidence, aid]);
    const told = Object.fromEntries(found.map((s) => [s.id, [s.because, s.needs, s.unlocks]]));
    expect(told).toEqual({
      bridge: [[], [], []],
      licenceFunding: [['costOpen'], [], ['licence']],
      drivingConfidence: [['barrier.fearOfDriving'], [], ['licence']],
      licence: [['barrier.noLicence', 'licenceNone'], ['drivingConfidence', 'licenceFunding'], ['autonomy']],
      autonomy: [[], ['licence'], []],
    });
  });

  const low = { beneficiary: { frenchLevel: 'A2' }, barriers: { skill: ['french'], means: ['noLicence'] } };
  const rows: [name: string, drawing: string[], offers: Scenario['offers'], more?: Partial<Scenario>][] = [
    [
      'low French: the course first, then the licence',
      ['french 2026-12-06', 'school 2027-02-14 ← french', 'autonomy 2027-07-04 ← licence unsure vehicleWorking'],
      [french, school('school', { costCents: 0 })],
      { person: low },
    ],
    [
      'low French and a school that teaches with it: nothing to wait for, the school that fits before the better ranked',
      ['french 2026-12-06', 'b-fits 2027-01-31', 'autonomy 2027-06-20 ← licence unsure vehicleWorking'],
      [
        french,
        school('a-plain', { costCents: 0 }),
        school('b-fits', { costCents: 0, waitingWeeks: 10, pedagogies: ['french'] }),
      ],
      { person: low },
    ],
    [
      'low French and no course anywhere: said, not hidden',
      ['school 2026-12-20 missing french', 'autonomy 2027-05-09 ← licence unsure vehicleWorking'],
      [school('school', { costCents: 0 })],
      { person: low },
    ],
    [
      'a course of which nobody said how long: what follows is at the earliest',
      ['french 2026-12-06', 'school ≥2026-12-20 ← french', 'autonomy ≥2027-05-09 ← licence unsure vehicleWorking'],
      [training('french', ['french'], { durationWeeks: null }), school('school', { costCents: 0 })],
      { person: low },
    ],
    [
      'learning already: the licence goes on',
      ['school 2026-12-20', 'autonomy 2027-05-09 ← licence unsure vehicleWorking'],
      [school('school', { costCents: 0 })],
      { means: { licences: [{ category: 'B', status: 'learning' }] }, person: person({}) },
    ],
    [
      'a suspended licence is not taken again',
      [],
      [school('school')],
      { means: { licences: [{ category: 'B', status: 'suspended' }] }, person: person({ means: ['noLicence'] }) },
    ],
    [
      'a foreign licence that may be exchanged is not taken again',
      [],
      [school('school')],
      {
        means: { licences: [{ category: 'B', status: 'foreignExchangeable' }] },
        person: person({ means: ['noLicence'] }),
      },
    ],
    [
      'a foreign licence past its time is',
      ['school 2026-12-20', 'autonomy 2027-05-09 ← licence unsure vehicleWorking'],
      [school('school', { costCents: 0 })],
      { means: { licences: [{ category: 'B', status: 'foreignExpired' }] }, person: person({ means: ['noLicence'] }) },
    ],
    [
      'no licence, says the person, but nobody wrote which: it is asked',
      ['school 2026-12-20 ask need', 'autonomy 2027-05-09 ← licence unsure vehicleWorking'],
      [school('school', { costCents: 0 })],
      { means: {}, person: person({ means: ['noLicence'] }) },
    ],
    [
      'no car is sold to who has no licence and takes none',
      [],
      [support('vehicleSale', 'car', ['noVehicle'])],
      { person: person({ means: ['noVehicle'] }) },
    ],
    [
      'a car after the licence, on one’s own after both',
      ['school 2026-12-20', 'car 2027-05-09 ← licence', 'autonomy 2027-05-09 ← licence, purchase'],
      [support('vehicleSale', 'car', ['noVehicle']), school('school', { costCents: 0 })],
      { person: person({ means: ['noVehicle', 'noLicence'] }) },
    ],
    [
      'a car where nobody knows of a licence: proposed, and asked',
      [
        'car 2026-12-13 unsure licenceForeignExchangeable unsure licenceValid',
        'autonomy 2026-12-13 ← purchase unsure licenceValid',
      ],
      [support('vehicleSale', 'car', ['noVehicle'])],
      { means: {}, person: person({ means: ['noVehicle'] }) },
    ],
    [
      'a broken car: repaired, the repair paid for first, on one’s own then',
      ['a-repair-fund 2026-12-13', 'garage 2026-12-13 ← repairFunding', 'autonomy 2026-12-13 ← repair'],
      [
        support('vehicleRepair', 'garage', ['vehicleBroken'], { waitingWeeks: 1, costCents: 15000 }),
        support('financialAid', 'a-repair-fund', ['vehicleBroken', 'cost']),
        support('financialAid', 'a-car-fund', ['noVehicle', 'cost']),
      ],
      {
        means: { licences: [{ category: 'B', status: 'valid' }], vehicles: [{ type: 'car', working: false }] },
        person: person({ means: ['vehicleBroken', 'cost'] }),
      },
    ],
    [
      'of two aids for a licence, the one that pays all that is left',
      [
        'b-enough 2026-12-13',
        'school 2026-12-20 ← licenceFunding',
        'autonomy 2027-05-09 ← licence unsure vehicleWorking',
      ],
      [
        school('school', { costCents: 35_000 }),
        support('financialAid', 'a-little', ['noLicence', 'cost'], { amountCents: 15_000, waitingWeeks: 1 }),
        support('financialAid', 'b-enough', ['noLicence', 'cost'], { amountCents: 90_000 }),
      ],
      { person: person({ means: ['noLicence', 'cost'] }) },
    ],
    [
      'what costs nothing asks for no money',
      ['garage 2026-11-29', 'autonomy 2026-11-29 ← repair'],
      [
        support('vehicleRepair', 'garage', ['vehicleBroken'], { waitingWeeks: 1 }),
        support('financialAid', 'fund', ['vehicleBroken', 'cost']),
      ],
      {
        means: { licences: [{ category: 'B', status: 'valid' }], vehicles: [{ type: 'car', working: false }] },
        person: person({ means: ['vehicleBroken', 'cost'] }),
      },
    ],
    [
      'one workshop for two barriers is one step',
      ['workshop 2026-12-06'],
      [training('workshop', ['readTimetable', 'lackOfConfidence']), training('z-confidence', ['lackOfConfidence'])],
      { person: person({ skill: ['readTimetable'], motivation: ['lackOfConfidence'] }) },
    ],
    [
      'who cannot cycle and has rides left learns to',
      ['cycling 2026-12-06'],
      [training('cycling', ['cycling'])],
      { means: { canCycle: false }, person: person({ skill: ['cycling'] }) },
    ],
    [
      'a licence-free car waits for nothing but the AM licence: the course says what it opens',
      ['am 2026-12-20 opens quad'],
      [
        loan('quad', { vehicleType: 'licenceFreeCar', requiredLicence: 'AM' }),
        school('am', { category: 'AM', durationWeeks: 2, costCents: 0 }),
      ],
      {
        age: 25,
        travel: travelBy({ car: 'H-J 30', lightCar: 'H-J 45' }),
        means: {
          licences: [
            { category: 'AM', status: 'none' },
            { category: 'B', status: 'suspended' },
          ],
        },
        person: person({}),
      },
    ],
    [
      'a loan that ends before one goes alone: the day it must be given back is said',
      [
        'quad 2026-12-07 quad back 2027-01-06',
        'school 2026-12-20',
        'autonomy 2027-05-09 ← licence unsure vehicleWorking',
      ],
      [loan('quad', { maxDays: 30, vehicleType: 'bike' }), school('school', { costCents: 0 })],
      {
        travel: travelBy({ car: 'H-J 30', bike: 'H-J 40' }),
        means: { licences: [{ category: 'B', status: 'none' }], canCycle: true, maxCycleMinutes: 60 },
        person: person({ means: ['noLicence'] }),
      },
    ],
  ];
  test.each(rows)('%s', (_name, drawing, offers, more = {}) => {
    expect(draw(offers, more)).toEqual(drawing);
  });

  test('an offer that would wait for itself does not answer a second rule', () => {
    const rule = (id: string, lifts: string[], after: string[] = []) => ({
      id,
      step: 'training',
      when: lifts.map((code) => [`barrier.${code}`]),
      lifts,
      after,
    });
    const data = pathwayRulesSchema.parse({
      version: 'drawn',
      rules: [rule('a1', ['french']), rule('b1', ['cost'], ['a1']), rule('c1', ['readTimetable'], ['b1'])],
    });
    const asked = question({
      rota: rota('Mon 05:00-13:00'),
      travel: ROADS,
      offers: [training('first-and-last', ['french', 'readTimetable']), training('middle', ['cost'])],
      person: person({ skill: ['french', 'readTimetable'], means: ['cost'] }),
    });
    const { pathway: found } = match({ ...asked, rules: { ...asked.rules, pathway: data } }, false);
    expect(found.map((s) => [s.offerId, s.needs])).toEqual([
      ['first-and-last', []],
      ['middle', ['a1']],
    ]);
  });
});
