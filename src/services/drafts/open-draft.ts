import type { Context } from '../context.ts';
import type { Draft, TypedAnswers } from '../ports/drafts.ts';
import { checkTyped } from './typed-answers.ts';

/**
 * Begins a form: for a member, or for whoever shows the secret whose hash is the actor's `link`. With `resume`, a member is
 * given back the one of that form they have not sent. Throws `invalid`, `forbidden`.
 */
export async function openDraft({
  ctx,
  input,
}: {
  ctx: Context;
  input: { form: string; typed?: TypedAnswers; resume?: boolean };
}): Promise<Draft> {
  const typed = checkTyped(input.typed ?? {});
  const { clock, ids, database } = ctx.deps;
  return database.transact(ctx.actor, async (stores) => {
    const open = input.resume && ctx.actor.kind === 'member' ? await stores.drafts.findOpen(input.form) : null;
    if (open !== null) return open;
    const id = ids.next('drf');
    await stores.drafts.insert({ id, form: input.form, typed });
    return { id, form: input.form, typed, updatedAt: clock.now().toString(), doneAt: null, result: null };
  });
}
