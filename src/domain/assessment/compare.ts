import { Temporal } from 'temporal-polyfill';
import type { AssessmentResult } from './assess.ts';
import type { FoundBarrier } from './barriers.ts';
import { AXES, type Axis } from './score-rules.ts';

/** When the questions are put again, in months after the first time. */
const RETEST_MONTHS = [3, 6] as const;

export type RetestDue = { months: (typeof RETEST_MONTHS)[number]; on: string };

/** The days from which an assessment made on that day is to be made again: the 31st becomes the 30th where there is none. */
export function retestsOf(madeOn: string): RetestDue[] {
  const day = Temporal.PlainDate.from(madeOn);
  return RETEST_MONTHS.map((months) => ({ months, on: day.add({ months }).toString() }));
}

/** The re-test that is due today or overdue, with nothing made since; null where none is. */
export function retestDue(madeOn: string, today: string): RetestDue | null {
  return retestsOf(madeOn).findLast(({ on }) => on <= today) ?? null;
}

export type Change = 'better' | 'worse' | 'same' | 'unsure';
export type ComparedAxis = { axis: Axis; before: number; after: number; change: Change };

/** Before and after, axis by axis and barrier by barrier. */
export type Comparison = {
  axes: ComparedAxis[];
  /** There before, surely not there now. */
  lifted: FoundBarrier[];
  /** There before; this time nobody spoke of it. */
  unspoken: FoundBarrier[];
  remaining: { before: FoundBarrier; after: FoundBarrier }[];
  appeared: FoundBarrier[];
};

/**
 * An axis is better or worse where it surely is: by what is known, whatever the rest would say. Where one of the two was
 * spoken of too little to tell, it is `unsure`.
 */
export function compareAssessments(before: AssessmentResult, after: AssessmentResult): Comparison {
  const had = new Map(before.barriers.map((one) => [one.code, one]));
  const has = new Map(after.barriers.map((one) => [one.code, one]));
  const gone = before.barriers.filter(({ code }) => !has.has(code));
  return {
    axes: AXES.map((axis) => {
      const [was, is] = [before.scores[axis], after.scores[axis]];
      return { axis, before: was.score, after: is.score, change: changeOf(was, is) };
    }),
    lifted: gone.filter(({ code }) => !after.openBarriers.includes(code)),
    unspoken: gone.filter(({ code }) => after.openBarriers.includes(code)),
    remaining: after.barriers.flatMap((now) => {
      const then = had.get(now.code);
      return then ? [{ before: then, after: now }] : [];
    }),
    appeared: after.barriers.filter(({ code }) => !had.has(code)),
  };
}

type Range = { score: number; atLeast: number; coverage: number };

function changeOf(was: Range, is: Range): Change {
  if (is.atLeast > was.score) return 'better';
  if (is.score < was.atLeast) return 'worse';
  const known = was.coverage === 1 && is.coverage === 1;
  if (known) return is.score === was.score ? 'same' : is.score > was.score ? 'better' : 'worse';
  return 'unsure';
}
