import type { Context } from './context.ts';
import { checkDiagnostic, writeVersion } from './diagnostic-version.ts';
import { loadDiagnostic } from './get-diagnostic.ts';
import { groundOf } from './ground.ts';
import { transactOnce } from './transact-once.ts';
import { type DiagnosticView, viewDiagnostic } from './view-diagnostic.ts';

const KEPT_HOURS = 24;

/**
 * A diagnostic without a name, for whoever tries the platform: no reference, no birth date (only the age it gives),
 * gone after 24 hours. One form sent twice is one trial, by the context's idempotency key. Throws `invalid`.
 */
export async function startTrial({ ctx, input }: { ctx: Context; input: unknown }): Promise<DiagnosticView> {
  const { birthDate, input: facts, ageOf } = checkDiagnostic(input, await groundOf(ctx));
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
        age: ageOf(birthDate),
        input: facts,
        createdAt: now.toString(),
        expiresAt: now.add({ hours: KEPT_HOURS }).toString(),
      };
      await writeVersion(stores, record, { action: 'trial.started', fields: Object.keys(facts) });
      return { id: record.id, version: record.version };
    },
    answer: async (stores, { id, version }) => viewDiagnostic(await loadDiagnostic(ctx, stores, id, version)),
  });
}
