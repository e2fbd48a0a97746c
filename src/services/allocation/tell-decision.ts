import { PRESCRIBER_LETTERS } from '../../domain/referral/letters.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { transactOnce } from '../transact-once.ts';

/**
 * Tells whoever answers for the person that something was decided of their wait: a mail with a link to the referral, and not a word of what. Once, however
 * often it is called. For workers.
 */
export async function tellDecision({
  ctx,
  input,
}: {
  ctx: Context;
  input: { roundId: string; entryId: string };
}): Promise<void> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'Prévenir revient aux tâches de fond.');
  const organisationId = await deps.database.transact(actor, async ({ allocation, referrals }) => {
    const entry = await allocation.findEntry(input.entryId);
    return entry === null ? null : ((await referrals.find(entry.referralId))?.organisationId ?? null);
  });
  if (organisationId === null) return;
  const key = `loan-decided ${input.roundId} ${input.entryId}`;
  await transactOnce(
    { actor: { ...actor, organisationId }, deps, idempotency: { key, requestHash: key } },
    {
      async effect({ allocation, referrals, messages }) {
        const entry = await allocation.findEntry(input.entryId);
        const referral = entry && (await referrals.find(entry.referralId));
        if (!referral) return null;
        const contact = await referrals.findPrescriber({
          beneficiaryId: referral.beneficiaryId,
          organisationId: referral.organisationId,
          memberId: referral.createdBy,
        });
        const to = contact?.email ?? referral.parties.referrer.email;
        if (to === null) return null;
        const { subject, text } = PRESCRIBER_LETTERS.waitDecided(`${deps.publicUrl}/pro/orientations/${referral.id}`);
        const about = { entity: 'referral', id: referral.id };
        await messages.queue({ id: deps.ids.next('msg'), to, subject, body: text, about });
        return null;
      },
      answer: async () => undefined,
    },
  );
}
