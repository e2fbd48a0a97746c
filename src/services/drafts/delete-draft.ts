import type { Context } from '../context.ts';

/** Forgets a form that was begun. One that is not there, or not the actor's, is left alone: nobody learns which. */
export async function deleteDraft({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; form: string };
}): Promise<void> {
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const draft = await stores.drafts.find(input.id);
    if (draft !== null && draft.form === input.form) await stores.drafts.delete(draft.id);
  });
}
