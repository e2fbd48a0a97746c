import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { addDays } from '../schedule/dates.ts';
import { freshnessOf, freshnessRulesSchema, isReminderDue, staleDays } from './freshness.ts';

const rules = freshnessRulesSchema.parse({});
const today = '2026-11-23';

describe('how old what was confirmed is', () => {
  test.each([
    [today, 'fresh', null],
    ['2026-05-25', 'fresh', null],
    ['2026-05-24', 'ageing', null],
    ['2025-11-24', 'ageing', null],
    ['2025-11-23', 'toVerify', 365],
    ['2025-09-23', 'toVerify', 426],
    [null, 'toVerify', null],
  ])('%s is %s', (confirmedAt, state, days) => {
    expect([freshnessOf(confirmedAt, today, rules), staleDays(confirmedAt, today, rules)]).toEqual([state, days]);
  });

  it('is told by the day that is given, and only grows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 }), (ago, later) => {
        const confirmed = addDays(today, -ago);
        const then = addDays(today, later);
        const stale = staleDays(confirmed, then, rules);
        expect(stale === null).toBe(freshnessOf(confirmed, then, rules) !== 'toVerify');
        expect(stale).toBe(ago + later >= 365 ? ago + later : null);
      }),
    );
  });
});

describe('whether a provider is asked', () => {
  const on = (ago: number) => addDays(today, -ago);
  test.each([
    ['too early', on(336), [], false],
    ['four weeks before', on(337), [], true],
    ['asked lately', on(345), [on(13)], false],
    ['asked a fortnight ago', on(351), [on(14)], true],
    ['asked twice', on(400), [on(60), on(30)], false],
    ['never confirmed', null, [], false],
  ])('%s', (_name, confirmedAt, sentOn, due) => {
    expect(isReminderDue({ confirmedAt, sentOn }, today, rules)).toBe(due);
  });
});
