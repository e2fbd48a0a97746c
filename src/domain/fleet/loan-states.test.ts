import { describe, expect, test } from 'vitest';
import { newDamage } from './condition.ts';
import { isFree, latestDay } from './latest-day.ts';
import { afterLoan, earliestEnd, LOAN_STATUSES, type LoanAction, type LoanStatus, lateDays } from './loan-states.ts';
import { papersDue } from './vehicle.ts';

// biome-ignore format: a table, one line each
const TABLE: Record<LoanAction, Partial<Record<LoanStatus, LoanStatus>>> = {
  confirm: { requested: 'confirmed' },
  refuse: { requested: 'refused' },
  cancel: { requested: 'cancelled', confirmed: 'cancelled' },
  sign: { confirmed: 'confirmed' },
  handOver: { confirmed: 'out' },
  takeBack: { out: 'returned' },
  extend: { requested: 'requested', confirmed: 'confirmed', out: 'out' },
  shorten: { requested: 'requested', confirmed: 'confirmed', out: 'out' },
charge: { returned: 'returned' },
  move: { requested: 'requested', confirmed: 'confirmed' },
};

describe('a loan', () => {
  test.each(Object.entries(TABLE) as [LoanAction, Partial<Record<LoanStatus, LoanStatus>>][])('%s', (action, told) => {
    expect(Object.fromEntries(LOAN_STATUSES.map((from) => [from, afterLoan(from, action)]))).toEqual(
      Object.fromEntries(LOAN_STATUSES.map((from) => [from, told[from] ?? null])),
    );
  });

  test.each<[LoanStatus, string, number]>([
    ['out', '2026-11-19', 3],
    ['out', '2026-11-22', 0],
    ['out', '2026-11-30', 0],
    ['confirmed', '2026-11-21', 0],
    ['returned', '2026-11-21', 0],
  ])('%s until %s is %i days late', (status, until, late) => {
    expect(lateDays({ status, until }, '2026-11-22')).toBe(late);
  });

  test.each<[LoanStatus, from: string, until: string, earliest: string | null]>([
    ['confirmed', '2026-12-01', '2026-12-05', '2026-12-01'],
    ['confirmed', '2026-12-01', '2026-12-01', null],
    ['out', '2026-11-20', '2026-11-25', '2026-11-22'],
    ['out', '2026-11-20', '2026-11-22', null],
    ['out', '2026-11-10', '2026-11-20', null],
  ])('%s from %s until %s can end on %s', (status, from, until, earliest) => {
    expect(earliestEnd({ status, from, until }, '2026-11-22')).toBe(earliest);
  });

  test('lasts until the day before what follows', () => {
    const hold = { id: 'a', from: '2026-12-01', until: '2026-12-05' };
    const next = { id: 'b', from: '2026-12-08', until: '2026-12-09' };
    const later = { id: 'c', from: '2026-12-20', until: '2026-12-21' };
    expect(latestDay(hold, [hold, later, next])).toEqual({ until: '2026-12-07', next });
    expect(latestDay(hold, [hold])).toBeNull();
    expect(isFree([next], { from: '2026-12-06', until: '2026-12-07' })).toBe(true);
    expect(isFree([next], { from: '2026-12-06', until: '2026-12-08' })).toBe(false);
  });
});

test('what is damaged now and was not, or is told otherwise', () => {
  const ok = { code: 'body', state: 'ok', words: null } as const;
  const scratched = { code: 'body', state: 'damaged', words: 'Rayure' } as const;
  const dented = { code: 'body', state: 'damaged', words: 'Bosse' } as const;
  expect(newDamage([ok], [scratched])).toEqual([{ code: 'body', words: 'Rayure', wasDamaged: false }]);
  expect(newDamage([scratched], [scratched])).toEqual([]);
  expect(newDamage([scratched], [dented])).toEqual([{ code: 'body', words: 'Bosse', wasDamaged: true }]);
});

test('papers that end within a month, the soonest first', () => {
  const dates = { insuranceDueOn: '2026-12-22', inspectionDueOn: '2026-11-21' };
  expect(papersDue(dates, '2026-11-22')).toEqual([
    { paper: 'inspection', on: '2026-11-21', isOver: true },
    { paper: 'insurance', on: '2026-12-22', isOver: false },
  ]);
  expect(papersDue({ insuranceDueOn: '2026-12-23', inspectionDueOn: null }, '2026-11-22')).toEqual([]);
});
