import { z } from 'zod';
import { readPosterCode } from '../../domain/employer/poster-code.ts';
import { phoneDigits } from '../../domain/people/phone.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { CarpoolLine, JobSite, ShiftPattern } from '../ports/employers.ts';
import { takePlace } from '../take-place.ts';
import { transactOnce } from '../transact-once.ts';
import { visitorOf } from '../visitor.ts';
import { whereOf } from './own-lines.ts';

/** Of one connection in one hour: a factory's whole shift may answer from its own network. */
const ANSWERED_FROM_ADDRESS = 40;
/** Of one number to one line in one day: whoever answers again has changed their mind. */
const ANSWERED_BY_PHONE = 3;

/** A line as whoever has its poster reads it. */
export type PostedLine = {
  line: CarpoolLine;
  site: JobSite;
  pattern: ShiftPattern | null;
  /** Who calls back. */
  teamName: string;
};

/** A code that is wrong and one whose line is closed answer alike. */
const unknownCode = () => new ProblemError('notFound', 'Aucune ligne n’a ce code, ou elle est fermée.');

/** The open line of that code. Throws `notFound`. */
export async function findPostedLine({ ctx, input }: { ctx: Context; input: { code: string } }): Promise<PostedLine> {
  const code = readPosterCode(input.code);
  if (code === null) throw unknownCode();
  return ctx.deps.database.transact(visitorOf(ctx.actor.territoryId, code), async (stores) => {
    const line = await stores.employers.findLineByCode(code);
    if (line === null) throw unknownCode();
    const team = (await stores.intake.listTeams()).find(({ id }) => id === line.toOrganisationId);
    return { line, ...(await whereOf(stores, line)), teamName: team?.name ?? '' };
  });
}

const schema = z.object({
  role: z.enum(['driver', 'passenger'], 'Dites si vous conduisez ou si vous cherchez une place.'),
  commune: z.string(),
  firstName: z.string().trim().min(1, 'Écrivez votre prénom.').max(60, '60 caractères au plus.'),
  phone: z
    .string()
    .trim()
    .max(40, '40 caractères au plus.')
    .refine((phone) => phoneDigits(phone) !== null, 'Écrivez un numéro de téléphone, par exemple 06 12 34 56 78.'),
  /** The words that were agreed to. */
  consent: z.string('Sans votre accord, nous ne pouvons pas vous rappeler.').min(1).max(1000),
});

/**
 * Says that one would drive or ride on the line of a poster. The team of mobility advisers that the line names reads it and
 * calls back; the employer only sees how many. Sent twice it is one answer, by the context's idempotency key, and the answer
 * is the same however often a number came today. Throws `notFound`, `invalid`, `tooManyRequests` by the connection.
 *
 * `address`: where it comes from; only its hash is kept, for two days.
 */
export async function answerLine({
  ctx,
  input: { code: typed, address, ...input },
}: {
  ctx: Context;
  input: { code: string; address: string; [field: string]: unknown };
}): Promise<void> {
  const code = readPosterCode(typed);
  if (code === null) throw unknownCode();
  const answer = parseInput(schema, input);
  const { deps, actor } = ctx;
  const { gazetteer, territory } = await deps.territory(actor.territoryId);
  if (gazetteer.findByCode(answer.commune) === null) {
    throw invalid([{ path: 'commune', message: 'Choisissez une commune de la liste.' }]);
  }
  const now = deps.clock.now();
  const holder = { ...ctx, actor: visitorOf(actor.territoryId, code) };
  return transactOnce(holder, {
    async effect(stores) {
      const line = await stores.employers.findLineByCode(code);
      if (line === null) throw unknownCode();
      const hour = now.toString().slice(0, 13);
      if (!(await takePlace(stores, ['line', address, hour], ANSWERED_FROM_ADDRESS))) {
        throw new ProblemError(
          'tooManyRequests',
          'Trop de réponses sont parties de cette connexion. Réessayez dans une heure.',
          {
            retryAfterSeconds: 3600,
          },
        );
      }
      const today = dateAt(now, territory.timeZone);
      const digits = phoneDigits(answer.phone) ?? '';
      if (!(await takePlace(stores, ['line phone', line.id, digits, today], ANSWERED_BY_PHONE))) return;
      const id = deps.ids.next('ans');
      const { consent: consentWording, ...said } = answer;
      const { id: lineId, toOrganisationId } = line;
      await stores.employers.insertAnswer({ id, lineId, toOrganisationId, ...said, consentWording });
      const fields = [...Object.keys(said), 'consentWording'];
      await stores.audit.record({ action: 'line.answered', entity: 'lineAnswer', entityId: id, fields });
    },
    answer: async () => undefined,
  });
}
