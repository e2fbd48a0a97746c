import { z } from 'zod';
import { addDays, daysBetween } from '../schedule/dates.ts';

/** How long what a provider confirmed is taken to be true. Each territory may decide otherwise. */
export const freshnessRulesSchema = z.object({
  ageingAfterMonths: z.number().positive().default(6),
  toVerifyAfterMonths: z.number().positive().default(12),
  /** A provider is asked so many days before its offer is to verify… */
  remindDaysBefore: z.int().min(1).default(28),
  /** …and once more so many days later, where nothing was heard. */
  remindAgainAfterDays: z.int().min(1).default(14),
});
export type FreshnessRules = z.infer<typeof freshnessRulesSchema>;

export const FRESHNESS = ['fresh', 'ageing', 'toVerify'] as const;
export type Freshness = (typeof FRESHNESS)[number];

/** Who said that an offer is true still. */
export type ConfirmationSource = 'provider' | 'resourceCentre' | 'program' | 'import';

/** What a professional says is wrong with an offer; `changed` is the provider's own word, by link. */
export const REPORT_KINDS = ['phoneSilent', 'phoneWrong', 'linkDead', 'closed', 'other'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number] | 'changed';

const DAYS_PER_MONTH = 30.4375;
const REMINDERS = 2;

const toVerifyDays = ({ toVerifyAfterMonths }: FreshnessRules) => Math.round(toVerifyAfterMonths * DAYS_PER_MONTH);

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

/**
 * Days since it was confirmed, where that is so long ago that it is to be verified; null where it is not. An age nobody knows is no
 * old age.
 */
export function staleDays(confirmedAt: string | null, today: string, rules: FreshnessRules): number | null {
  if (confirmedAt === null) return null;
  const days = daysBetween(confirmedAt, today);
  return days >= toVerifyDays(rules) ? days : null;
}

/** Offers confirmed on this day or before are to be asked about. */
export const remindFrom = (today: string, rules: FreshnessRules): string =>
  addDays(today, rules.remindDaysBefore - toVerifyDays(rules));

/** Whether a provider is to be asked now; `sentOn`: the days on which it was asked since the offer was confirmed. */
export function isReminderDue(
  { confirmedAt, sentOn }: { confirmedAt: string | null; sentOn: readonly string[] },
  today: string,
  rules: FreshnessRules,
): boolean {
  if (confirmedAt === null || confirmedAt > remindFrom(today, rules) || sentOn.length >= REMINDERS) return false;
  return sentOn.every((day) => daysBetween(day, today) >= rules.remindAgainAfterDays);
}
