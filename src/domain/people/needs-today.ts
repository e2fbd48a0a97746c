import { retestDue } from '../assessment/compare.ts';
import { dueFollowUp, expiresOn, REMINDER_DAYS } from '../referral/due.ts';
import { OPEN_STATUSES, type ReferralStatus } from '../referral/referral.ts';
import { daysBetween } from '../schedule/dates.ts';

/** What may call for the professional, the most urgent first: a person waiting in the corridor before a form that can be put again. */
export const NEED_KINDS = [
  'appointmentToday',
  'callBackDue',
  'noReferent',
  'referralRefused',
  'referralExpired',
  'questionAsked',
  'referralExpiring',
  'noOffer',
  'referralUnanswered',
  'stepOverdue',
  'appointmentUntold',
  'followUpDue',
  'retestDue',
] as const;
export type NeedKind = (typeof NEED_KINDS)[number];

/**
 * `on`: the day since which it waits, or on which it falls due. `at`: the instant, of an appointment or a call-back. `targetId`: of
 * the referral, diagnostic, plan or assessment where it is dealt with; null where that is the file itself.
 */
export type Need = { kind: NeedKind; on: string; at: string | null; targetId: string | null };

/** Days are those of the territory. */
export type PersonFacts = {
  closed: boolean;
  /** Somebody who is still there answers for the person. */
  hasReferent: boolean;
  openedOn: string;
  referrals: readonly {
    id: string;
    status: ReferralStatus;
    sentOn: string;
    /** Of the answer, or of the expiry. */
    settledOn: string;
    /** The provider asked something and waits. */
    questionOpen: boolean;
    previousId: string | null;
    startedOn: string | null;
    /** What was told of the job since: `jobKept3Months`… */
    followUps: readonly string[];
  }[];
  /** Of the latest diagnostic. `rides`: how many offers that carry somebody are not impossible; null while there is no result. */
  latestMatch: { diagnosticId: string; madeOn: string; rides: number | null } | null;
  lastAssessment: { id: string; madeOn: string } | null;
  /** Those not done, due by the end of today. */
  callBacks: readonly { dueAt: string; dueOn: string }[];
  /** Those of today and before of which nobody said yet whether they took place. */
  appointments: readonly { startsAt: string; on: string }[];
  /** Steps of plans under way, neither done nor dropped, that were to end before today. */
  overdueSteps: readonly { planId: string; until: string }[];
};

/** A referral that lapses within these days is told, while a word to the provider still helps. */
const EXPIRING_DAYS = 5;

/** What needs the professional today, the most urgent first and of equals the oldest. Nobody accompanies a closed file. */
export function needsToday(facts: PersonFacts, today: string): Need[] {
  if (facts.closed) return [];
  const needs = [...meetings(facts, today), ...ofReferrals(facts, today), ...ofPathway(facts, today)];
  return needs.toSorted(
    (a, b) => urgency(a) - urgency(b) || (a.at ?? a.on).localeCompare(b.at ?? b.on) || compareIds(a, b),
  );
}

export const urgency = ({ kind }: Pick<Need, 'kind'>): number => NEED_KINDS.indexOf(kind);

const compareIds = (a: Need, b: Need) => (a.targetId ?? '').localeCompare(b.targetId ?? '');

function meetings({ appointments, callBacks }: PersonFacts, today: string): Need[] {
  return [
    ...appointments.map(
      ({ startsAt, on }): Need => ({
        kind: on < today ? 'appointmentUntold' : 'appointmentToday',
        on,
        at: startsAt,
        targetId: null,
      }),
    ),
    ...callBacks.map(({ dueAt, dueOn }): Need => ({ kind: 'callBackDue', on: dueOn, at: dueAt, targetId: null })),
  ];
}

function ofReferrals({ referrals }: PersonFacts, today: string): Need[] {
  const followed = new Set(referrals.map(({ previousId }) => previousId));
  const underWay = referrals.some(({ status }) => OPEN_STATUSES.includes(status));
  return referrals.flatMap((referral): Need[] => {
    const need = (kind: NeedKind, on: string): Need => ({ kind, on, at: null, targetId: referral.id });
    const { id, status, sentOn, settledOn } = referral;
    const questions = referral.questionOpen ? [need('questionAsked', settledOn)] : [];
    if (status === 'sent') return [...questions, ...waiting(sentOn, today).map((kind) => need(kind, sentOn))];
    if (status === 'refused' || status === 'expired') {
      const another = underWay || followed.has(id) || referrals.some((other) => other.sentOn > settledOn);
      return another ? [] : [need(status === 'refused' ? 'referralRefused' : 'referralExpired', settledOn)];
    }
    if (status === 'started' && referral.startedOn !== null) {
      const due = dueFollowUp({ startedOn: referral.startedOn, answered: referral.followUps, today });
      return due ? [...questions, need('followUpDue', due.since)] : questions;
    }
    return questions;
  });
}

/** One of them: that it soon lapses says already that nobody answered. */
function waiting(sentOn: string, today: string): NeedKind[] {
  if (daysBetween(today, expiresOn(sentOn)) <= EXPIRING_DAYS) return ['referralExpiring'];
  return daysBetween(sentOn, today) >= REMINDER_DAYS[0] ? ['referralUnanswered'] : [];
}

function ofPathway(facts: PersonFacts, today: string): Need[] {
  const { latestMatch, lastAssessment, referrals, overdueSteps } = facts;
  const needs: Need[] = overdueSteps
    .filter(({ until }) => until < today)
    .map(({ planId, until }) => ({ kind: 'stepOverdue', on: until, at: null, targetId: planId }));
  if (!facts.hasReferent) needs.push({ kind: 'noReferent', on: facts.openedOn, at: null, targetId: null });
  const underWay = referrals.some(({ status }) => OPEN_STATUSES.includes(status));
  if (latestMatch?.rides === 0 && !underWay) {
    needs.push({ kind: 'noOffer', on: latestMatch.madeOn, at: null, targetId: latestMatch.diagnosticId });
  }
  const retest = lastAssessment && retestDue(lastAssessment.madeOn, today);
  if (retest) needs.push({ kind: 'retestDue', on: retest.on, at: null, targetId: lastAssessment.id });
  return needs;
}
