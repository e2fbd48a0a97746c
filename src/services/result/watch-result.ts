import { type Context, requireScope } from '../context.ts';
import { loadDiagnostic, noDiagnostic } from '../get-diagnostic.ts';

/**
 * Waits until there is something new to read: a result where there was none, or another than that of `computedAt`. Who may
 * see the diagnostic is asked each time. Throws `forbidden`, `notFound`.
 */
export async function watchResult({
  ctx,
  input,
}: {
  ctx: Context;
  input: { diagnosticId: string; beneficiaryId?: string; computedAt?: string; timeoutMs: number };
}): Promise<'changed' | 'waiting'> {
  requireScope(ctx, 'diagnostics:read');
  const { diagnosticId, beneficiaryId, computedAt, timeoutMs } = input;
  const { version, ...record } = await ctx.deps.database.transact(ctx.actor, (stores) =>
    loadDiagnostic(ctx, stores, diagnosticId),
  );
  if (beneficiaryId !== undefined && record.beneficiaryId !== beneficiaryId) throw noDiagnostic();
  const { actor } = ctx;
  const isNew = await ctx.deps.database.waitForMatch({
    diagnosticId,
    version,
    actor,
    timeoutMs,
    ...(computedAt === undefined ? {} : { computedAt }),
  });
  return isNew ? 'changed' : 'waiting';
}
