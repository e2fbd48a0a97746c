import { type Context, requireScope } from '../context.ts';
import type { Referral } from '../ports/referrals.ts';
import { noEntry } from './change-entry.ts';
import { nameIn, viewsOf, type WaitingView } from './view-waiting.ts';

const MOST_REFERRALS = 200;

/** Somebody who was referred to a vehicle of the structure and is not on its list. */
export type Joinable = Pick<Referral, 'id' | 'status' | 'sentAt'> & { name: string | null; offer: string };

/** The structure's list in the published order, and who could join it. Throws `forbidden`. */
export async function listWaiting({
  ctx,
}: {
  ctx: Context;
}): Promise<{ waiting: WaitingView[]; past: WaitingView[]; joinable: Joinable[] }> {
  requireScope(ctx, 'allocation:decide');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const waiting = await stores.allocation.listEntries({ statuses: ['waiting'] });
    const past = await stores.allocation.listEntries({ statuses: ['served', 'withdrawn'] });
    const asked = await stores.referrals.list({
      side: 'provider',
      statuses: ['sent', 'accepted'],
      limit: MOST_REFERRALS,
    });
    const known = new Set([...waiting, ...past].map(({ referralId }) => referralId));
    return {
      waiting: await viewsOf(ctx, stores, waiting),
      past: await viewsOf(ctx, stores, past),
      joinable: asked.items
        .filter(({ id, parties }) => parties.offer.kind === 'vehicleLoan' && !known.has(id))
        .map(({ id, status, sentAt, facts, parties }) => ({
          ...{ id, status, sentAt },
          name: nameIn(facts),
          offer: parties.offer.title,
        })),
    };
  });
}

/** One entry of the structure's own list. Throws `forbidden`, `notFound`. */
export async function getWaiting({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<WaitingView> {
  requireScope(ctx, 'allocation:decide');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const entry = await stores.allocation.findEntry(input.id);
    if (entry === null || entry.organisationId !== ctx.actor.organisationId) throw noEntry();
    const [view] = await viewsOf(ctx, stores, [entry]);
    return view as WaitingView;
  });
}
