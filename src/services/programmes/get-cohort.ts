import { type Shares, sharesOf } from '../../domain/funding/cost-split.ts';
import { type Attendance, type AttendanceTotals, totalsOf } from '../../domain/programmes/attendance.ts';
import { placesTaken, proposedNext, waitingLine } from '../../domain/programmes/enrolment.ts';
import { type CohortSession, sessionsOf } from '../../domain/programmes/programme.ts';
import { stepsDone } from '../../domain/programmes/progress.ts';
import type { Context } from '../context.ts';
import type { Cohort, CohortFigures, Enrolment, EnrolmentOfReferral, ReferralToPlace } from '../ports/programmes.ts';
import { noCohort, noEnrolment, requireTeaching, todayThere } from './programme-access.ts';

/** Somebody in a group, as whoever teaches knows them: first name and telephone as they were handed over; null where that is over. */
export type Learner = Enrolment & {
  firstName: string | null;
  phone: string | null;
  steps: { done: number; of: number };
  shares: Shares | null;
  attendance: readonly Attendance[];
  totals: AttendanceTotals;
  /** Their turn, counted from 1; null where they do not wait. */
  turn: number | null;
  /** A place is free and it is their turn. */
  isProposed: boolean;
};

export type CohortView = Cohort & {
  taken: number;
  sessions: readonly CohortSession[];
  learners: readonly Learner[];
  toPlace: readonly ReferralToPlace[];
  today: string;
};

/** Every group of the actor's structure, and who waits for one. Throws `forbidden`. */
export async function listCohorts({ ctx }: { ctx: Context }): Promise<{
  cohorts: readonly (Cohort & CohortFigures)[];
  toPlace: readonly ReferralToPlace[];
  today: string;
}> {
  requireTeaching(ctx);
  const today = await todayThere(ctx);
  return ctx.deps.database.transact(ctx.actor, async ({ programmes }) => ({
    cohorts: await programmes.listCohorts(),
    toPlace: await programmes.listReferralsToPlace(),
    today,
  }));
}

/** Throws `forbidden`, `notFound`. */
export async function getCohort({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<CohortView> {
  requireTeaching(ctx);
  const today = await todayThere(ctx);
  return ctx.deps.database.transact(ctx.actor, async ({ programmes }) => {
    const cohort = await programmes.findCohort(input.id);
    // Those who hold the file of somebody in it may see that it is: its other people are nobody's but the structure's.
    if (cohort === null || cohort.organisationId !== ctx.actor.organisationId) throw noCohort();
    const enrolments = await programmes.listEnrolments(cohort.id);
    const attendance = await programmes.listAttendance(cohort.id);
    const line = waitingLine(enrolments).map(({ id }) => id);
    const proposed = new Set(proposedNext(cohort.places, enrolments).map(({ id }) => id));
    return {
      ...cohort,
      taken: placesTaken(enrolments),
      sessions: sessionsOf(cohort),
      learners: enrolments.map((one) => {
        const own = attendance.filter(({ enrolmentId }) => enrolmentId === one.id);
        const turn = line.indexOf(one.id);
        return {
          ...one,
          ...whoIs(one),
          steps: stepsDone(cohort.kind, one.progress),
          shares: sharesOf(one.funding),
          attendance: own,
          totals: totalsOf(own),
          turn: turn < 0 ? null : turn + 1,
          isProposed: proposed.has(one.id),
        };
      }),
      toPlace: await programmes.listReferralsToPlace(),
      today,
    };
  });
}

/** One of them with their group. Throws `forbidden`, `notFound`. */
export async function getLearner({
  ctx,
  input,
}: {
  ctx: Context;
  input: { cohortId: string; id: string };
}): Promise<{ cohort: CohortView; learner: Learner }> {
  const cohort = await getCohort({ ctx, input: { id: input.cohortId } });
  const learner = cohort.learners.find(({ id }) => id === input.id);
  if (learner === undefined) throw noEnrolment();
  return { cohort, learner };
}

/** Once it is refused or over, who it was is nobody's business there any more. */
export function whoIs({ facts, referralStatus }: Pick<EnrolmentOfReferral, 'facts' | 'referralStatus'>) {
  const isTheirs = referralStatus === 'accepted' || referralStatus === 'started';
  const fact = (code: string) => (isTheirs ? (facts.find((one) => one.code === code)?.value ?? null) : null);
  return { firstName: fact('firstName'), phone: fact('phone') };
}
