import type { Context } from '../context.ts';
import type { Draft, TypedAnswers } from '../ports/drafts.ts';
import { draftNotFound } from './get-draft.ts';
import { checkTyped } from './typed-answers.ts';

/**
 * Keeps what was typed on one page beside what the others hold, right or wrong: nothing is judged here. `controls` are the names
 * of that page: one that was sent empty forgets what it held. A form that was sent is left alone. Throws `notFound`, `invalid`.
 */
export async function saveDraft({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; form: string; controls: readonly string[]; typed: TypedAnswers };
}): Promise<Draft> {
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const draft = await stores.drafts.lock(input.id);
    if (draft === null || draft.form !== input.form) throw draftNotFound();
    if (draft.doneAt !== null) return draft;
    const ofThisPage = new Set(input.controls);
    const others = Object.entries(draft.typed).filter(([name]) => !ofThisPage.has(name));
    const these = Object.entries(input.typed).filter(([name]) => ofThisPage.has(name));
    const typed = checkTyped(Object.fromEntries([...others, ...these]));
    await stores.drafts.save(draft.id, typed);
    return { ...draft, typed };
  });
}
