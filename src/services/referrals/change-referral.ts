import { z } from 'zod';
import { REFERRAL_OUTCOMES, REJECTION_REASONS } from '../../domain/referral/referral.ts';
import type { Context } from '../context.ts';
import { invalid } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { answerReferral } from './answer-referral.ts';
import { followReferral } from './follow-referral.ts';
import { requireReferrals } from './load-referral.ts';

export const referralPatchSchema = z.object({
  status: z.enum(['accepted', 'refused', 'started', 'ended']).optional(),
  rejectionReason: z.enum(REJECTION_REASONS).optional(),
  outcome: z.enum(REFERRAL_OUTCOMES).optional(),
  message: z.string().optional(),
  appointment: z.string().optional(),
  startedOn: z.string().optional(),
});

/**
 * One step as a program writes it: the state it leads to, or an outcome alone while the service lasts (the job kept at three, six
 * months). Throws `forbidden`, `notFound`, `invalid`, `conflict`.
 */
export async function changeReferral({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; patch: unknown; expectedVersion?: number | undefined };
}): Promise<{ id: string }> {
  requireReferrals(ctx);
  const { id, expectedVersion } = input;
  const patch = parseInput(referralPatchSchema, input.patch);
  const { status, rejectionReason, outcome, message = '', appointment = '', startedOn } = patch;
  const follow = (step: Record<string, unknown>) => followReferral({ ctx, input: { id, expectedVersion, step } });
  const answer = (given: Record<string, unknown>) =>
    answerReferral({ ctx, input: { id, expectedVersion, answer: { ...given, message } } });
  switch (status) {
    case 'accepted':
      return answer({ answer: 'accept', appointment });
    case 'refused':
      if (rejectionReason === undefined) throw missing('rejectionReason', 'Dites la raison du refus.');
      return answer({ answer: 'refuse', reason: rejectionReason });
    case 'started':
      return follow({ step: 'start', on: startedOn, text: message });
    case 'ended':
      if (outcome === undefined) throw missing('outcome', 'Dites ce qui s’est passé.');
      return follow({ step: 'end', outcome, text: message });
    default:
      if (outcome === undefined)
        throw missing('status', 'Dites l’état ou, pendant le service, l’emploi gardé (outcome).');
      return follow({ step: 'followUp', outcome, text: message });
  }
}

const missing = (path: string, message: string) => invalid([{ path, message }]);
