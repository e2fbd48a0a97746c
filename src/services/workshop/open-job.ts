import { z } from 'zod';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { noReferral } from '../referrals/load-referral.ts';
import { transactOnce } from '../transact-once.ts';
import { requireWorkshop } from './workshop-access.ts';

export const requestSchema = z.object({
  request: z.string().trim().min(1, 'Dites ce qu’il faut faire.').max(2000, 'Ce texte a 2000 caractères au plus.'),
  /** Make and model. */
  vehicle: z
    .string()
    .trim()
    .max(120, 'Le véhicule tient en 120 caractères.')
    .transform((text) => text || null)
    .nullable()
    .default(null),
});

/**
 * What somebody whom an accepted referral put to the garage needs. Throws `forbidden`, `notFound`, `invalid`, `conflict` where the
 * referral leads to a job already.
 */
export async function openJob({
  ctx,
  input,
}: {
  ctx: Context;
  input: { referralId: string; job: unknown };
}): Promise<{ id: string }> {
  requireWorkshop(ctx);
  const given = parseInput(requestSchema, input.job);
  return transactOnce(ctx, {
    async effect(stores) {
      const referral = (await stores.workshop.listReferralsToPlace()).find(({ id }) => id === input.referralId);
      if (referral === undefined) {
        const known = await stores.referrals.find(input.referralId);
        if (known === null || known.providerOrganisationId !== ctx.actor.organisationId) throw noReferral();
        throw new ProblemError('conflict', 'Cette orientation a déjà sa demande, ou n’est plus ouverte.');
      }
      await stores.people.prolong(referral.beneficiaryId);
      const id = ctx.deps.ids.next('job');
      const isNew = await stores.workshop.insert({
        ...given,
        id,
        beneficiaryId: referral.beneficiaryId,
        referralId: referral.id,
        kind: referral.parties.offer.kind === 'vehicleSale' ? 'sale' : 'repair',
        illustrative: referral.illustrative,
      });
      if (!isNew) throw new ProblemError('conflict', 'Cette orientation a déjà sa demande.');
      const fields = ['referralId', 'kind', 'request', 'vehicle'];
      await stores.audit.record({ action: 'workshopJob.requested', entity: 'workshopJob', entityId: id, fields });
      return { id };
    },
    answer: async (_stores, done) => done,
  });
}
