import type { Context } from '../context.ts';
import type { Draft } from '../ports/drafts.ts';
import type { Stores } from '../ports.ts';
import { draftNotFound } from './get-draft.ts';

/**
 * Does what a form is for, once: `effect` runs in the transaction that marks the form as sent, and whoever sends it again, or at
 * the same moment, is led to what came of the first. Throws `notFound`, and what `effect` throws: then nothing is sent, and
 * everything that was typed is still there.
 */
export async function finishDraft<Result extends Record<string, string | undefined>>({
  ctx,
  input,
  effect,
}: {
  ctx: Context;
  input: { id: string; form: string };
  effect(stores: Stores, draft: Draft): Promise<Result>;
}): Promise<Result> {
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const draft = await stores.drafts.lock(input.id);
    if (draft === null || draft.form !== input.form) throw draftNotFound();
    if (draft.result !== null) return draft.result as Result;
    const result = await effect(stores, draft);
    await stores.drafts.markDone(draft.id, told(result));
    return result;
  });
}

const told = (result: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(result).flatMap(([name, id]) => (id === undefined ? [] : [[name, id]])));
