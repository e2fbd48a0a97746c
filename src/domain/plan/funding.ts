import { z } from 'zod';
import { PLAN_LIMITS } from './limits.ts';
import { optionalLine } from './texts.ts';

/**
 * Who pays what of a step. Integer euro cents; `per` says whether the figures are of the whole step or of a month of it: the
 * two are never added up.
 */

export const SOURCE_STATUSES = ['toAsk', 'asked', 'granted', 'refused'] as const;
export type SourceStatus = (typeof SOURCE_STATUSES)[number];

/** What goes with asking for an aid; words are for the language of whoever reads. `whatItPays`: nobody wrote it. */
export const SOURCE_NEEDS = ['whatItPays', 'repay', 'referral', 'proof', 'quote'] as const;
export type SourceNeed = (typeof SOURCE_NEEDS)[number];

const cents = z.int().min(0).max(PLAN_LIMITS.cents);

export const fundingSchema = z.object({
  costCents: cents.nullable().default(null),
  per: z.enum(['once', 'month']).default('once'),
  sources: z
    .array(
      z.object({
        funder: optionalLine(PLAN_LIMITS.funder).transform((name) => name ?? ''),
        amountCents: cents,
        paperwork: optionalLine(PLAN_LIMITS.paperwork).transform((text) => text ?? ''),
        status: z.enum(SOURCE_STATUSES),
        /** The most it gives, where no sum of it is counted yet. */
        mostCents: cents.nullable().default(null),
        needs: z.array(z.enum(SOURCE_NEEDS)).max(SOURCE_NEEDS.length).default([]),
      }),
    )
    .max(PLAN_LIMITS.sourcesPerStep)
    .default([]),
});
export type Funding = z.infer<typeof fundingSchema>;
/** As it may be stored by an older program. */
export type StoredFunding = z.input<typeof fundingSchema>;
export type FundingSource = Funding['sources'][number];

export type LeftToPay = {
  costCents: number;
  /** What funders have promised, never more than the cost. */
  grantedCents: number;
  /** What is sure to be left: only what was granted counts. */
  leftCents: number;
  /** What would be left if all that is asked, or still to be asked, were granted too. */
  leftIfGrantedCents: number;
};

/** Null where the cost is not known: nothing is said to be left, and nothing to be free. */
export function leftToPay({ costCents, sources }: Pick<Funding, 'costCents' | 'sources'>): LeftToPay | null {
  if (costCents === null) return null;
  const sum = (...statuses: SourceStatus[]) =>
    sources.filter(({ status }) => statuses.includes(status)).reduce((total, s) => total + s.amountCents, 0);
  const granted = sum('granted');
  return {
    costCents,
    grantedCents: Math.min(granted, costCents),
    leftCents: Math.max(0, costCents - granted),
    leftIfGrantedCents: Math.max(0, costCents - granted - sum('asked', 'toAsk')),
  };
}

export type FundingTotals = {
  once: LeftToPay;
  month: LeftToPay;
  /** Steps whose cost nobody has told yet. */
  unknownCosts: number;
};

/** What the steps come to; those that were dropped cost nothing. What one step has too much does not pay for another. */
export function totalLeftToPay(steps: readonly { status: string; step: string; funding: Funding }[]): FundingTotals {
  const totals = { once: nothing(), month: nothing(), unknownCosts: 0 };
  for (const { status, step, funding } of steps) {
    // One solution at a time is paid for.
    if (status === 'dropped' || step === 'alternative') continue;
    const left = leftToPay(funding);
    if (left === null) {
      if (COSTS.has(step)) totals.unknownCosts += 1;
      continue;
    }
    const total = totals[funding.per];
    for (const field of FIGURES) total[field] += left[field];
  }
  return totals;
}

/** Steps that usually cost something: where nobody said how much, the sum says that it is not all. */
const COSTS: ReadonlySet<string> = new Set(['bridge', 'training', 'licence', 'repair', 'purchase']);
const FIGURES = ['costCents', 'grantedCents', 'leftCents', 'leftIfGrantedCents'] as const;
const nothing = (): LeftToPay => ({ costCents: 0, grantedCents: 0, leftCents: 0, leftIfGrantedCents: 0 });
