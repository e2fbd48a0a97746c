import { z } from 'zod';
import { REPORT_KINDS } from '../../domain/catalogue/freshness.ts';
import { getLiveOffer } from '../change-offer.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';

const reportSchema = z.object({
  id: z.string(),
  kind: z.enum(REPORT_KINDS, 'Choisissez le problème.'),
  note: z.string().trim().max(500, 'Écrivez 500 caractères au plus.').default(''),
});

/**
 * A professional says what is wrong with an offer: one open report each. Throws `forbidden` for whoever is no member, `notFound`,
 * `invalid`, `conflict` where theirs is open still.
 */
export async function reportOffer({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof reportSchema>;
}): Promise<void> {
  requireScope(ctx, 'offers:read');
  const { actor, deps } = ctx;
  if (actor.kind !== 'member') throw new ProblemError('forbidden', 'Connectez-vous pour signaler un problème.');
  const { id: offerId, kind, note } = parseInput(reportSchema, input);
  await deps.database.transact(actor, async (stores) => {
    await getLiveOffer(stores, offerId);
    const id = deps.ids.next('rep');
    const by = { memberId: actor.id, organisationId: actor.organisationId };
    if (!(await stores.freshness.addReport({ id, offerId, kind, note: note || null, ...by }))) {
      throw new ProblemError(
        'conflict',
        'Vous avez déjà signalé un problème sur cette offre : il n’est pas encore traité.',
      );
    }
    await stores.audit.record({ action: 'offer.reported', entity: 'offer', entityId: offerId, fields: [kind] });
  });
}

const closeSchema = z.object({
  id: z.string(),
  reason: z
    .string()
    .trim()
    .min(1, 'Écrivez ce qui a été vérifié ou corrigé.')
    .max(500, 'Écrivez 500 caractères au plus.'),
});

/** The pôle ressources has looked; closed twice is closed once. Says of which offer it is. Throws `forbidden`, `notFound`, `invalid`. */
export async function closeReport({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof closeSchema>;
}): Promise<{ offerId: string }> {
  requireScope(ctx, 'offers:write');
  const { id, reason } = parseInput(closeSchema, input);
  return ctx.deps.database.transact(ctx.actor, async ({ freshness, audit }) => {
    const report = await freshness.findReport(id);
    if (report === null) throw new ProblemError('notFound', 'Ce signalement n’existe pas.');
    if (await freshness.closeReport(id, reason)) {
      const fields = ['closedAt', 'closedReason'];
      await audit.record({ action: 'offer.reportClosed', entity: 'offer', entityId: report.offerId, fields });
    }
    return { offerId: report.offerId };
  });
}
