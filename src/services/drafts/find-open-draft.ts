import type { Context } from '../context.ts';
import type { Draft } from '../ports/drafts.ts';

/** The member's own form of that name that they have begun and not sent, the last one worked on; null for whoever has no account. */
export async function findOpenDraft({ ctx, input }: { ctx: Context; input: { form: string } }): Promise<Draft | null> {
  if (ctx.actor.kind !== 'member') return null;
  return ctx.deps.database.transact(ctx.actor, (stores) => stores.drafts.findOpen(input.form));
}
