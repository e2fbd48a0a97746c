import { describe, expect, test } from 'vitest';
import { CARPOOLED, carpool, loan, onDemand, SERVED, scene } from '../../../test/factories/monday-scene.ts';
import { draw, rota, type Scenario, solve } from '../../../test/factories/scenario.ts';

const CLOSED =
  'L1 Mon → 04:50   - unmet calendar 0>1\n   2026-12-07 validity not served\nL2 Mon ← 13:00   - unmet calendar 0>1\n   2026-12-07 validity not served';

const rows: [name: string, scenario: Scenario, drawing: string][] = [
  [
    'an offer not valid yet at the start',
    scene(carpool({}, { validFrom: '2026-12-08' })),
    `impossible 0/2 shifts 0/1 unmet validity 2026-12-07>2026-12-08\n${CLOSED}`,
  ],
  [
    'an offer that ended the day before the start',
    scene(carpool({}, { validUntil: '2026-12-06' })),
    `impossible 0/2 shifts 0/1 unmet validity 2026-12-07>2026-12-06\n${CLOSED}`,
  ],
  [
    'an offer whose last day is the start',
    scene(carpool({}, { validUntil: '2026-12-07' })),
    `possible 2/2 shifts 1/1\n${CARPOOLED}`,
  ],
  [
    'days after the end of an offer are not promised',
    scene(carpool({}, { validUntil: '2026-12-08' }), { rota: rota('Mon 05:00-13:00, d7 05:00-13:00', 14) }),
    `possible 2/4 shifts 1/2\nL1 Mon → 04:50 ×2   04:20 ▸ 04:50 detour 3\n   2026-12-14 validity not served\nL2 Mon ← 13:00 ×2   13:00 ▸ 13:30 detour 3\n   2026-12-14 validity not served`,
  ],
  [
    'home in the EPCI of the offer',
    scene(carpool({}, { eligibilityZone: ['200066108'] })),
    `possible 2/2 shifts 1/1\n${CARPOOLED}`,
  ],
  [
    'home in another EPCI',
    scene(carpool({}, { eligibilityZone: ['200033025'] })),
    `impossible 2/2 shifts 1/1 unmet zone 55122>200033025\n${CARPOOLED}`,
  ],
  [
    'minimum age reached',
    scene(carpool({}, { accessConditions: { minAge: 18 } }), { age: 18 }),
    `possible 2/2 shifts 1/1\n${CARPOOLED}`,
  ],
  [
    'a year too young',
    scene(carpool({}, { accessConditions: { minAge: 18 } }), { age: 17 }),
    `impossible 2/2 shifts 1/1 unmet age 17>18\n${CARPOOLED}`,
  ],
  [
    'a year too old',
    scene(carpool({}, { accessConditions: { maxAge: 25 } }), { age: 26 }),
    `impossible 2/2 shifts 1/1 unmet age 26>25\n${CARPOOLED}`,
  ],
  [
    'an age nobody asked',
    scene(carpool({}, { accessConditions: { minAge: 18 } })),
    `toVerify 2/2 shifts 1/1 unknown age\n${CARPOOLED}`,
  ],
  [
    'a status that is not among those listed',
    scene(carpool({}, { accessConditions: { statuses: ['rsa'] } }), {
      person: { beneficiary: { statuses: ['employee'] } },
    }),
    `impossible 2/2 shifts 1/1 unmet status employee>rsa\n${CARPOOLED}`,
  ],
  [
    'statuses nobody asked about',
    scene(carpool({}, { accessConditions: { statuses: ['rsa'] } })),
    `toVerify 2/2 shifts 1/1 unknown status\n${CARPOOLED}`,
  ],
  [
    'licence B asked, none held',
    scene(loan({ requiredLicence: 'B' }), { means: { licences: [{ category: 'B', status: 'none' }] } }),
    `impossible 2/2 shifts 1/1 unmet licence none>B\n${SERVED}`,
  ],
  [
    'licence B asked, a category that is not listed is not known',
    scene(loan({ requiredLicence: 'B' }), { means: { licences: [] } }),
    `toVerify 2/2 shifts 1/1 unknown licence\n${SERVED}`,
  ],
  [
    'licence B includes AM',
    scene(loan({ vehicleType: 'scooter', requiredLicence: 'AM' }), {
      means: { licences: [{ category: 'B', status: 'valid' }] },
    }),
    `possible 2/2 shifts 1/1\nL1 Mon → 04:50   04:05 ▸ 04:50\nL2 Mon ← 13:00   13:00 ▸ 13:45`,
  ],
  [
    'born before 1988 no AM is asked',
    scene(loan({ vehicleType: 'licenceFreeCar', requiredLicence: 'AM' }), {
      age: 39,
      means: { licences: [{ category: 'AM', status: 'none' }] },
    }),
    `possible 2/2 shifts 1/1\nL1 Mon → 04:50   04:00 ▸ 04:50\nL2 Mon ← 13:00   13:00 ▸ 13:50`,
  ],
  [
    '38 years in December 2026 may be born in 1988: AM is asked',
    scene(loan({ vehicleType: 'licenceFreeCar', requiredLicence: 'AM' }), {
      age: 38,
      means: { licences: [{ category: 'AM', status: 'none' }] },
    }),
    `impossible 2/2 shifts 1/1 unmet licence none>AM\nL1 Mon → 04:50   04:00 ▸ 04:50\nL2 Mon ← 13:00   13:00 ▸ 13:50`,
  ],
  [
    'a foreign licence to be exchanged is for a human to see',
    scene(loan({ requiredLicence: 'B' }), { means: { licences: [{ category: 'B', status: 'foreignExchangeable' }] } }),
    `toVerify 2/2 shifts 1/1 unknown licence\n${SERVED}`,
  ],
  [
    'a suspended licence is none',
    scene(loan({ requiredLicence: 'B' }), { means: { licences: [{ category: 'B', status: 'suspended' }] } }),
    `impossible 2/2 shifts 1/1 unmet licence suspended>B\n${SERVED}`,
  ],
  [
    'a deposit past what the person can lay down',
    scene(loan({ depositCents: 30000 }), { means: { depositCents: 10000 } }),
    `impossible 2/2 shifts 1/1 unmet deposit 10000>30000\n${SERVED}`,
  ],
  [
    'a deposit nobody spoke of',
    scene(loan({ depositCents: 30000 })),
    `toVerify 2/2 shifts 1/1 unknown deposit\n${SERVED}`,
  ],
  [
    '5 € a day is 152.19 € a month: past a budget of 60 €',
    scene(loan(), { means: { budgetPerMonthCents: 6000 } }),
    `impossible 2/2 shifts 1/1 unmet budget 15219>6000\n${SERVED}`,
  ],
  [
    'two rides of 2 € a week are 17.39 € a month',
    scene(carpool(), { means: { budgetPerMonthCents: 1738 } }),
    `impossible 2/2 shifts 1/1 unmet budget 1739>1738\n${CARPOOLED}`,
  ],
  [
    'a price nobody gave',
    scene(carpool({ pricePerRideCents: null })),
    `toVerify 2/2 shifts 1/1 unknown budget\n${CARPOOLED}`,
  ],
  [
    'somebody with no job yet: everything remains to be asked',
    scene(onDemand(), { rota: undefined, goal: { type: 'none' } }),
    'toVerify 0/0 shifts 0/0 unknown need',
  ],
];

describe('conditions of people and offers, drawn', () => {
  test.each(rows)('%s', (_name, scenario, drawing) => {
    expect(draw(scenario)).toBe(drawing);
  });

  test('the emissions of a carpool: the person’s share of the way, and the whole detour', () => {
    // A week has 2 rides of 30 km shared by two, each with 3 km of detour, at 142 g/km.
    const perRide = (30 / 2 + 3) * 142;
    expect(solve(scene(carpool())).matches[0]?.co2PerMonthGrams).toBe(Math.round((2 * perRide * 30.4375) / 7));
  });
});
