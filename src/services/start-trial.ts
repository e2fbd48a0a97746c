import type { DiagnosticInput } from '../domain/diagnostic/diagnostic.ts';
import type { Context } from './context.ts';
import { checkDiagnostic, writeVersion } from './diagnostic-version.ts';
import { loadDiagnostic } from './get-diagnostic.ts';
import { groundOf } from './ground.ts';
import { mergePatch } from './merge-patch.ts';
import { transactOnce } from './transact-once.ts';
import { type DiagnosticView, viewDiagnostic } from './view-diagnostic.ts';

const KEPT_HOURS = 24;

/**
 * A diagnostic without a name, for whoever tries the platform: no reference, no birth date (only the age it gives),
 * gone after 24 hours. `age`: in completed years, where it is known and no birth date is. `watchedUntil`: of a search, until when its
 * result is kept up to date. One form sent twice is one trial, by the context's idempotency key. Throws `invalid`.
 */
export async function startTrial({
  ctx,
  input,
  age = null,
  watchedUntil = null,
}: {
  ctx: Context;
  input: unknown;
  age?: number | null;
  watchedUntil?: string | null;
}): Promise<DiagnosticView> {
  const { birthDate, input: facts, ageOf } = checkDiagnostic(input, await groundOf(ctx));
  return openTrial(ctx, { facts, age: ageOf(birthDate) ?? age, action: 'trial.started', watchedUntil });
}

/**
 * A new trial from one that is held, with something more said (a JSON merge patch): a visitor changes nothing that is there,
 * and the address of the first still shows what it showed. Throws `notFound`, `invalid`.
 */
export async function continueTrial({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; patch: unknown };
}): Promise<DiagnosticView> {
  const from = await ctx.deps.database.transact(ctx.actor, (stores) => loadDiagnostic(ctx, stores, input.id));
  const { birthDate, input: facts, ageOf } = checkDiagnostic(mergePatch(from.input, input.patch), await groundOf(ctx));
  const age = birthDate === null ? from.age : ageOf(birthDate);
  return openTrial(ctx, { facts, age, action: 'trial.continued', watchedUntil: null });
}

function openTrial(
  ctx: Context,
  {
    facts,
    age,
    action,
    watchedUntil,
  }: { facts: DiagnosticInput; age: number | null; action: string; watchedUntil: string | null },
): Promise<DiagnosticView> {
  const { ids, clock } = ctx.deps;
  const now = clock.now();
  return transactOnce(ctx, {
    async effect(stores) {
      const person = await stores.diagnostics.findOrCreateBeneficiary({
        newId: ids.next('ben'),
        reference: null,
        birthDate: null,
      });
      const record = {
        id: ids.next('dia'),
        version: 1,
        beneficiaryId: person.id,
        reference: null,
        age,
        input: facts,
        createdAt: now.toString(),
        expiresAt: now.add({ hours: KEPT_HOURS }).toString(),
      };
      await writeVersion(stores, record, { action, fields: Object.keys(facts) });
      if (watchedUntil !== null) await stores.rideSearches.watch(record.id, { until: watchedUntil });
      return { id: record.id, version: record.version };
    },
    answer: async (stores, { id, version }) => viewDiagnostic(await loadDiagnostic(ctx, stores, id, version)),
  });
}
