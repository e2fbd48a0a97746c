import { type Context, requireScope } from './context.ts';
import { ProblemError } from './errors.ts';
import type { DiagnosticRecord, Stores } from './ports.ts';
import { type DiagnosticView, viewDiagnostic } from './view-diagnostic.ts';

/** The newest version of a diagnostic, or that one. Throws `forbidden`, `notFound`. */
export async function getDiagnostic({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; version?: number };
}): Promise<DiagnosticView> {
  requireScope(ctx, 'diagnostics:read');
  return ctx.deps.database.transact(ctx.actor, async (stores) =>
    viewDiagnostic(await loadDiagnostic(ctx, stores, input.id, input.version)),
  );
}

/** A trial that has had its day is gone, purged or not. Throws `notFound`. */
export async function loadDiagnostic(
  ctx: Context,
  stores: Stores,
  id: string,
  version?: number,
): Promise<DiagnosticRecord> {
  const record = await stores.diagnostics.find(id, version);
  const isGone = record?.expiresAt != null && Date.parse(record.expiresAt) <= ctx.deps.clock.now().epochMilliseconds;
  if (record === null || isGone) throw noDiagnostic();
  return record;
}

export const noDiagnostic = () => new ProblemError('notFound', 'Ce diagnostic n’existe pas, ou plus.');
