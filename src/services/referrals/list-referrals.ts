import { z } from 'zod';
import { dueFollowUp, type FollowUp } from '../../domain/referral/due.ts';
import { REFERRAL_STATUSES } from '../../domain/referral/referral.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { type PutReferral, type ReferralView, viewPutReferral, viewReferral } from './view-referral.ts';

/** In a list the timeline is left out. */
export type ListedReferral = Omit<ReferralView, 'timeline'>;
export type ListedPut = Omit<PutReferral, 'timeline'>;

const querySchema = z.object({
  beneficiaryId: z.string().max(100).optional(),
  status: z.enum(REFERRAL_STATUSES).optional(),
  limit: z.int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional(),
});

/** Those the actor's organisation sent, the newest first. Throws `forbidden`, `invalid`. */
export async function listReferrals({ ctx, input }: { ctx: Context; input: unknown }) {
  requireScope(ctx, 'referrals:write');
  const { status, ...filter } = parseInput(querySchema, input);
  const timeZone = await zone(ctx);
  return ctx.deps.database.transact(ctx.actor, async ({ referrals }) => {
    const statuses = status === undefined ? undefined : [status];
    const page = await referrals.list({ side: 'prescriber', ...filter, statuses });
    const items = page.items.map((one): ListedReferral => {
      const { timeline: _, ...view } = viewReferral(ctx.actor, one, { events: [], timeZone });
      return view;
    });
    return { items, nextCursor: page.nextCursor };
  });
}

/** Those put to the actor's organisation, the newest first. Throws `forbidden`, `invalid`. */
export async function listPutReferrals({ ctx, input }: { ctx: Context; input: unknown }) {
  requireScope(ctx, 'referrals:answer');
  const { status, limit, cursor } = parseInput(querySchema, input);
  const timeZone = await zone(ctx);
  return ctx.deps.database.transact(ctx.actor, async ({ referrals }) => {
    const statuses = status === undefined ? undefined : [status];
    const page = await referrals.list({ side: 'provider', limit, cursor, statuses });
    const items = page.items.map((one): ListedPut => {
      const { timeline: _, ...view } = viewPutReferral(one, { events: [], timeZone });
      return view;
    });
    return { items, nextCursor: page.nextCursor };
  });
}

const MOST_STARTED = 500;

/** Jobs of which it is time to ask whether they were kept, the longest due first. Throws `forbidden`. */
export async function listDueFollowUps({
  ctx,
}: {
  ctx: Context;
}): Promise<(ListedReferral & { followUp: FollowUp; since: string })[]> {
  requireScope(ctx, 'referrals:write');
  const timeZone = await zone(ctx);
  const today = dateAt(ctx.deps.clock.now(), timeZone);
  const started = await ctx.deps.database.transact(ctx.actor, ({ referrals }) => referrals.listStarted(MOST_STARTED));
  return started
    .flatMap(({ answered, ...one }) => {
      const due = dueFollowUp({ startedOn: one.startedOn ?? today, answered, today });
      if (due === null) return [];
      const { timeline: _, ...view } = viewReferral(ctx.actor, one, { events: [], timeZone });
      return [{ ...view, ...due }];
    })
    .toSorted((a, b) => a.since.localeCompare(b.since));
}

const zone = async ({ deps, actor }: Context) => (await deps.territory(actor.territoryId)).territory.timeZone;
