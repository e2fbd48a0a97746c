import { type Context, requireScope } from '../context.ts';
import type { Stores } from '../ports.ts';
import { loadReferral, noReferral, requireReferrals } from './load-referral.ts';
import { type PutReferral, type ReferralView, sidesOf, viewPutReferral, viewReferral } from './view-referral.ts';

/** As the circle of care sees it. Throws `forbidden`, `notFound`. */
export async function getReferral({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<ReferralView> {
  requireScope(ctx, 'referrals:write');
  return ctx.deps.database.transact(ctx.actor, (stores) => getReferralIn(ctx, stores, input.id));
}

/** The same inside a transaction. */
export async function getReferralIn(ctx: Context, stores: Stores, id: string): Promise<ReferralView> {
  const referral = await loadReferral(stores, id);
  // Whoever it was only put to sees nothing of the file.
  if ((await stores.referrals.findPerson(referral.beneficiaryId)) === null) throw noReferral();
  return viewReferral(ctx.actor, referral, {
    events: await stores.referrals.listEvents(id),
    timeZone: await zone(ctx),
  });
}

/** As whoever is asked sees it, by account or by the link. Throws `forbidden`, `notFound`. */
export async function getPutReferral({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string | null };
}): Promise<PutReferral> {
  requireReferrals(ctx);
  const { actor } = ctx;
  // A program stands on either side; of members, those who answer.
  if (actor.kind === 'member') requireScope(ctx, 'referrals:answer');
  return ctx.deps.database.transact(actor, async (stores) => {
    const referral =
      actor.kind === 'visitor'
        ? await stores.referrals.findByLink()
        : input.id === null
          ? null
          : await stores.referrals.find(input.id);
    if (referral === null || !sidesOf(actor, referral).includes('provider')) throw noReferral();
    return viewPutReferral(referral, {
      events: await stores.referrals.listEvents(referral.id),
      timeZone: await zone(ctx),
    });
  });
}

const zone = async ({ deps, actor }: Context) => (await deps.territory(actor.territoryId)).territory.timeZone;
