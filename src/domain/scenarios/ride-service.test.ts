import { describe, expect, test } from 'vitest';
import { onDemand, SERVED, scene, TOO_SOON, volunteer } from '../../../test/factories/monday-scene.ts';
import { draw, hours, place, rota, type Scenario, travelBy } from '../../../test/factories/scenario.ts';

const rows: [name: string, scenario: Scenario, drawing: string][] = [
  [
    'on demand: pooled rides take longer than the direct drive',
    scene(onDemand({ rideFactor: 1.3 })),
    `possible 2/2 shifts 1/1\nL1 Mon → 04:50   04:11 ▸ 04:50\nL2 Mon ← 13:00   13:00 ▸ 13:39`,
  ],
  [
    'on demand: the ride would start before the service',
    scene(onDemand({ serviceHours: hours('Mon-Fri 04:30-14:00') })),
    `possible 1/2 shifts 0/1\nL1 Mon → 04:50   - unmet serviceHours 15600 17400>16200 50400\nL2 Mon ← 13:00   13:00 ▸ 13:30`,
  ],
  [
    'on demand past midnight: the window belongs to its start day',
    scene(onDemand({ serviceHours: hours('Fri 20:00-06:00') }), { rota: rota('Fri 21:00-05:00') }),
    `possible 2/2 shifts 1/1\nL1 Fri → 20:50   20:20 ▸ 20:50\nL2 Sat ← 05:00   05:00 ▸ 05:30`,
  ],
  [
    'on demand: windows that touch at midnight are one',
    scene(onDemand({ serviceHours: hours('Fri 20:00-00:00, Sat 00:00-02:00') }), { rota: rota('Fri 16:00-23:45') }),
    `possible 1/2 shifts 0/1\nL1 Fri → 15:50   - unmet serviceHours 55200 57000>72000 93600\nL2 Fri ← 23:45   23:45 ▸ 00:15⁺`,
  ],
  [
    'on demand: work outside the zone',
    scene(onDemand({ zone: ['200066108'] })),
    `impossible 0/2 shifts 0/1\nL1 Mon → 04:50   - unmet serviceZone work>200066108\nL2 Mon ← 13:00   - unmet serviceZone work>200066108`,
  ],
  [
    'on demand: work abroad, where nobody knows the commune',
    scene(onDemand(), { job: { ...place('Y') }, travel: travelBy('H-Y 30') }),
    `toVerify 2/2 shifts 1/1\nL1 Mon → 04:50   04:20 ▸ 04:50 unknown serviceZone\nL2 Mon ← 13:00   13:00 ▸ 13:30 unknown serviceZone`,
  ],
  [
    'a wheelchair the service cannot take',
    scene(onDemand({ wheelchair: false }), { means: { wheelchair: true } }),
    `impossible 2/2 shifts 1/1 unmet wheelchair yes>no\n${SERVED}`,
  ],
  [
    'a wheelchair the service has not spoken of',
    scene(onDemand({ wheelchair: null }), { means: { wheelchair: true } }),
    `toVerify 2/2 shifts 1/1 unknown wheelchair\n${SERVED}`,
  ],
  [
    'notice that runs out after the start but within one cycle',
    scene(onDemand({ noticeHours: 48 }), { today: '2026-12-06', now: '12:00' }),
    `toVerify 2/2 shifts 1/1\n${TOO_SOON}`,
  ],
  [
    'notice longer than the time left and a cycle',
    scene(onDemand({ noticeHours: 240 }), { today: '2026-12-06' }),
    `impossible 2/2 shifts 1/1 unmet notice 2026-12-17>2026-12-14\n${TOO_SOON}`,
  ],
  [
    'notice of a dated ride: tomorrow at nine is too soon for 48 hours',
    scene(onDemand({ noticeHours: 48, serviceHours: hours('Mon-Sun 04:00-20:00') }), {
      rota: undefined,
      goal: { type: 'interview', place: place('J'), dates: [{ date: '2026-11-23', arriveBy: '09:00' }] },
    }),
    `impossible 0/1 shifts 0/1\nL1 2026-11-23 → 08:50   - unmet calendar 0>1\n   2026-11-23 notice not served`,
  ],
  [
    'one seat held over midnight is held after midnight too',
    scene(onDemand({ seats: 1, serviceHours: hours('Mon-Sun 00:00-00:00') }, { id: 'night' }), {
      rota: rota('Tue 00:30-08:00'),
      taken: {
        rides: new Map([
          ['night', [{ date: '2026-12-07', tripIndex: null, departSeconds: 85_800, arriveSeconds: 87_600, seats: 1 }]],
        ]),
      },
    }),
    `possible 1/2 shifts 0/1\nL1 Tue → 00:20   - unmet seat 0>1\n   2026-12-08 full not served\nL2 Tue ← 08:00   08:00 ▸ 08:30`,
  ],
  ...[
    { seats: 2, drawn: '08:20 ▸ 08:50' },
    { seats: 3, drawn: '- unmet seat 0>1' },
  ].map(({ seats, drawn }): [string, Scenario, string] => [
    `${seats} seats asked of two, one of which is held at another hour`,
    scene(onDemand({ seats: 2, serviceHours: hours('Mon-Sun 04:00-20:00') }, { id: 'two' }), {
      rota: undefined,
      goal: { type: 'errand', place: place('J'), dates: [{ date: '2026-11-25', arriveBy: '09:00' }], seats },
      taken: {
        rides: new Map([
          ['two', [{ date: '2026-11-25', tripIndex: null, departSeconds: 43_200, arriveSeconds: 45_000, seats: 1 }]],
        ]),
      },
    }),
    seats === 2
      ? `possible 1/1 shifts 1/1\nL1 2026-11-25 → 08:50   ${drawn}`
      : `impossible 0/1 shifts 0/1\nL1 2026-11-25 → 08:50   ${drawn}\n   2026-11-25 full not served`,
  ]),
  ['a volunteer who comes from 8 minutes away', scene(volunteer()), `possible 2/2 shifts 1/1\n${SERVED}`],
  [
    'a volunteer who would come from too far',
    scene(volunteer({ maxApproachMinutes: 7 })),
    `impossible 0/2 shifts 0/1\nL1 Mon → 04:50   - unmet approach 480>420\nL2 Mon ← 13:00   - unmet approach 480>420`,
  ],
  [
    'a ride longer than the volunteer drives',
    scene(volunteer({ maxRideKm: 29.9 })),
    `impossible 0/2 shifts 0/1\nL1 Mon → 04:50   - unmet rideDistance 30000>29900\nL2 Mon ← 13:00   - unmet rideDistance 30000>29900`,
  ],
];

describe('rides on demand and volunteers, drawn', () => {
  test.each(rows)('%s', (_name, scenario, drawing) => {
    expect(draw(scenario)).toBe(drawing);
  });
});
