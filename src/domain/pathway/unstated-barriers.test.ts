import { expect, test } from 'vitest';
import { driver, offer, place, rota, type Scenario, solve, travelBy } from '../../../test/factories/scenario.ts';
import type { Barriers } from '../diagnostic/diagnostic.ts';
import { offersTold } from '../matching/offers-told.ts';
import { LISTING } from '../matching/tally.ts';

/** What calls for a step is known though nobody stated it as a barrier: stated barriers are what people said first. */
const ROADS = travelBy({ car: 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33' });
const school = (costCents = 0) =>
  offer(
    'drivingLicence',
    { category: 'B', place: place('H'), waitingWeeks: 4, durationWeeks: 20, costCents },
    { id: 'school' },
  );
const course = (id: string, barriers: string[], common = {}) =>
  offer('training', { barriers, waitingWeeks: 2, durationWeeks: 10, costCents: 0 }, { id, ...common });
const licenceAid = (id: string, covers: string[], more: object = {}) =>
  offer(
    'financialAid',
    { barriers: ['noLicence', 'cost'], amountCents: 200_000, costCents: 0, covers, ...more },
    { id },
  );
const none = [{ category: 'B', status: 'none' }];

const rows: [name: string, drawing: string[], offers: Scenario['offers'], more: Partial<Scenario>][] = [
  [
    'low French, only “no licence” stated: the course first',
    ['french 2026-12-06', 'school 2027-02-14 ← french', 'autonomy 2027-07-04 ← licence'],
    [course('french', ['french']), school()],
    { means: { licences: none }, person: { beneficiary: { frenchLevel: 'A1' }, barriers: { means: ['noLicence'] } } },
  ],
  [
    'low French, and a course that the person may not enter: still missing',
    ['school 2026-12-20 missing french', 'autonomy 2027-05-09 ← licence'],
    [course('french', ['french'], { accessConditions: { maxAge: 25 } }), school()],
    {
      age: 40,
      means: { licences: none },
      person: { beneficiary: { frenchLevel: 'A1' }, barriers: { means: ['noLicence'] } },
    },
  ],
  [
    'a course that answers what is stated comes before one that does not',
    ['z-both 2026-12-06', 'school 2027-02-14 ← french', 'autonomy 2027-07-04 ← licence'],
    [course('a-french', ['french']), course('z-both', ['french', 'readMap']), school()],
    {
      means: { licences: none },
      person: { beneficiary: { frenchLevel: 'A1' }, barriers: { means: ['noLicence'], skill: ['readMap'] } },
    },
  ],
  [
    'a broken car, only “no transport” stated: repaired',
    ['garage 2026-11-29', 'autonomy 2026-11-29 ← repair'],
    [offer('vehicleRepair', { barriers: ['vehicleBroken'], waitingWeeks: 1, costCents: 0 }, { id: 'garage' })],
    {
      means: { licences: [{ category: 'B', status: 'valid' }], vehicles: [{ type: 'car', working: false }] },
      person: { barriers: { means: ['noTransport'] } },
    },
  ],
  [
    'more to pay than the budget, though cost is not stated: paid for first',
    ['aid 2026-11-22', 'school 2026-12-20 ← licenceFunding', 'autonomy 2027-05-09 ← licence'],
    [school(180_000), offer('financialAid', { barriers: ['cost'], amountCents: 200_000, costCents: 0 }, { id: 'aid' })],
    { means: { budgetPerMonthCents: 1_000, licences: none }, person: { barriers: { means: ['noLicence'] } } },
  ],
  [
    'a car’s licence to pay for: neither an aid for a scooter’s nor one that exchanges a foreign licence, however well ranked',
    ['c-car 2026-12-13', 'school 2026-12-20 ← licenceFunding', 'autonomy 2027-05-09 ← licence'],
    [
      school(180_000),
      licenceAid('a-scooter', ['licenceAM']),
      licenceAid('b-exchange', ['licenceExchange']),
      licenceAid('c-car', ['licenceB'], { waitingWeeks: 3 }),
    ],
    { means: { budgetPerMonthCents: 1_000, licences: none }, person: { barriers: { means: ['noLicence'] } } },
  ],
  [
    'nothing pays for it: the licence waits for no aid',
    ['school 2026-12-20', 'autonomy 2027-05-09 ← licence'],
    [school(180_000), licenceAid('a-scooter', ['licenceAM'])],
    { means: { budgetPerMonthCents: 1_000, licences: none }, person: { barriers: { means: ['noLicence'] } } },
  ],
];
const near = Array.from({ length: LISTING.allUpTo + 1 }, (_, i) =>
  driver('04:10 ±10, back 13:05 ±10', { maxDetourMinutes: 2.9 }, { id: `z${i}` }),
);

test.each(rows)('%s', (_name, drawing, offers, more) => {
  const drawn = (catalogue: Scenario['offers']) => {
    const result = solve({ rota: rota('Mon 05:00-13:00'), travel: ROADS, offers: catalogue, ...more });
    for (const { offerId } of result.pathway) if (offerId !== null) expect(offersTold(result)).toContain(offerId);
    return result.pathway.map((s) =>
      [
        `${s.offerId ?? s.id} ${s.from}`,
        ...(s.needs.length === 0 ? [] : [`← ${s.needs.join(', ')}`]),
        ...s.missing.map((id) => `missing ${id}`),
      ].join(' '),
    );
  };
  expect(drawn(offers)).toEqual(drawing);
  expect(drawn([...offers, ...near])).toEqual(drawing);
});

test('a barrier nobody has spoken of is asked about, where one left out of the lists is absent', () => {
  const verdictOf = (barriers: Barriers) => {
    const scenario = { rota: rota('Mon 05:00-13:00'), travel: ROADS, offers: [course('calm', ['fearOfDriving'])] };
    const [found] = solve({ ...scenario, person: { barriers } }).matches;
    return found?.criteria.find(({ code }) => code === 'barrier')?.outcome;
  };
  expect(verdictOf({ means: ['noLicence'] })).toBe('unmet');
  expect(verdictOf({ means: ['noLicence'], unknown: ['fearOfDriving'] })).toBe('unknown');
  expect(verdictOf({ motivation: ['fearOfDriving'], unknown: ['cost'] })).toBe('met');
  expect(verdictOf({ unknown: ['cost'] })).toBe('unknown');
});
