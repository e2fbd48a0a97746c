import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Hours } from '../catalogue/offer.ts';
import { isSoon, sendAfterOf, type Urgency } from './quiet-hours.ts';

const timeZone = 'Europe/Paris';
const ALL = [1, 2, 3, 4, 5, 6, 7];
const instant = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).toInstant();
const wall = (at: string) =>
  Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDateTime().toString().slice(0, 16);
const hours = (from: string, to: string, weekdays = ALL): Hours => ({ weekdays, from, to });

type Row = [now: string, safeHours: Hours[], urgent: Urgency, discreet: boolean, expected: string | null];
const ANY: Hours[] = [];

describe('when a message may leave', () => {
  it.each<Row>([
    // 2026-11-23 is a Monday.
    ['2026-11-23T08:00', ANY, null, false, '2026-11-23T08:00'],
    ['2026-11-23T20:59', ANY, null, false, '2026-11-23T20:59'],
    ['2026-11-23T21:00', ANY, null, false, '2026-11-24T08:00'],
    ['2026-11-23T03:30', ANY, null, false, '2026-11-23T08:00'],
    ['2026-11-23T23:00', ANY, 'askedFor', true, null],
    ['2026-11-23T23:00', ANY, 'rideSoon', false, null],
    ['2026-11-23T23:00', ANY, 'rideSoon', true, null],
    ['2026-11-23T12:00', [hours('18:00', '20:00')], null, false, '2026-11-23T18:00'],
    ['2026-11-23T19:00', [hours('18:00', '20:00')], null, false, '2026-11-23T19:00'],
    ['2026-11-23T20:00', [hours('18:00', '20:00')], null, false, '2026-11-24T18:00'],
    ['2026-11-23T12:00', [hours('20:00', '23:00')], null, false, '2026-11-23T20:00'],
    ['2026-11-23T22:00', [hours('20:00', '23:00')], null, false, '2026-11-24T20:00'],
    ['2026-11-23T12:00', [hours('10:00', '11:00', [5]), hours('15:00', '16:00', [7])], null, false, '2026-11-27T10:00'],
    // Safe hours past midnight belong to the day they begin on.
    ['2026-11-23T07:00', [hours('19:00', '09:00')], null, false, '2026-11-23T08:00'],
    ['2026-11-23T12:00', [hours('19:00', '09:00')], null, false, '2026-11-23T19:00'],
    // Whoever is safe at night only is reached then, and then alone.
    ['2026-11-23T12:00', [hours('22:00', '23:00')], null, false, '2026-11-23T22:00'],
    ['2026-11-23T22:30', [hours('22:00', '23:00')], null, false, '2026-11-23T22:30'],
    ['2026-11-23T12:00', [hours('22:00', '23:00')], 'rideSoon', false, null],
    // Somebody else may read the phone of who is discreet: an urgent word keeps to the safe hours, though it may be night.
    ['2026-11-23T12:00', [hours('22:00', '23:00')], 'rideSoon', true, '2026-11-23T22:00'],
    ['2026-11-23T22:00', [hours('20:00', '23:00')], 'rideSoon', true, '2026-11-23T22:00'],
    ['2026-11-23T22:00', [hours('20:00', '23:00')], 'askedFor', true, null],
    // The clocks go back at 03:00 on 2026-10-25 and forward at 02:00 on 2026-03-29.
    ['2026-10-24T22:00', ANY, null, false, '2026-10-25T08:00'],
    ['2026-03-28T22:00', ANY, null, false, '2026-03-29T08:00'],
    ['2026-03-28T22:00', [hours('02:15', '02:45')], null, false, '2026-03-30T02:15'],
    ['2026-10-24T22:00', [hours('02:15', '02:45')], null, false, '2026-10-26T02:15'],
  ])('at %s with %j (%s, discreet %s): %s', (now, safeHours, urgent, discreet, expected) => {
    const at = sendAfterOf({ now: instant(now), timeZone, safeHours, urgent, discreet });
    expect(at === null ? null : wall(at)).toBe(expected);
  });

  const clock = fc.integer({ min: 0, max: 24 * 12 - 1 }).map((fives) => {
    const [hour, minute] = [Math.floor(fives / 12), (fives % 12) * 5];
    return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  });
  const anyHours = fc.record({ weekdays: fc.subarray(ALL, { minLength: 1 }), from: clock, to: clock });
  const anyCase = fc.record({
    // Around both nights of 2026 on which the clocks change, to the second.
    now: fc
      .tuple(fc.constantFrom('2026-03-25T00:00:00Z', '2026-10-21T00:00:00Z'), fc.integer({ min: 0, max: 9 * 86_400 }))
      .map(([from, seconds]) => Temporal.Instant.from(from).add({ seconds })),
    safeHours: fc.array(anyHours, { maxLength: 3 }),
    urgent: fc.constantFrom<Urgency>(null, 'rideSoon', 'askedFor'),
    discreet: fc.boolean(),
  });

  it('is never before now, within a fortnight, and asked again then it is at once', () => {
    fc.assert(
      fc.property(anyCase, ({ now, ...who }) => {
        const at = sendAfterOf({ now, timeZone, ...who });
        if (at === null) {
          expect(who.urgent).not.toBeNull();
          return;
        }
        const then = Temporal.Instant.from(at);
        expect(Temporal.Instant.compare(then, now)).toBeGreaterThanOrEqual(0);
        expect(now.until(then).total('hours')).toBeLessThan(15 * 24);
        expect(sendAfterOf({ now: then, timeZone, ...who })).toBe(at);
      }),
    );
  });

  it('is by day, but for safe hours that know no day', () => {
    fc.assert(
      fc.property(anyCase, ({ now, safeHours }) => {
        const at = sendAfterOf({ now, timeZone, safeHours, urgent: null, discreet: false });
        const hour = Number(wall(at ?? '').slice(11, 13));
        const meetsDay = safeHours.some(({ from, to }) =>
          to <= from ? from < '21:00' || to > '08:00' : from < '21:00' && to > '08:00',
        );
        if (safeHours.length === 0 || meetsDay) expect(hour >= 8 && hour < 21).toBe(true);
      }),
    );
  });
});

describe('news of a ride', () => {
  const now = instant('2026-11-23T20:00');
  it.each([
    ['2026-11-24T05:00', true],
    ['2026-11-24T07:59', true],
    ['2026-11-24T08:00', false],
    ['2026-11-23T19:00', false],
  ])('at %s: urgent %s', (departAt, expected) => {
    expect(isSoon({ now, departAt: instant(departAt) })).toBe(expected);
  });
});
