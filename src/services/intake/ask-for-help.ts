import { z } from 'zod';
import { requestedPersonSchema, requestGoalSchema } from '../../domain/intake/request.ts';
import { phoneDigits } from '../../domain/people/phone.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { type FieldError, ProblemError } from '../errors.ts';
import { frenchIssue } from '../french-issues.ts';
import { fieldErrors, parseInput } from '../parse-input.ts';
import { takePlace } from '../take-place.ts';
import { transactOnce } from '../transact-once.ts';
import { addressedTeam, tellTeam } from './addressed-team.ts';
import { officeOf } from './office-of.ts';

const OWN_WORDS = 2000;
/** Of one connection in one hour: a public computer serves many people in a morning. */
const ASKED_FROM_ADDRESS = 20;
/** About one number or mail in one day. */
const ASKED_FOR_PERSON = 3;

const schema = z.object({
  toOrganisationId: z.string().min(1).optional(),
  person: requestedPersonSchema,
  goal: requestGoalSchema,
  need: z
    .string()
    .trim()
    .max(OWN_WORDS, `Le texte a au plus ${OWN_WORDS} caractères : l’essentiel suffit, nous vous rappellerons.`)
    .default(''),
});

/**
 * The person asks for themselves, without an account. The answer is the same whether their number is known here or not, and
 * where as many requests about it came today as are kept: the team has them. Throws `invalid`, `tooManyRequests` by the
 * connection alone.
 *
 * `address`: where the request comes from; only its hash is kept, for two days.
 */
export async function askForHelp({
  ctx,
  input: { address, ...input },
}: {
  ctx: Context;
  input: { address: string; [field: string]: unknown };
}): Promise<void> {
  const asked = parseInput(schema, input);
  const { deps } = ctx;
  const now = deps.clock.now();
  const today = dateAt(now, (await officeOf(ctx)).timeZone);
  const { phone, email = '' } = asked.person;
  const reachedAt = (phone === undefined ? null : phoneDigits(phone)) ?? email.toLowerCase();

  return transactOnce(ctx, {
    async effect(stores) {
      const team = await addressedTeam(stores, asked.toOrganisationId);
      const hour = now.toString().slice(0, 13);
      if (!(await takePlace(stores, ['address', address, hour], ASKED_FROM_ADDRESS))) {
        throw new ProblemError(
          'tooManyRequests',
          'Trop de demandes sont parties de cette connexion. Réessayez dans une heure.',
          { retryAfterSeconds: 3600 },
        );
      }
      if (!(await takePlace(stores, ['person', reachedAt, today], ASKED_FOR_PERSON))) return;
      const id = deps.ids.next('req');
      await stores.intake.insertRequest({
        id,
        origin: 'person',
        fromMemberId: null,
        sender: null,
        toOrganisationId: team.id,
        beneficiaryId: null,
        person: asked.person,
        need: asked.need,
        goal: asked.goal,
      });
      await stores.audit.record({
        action: 'request.sent',
        entity: 'request',
        entityId: id,
        fields: [...Object.keys(asked.person), 'need', 'goal'],
      });
      await tellTeam(stores, { team, requestId: id, messageId: deps.ids.next('msg'), publicUrl: deps.publicUrl });
    },
    answer: async () => undefined,
  });
}

/** What `askForHelp` would find wrong with it; nothing is sent. */
export function checkAsked(input: unknown): readonly FieldError[] {
  const checked = schema.safeParse(input, { error: frenchIssue, reportInput: true });
  return checked.success ? [] : fieldErrors(checked.error.issues);
}
