import { describe, expect, it } from 'vitest';
import type { Answers } from './answer.ts';
import { assess } from './assess.ts';
import { compareAssessments, retestDue, retestsOf } from './compare.ts';

describe('re-tests', () => {
  it.each([
    ['2026-11-22', ['2027-02-22', '2027-05-22']],
    ['2026-11-30', ['2027-02-28', '2027-05-30']],
    ['2026-08-31', ['2026-11-30', '2027-02-28']],
  ])('after %s', (madeOn, days) => expect(retestsOf(madeOn).map(({ on }) => on)).toEqual(days));

  it.each([
    ['2027-02-21', null],
    ['2027-02-22', 3],
    ['2027-05-21', 3],
    ['2027-05-22', 6],
  ])('on %s', (today, months) => expect(retestDue('2026-11-22', today)?.months ?? null).toBe(months));
});

describe('before and after', () => {
  const compare = (before: Answers, after: Answers) => compareAssessments(assess(before), assess(after));
  const codes = (barriers: readonly { code: string }[]) => barriers.map(({ code }) => code);

  it('tells a barrier that was lifted from one that nobody spoke of this time', () => {
    const { lifted, unspoken, remaining, appeared } = compare(
      { digital: 'no', readMap: 'no', reading: 'no', frenchLevel: 'B2' },
      { digital: 'alone', readMap: null, reading: 'withHelp', frenchLevel: 'A1' },
    );
    expect(codes(lifted)).toEqual(['digital']);
    expect(codes(unspoken)).toEqual(['readMap']);
    expect(remaining.map(({ before, after }) => [after.code, before.impact, after.impact])).toEqual([
      ['reading', 3, 2],
    ]);
    expect(codes(appeared)).toEqual(['french']);
  });

  it('calls an axis better only where it surely is', () => {
    const motivation = { wantsToMove: 'ready', confidence: 'low', fearOfStrangers: 'strong', fearOfDriving: 'strong' };
    const all = { ...motivation, canCycle: 'no' };
    const changeOf = (before: Answers, after: Answers) =>
      compare(before, after).axes.find(({ axis }) => axis === 'motivation')?.change;
    expect(changeOf(all, { ...all, confidence: 'good' })).toBe('better');
    expect(changeOf({ ...all, confidence: 'good' }, all)).toBe('worse');
    expect(changeOf(all, all)).toBe('same');
    expect(changeOf(all, { ...all, confidence: null })).toBe('unsure');
    expect(changeOf({}, all)).toBe('unsure');
  });
});
