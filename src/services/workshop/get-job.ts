import { type Shares, sharesOf } from '../../domain/funding/cost-split.ts';
import { allowedActions, isTooOld, type JobAction, quoteCents } from '../../domain/workshop/job.ts';
import { type Context, requireScope } from '../context.ts';
import type { ReferralToPlace } from '../ports/programmes.ts';
import type { Job, JobOfReferral } from '../ports/workshop.ts';
import { whoIs } from '../programmes/get-cohort.ts';
import { todayThere } from '../programmes/programme-access.ts';
import { bridgeOf } from './bridge-loan.ts';
import { noJob, requireWorkshop } from './workshop-access.ts';

/** A repair or a sale, as the garage sees it: the person by first name and telephone, as they were handed over. */
export type JobView = Job & {
  firstName: string | null;
  phone: string | null;
  quotedCents: number | null;
  shares: Shares | null;
  /** Nobody said yes in time. */
  quoteIsOld: boolean;
  actions: readonly JobAction[];
};

/** Every job of the actor's structure, and whom it said yes to and has none yet. Throws `forbidden`. */
export async function listJobs({
  ctx,
}: {
  ctx: Context;
}): Promise<{ jobs: readonly JobView[]; toPlace: readonly ReferralToPlace[] }> {
  requireWorkshop(ctx);
  const today = await todayThere(ctx);
  return ctx.deps.database.transact(ctx.actor, async ({ workshop }) => ({
    jobs: (await workshop.list()).map((job) => viewOf(job, today)),
    toPlace: await workshop.listReferralsToPlace(),
  }));
}

/** Throws `forbidden`, `notFound`. */
export async function getJob({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string };
}): Promise<{ job: JobView; today: string; bridge: Awaited<ReturnType<typeof bridgeOf>> }> {
  requireWorkshop(ctx);
  const today = await todayThere(ctx);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const [job] = await stores.workshop.list({ id: input.id });
    if (job === undefined) throw noJob();
    return { job: viewOf(job, today), today, bridge: await bridgeOf(stores, job) };
  });
}

/** Of one person, or of one referral, as whoever accompanies them sees it; the newest first. Throws `forbidden`. */
export async function listJobsOf({
  ctx,
  input,
}: {
  ctx: Context;
  input: { beneficiaryId: string } | { referralId: string };
}): Promise<Job[]> {
  requireScope(ctx, 'people:read');
  return ctx.deps.database.transact(ctx.actor, ({ workshop }) => workshop.listOf(input));
}

function viewOf({ facts, referralStatus, ...job }: JobOfReferral, today: string): JobView {
  const quoteIsOld = job.status === 'quoted' && job.quote !== null && isTooOld(job.quote, today);
  return {
    ...job,
    ...whoIs({ facts, referralStatus }),
    quotedCents: job.quote === null ? null : quoteCents(job.quote),
    shares: sharesOf(job.funding),
    quoteIsOld,
    actions: allowedActions(job.status).filter((action) =>
      action === 'agree' ? !quoteIsOld : action === 'lapse' ? quoteIsOld : true,
    ),
  };
}
