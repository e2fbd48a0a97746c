import { z } from 'zod';
import { addDays } from '../schedule/dates.ts';

/** How long what a provider confirmed is taken to be true. Each territory may decide otherwise. */
export const freshnessRulesSchema = z.object({
  ageingAfterMonths: z.number().positive().default(6),
  toVerifyAfterMonths: z.number().positive().default(12),
});
export type FreshnessRules = z.infer<typeof freshnessRulesSchema>;

export const FRESHNESS = ['fresh', 'ageing', 'toVerify'] as const;
export type Freshness = (typeof FRESHNESS)[number];

const DAYS_PER_MONTH = 30.4375;

/** Confirmed after the first day: fresh; after the second: ageing; before, or never: to verify. */
export function freshnessDays(today: string, rules: FreshnessRules): { freshAfter: string; ageingAfter: string } {
  const before = (months: number) => addDays(today, -Math.round(months * DAYS_PER_MONTH));
  return { freshAfter: before(rules.ageingAfterMonths), ageingAfter: before(rules.toVerifyAfterMonths) };
}

export function freshnessOf(confirmedAt: string | null, today: string, rules: FreshnessRules): Freshness {
  const { freshAfter, ageingAfter } = freshnessDays(today, rules);
  if (confirmedAt === null || confirmedAt <= ageingAfter) return 'toVerify';
  return confirmedAt <= freshAfter ? 'ageing' : 'fresh';
}
