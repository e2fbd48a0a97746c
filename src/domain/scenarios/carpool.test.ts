import { describe, expect, test } from 'vitest';
import { draw, driver, place, rota, type Scenario, travelBy } from '../../../test/factories/scenario.ts';

/** The driver lives 5 min from H and works 3 min from J, 30 min away: picking up costs 5 + 30 + 3 − 35 = 3 min. */
const NEAR = 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33';
const MONDAY = rota('Mon 05:00-13:00');

const rows: [name: string, scenario: Scenario, drawing: string][] = [
  [
    'a driver of the same shift carries both ways, at the latest departure that is in time',
    { rota: MONDAY, travel: travelBy(NEAR), offers: [driver('04:10 ±10, back 13:10 ±10')] },
    `possible 2/2 shifts 1/1
L1 Mon → 04:50   04:20 ▸ 04:50 detour 3
L2 Mon ← 13:00   13:03 ▸ 13:33 wait 3 detour 3`,
  ],
  [
    'the driver who cannot leave later makes one wait at work',
    { rota: MONDAY, travel: travelBy(NEAR), offers: [driver('03:50 ±5, back 13:10')] },
    `possible 2/2 shifts 1/1
L1 Mon → 04:50   04:00 ▸ 04:30 wait 20 detour 3
L2 Mon ← 13:00   13:13 ▸ 13:43 wait 13 detour 3`,
  ],
  [
    'the return is proved on its own: the way back leaves before the shift ends',
    { rota: MONDAY, travel: travelBy(NEAR), offers: [driver('04:10 ±10, back 12:30 ±10')] },
    `possible 1/2 shifts 0/1
L1 Mon → 04:50   04:20 ▸ 04:50 detour 3
L2 Mon ← 13:00   - unmet schedule -180>-1200`,
  ],
  [
    'a detour exactly at the limit is accepted',
    {
      rota: rota('Mon 05:00-13:00'),
      travel: travelBy('O-H 10, H-J 30, J-D 5, O-D 35'),
      offers: [driver('04:00 ±15, back 13:00 ±15', { maxDetourMinutes: 10 })],
    },
    `possible 2/2 shifts 1/1
L1 Mon → 04:50   04:20 ▸ 04:50 detour 10
L2 Mon ← 13:00   13:00 ▸ 13:30 detour 10`,
  ],
  [
    'one second over the detour limit is not',
    {
      rota: MONDAY,
      travel: travelBy('O-H 10, H-J 30, J-D 5.0167, O-D 35'),
      offers: [driver('04:00 ±15, back 13:00 ±15', { maxDetourMinutes: 10 })],
    },
    `impossible 0/2 shifts 0/1
L1 Mon → 04:50   - unmet detour 601>600
L2 Mon ← 13:00   - unmet detour 601>600`,
  ],
  [
    'limits are numbers: 6.3 minutes of detour take 378 seconds',
    {
      rota: MONDAY,
      travel: travelBy('O-H 3.3, H-J 30, J-D 3, O-D 30'),
      offers: [driver('04:10 ±10, back 13:10 ±10', { maxDetourMinutes: 6.3 })],
    },
    `possible 2/2 shifts 1/1
L1 Mon → 04:50   04:20 ▸ 04:50 detour 6.3
L2 Mon ← 13:00   13:03 ▸ 13:33 wait 3 detour 6.3`,
  ],
  [
    'too long a wait is a refusal that says by how much',
    { rota: MONDAY, travel: travelBy(NEAR), offers: [driver('03:30, back 13:10')] },
    `possible 1/2 shifts 0/1
L1 Mon → 04:50   - unmet wait 2700>1800
L2 Mon ← 13:00   13:13 ▸ 13:43 wait 13 detour 3`,
  ],
  [
    'a wait nobody asked about is not known, not refused',
    {
      rota: MONDAY,
      travel: travelBy(NEAR),
      job: { maxWaitMinutes: undefined },
      offers: [driver('03:30, back 13:10')],
    },
    `toVerify 2/2 shifts 1/1
L1 Mon → 04:50   03:35 ▸ 04:05 wait 45 detour 3 unknown wait
L2 Mon ← 13:00   13:13 ▸ 13:43 wait 13 detour 3 unknown wait`,
  ],
  [
    'the driver passes every day but the one asked for',
    { rota: MONDAY, travel: travelBy(NEAR), offers: [driver('Tue-Fri 04:10 ±10, back Tue-Fri 13:10 ±10')] },
    `impossible 0/2 shifts 0/1
L1 Mon → 04:50   - unmet weekday 1>2 3 4 5
L2 Mon ← 13:00   - unmet weekday 1>2 3 4 5`,
  ],
  [
    'a night across midnight: the way home is on the next morning, Saturday for a Friday night',
    {
      rota: rota('Fri 21:00-05:00'),
      travel: travelBy(NEAR),
      offers: [driver('Fri 20:05 ±10, back Sat 05:05 ±10')],
    },
    `possible 2/2 shifts 1/1
L1 Fri → 20:50   20:20 ▸ 20:50 detour 3
L2 Sat ← 05:00   05:00 ▸ 05:30 detour 3`,
  ],
  [
    'a shift at five past midnight: the driver leaves the evening before, on the day of his own departure',
    {
      rota: rota('Tue 00:15-08:00'),
      travel: travelBy(NEAR),
      offers: [driver('Mon 23:25 ±10')],
    },
    `possible 1/2 shifts 0/1
L1 Tue → 00:05   23:35⁻ ▸ 00:05 detour 3
L2 Tue ← 08:00   - unmet weekday 2>1`,
  ],
  [
    'a margin that carries the deadline over midnight puts the ride on the evening before',
    {
      rota: rota('Tue 00:05-08:00'),
      travel: travelBy(NEAR),
      offers: [driver('Mon 23:15 ±10, back Tue 08:00 ±10')],
    },
    `possible 2/2 shifts 1/1
L1 Mon → 23:55   23:25 ▸ 23:55 detour 3
L2 Tue ← 08:00   08:00 ▸ 08:30 detour 3`,
  ],
  [
    'any run may serve any leg: the way back of a night driver carries to the morning shift',
    {
      rota: MONDAY,
      travel: travelBy('D-H 5, H-J 30, J-O 3, O-D 35'),
      offers: [driver('12:55 ±10, back 04:10 ±10')],
    },
    `possible 2/2 shifts 1/1
L1 Mon → 04:50   04:20 ▸ 04:50 detour 3
L2 Mon ← 13:00   13:00 ▸ 13:30 detour 3`,
  ],
  [
    'a walk to a meeting point on the way saves the driver a detour that is too long',
    {
      rota: MONDAY,
      travel: travelBy({ car: 'O-H 15, H-J 30, O-M 5, M-J 30, J-D 0.1, O-D 35, H-M 4, M-D 30', foot: 'H-M 12' }),
      offers: [driver('04:00 ±15, back 13:00 ±15', { maxDetourMinutes: 2, meetingPoints: [place('M')] })],
    },
    `possible 2/2 shifts 1/1
L1 Mon → 04:50   04:08 ▸ 04:50 detour 0.1 walk 12 at M
L2 Mon ← 13:00   13:00 ▸ 13:42 detour 0.1 walk 12 to M`,
  ],
  [
    'a meeting point past walking reach is told as the nearest miss',
    {
      rota: MONDAY,
      travel: travelBy({ car: 'O-H 45, H-J 30, O-M 5, M-J 30, J-D 0.1, O-D 35, H-M 4, M-D 30', foot: 'H-M 20' }),
      offers: [driver('04:00 ±15, back 13:00 ±15', { maxDetourMinutes: 2, meetingPoints: [place('M')] })],
    },
    `impossible 0/2 shifts 0/1
L1 Mon → 04:50   - unmet walk 1200>900
L2 Mon ← 13:00   - unmet walk 1200>900`,
  ],
  [
    'the driver’s own ends are places to walk to: a neighbour, and a colleague of the same gate',
    {
      rota: MONDAY,
      travel: travelBy({ car: 'O-H 2, H-J 30, O-J 28, J-D 2, H-D 31, O-D 27', foot: 'H-O 4, J-D 6' }),
      offers: [driver('04:00 ±20, back 13:10 ±10', { maxDetourMinutes: 1 })],
    },
    `possible 2/2 shifts 1/1
L1 Mon → 04:50   04:13 ▸ 04:50 walk 10 at O to D
L2 Mon ← 13:00   13:00 ▸ 13:37 walk 10 at D to O`,
  ],
  [
    'a seat is a seat on a date: a full Monday in a fortnight leaves the other one',
    {
      rota: rota('Mon 05:00-13:00, d7 05:00-13:00', 14),
      travel: travelBy(NEAR),
      offers: [driver('04:10 ±10, back 13:10 ±10', {}, { id: 'full' })],
      taken: {
        rides: new Map([
          ['full', [{ date: '2026-12-14', tripIndex: 0, departSeconds: 15000, arriveSeconds: 17400, seats: 1 }]],
        ]),
      },
    },
    `possible 3/4 shifts 1/2
L1 Mon → 04:50 ×2   04:20 ▸ 04:50 detour 3
   2026-12-14 full not served
L2 Mon ← 13:00 ×2   13:03 ▸ 13:33 wait 3 detour 3`,
  ],
  [
    'full on the only date: no seat',
    {
      rota: MONDAY,
      travel: travelBy(NEAR),
      offers: [driver('04:10 ±10, back 13:10 ±10', {}, { id: 'gone' })],
      taken: {
        rides: new Map([
          [
            'gone',
            [0, 1].map((tripIndex) => ({
              date: '2026-12-07',
              tripIndex,
              departSeconds: 0,
              arriveSeconds: 1,
              seats: 1,
            })),
          ],
        ]),
      },
    },
    `impossible 0/2 shifts 0/1
L1 Mon → 04:50   - unmet seat 0>1
   2026-12-07 full not served
L2 Mon ← 13:00   - unmet seat 0>1
   2026-12-07 full not served`,
  ],
  [
    'a crèche on the way out is for the driver to accept; the way home has none',
    {
      rota: MONDAY,
      travel: travelBy(NEAR),
      person: { stops: [{ ...place('S'), direction: 'outbound', dwellMinutes: 10, childSeats: 1 }] },
      offers: [driver('04:10 ±10, back 13:10 ±10')],
    },
    `possible 2/2 shifts 1/1
L1 Mon → 04:50   04:20 ▸ 04:50 detour 3 unknown stops
L2 Mon ← 13:00   13:03 ▸ 13:33 wait 3 detour 3`,
  ],
  [
    'a job over the border, in Saint-Dizier, is a job like another',
    {
      rota: MONDAY,
      job: { ...place('X') },
      travel: travelBy('O-H 5, H-X 30, X-D 3, O-D 35'),
      offers: [driver('04:10 ±10, back 13:10 ±10', {}, { eligibilityZone: ['55'] })],
    },
    `possible 2/2 shifts 1/1
L1 Mon → 04:50   04:20 ▸ 04:50 detour 3
L2 Mon ← 13:00   13:03 ▸ 13:33 wait 3 detour 3`,
  ],
  [
    'no road between home and work: told as such, with nothing made up',
    { rota: MONDAY, travel: travelBy('O-D 35'), offers: [driver('04:10 ±10, back 13:00')] },
    `impossible 0/2 shifts 0/1
L1 Mon → 04:50   - unmet route null>null
L2 Mon ← 13:00   - unmet route null>null`,
  ],
];

describe('carpools, drawn', () => {
  test.each(rows)('%s', (_name, scenario, drawing) => {
    expect(draw(scenario)).toBe(drawing);
  });
});
