import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, test } from 'vitest';
import { answerDue, remindAt } from './due.ts';

const RULES = { answerHours: 24, knownBeforeHours: 12 };
const at = (text: string) => Temporal.Instant.from(`${text}:00Z`);

describe('whoever is asked for a ride answers', () => {
  // On the wall in Paris it is an hour later.
  it.each([
    ['within a day, when the ride is far', '2026-12-01T10:00', '2026-12-08T04:00', '2026-12-02T10:00'],
    ['twelve hours before the ride, when that is sooner', '2026-12-01T10:00', '2026-12-02T20:30', '2026-12-02T08:30'],
    [
      'the evening before a ride at five: nobody answers at night',
      '2026-12-01T16:00',
      '2026-12-02T04:00',
      '2026-12-01T20:00',
    ],
    [
      'in the morning, when the ride is late enough for that',
      '2026-12-01T20:00',
      '2026-12-02T08:30',
      '2026-12-02T07:00',
    ],
    ['at night, where there is no other time', '2026-12-01T20:00', '2026-12-02T04:00', '2026-12-02T00:00'],
    ['at once, when it leaves at once', '2026-12-01T16:00', '2026-12-01T16:00', '2026-12-01T16:00'],
  ])('%s', (_title, asked, departs, due) => {
    expect(answerDue(at(asked), at(departs), RULES, 'Europe/Paris').toString()).toBe(at(due).toString());
  });
});

test('the answer is due after the question and before the ride, and the reminder between', () => {
  const hours = fc.double({ min: 0.01, max: 24 * 100, noNaN: true });
  fc.assert(
    fc.property(
      hours,
      fc.integer({ min: 1, max: 72 }),
      fc.integer({ min: 0, max: 48 }),
      (ahead, answerHours, knownBeforeHours) => {
        const asked = at('2026-12-01T10:00');
        const departs = Temporal.Instant.fromEpochMilliseconds(asked.epochMilliseconds + Math.ceil(ahead * 3_600_000));
        const due = answerDue(asked, departs, { answerHours, knownBeforeHours }, 'Europe/Paris');
        const reminded = remindAt(asked, due);
        expect(due.epochMilliseconds).toBeGreaterThanOrEqual(asked.epochMilliseconds);
        expect(due.epochMilliseconds).toBeLessThanOrEqual(departs.epochMilliseconds);
        expect(reminded.epochMilliseconds).toBeGreaterThanOrEqual(asked.epochMilliseconds);
        expect(reminded.epochMilliseconds).toBeLessThanOrEqual(due.epochMilliseconds);
      },
    ),
  );
});
