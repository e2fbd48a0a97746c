import { type Shares, sharesOf } from '../../domain/funding/cost-split.ts';
import { type AttendanceTotals, totalsOf } from '../../domain/programmes/attendance.ts';
import { stepsDone } from '../../domain/programmes/progress.ts';
import { type Context, requireScope } from '../context.ts';
import type { Cohort, Enrolment } from '../ports/programmes.ts';

/** How far somebody is in a training, as whoever accompanies them sees it. */
export type ProgressView = Enrolment & {
  cohort: Cohort;
  steps: { done: number; of: number };
  shares: Shares | null;
  totals: AttendanceTotals;
};

/** Of one person, or of one referral; the newest first, empty for whose file the actor does not hold. Throws `forbidden`. */
export async function listProgress({
  ctx,
  input,
}: {
  ctx: Context;
  input: { beneficiaryId: string } | { referralId: string };
}): Promise<ProgressView[]> {
  requireScope(ctx, 'people:read');
  return ctx.deps.database.transact(ctx.actor, async ({ programmes }) => {
    const found = await programmes.listProgress(input);
    const attendance = await programmes.listAttendanceOf(found.map(({ id }) => id));
    return found.map((one) => ({
      ...one,
      steps: stepsDone(one.cohort.kind, one.progress),
      shares: sharesOf(one.funding),
      totals: totalsOf(attendance.filter(({ enrolmentId }) => enrolmentId === one.id)),
    }));
  });
}
