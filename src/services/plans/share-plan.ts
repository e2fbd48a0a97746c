import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { lockPlanOf } from './load-plan.ts';
import { hashOfSecret, isPlanSecret } from './plan-link.ts';

export const SHARED_DAYS = 60;

export type SharePlanInput = {
  personId: string;
  planId: string;
  /** From `newPlanSecret`, made with the form: sent twice, it is one link and one mail. */
  secret: string;
  /** The mail to send, written in the person's language; null where the link is handed over otherwise. */
  letter: ((link: { expiresAt: string }) => { subject: string; body: string }) | null;
};

/**
 * Opens the plan to whoever holds the link, for 60 days; a link given before is void. Throws `forbidden`, `notFound`,
 * `malformed` for a secret that is none of ours, `conflict` where a mail is asked for and no address is known.
 */
export async function sharePlan({
  ctx,
  input,
}: {
  ctx: Context;
  input: SharePlanInput;
}): Promise<{ expiresAt: string; mailed: boolean }> {
  requireScope(ctx, 'plans:write');
  const { secret, letter } = input;
  if (!isPlanSecret(secret)) throw new ProblemError('malformed', 'Ce lien n’est pas de la bonne forme.');
  const { clock, ids, database } = ctx.deps;
  return database.transact(ctx.actor, async (stores) => {
    const { person, plan } = await lockPlanOf(stores, input);
    if (letter !== null && !person.email) {
      throw new ProblemError('conflict', 'Aucune adresse électronique n’est connue pour cette personne.');
    }
    if (letter !== null && person.discreet) {
      throw new ProblemError(
        'conflict',
        'Cette personne demande de la discrétion : rien ne lui est écrit. Remettez-lui le lien, ou le plan imprimé.',
      );
    }
    const hash = hashOfSecret(secret);
    if (plan.share !== null && (await stores.plans.isShare(plan.id, hash))) {
      return { expiresAt: plan.share.expiresAt, mailed: letter !== null };
    }
    const expiresAt = new Date(clock.now().add({ hours: 24 * SHARED_DAYS }).epochMilliseconds).toISOString();
    await stores.plans.setShare(plan.id, { hash, expiresAt });
    if (letter !== null && person.email) {
      const about = { entity: 'actionPlan', id: plan.id };
      await stores.messages.queue({ id: ids.next('msg'), to: person.email, ...letter({ expiresAt }), about });
    }
    const fields = letter === null ? ['shareHash'] : ['shareHash', 'message'];
    await stores.audit.record({ action: 'plan.shared', entity: 'actionPlan', entityId: plan.id, fields });
    return { expiresAt, mailed: letter !== null };
  });
}

/** The link leads nowhere from now on. Harmless to repeat. Throws `forbidden`, `notFound`. */
export async function stopSharingPlan({
  ctx,
  input,
}: {
  ctx: Context;
  input: { personId: string; planId: string };
}): Promise<void> {
  requireScope(ctx, 'plans:write');
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { plan } = await lockPlanOf(stores, input);
    if (plan.share === null) return;
    await stores.plans.setShare(plan.id, null);
    await stores.audit.record({
      action: 'plan.unshared',
      entity: 'actionPlan',
      entityId: plan.id,
      fields: ['shareHash'],
    });
  });
}
