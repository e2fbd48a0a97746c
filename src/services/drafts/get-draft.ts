import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Draft } from '../ports/drafts.ts';

/** Throws `notFound`: never was, gone, sent by somebody else, or another form's, in the same words. */
export async function getDraft({ ctx, input }: { ctx: Context; input: { id: string; form: string } }): Promise<Draft> {
  const draft = await ctx.deps.database.transact(ctx.actor, (stores) => stores.drafts.find(input.id));
  if (draft === null || draft.form !== input.form) throw draftNotFound();
  return draft;
}

export const draftNotFound = () => new ProblemError('notFound', 'Ce formulaire n’existe pas ou a été effacé.');
