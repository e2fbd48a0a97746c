import { describe, expect, test } from 'vitest';
import { loan, SERVED, scene, TOO_SOON } from '../../../test/factories/monday-scene.ts';
import { draw, hours, rota, type Scenario } from '../../../test/factories/scenario.ts';

const thursdays = { deskHours: hours('Thu 09:00-12:00') };
const sunday: Partial<Scenario> = { today: '2026-12-06', now: '18:00' };

describe('a vehicle is collected while its offer is valid', () => {
  const rows: [name: string, scenario: Scenario, drawing: string][] = [
    [
      'not at a desk that opens after the offer has ended',
      scene(loan(thursdays, { validUntil: '2026-12-08' }), sunday),
      `impossible 2/2 shifts 1/1 unmet collection null>2026-12-14\n${SERVED}`,
    ],
    [
      'at one that opens on its last day',
      scene(loan(thursdays, { validUntil: '2026-12-10' }), sunday),
      `toVerify 2/2 shifts 1/1\n${TOO_SOON}`,
    ],
    [
      'not the Thursday before it begins, the one after',
      scene(loan(thursdays, { validFrom: '2026-12-07' })),
      `toVerify 2/2 shifts 1/1\n${TOO_SOON}`,
    ],
    ['on its first day', scene(loan(thursdays, { validFrom: '2026-12-03' })), `possible 2/2 shifts 1/1\n${SERVED}`],
    [
      'not on Christmas Day nor on New Year’s Day, by a desk that is closed on holidays',
      scene(loan({ deskHours: hours('Fri 09:00-12:00') }, { calendar: { publicHolidays: false } }), {
        today: '2026-12-20',
        job: { startsOn: '2027-01-01' },
        rota: rota('Sat 05:00-13:00'),
      }),
      `toVerify 2/2 shifts 1/1
L1 Sat → 04:50   04:20 ▸ 04:50 unknown calendar
   2027-01-02 notice unsure
L2 Sat ← 13:00   13:00 ▸ 13:30 unknown calendar
   2027-01-02 notice unsure`,
    ],
  ];
  test.each(rows)('%s', (_name, scenario, drawing) => {
    expect(draw(scenario)).toBe(drawing);
  });
});
