import { z } from 'zod';
import {
  ACCESS_BY_REQUEST,
  NEED_CHARACTERS,
  requestedPersonSchema,
  requestGoalSchema,
} from '../../domain/intake/request.ts';
import { type Context, requireScope } from '../context.ts';
import { type FieldError, ProblemError } from '../errors.ts';
import { frenchIssue } from '../french-issues.ts';
import { fieldErrors, parseInput } from '../parse-input.ts';
import { transactOnce } from '../transact-once.ts';
import { addressedTeam, tellTeam } from './addressed-team.ts';

const needSchema = z
  .string()
  .trim()
  .min(1, 'Dites en une phrase ce dont la personne a besoin.')
  .max(NEED_CHARACTERS, `Le texte a au plus ${NEED_CHARACTERS} caractères : gardez l’essentiel.`);
const common = { toOrganisationId: z.string().min(1).optional(), need: needSchema, goal: requestGoalSchema };

const schema = z.union([
  z.object({ ...common, person: requestedPersonSchema }),
  /** A file of the sender's, to be shared with the team. */
  z.object({ ...common, beneficiaryId: z.string().min(1) }),
]);

/**
 * Asks a team of mobility advisers to take somebody up: somebody described by the sender, or somebody whose file is shared with
 * the team from then on. Double submits make one request, by the context's idempotency key. Throws `forbidden`, `invalid`,
 * `notFound` for a file that is not the sender's.
 */
export async function sendRequest({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  requireScope(ctx, 'requests:send');
  const { actor, deps } = ctx;
  if (actor.kind !== 'member' || actor.organisationId === null) {
    throw new ProblemError('forbidden', 'Une demande est envoyée par une personne connectée.');
  }
  const asked = parseInput(schema, input);
  const beneficiaryId = 'beneficiaryId' in asked ? asked.beneficiaryId : null;
  if (beneficiaryId !== null) requireScope(ctx, 'people:read');

  return transactOnce(ctx, {
    async effect(stores) {
      if (beneficiaryId !== null && !(await stores.intake.holdsFile(beneficiaryId))) {
        throw new ProblemError('notFound', 'Ce dossier n’existe pas, ou plus.');
      }
      const team = await addressedTeam(stores, asked.toOrganisationId);
      const member = await stores.members.find(actor.id);
      const id = deps.ids.next('req');
      await stores.intake.insertRequest({
        id,
        origin: actor.role === 'employer' ? 'employer' : 'prescriber',
        fromMemberId: actor.id,
        sender: member === null ? null : { name: member.displayName, email: member.email },
        toOrganisationId: team.id,
        beneficiaryId,
        // The file says who it is, and says it as long as the team may see it.
        person: 'person' in asked ? asked.person : {},
        need: asked.need,
        goal: asked.goal,
      });
      if (beneficiaryId !== null && team.id !== actor.organisationId) {
        await stores.people.giveAccess(beneficiaryId, { organisationId: team.id, basis: ACCESS_BY_REQUEST });
        await stores.audit.record({
          action: 'person.shared',
          entity: 'beneficiary',
          entityId: beneficiaryId,
          fields: ['access'],
        });
      }
      await stores.audit.record({
        action: 'request.sent',
        entity: 'request',
        entityId: id,
        fields: [...('person' in asked ? Object.keys(asked.person) : ['beneficiaryId']), 'need', 'goal'],
      });
      await tellTeam(stores, {
        team,
        requestId: id,
        messageId: deps.ids.next('msg'),
        publicUrl: deps.publicUrl,
      });
      return { id };
    },
    answer: async (_stores, sent) => sent,
  });
}

/** What `sendRequest` would find wrong with it; nothing is sent. */
export function checkRequest(input: unknown): readonly FieldError[] {
  const checked = schema.safeParse(input, { error: frenchIssue, reportInput: true });
  return checked.success ? [] : fieldErrors(checked.error.issues);
}
