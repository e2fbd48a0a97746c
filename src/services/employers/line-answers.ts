import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { CarpoolLine, JobSite, LineAnswer, ShiftPattern } from '../ports/employers.ts';
import { whereOf } from './own-lines.ts';

export type ReceivedAnswer = LineAnswer & {
  line: CarpoolLine;
  site: JobSite;
  pattern: ShiftPattern | null;
  /** Null where it is not known any more. */
  communeName: string | null;
};

const MOST_LISTED = 200;

/** Whom the actor's team is to call back, the first to answer first; then whom it has called. Throws `forbidden`. */
export async function listLineAnswers({ ctx }: { ctx: Context }): Promise<ReceivedAnswer[]> {
  requireScope(ctx, 'requests:handle');
  const { actor, deps } = ctx;
  const { organisationId } = actor;
  if (organisationId === null) return [];
  const { gazetteer } = await deps.territory(actor.territoryId);
  return deps.database.transact(actor, async (stores) => {
    const answers = await stores.employers.listAnswers({ limit: MOST_LISTED });
    const lines = new Map<string, Pick<ReceivedAnswer, 'line' | 'site' | 'pattern'>>();
    for (const line of await stores.employers.listLines({ toOrganisationId: organisationId })) {
      lines.set(line.id, { line, ...(await whereOf(stores, line)) });
    }
    return answers.flatMap((answer) => {
      const about = lines.get(answer.lineId);
      return about ? [{ ...answer, ...about, communeName: gazetteer.findByCode(answer.commune)?.name ?? null }] : [];
    });
  });
}

/** Called back. Twice is once. Throws `forbidden`, `notFound` (also for an answer to another team). */
export async function handleLineAnswer({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<void> {
  requireScope(ctx, 'requests:handle');
  await ctx.deps.database.transact(ctx.actor, async ({ employers, audit }) => {
    if (await employers.markHandled(input.id)) {
      const audited = { action: 'line.answerHandled', entity: 'lineAnswer', entityId: input.id };
      await audit.record({ ...audited, fields: ['handledAt', 'handledBy'] });
      return;
    }
    const answers = await employers.listAnswers({ limit: MOST_LISTED });
    if (answers.some(({ id }) => id === input.id)) return;
    throw new ProblemError('notFound', 'Cette réponse n’existe pas, ou plus.');
  });
}
