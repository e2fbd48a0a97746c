import { type Context, requireScope } from './context.ts';
import { checkDiagnostic, writeVersion } from './diagnostic-version.ts';
import { ProblemError } from './errors.ts';
import { groundOf } from './ground.ts';
import { transactOnce } from './transact-once.ts';
import { type DiagnosticView, viewDiagnostic } from './view-diagnostic.ts';

/**
 * Writes the first version of a diagnostic: the person found or made, identity apart, a match pending, its event in
 * the outbox, all in one transaction. Throws `forbidden`, `invalid`, `conflict` (idempotency key).
 */
export async function recordDiagnostic({ ctx, input }: { ctx: Context; input: unknown }): Promise<DiagnosticView> {
  requireScope(ctx, 'diagnostics:write');
  const { reference, birthDate, input: facts, ageOf } = checkDiagnostic(input, await groundOf(ctx));
  const { ids, clock } = ctx.deps;

  return transactOnce(ctx, {
    async effect(stores) {
      const person = await stores.diagnostics.findOrCreateBeneficiary({
        newId: ids.next('ben'),
        reference,
        birthDate,
      });
      if (birthDate !== null && person.birthDate !== birthDate) {
        await stores.diagnostics.setBirthDate(person.id, birthDate);
      }
      const record = {
        id: ids.next('dia'),
        version: 1,
        beneficiaryId: person.id,
        reference,
        age: ageOf(birthDate ?? person.birthDate),
        input: facts,
        createdAt: clock.now().toString(),
        expiresAt: null,
      };
      await writeVersion(stores, record, { action: 'diagnostic.recorded', fields: Object.keys(facts) });
      return { id: record.id, version: record.version };
    },
    async answer(stores, { id, version }) {
      const record = await stores.diagnostics.find(id, version);
      if (record === null) throw new ProblemError('notFound', 'Ce diagnostic n’existe plus.');
      return viewDiagnostic(record);
    },
  });
}
