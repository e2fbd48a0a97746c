import { z } from 'zod';
import { isoDateSchema } from '../../domain/clock-time.ts';
import { dateText } from '../../domain/explanation/french.ts';
import { FOLLOW_UPS, followUpDates, startedOnUnlessTold, tellableFollowUps } from '../../domain/referral/due.ts';
import { OUTCOMES_FROM, REFERRAL_OUTCOMES } from '../../domain/referral/referral.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Referral } from '../ports/referrals.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { lockReferral, requireReferrals } from './load-referral.ts';
import { type Move, moveReferral } from './move-referral.ts';

const words = z.string().trim().max(2000, 'Ce texte a 2000 caractères au plus.').default('');
const stepSchema = z.discriminatedUnion('step', [
  z.object({ step: z.literal('reply'), text: words.unwrap().min(2, 'Écrivez votre réponse.') }),
  /** Asks once more, without waiting for the day it falls due. */
  z.object({ step: z.literal('remind') }),
  z.object({ step: z.literal('start'), on: isoDateSchema.optional(), text: words }),
  z.object({
    step: z.literal('followUp'),
    outcome: z.enum(FOLLOW_UPS, 'Dites si l’emploi est gardé.'),
    text: words,
  }),
  z.object({
    step: z.literal('end'),
    outcome: z.enum(REFERRAL_OUTCOMES, 'Choisissez ce qui s’est passé.'),
    text: words,
  }),
]);
export type ReferralStep = z.infer<typeof stepSchema>;

/** A day is enough between two reminders by hand: nobody answers faster for being pressed. */
const REMIND_AGAIN_HOURS = 20;

/**
 * What follows a referral: an answer to the provider's question, a reminder, the start, the job kept, the end. Throws `invalid`,
 * `notFound`, `forbidden`, `conflict`.
 */
export async function followReferral({
  ctx,
  input,
}: {
  ctx: Context;
  /** `id` null: the one the visitor's link leads to. */
  input: { id: string | null; step: unknown; expectedVersion?: number | undefined };
}): Promise<{ id: string }> {
  requireReferrals(ctx);
  const step = parseInput(stepSchema, input.step);
  const { timeZone } = (await ctx.deps.territory(ctx.actor.territoryId)).territory;
  const today = dateAt(ctx.deps.clock.now(), timeZone);
  return transactOnce(ctx, {
    async effect(stores) {
      const referral = await lockReferral(ctx, stores, input);
      if (step.step === 'remind') await refuseTooSoon(ctx, stores, referral.id);
      await moveReferral(ctx, stores, referral, moveOf(referral, step, today));
      return { id: referral.id };
    },
    answer: async (_stores, done) => done,
  });
}

async function refuseTooSoon({ deps }: Context, stores: Stores, id: string): Promise<void> {
  const told = (await stores.referrals.listEvents(id))
    .filter(({ kind }) => kind === 'sent' || kind === 'reminded')
    .at(-1);
  const soonest = deps.clock.now().subtract({ hours: REMIND_AGAIN_HOURS });
  if (told === undefined || Date.parse(told.at) <= soonest.epochMilliseconds) return;
  throw new ProblemError(
    'conflict',
    'La structure a déjà été prévenue aujourd’hui : attendez demain pour la relancer.',
  );
}

/** Throws `invalid` where that is longer than the job has lasted. */
function checkKept({ startedOn }: Referral, outcome: string, today: string): void {
  const kept = FOLLOW_UPS.find((one) => one === outcome);
  if (kept === undefined || startedOn === null || tellableFollowUps(startedOn, today).includes(kept)) return;
  const from = dateText(followUpDates(startedOn)[kept]);
  throw invalid([
    {
      path: 'outcome',
      message: `Le trajet a commencé le ${dateText(startedOn)} : cela pourra se dire à partir du ${from}.`,
    },
  ]);
}

function moveOf(referral: Referral, step: ReferralStep, today: string): Move {
  const { status, reminders } = referral;
  const text = 'text' in step && step.text !== '' ? step.text : null;
  switch (step.step) {
    case 'reply':
      return { action: 'reply', change: { questionOpen: false }, event: { text } };
    case 'remind':
      return { action: 'remind', change: { reminders } };
    case 'start': {
      const on = step.on ?? startedOnUnlessTold(referral.facts, today);
      return {
        action: 'start',
        change: { startedOn: on },
        event: { text, details: { on } },
        outcome: { code: 'started' },
      };
    }
    case 'followUp':
      checkKept(referral, step.outcome, today);
      return {
        action: 'followUp',
        event: { text, details: { outcome: step.outcome } },
        outcome: { code: step.outcome },
      };
    case 'end': {
      const { outcome } = step;
      const possible = OUTCOMES_FROM[status];
      if (possible && !possible.includes(outcome)) {
        throw invalid([{ path: 'outcome', message: 'Ce n’est pas encore possible pour cette orientation.' }]);
      }
      checkKept(referral, outcome, today);
      return {
        action: 'end',
        change: { outcome, questionOpen: false },
        event: { text, details: { outcome } },
        outcome: { code: 'ended', reason: outcome },
      };
    }
  }
}
