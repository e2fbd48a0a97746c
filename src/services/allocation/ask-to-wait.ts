import { z } from 'zod';
import { CONSENT_CHANNELS } from '../../domain/people/consent-wordings.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { loadReferral, noReferral } from '../referrals/load-referral.ts';
import { sidesOf } from '../referrals/view-referral.ts';
import { transactOnce } from '../transact-once.ts';
import { putOnList, requireVehicle } from './put-on-list.ts';
import { usualEntry } from './usual-entry.ts';

const schema = z.object({
  referralId: z.string().max(100),
  channel: z.enum(CONSENT_CHANNELS, 'Dites comment la personne a donné son accord.'),
});

/** What the person agrees to, as it is read to them. */
export const waitingWording = (provider: string) =>
  `J’accepte d’attendre un véhicule de ${provider} sur sa liste. Pour calculer mes points, cette structure reçoit quatre chiffres : le début de mon emploi, mes trajets sans autre solution, les enfants que je transporte et la distance entre chez moi et mon travail. Je peux dire non, ou changer d’avis à tout moment.`;

/**
 * Puts a person on the list of the structure that said yes to them, for whoever referred them, with the person's consent. The structure
 * sees who did, and may change or end it. Throws `forbidden`, `notFound`, `invalid`, `conflict`.
 */
export async function askToWait({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  requireScope(ctx, 'referrals:write');
  const { referralId, channel } = parseInput(schema, input);
  const { deps, actor } = ctx;
  return transactOnce(ctx, {
    async effect(stores) {
      const known = await loadReferral(stores, referralId);
      if (!sidesOf(actor, known).includes('prescriber')) throw noReferral();
      requireVehicle(known);
      await stores.people.prolong(known.beneficiaryId);
      const referral = await stores.referrals.lock(known.id);
      const organisationId = referral?.providerOrganisationId ?? null;
      if (referral?.status !== 'accepted') {
        throw new ProblemError('conflict', 'La structure n’a pas accepté cette orientation, ou elle est close.');
      }
      if (organisationId === null) {
        throw new ProblemError('conflict', 'Cette structure ne tient pas de liste d’attente ici : appelez-la.');
      }
      await stores.people.recordConsent(referral.beneficiaryId, {
        id: deps.ids.next('con'),
        purpose: 'referral',
        wording: waitingWording(referral.parties.provider.name),
        channel,
        givenAt: deps.clock.now().toString(),
      });
      return putOnList(ctx, stores, referral, { ...(await usualEntry(ctx, stores, referral)), organisationId });
    },
    answer: async (_stores, done) => done,
  });
}
