import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { leaveAt } from './leave-at.ts';

const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Paris]`).toInstant();
const told = (instant: string | null) =>
  instant === null
    ? 'now'
    : Temporal.Instant.from(instant)
        .toZonedDateTimeISO('Europe/Paris')
        .toPlainDateTime()
        .toString({ smallestUnit: 'minute' });
const EVENINGS = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '18:00', to: '20:00' }];

it.each([
  // now, departs, urgent, discreet, safe hours, leaves, in time
  ['2026-12-08T15:00', '2026-12-10T04:12', false, false, [], 'now', true],
  ['2026-12-08T22:00', '2026-12-10T04:12', false, false, [], '2026-12-09T08:00', true],
  // The ride is at five: eight o'clock would be too late, whatever it is.
  ['2026-12-08T22:00', '2026-12-09T04:12', false, false, [], 'now', true],
  ['2026-12-08T22:00', '2026-12-09T09:30', false, false, [], 'now', true],
  ['2026-12-08T22:00', '2026-12-09T11:30', false, false, [], '2026-12-09T08:00', true],
  // A cancellation does not wait within twelve hours.
  ['2026-12-09T01:00', '2026-12-09T12:30', true, false, [], 'now', true],
  ['2026-12-09T01:00', '2026-12-09T14:30', true, false, [], '2026-12-09T08:00', true],
  // Somebody discreet is written to in their hours, even so; where that is after the ride, somebody must call.
  ['2026-12-08T15:00', '2026-12-09T04:12', true, true, EVENINGS, '2026-12-08T18:00', true],
  ['2026-12-08T22:00', '2026-12-09T04:12', true, true, EVENINGS, '2026-12-09T18:00', false],
] as const)(
  'at %s, of a ride at %s (urgent %s, discreet %s)',
  (now, departAt, urgent, discreet, safeHours, leaves, inTime) => {
    const found = leaveAt({
      now: at(now),
      timeZone: 'Europe/Paris',
      safeHours,
      discreet,
      departAt: at(departAt).toString(),
      urgent,
    });
    expect([told(found.sendAfter), found.inTime]).toEqual([leaves, inTime]);
  },
);

it('does not keep a question until its answer is due', () => {
  const asked = {
    now: at('2026-12-08T21:30'),
    timeZone: 'Europe/Paris',
    safeHours: [],
    discreet: false,
    urgent: false,
    departAt: at('2026-12-09T20:00').toString(),
  };
  expect(told(leaveAt({ ...asked, answerBefore: at('2026-12-09T07:00').toString() }).sendAfter)).toBe('now');
  expect(told(leaveAt({ ...asked, answerBefore: at('2026-12-09T12:00').toString() }).sendAfter)).toBe(
    '2026-12-09T08:00',
  );
});

it('tells whoever is not discreet two hours before any ride, at any hour of the year', () => {
  const start = at('2026-12-01T00:00');
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 365 * 24 * 60 }),
      fc.integer({ min: 1, max: 72 * 60 }),
      fc.boolean(),
      (later, ahead, urgent) => {
        const now = start.add({ minutes: later });
        const departAt = now.add({ minutes: ahead });
        const { sendAfter, inTime } = leaveAt({
          now,
          timeZone: 'Europe/Paris',
          safeHours: [],
          discreet: false,
          departAt: departAt.toString(),
          urgent,
        });
        expect(inTime).toBe(true);
        if (sendAfter !== null)
          expect(Temporal.Instant.compare(sendAfter, departAt.subtract({ hours: 2 }))).toBeLessThan(0);
      },
    ),
  );
});
