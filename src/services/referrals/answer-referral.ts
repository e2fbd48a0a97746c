import { z } from 'zod';
import { EXPLAINED_REASONS, REJECTION_REASONS } from '../../domain/referral/referral.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import type { Referral } from '../ports/referrals.ts';
import { transactOnce } from '../transact-once.ts';
import { lockReferral, requireReferrals } from './load-referral.ts';
import { type Move, moveReferral } from './move-referral.ts';
import { sidesOf } from './view-referral.ts';

const words = z.string().trim().max(2000, 'Ce texte a 2000 caractères au plus.');
const answerSchema = z
  .discriminatedUnion('answer', [
    z.object({
      answer: z.literal('accept'),
      message: words.default(''),
      appointment: z.string().trim().max(200, 'Le rendez-vous tient en 200 caractères.').default(''),
    }),
    z.object({
      answer: z.literal('refuse'),
      reason: z.enum(REJECTION_REASONS, 'Choisissez la raison du refus.'),
      message: words.default(''),
    }),
    z.object({ answer: z.literal('ask'), message: words.min(3, 'Écrivez votre question.') }),
  ])
  .superRefine((given, check) => {
    if (given.answer !== 'refuse' || given.message !== '' || !EXPLAINED_REASONS.includes(given.reason)) return;
    check.addIssue({ code: 'custom', path: ['message'], message: 'Expliquez en quelques mots ce qui manque.' });
  });
export type ReferralAnswer = z.infer<typeof answerSchema>;

/**
 * The provider's answer, by account or by the link; or as the prescriber was told it by telephone. The first one counts: a
 * second is told who was before it. Throws `invalid`, `notFound`, `forbidden`, `conflict`.
 */
export async function answerReferral({
  ctx,
  input,
}: {
  ctx: Context;
  /** `id` null: the one the link leads to. */
  input: { id: string | null; answer: unknown; expectedVersion?: number | undefined };
}): Promise<{ id: string }> {
  requireReferrals(ctx);
  const given = parseInput(answerSchema, input.answer);
  return transactOnce(ctx, {
    async effect(stores) {
      const referral = await lockReferral(ctx, stores, input);
      await moveReferral(ctx, stores, referral, moveOf(ctx, referral, given));
      return { id: referral.id };
    },
    answer: async (_stores, done) => done,
  });
}

function moveOf({ actor, deps }: Context, referral: Referral, given: ReferralAnswer): Move {
  const text = given.message === '' ? null : given.message;
  const onBehalf = sidesOf(actor, referral)[0] === 'prescriber' ? { onBehalf: true } : {};
  const answeredAt = deps.clock.now().toString();
  switch (given.answer) {
    case 'accept': {
      const appointment = given.appointment === '' ? {} : { appointment: given.appointment };
      return {
        action: 'accept',
        change: { answeredAt, questionOpen: false },
        event: { text, details: { ...appointment, ...onBehalf } },
        outcome: { code: 'accepted' },
      };
    }
    case 'refuse':
      return {
        action: 'refuse',
        change: { answeredAt, questionOpen: false, rejectionReason: given.reason },
        event: { text, details: { reason: given.reason, ...onBehalf } },
        outcome: { code: 'refused', reason: given.reason },
      };
    case 'ask':
      return { action: 'ask', change: { questionOpen: true }, event: { text } };
  }
}
