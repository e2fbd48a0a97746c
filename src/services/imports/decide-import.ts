import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Import, ImportStatus } from '../ports/imports.ts';

type Decision = {
  from: readonly ImportStatus[];
  to: ImportStatus;
  already: readonly ImportStatus[];
  action: string;
  refused: string;
};

const DECISIONS = {
  confirm: {
    from: ['checked'],
    to: 'applying',
    already: ['applying', 'done', 'undoing', 'undone'],
    action: 'import.confirmed',
    refused: 'Cet import ne peut plus être confirmé.',
  },
  discard: {
    from: ['checked'],
    to: 'discarded',
    already: ['discarded'],
    action: 'import.discarded',
    refused: 'Cet import a déjà été confirmé.',
  },
  undo: {
    from: ['done', 'failed'],
    to: 'undoing',
    already: ['undoing', 'undone'],
    action: 'import.undoAsked',
    refused: 'Cet import ne peut pas être annulé maintenant.',
  },
} as const satisfies Record<string, Decision>;

/**
 * Confirms what was checked, lets go of it, or takes back what was done. Said twice it is done once.
 * Throws `forbidden`, `notFound`, `conflict` where it is too late, or where nothing of the file may be imported.
 */
export async function decideImport({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; decision: keyof typeof DECISIONS };
}): Promise<Import> {
  requireScope(ctx, 'imports:write');
  const { from, to, already, action, refused }: Decision = DECISIONS[input.decision];
  return ctx.deps.database.transact(ctx.actor, async ({ imports, outbox, audit }) => {
    const one = await imports.lock(input.id);
    if (one === null) throw new ProblemError('notFound', 'Cet import n’existe pas, ou plus.');
    if (already.includes(one.status)) return one;
    if (!from.includes(one.status)) throw new ProblemError('conflict', refused);
    if (to === 'applying' && one.accepted === 0)
      throw new ProblemError('conflict', 'Aucune ligne de ce fichier ne peut être importée.');
    const counts = to === 'undoing' ? { done: 0 } : {};
    const by = to === 'discarded' ? {} : { confirmedBy: ctx.actor.id };
    await imports.update(one.id, { status: to, ...counts, ...by });
    if (to !== 'discarded') await outbox.append({ type: 'importMoved', importId: one.id });
    await audit.record({ action, entity: 'import', entityId: one.id, fields: ['status'] });
    return { ...one, status: to };
  });
}
