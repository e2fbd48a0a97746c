import { Temporal } from 'temporal-polyfill';
import type { Hours } from '../catalogue/offer.ts';
import { isSoon, sendAfterOf } from '../messages/quiet-hours.ts';

/** Whoever learns of a ride later than that before it leaves has no time to get ready. */
const TO_GET_READY_HOURS = 2;

/** What hours a message about a ride may leave in rests on; kept with it, for it may leave later than it was written. Instants. */
export type LeaveRules = {
  safeHours: readonly Hours[];
  discreet: boolean;
  departAt: string;
  urgent: boolean;
  answerBefore?: string | null;
  canWait?: boolean;
  /** From then on its words are not so any more: of a reminder that says tomorrow, midnight. Left out: when the ride leaves. */
  trueUntil?: string;
  /** Somebody stands in the street: it is told whatever the hour, and however late. */
  atAnyHour?: true;
  /** Who is to be called where it is not delivered while it matters. Left out: nobody, for it was said before or is said elsewhere. */
  callInstead?: MessageReader;
};

export type MessageReader = 'person' | 'driver';

/** There is no more time to try again: whoever was to read it needs what is left to get ready, or to answer. */
export const isPressing = (rules: LeaveRules, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(now, mattersUntil(rules).subtract({ hours: TO_GET_READY_HOURS })) >= 0;

/** News of a ride that has left, a question that nobody may answer any more or a « tomorrow » that has become today misleads. */
export const isStale = (rules: LeaveRules, now: Temporal.Instant): boolean =>
  !rules.atAnyHour && Temporal.Instant.compare(now, rules.trueUntil ?? mattersUntil(rules)) >= 0;

const mattersUntil = ({ departAt, answerBefore }: LeaveRules): Temporal.Instant =>
  [departAt, answerBefore ?? departAt]
    .map((instant) => Temporal.Instant.from(instant))
    .toSorted(Temporal.Instant.compare)[0] as Temporal.Instant;

/**
 * When news of a ride may leave (`sendAfter`: ISO 8601, null at once), and whether that is in time.
 *
 * People are left to sleep, unless a ride they count on changes within twelve hours (`urgent`), or the morning would be too late: two
 * hours before it leaves, or, of a question, at `answerBefore`. `canWait`: there is nothing to be done, nobody is woken for it.
 */
export function leaveAt({
  now,
  timeZone,
  safeHours,
  discreet,
  departAt: departs,
  urgent,
  answerBefore: answerBy = null,
  canWait = false,
  atAnyHour,
}: LeaveRules & { now: Temporal.Instant; timeZone: string }): { sendAfter: string | null; inTime: boolean } {
  if (atAnyHour) return { sendAfter: null, inTime: true };
  const departAt = Temporal.Instant.from(departs);
  const answerBefore = answerBy === null ? null : Temporal.Instant.from(answerBy);
  const person = { now, timeZone, safeHours, discreet };
  const polite = sendAfterOf({ ...person, urgent: null });
  const ready = departAt.subtract({ hours: TO_GET_READY_HOURS });
  const latest = answerBefore && Temporal.Instant.compare(answerBefore, ready) < 0 ? answerBefore : ready;
  const isLate = (sendAfter: string | null, than: Temporal.Instant) =>
    sendAfter !== null && Temporal.Instant.compare(sendAfter, than) >= 0;
  const cannotWait = !canWait && ((urgent && isSoon({ now, departAt })) || isLate(polite, latest));
  const chosen = cannotWait ? sendAfterOf({ ...person, urgent: 'rideSoon' }) : polite;
  const sendAfter = isLate(chosen, now.add({ milliseconds: 1 })) ? chosen : null;
  return { sendAfter, inTime: !isLate(sendAfter, departAt) };
}
