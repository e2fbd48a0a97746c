import type { Context } from './context.ts';
import { checkDiagnostic, writeVersion } from './diagnostic-version.ts';
import { groundOf } from './ground.ts';
import { type DiagnosticView, viewDiagnostic } from './view-diagnostic.ts';

const KEPT_HOURS = 24;

/**
 * A diagnostic without a name, for whoever tries the platform: no reference, no birth date (only the age it gives),
 * gone after 24 hours. Throws `invalid`.
 */
export async function startTrial({ ctx, input }: { ctx: Context; input: unknown }): Promise<DiagnosticView> {
  const { birthDate, input: facts, ageOf } = checkDiagnostic(input, await groundOf(ctx));
  const { ids, clock, database } = ctx.deps;
  const now = clock.now();

  return database.transact(ctx.actor, async (stores) => {
    const person = await stores.diagnostics.findOrCreateBeneficiary({
      newId: ids.next('beneficiary'),
      reference: null,
      birthDate: null,
    });
    const record = {
      id: ids.next('diagnostic'),
      version: 1,
      beneficiaryId: person.id,
      reference: null,
      age: ageOf(birthDate),
      input: facts,
      createdAt: now.toString(),
      expiresAt: now.add({ hours: KEPT_HOURS }).toString(),
    };
    await writeVersion(stores, record, { action: 'trial.started', fields: Object.keys(facts) });
    return viewDiagnostic(record);
  });
}
