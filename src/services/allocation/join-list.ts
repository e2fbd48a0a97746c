import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { HandedFact } from '../ports/referrals.ts';
import { loadReferral, noReferral } from '../referrals/load-referral.ts';
import { moveReferral } from '../referrals/move-referral.ts';
import { sidesOf } from '../referrals/view-referral.ts';
import { transactOnce } from '../transact-once.ts';
import { getAllocationCriteria } from './criteria-of.ts';
import { putOnList, requireVehicle } from './put-on-list.ts';
import { type UsualEntry, usualEntry } from './usual-entry.ts';
import { nameIn } from './view-waiting.ts';
import { waitingInputSchema } from './waiting-input.ts';

const JOINED = 'Inscription sur notre liste d’attente : le véhicule est attribué selon les critères publiés.';

/**
 * Puts whoever was referred on the structure's waiting list. A referral that still waits for its answer is accepted with it: nobody reminds of it
 * any more, and whoever referred is told. What the criteria ask and nobody wrote is looked up afterwards in the diagnostic.
 * Throws `forbidden`, `notFound`, `invalid`, `conflict`.
 */
export async function joinList({
  ctx,
  input,
}: {
  ctx: Context;
  input: { referralId: string; entry: unknown };
}): Promise<{ id: string }> {
  requireScope(ctx, 'allocation:decide');
  const given = parseInput(waitingInputSchema(await getAllocationCriteria({ ctx })), input.entry);
  const { deps, actor } = ctx;
  return transactOnce(ctx, {
    async effect(stores) {
      const known = await loadReferral(stores, input.referralId);
      if (!sidesOf(actor, known).includes('provider') || actor.organisationId === null) throw noReferral();
      requireVehicle(known);
      await stores.people.prolong(known.beneficiaryId);
      const referral = await stores.referrals.lock(known.id);
      if (referral === null) throw noReferral();
      if (referral.status === 'sent') {
        await moveReferral(ctx, stores, referral, {
          action: 'accept',
          change: { answeredAt: deps.clock.now().toString(), questionOpen: false },
          event: { text: JOINED },
          outcome: { code: 'accepted' },
        });
      } else if (referral.status !== 'accepted') {
        throw new ProblemError('conflict', 'Cette orientation est close : la personne ne peut plus être inscrite.');
      }
      return putOnList(ctx, stores, referral, { ...given, organisationId: actor.organisationId });
    },
    answer: async (_stores, done) => done,
  });
}

/** What is known before somebody joins: what the referral handed over, and the form as it would begin. Throws `forbidden`, `notFound`. */
export async function prepareJoining({
  ctx,
  input,
}: {
  ctx: Context;
  input: { referralId: string };
}): Promise<{ name: string | null; facts: readonly HandedFact[]; entry: UsualEntry }> {
  requireScope(ctx, 'allocation:decide');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const referral = await loadReferral(stores, input.referralId);
    if (!sidesOf(ctx.actor, referral).includes('provider')) throw noReferral();
    return { name: nameIn(referral.facts), facts: referral.facts, entry: await usualEntry(ctx, stores, referral) };
  });
}
