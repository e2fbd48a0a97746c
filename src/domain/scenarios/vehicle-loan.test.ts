import { describe, expect, test } from 'vitest';
import { loan, SERVED, scene, TOO_SOON } from '../../../test/factories/monday-scene.ts';
import { draw, hours, place, rota, type Scenario, solve, travelBy } from '../../../test/factories/scenario.ts';

const rows: [name: string, scenario: Scenario, drawing: string][] = [
  [
    'a loan car is out until after the start',
    scene(loan({}, { id: 'out' }), {
      taken: { loans: new Map([['out', [{ from: '2026-11-01', until: '2026-12-10' }]]]) },
    }),
    `impossible 2/2 shifts 1/1 unmet units 0>1\n${SERVED}`,
  ],
  [
    'one of two loan cars is out',
    scene(loan({ units: 2 }, { id: 'two' }), {
      taken: { loans: new Map([['two', [{ from: '2026-11-01', until: '2026-12-10' }]]]) },
    }),
    `possible 2/2 shifts 1/1\n${SERVED}`,
  ],
  [
    'a desk that opens on Thursdays hands over the Thursday before',
    scene(loan({ deskHours: hours('Thu 09:00-12:00') })),
    `possible 2/2 shifts 1/1\n${SERVED}`,
  ],
  [
    'a desk that opens once the job has begun, within one cycle',
    scene(loan({ deskHours: hours('Thu 09:00-12:00') }), { today: '2026-12-06', now: '18:00' }),
    `toVerify 2/2 shifts 1/1\n${TOO_SOON}`,
  ],
  [
    'a desk that closed before today’s question and opens too late',
    scene(loan({ deskHours: hours('Thu 09:00-12:00') }), { rota: rota('d0 05:00-13:00', 1), today: '2026-12-06' }),
    `impossible 14/14 shifts 7/7 unmet collection 2026-12-10>2026-12-08\nL1 Mon → 04:50   04:20 ▸ 04:50 unknown calendar\n   2026-12-07 notice unsure\nL2 Mon ← 13:00   13:00 ▸ 13:30 unknown calendar\n   2026-12-07 notice unsure\nL3 Tue → 04:50   04:20 ▸ 04:50 unknown calendar\n   2026-12-08 notice unsure\nL4 Tue ← 13:00   13:00 ▸ 13:30 unknown calendar\n   2026-12-08 notice unsure\nL5 Wed → 04:50   04:20 ▸ 04:50 unknown calendar\n   2026-12-09 notice unsure\nL6 Wed ← 13:00   13:00 ▸ 13:30 unknown calendar\n   2026-12-09 notice unsure\nL7 Thu → 04:50   04:20 ▸ 04:50 unknown calendar\n   2026-12-10 notice unsure\nL8 Thu ← 13:00   13:00 ▸ 13:30 unknown calendar\n   2026-12-10 notice unsure\nL9 Fri → 04:50   04:20 ▸ 04:50\nL10 Fri ← 13:00   13:00 ▸ 13:30\nL11 Sat → 04:50   04:20 ▸ 04:50\nL12 Sat ← 13:00   13:00 ▸ 13:30\nL13 Sun → 04:50   04:20 ▸ 04:50\nL14 Sun ← 13:00   13:00 ▸ 13:30`,
  ],
  [
    'a vehicle that may be driven at the hours of both rides',
    scene(loan({ usableHours: hours('Mon-Fri 04:20-20:00') })),
    `possible 2/2 shifts 1/1\n${SERVED}`,
  ],
  [
    'a vehicle that may not be driven before six takes nobody to work at five, nor back without having gone',
    scene(loan({ usableHours: hours('Mon-Fri 06:00-20:00') })),
    `impossible 0/2 shifts 0/1\nL1 Mon → 04:50   - unmet serviceHours 15600 17400>21600 72000\nL2 Mon ← 13:00   - unmet roundTrip null>null`,
  ],
  [
    'a vehicle that stands still on Mondays',
    scene(loan({ usableHours: hours('Tue-Sun 00:00-00:00') })),
    `impossible 0/2 shifts 0/1\nL1 Mon → 04:50   - unmet serviceHours 15600 17400>-172800 0\nL2 Mon ← 13:00   - unmet serviceHours 46800 48600>86400 259200`,
  ],
  [
    'a depot beyond walking reach is asked about, never refused',
    scene(loan(), { travel: travelBy({ car: 'H-J 30', foot: 'H-T 90' }) }),
    `toVerify 2/2 shifts 1/1 unknown depot\n${SERVED}`,
  ],
  [
    'what is taken out must come back: too slow a way home takes the way out with it',
    scene(loan(), { travel: travelBy({ car: 'H>J 30, J>H 80', foot: 'H-T 5' }) }),
    `impossible 0/2 shifts 0/1\nL1 Mon → 04:50   - unmet roundTrip null>null\nL2 Mon ← 13:00   - unmet duration 4800>4500`,
  ],
  [
    'a loan of at most 7 days carries the first week of a fortnight',
    scene(loan({ maxDays: 7 }), { rota: rota('Mon 05:00-13:00, d7 05:00-13:00', 14) }),
    `possible 2/4 shifts 1/2\nL1 Mon → 04:50 ×2   04:20 ▸ 04:50\n   2026-12-14 maxDays not served\nL2 Mon ← 13:00 ×2   13:00 ▸ 13:30\n   2026-12-14 maxDays not served`,
  ],
  [
    'a loan that ends in the middle of a night shift does not carry that night: the car would stay at work',
    scene(loan({ maxDays: 8 }), { rota: rota('Mon 21:00-05:00, d7 21:00-05:00', 14) }),
    `possible 2/4 shifts 1/2\nL1 Mon → 20:50 ×2   20:20 ▸ 20:50\n   2026-12-14 roundTrip not served\nL2 Tue ← 05:00 ×2   05:00 ▸ 05:30\n   2026-12-15 maxDays not served`,
  ],
  [
    'a car that cannot be had before the first night shift is not sure to bring its driver home from it either',
    scene(loan({ deskHours: hours('Mon 09:00-12:00') }), {
      rota: rota('Mon 21:00-05:00, d7 21:00-05:00', 14),
      today: '2026-12-07',
    }),
    `possible 4/4 shifts 2/2\nL1 Mon → 20:50 ×2   20:20 ▸ 20:50\n   2026-12-07 notice unsure\nL2 Tue ← 05:00 ×2   05:00 ▸ 05:30\n   2026-12-08 roundTrip unsure 05:00 ▸ 05:30`,
  ],
  [
    'the crèche on the way is driven: eight minutes of detour and ten of good-bye',
    scene(loan(), {
      travel: travelBy({ car: 'H-J 30, H-S 8, S-J 30', foot: 'H-T 5' }),
      person: { stops: [{ ...place('S'), direction: 'outbound', dwellMinutes: 10, childSeats: 1 }] },
    }),
    `possible 2/2 shifts 1/1\nL1 Mon → 04:50   04:02 ▸ 04:50\nL2 Mon ← 13:00   13:00 ▸ 13:30`,
  ],
  [
    'no child on a scooter without asking',
    scene(loan({ vehicleType: 'scooter' }), {
      travel: travelBy({ scooter: 'H-J 30, H-S 8, S-J 30', foot: 'H-T 5' }),
      person: { stops: [{ ...place('S'), direction: 'outbound', dwellMinutes: 10, childSeats: 1 }] },
    }),
    `toVerify 2/2 shifts 1/1\nL1 Mon → 04:50   04:02 ▸ 04:50 unknown childSeats\nL2 Mon ← 13:00   13:00 ▸ 13:30 unknown roundTrip`,
  ],
  [
    'a bike is bounded by the minutes one cycles',
    scene(loan({ vehicleType: 'bike' }), { means: { canCycle: true, maxCycleMinutes: 25 } }),
    `impossible 0/2 shifts 0/1\nL1 Mon → 04:50   - unmet duration 2400>1500\nL2 Mon ← 13:00   - unmet duration 2400>1500`,
  ],
  [
    'who cannot cycle is not given a bike',
    scene(loan({ vehicleType: 'ebike' }), { means: { canCycle: false, maxCycleMinutes: 60 } }),
    `impossible 2/2 shifts 1/1 unmet cycling no>yes\nL1 Mon → 04:50   04:10 ▸ 04:50\nL2 Mon ← 13:00   13:00 ▸ 13:40`,
  ],
  [
    'a margin of 6.3 minutes is 7 on the clock',
    scene(loan(), { job: { arrivalMarginMinutes: 6.3 } }),
    'possible 2/2 shifts 1/1\nL1 Mon → 04:53   04:23 ▸ 04:53\nL2 Mon ← 13:00   13:00 ▸ 13:30',
  ],
  [
    'a desk closed today keeps a loan open to somebody with no job yet',
    scene(loan({ deskHours: hours('Mon-Fri 09:00-12:00') }), { rota: undefined, goal: { type: 'none' } }),
    'toVerify 0/0 shifts 0/0 unknown need',
  ],
];

describe('loans of vehicles, drawn', () => {
  test.each(rows)('%s', (_name, scenario, drawing) => {
    expect(draw(scenario)).toBe(drawing);
  });

  test('a month of a loan with marginal tiers: 10 days at 5 €, the other 20.4375 at 3 €', () => {
    const tiered = loan({
      tariff: {
        tiers: [
          { fromDay: 1, perDayCents: 500 },
          { fromDay: 11, perDayCents: 300 },
        ],
      },
    });
    expect(solve(scene(tiered)).matches[0]?.costPerMonthCents).toBe(Math.round(10 * 500 + 20.4375 * 300));
  });
});
