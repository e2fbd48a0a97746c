import type { Context } from './context.ts';
import { type MatchMany, storeMatched } from './match-many.ts';

/**
 * The worker's job: one version of one diagnostic against the whole catalogue, stored. Matching a version twice gives
 * one result; a version that a newer one has overtaken is left alone.
 */
export async function matchDiagnostic({
  ctx,
  input,
  matchMany,
}: {
  ctx: Context;
  input: { diagnosticId: string; version: number };
  matchMany: MatchMany;
}): Promise<'matched' | 'overtaken' | 'gone'> {
  const { database } = ctx.deps;
  const newest = await database.transact(ctx.actor, (stores) => stores.diagnostics.find(input.diagnosticId));
  if (newest === null) return 'gone';
  if (newest.version !== input.version) return 'overtaken';
  await matchMany({
    ctx,
    records: [newest],
    onMatched: (matched) => database.transact(ctx.actor, (stores) => storeMatched(stores, matched)),
  });
  return 'matched';
}

/** When every attempt failed: the page must not wait for ever. `failure` is for people, in French. */
export async function failMatch(call: {
  ctx: Context;
  input: { diagnosticId: string; version: number; failure: string };
}): Promise<void> {
  const { diagnosticId, version, failure } = call.input;
  await call.ctx.deps.database.transact(call.ctx.actor, (stores) =>
    stores.matches.saveFailed(diagnosticId, version, failure),
  );
}
