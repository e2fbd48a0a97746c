import { describe, expect, test } from 'vitest';
import { onDemand, SERVED, scene } from '../../../test/factories/monday-scene.ts';
import { draw, driver, hours, type Scenario, travelBy } from '../../../test/factories/scenario.ts';

const rows: [name: string, scenario: Scenario, drawing: string][] = [
  [
    'an estimated time far from every limit decides',
    scene(onDemand({ serviceHours: hours('Mon-Fri 03:00-15:00') }), { travel: travelBy('H-J 30', true) }),
    `possible 2/2 shifts 1/1\n${SERVED}`,
  ],
  [
    'an estimated time astride a limit is not known: 60 min may be 76',
    scene(onDemand({ serviceHours: hours('Mon-Fri 03:00-15:00') }), { travel: travelBy('H-J 60', true) }),
    `toVerify 2/2 shifts 1/1\nL1 Mon → 04:50   03:50 ▸ 04:50 unknown duration\nL2 Mon ← 13:00   13:00 ▸ 14:00 unknown duration`,
  ],
  [
    'an estimated ride that may start before the service does',
    scene(onDemand({ serviceHours: hours('Mon-Fri 04:15-15:00') }), { travel: travelBy('H-J 30', true) }),
    `possible 2/2 shifts 1/1\nL1 Mon → 04:50   04:20 ▸ 04:50 unknown serviceHours\nL2 Mon ← 13:00   13:00 ▸ 13:30`,
  ],
  [
    'an estimated time past the limit whatever the error',
    scene(onDemand({ serviceHours: hours('Mon-Fri 00:00-00:00') }), { travel: travelBy('H-J 104', true) }),
    `impossible 0/2 shifts 0/1\nL1 Mon → 04:50   - unmet duration 6240>4500\nL2 Mon ← 13:00   - unmet duration 6240>4500`,
  ],
  [
    'an estimated detour counts slopes only: 6.5 + 31.5 + 4.5 − 36.5 min, the constants cancelled, may be 7.6',
    scene(driver('04:10 ±20, back 13:00 ±20', { maxDetourMinutes: 7 }), {
      travel: travelBy('O-H 10, H-J 35, J-D 8, O-D 40', true),
      job: { maxWaitMinutes: 60 },
    }),
    `toVerify 2/2 shifts 1/1\nL1 Mon → 04:50   04:15 ▸ 04:50 detour 6 unknown detour\nL2 Mon ← 13:00   13:00 ▸ 13:35 detour 6 unknown detour`,
  ],
];

describe('estimated times, drawn', () => {
  test.each(rows)('%s', (_name, scenario, drawing) => {
    expect(draw(scenario)).toBe(drawing);
  });
});
