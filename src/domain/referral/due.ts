import { Temporal } from 'temporal-polyfill';
import { addDays, daysBetween } from '../schedule/dates.ts';

/** Calendar days after sending, as the territory counts them: at whatever hour it was sent. */
export const REMINDER_DAYS = [5, 10] as const;
export const EXPIRY_DAYS = 30;
/** Nobody is pressed twice a day: a reminder that is due so soon after another waits, and is not lost. */
export const REMINDER_GAP_HOURS = 24;

export type DueStep = { kind: 'remind'; reminders: number } | { kind: 'expire' };

/**
 * What is due for a referral that waits for its answer. Several reminders that were missed, by a worker that stood still, are one:
 * `reminders` is how many count as sent then, those by hand left out. `hoursSinceLast`: since any reminder, by hand too; null
 * before the first.
 */
export function dueStep(waiting: {
  sentOn: string;
  reminders: number;
  hoursSinceLast: number | null;
  today: string;
}): DueStep | null {
  const days = daysBetween(waiting.sentOn, waiting.today);
  if (days >= EXPIRY_DAYS) return { kind: 'expire' };
  if (waiting.hoursSinceLast !== null && waiting.hoursSinceLast < REMINDER_GAP_HOURS) return null;
  const reminders = REMINDER_DAYS.filter((day) => days >= day).length;
  return reminders > waiting.reminders ? { kind: 'remind', reminders } : null;
}

/** The day on which it lapses if nobody has answered. */
export const expiresOn = (sentOn: string): string => addDays(sentOn, EXPIRY_DAYS);

export const FOLLOW_UPS = ['jobKept3Months', 'jobKept6Months'] as const;
export type FollowUp = (typeof FOLLOW_UPS)[number];
const MONTHS: Record<FollowUp, number> = { jobKept3Months: 3, jobKept6Months: 6 };

/** When to ask whether the job was kept: 3 and 6 months after the start, to the day, or the last of a shorter month. */
export function followUpDates(startedOn: string): Record<FollowUp, string> {
  const start = Temporal.PlainDate.from(startedOn);
  const after = (months: number) => start.add({ months }).toString();
  return { jobKept3Months: after(MONTHS.jobKept3Months), jobKept6Months: after(MONTHS.jobKept6Months) };
}

/** When a service begins that nobody gave a day for: with the job where that is still to come, else today. */
export function startedOnUnlessTold(facts: readonly { code: string; on?: string }[], today: string): string {
  const job = facts.find(({ code }) => code === 'startsOn')?.on;
  return job !== undefined && job > today ? job : today;
}

/** Nobody has kept a job for longer than they have had it: which can be told by now. */
export function tellableFollowUps(startedOn: string, today: string): FollowUp[] {
  const dates = followUpDates(startedOn);
  return FOLLOW_UPS.filter((one) => dates[one] <= today);
}

/** The latest question that is due and was not answered; that of six months answers for three. */
export function dueFollowUp(started: {
  startedOn: string;
  answered: readonly string[];
  today: string;
}): { followUp: FollowUp; since: string } | null {
  const dates = followUpDates(started.startedOn);
  const last = [...FOLLOW_UPS].reverse().find((one) => dates[one] <= started.today);
  if (last === undefined || started.answered.includes(last)) return null;
  if (last === 'jobKept3Months' && started.answered.includes('jobKept6Months')) return null;
  return { followUp: last, since: dates[last] };
}
