import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, requireScope } from '../context.ts';
import { csv } from '../csv-file.ts';
import { ProblemError } from '../errors.ts';
import type { Import, ImportOutcome, ImportRow } from '../ports/imports.ts';
import type { Stores } from '../ports.ts';

const LISTED = 50;
const MOST_TOLD = 1000;
const MOST_IN_FILE = 50_000;
const LOOK_EVERY_MS = 1_000;

export async function loadImport(stores: Stores, id: string): Promise<Import> {
  const one = await stores.imports.find(id);
  if (one === null) throw new ProblemError('notFound', 'Cet import n’existe pas, ou plus.');
  return one;
}

/** Those of one's organisation, the newest first. Throws `forbidden`. */
export async function listImports({ ctx }: { ctx: Context }): Promise<Import[]> {
  requireScope(ctx, 'imports:write');
  return ctx.deps.database.transact(ctx.actor, ({ imports }) => imports.list({ limit: LISTED }));
}

export type ImportView = Import & {
  counts: Partial<Record<ImportOutcome, number>>;
  /** The first that are wrong, and the first of those with something to say. */
  rejectedRows: ImportRow[];
  noted: ImportRow[];
  /** What changes, or changed, what of it comes back from the archive aside. */
  changes: ImportRow[];
  revived: ImportRow[];
  /** Left alone: changed by others between the check and the confirmation, or since. */
  conflicts: ImportRow[];
  kept: ImportRow[];
};

/** Throws `forbidden`, `notFound`. */
export async function getImport({
  ctx,
  input: { id, most = MOST_TOLD },
}: {
  ctx: Context;
  input: { id: string; most?: number };
}): Promise<ImportView> {
  requireScope(ctx, 'imports:write');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const one = await loadImport(stores, id);
    const rows = (asked: Partial<Parameters<typeof stores.imports.listRows>[1]>) =>
      stores.imports.listRows(id, { limit: most, ...asked });
    const isRead = one.status !== 'pending';
    return {
      ...one,
      counts: isRead ? await stores.imports.countRows(id) : {},
      rejectedRows: isRead ? await rows({ outcomes: ['rejected'] }) : [],
      noted: isRead ? await rows({ outcomes: ['create', 'change', 'same'], noted: true }) : [],
      changes: isRead ? await rows({ outcomes: ['change'], target: 'offer', revives: false }) : [],
      revived: isRead ? await rows({ outcomes: ['change'], revives: true }) : [],
      conflicts: isRead ? await rows({ outcomes: ['conflict'] }) : [],
      kept: one.status === 'undone' ? await rows({ undone: 'kept' }) : [],
    };
  });
}

/** Every row that is wrong, as a file: its number, its column, what to do. `headings`: of the file. Throws `forbidden`, `notFound`. */
export async function exportImportErrors({
  ctx,
  input: { id, headings },
}: {
  ctx: Context;
  input: { id: string; headings: readonly [string, string, string, string] };
}): Promise<string> {
  requireScope(ctx, 'imports:write');
  const rows = await ctx.deps.database.transact(ctx.actor, async (stores) => {
    await loadImport(stores, id);
    return stores.imports.listRows(id, { outcomes: ['rejected', 'conflict'], limit: MOST_IN_FILE });
  });
  const lines = rows.flatMap(({ row, label, problems }) =>
    problems.map(({ path, heading, message }) => [String(row), label, heading ?? path, message]),
  );
  return csv([headings, ...lines]);
}

/** Waits until an import moved on from what is seen of it. Throws `forbidden`, `notFound`. */
export async function watchImport({
  ctx,
  input: { id, status, done, timeoutMs },
}: {
  ctx: Context;
  input: { id: string; status: string; done: number; timeoutMs: number };
}): Promise<'changed' | 'waiting'> {
  requireScope(ctx, 'imports:write');
  const until = performance.now() + timeoutMs;
  for (;;) {
    const one = await ctx.deps.database.transact(ctx.actor, (stores) => loadImport(stores, id));
    if (one.status !== status || one.done !== done) return 'changed';
    if (performance.now() + LOOK_EVERY_MS > until) return 'waiting';
    await sleep(LOOK_EVERY_MS);
  }
}
