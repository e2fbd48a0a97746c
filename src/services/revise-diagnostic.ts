import { changedFields } from './changed-fields.ts';
import { type Context, requireScope } from './context.ts';
import { checkDiagnostic, writeVersion } from './diagnostic-version.ts';
import { invalid, ProblemError } from './errors.ts';
import { loadDiagnostic } from './get-diagnostic.ts';
import { groundOf } from './ground.ts';
import { mergePatch } from './merge-patch.ts';
import { type DiagnosticView, viewDiagnostic } from './view-diagnostic.ts';

export type ReviseDiagnosticInput = {
  id: string;
  /** JSON Merge Patch on the diagnostic as it was posted: `null` removes what was known, a list replaces a list. */
  patch: unknown;
  /** The version the caller has seen (`If-Match`). */
  expectedVersion?: number;
};

/**
 * Writes a new version of a diagnostic and has it matched again.
 * Throws `forbidden`, `notFound`, `invalid`, `conflict` when someone revised it meanwhile.
 */
export async function reviseDiagnostic({
  ctx,
  input,
}: {
  ctx: Context;
  input: ReviseDiagnosticInput;
}): Promise<DiagnosticView> {
  requireScope(ctx, 'diagnostics:write');
  const ground = await groundOf(ctx);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const present = await loadDiagnostic(ctx, stores, input.id);
    if (input.expectedVersion !== undefined && input.expectedVersion !== present.version) {
      throw new ProblemError(
        'conflict',
        `Le diagnostic a changé entre-temps (version ${present.version}) : relisez-le, puis recommencez.`,
      );
    }
    const knownBirthDate = await stores.diagnostics.findBirthDate(present.beneficiaryId);
    const before = {
      ...present.input,
      beneficiary: {
        ...present.input.beneficiary,
        ...(present.reference === null ? {} : { reference: present.reference }),
        ...(knownBirthDate === null ? {} : { birthDate: knownBirthDate }),
      },
    };
    const { reference, birthDate, input: facts, ageOf } = checkDiagnostic(mergePatch(before, input.patch), ground);
    if (reference !== present.reference) {
      throw invalid([
        {
          path: 'beneficiary.reference',
          message: 'Un diagnostic ne change pas de personne : faites-en un nouveau pour cette référence.',
        },
      ]);
    }
    if (birthDate !== knownBirthDate) await stores.diagnostics.setBirthDate(present.beneficiaryId, birthDate);
    const record = {
      ...present,
      version: present.version + 1,
      age: ageOf(birthDate),
      input: facts,
      createdAt: ctx.deps.clock.now().toString(),
    };
    const fields = changedFields(present.input, facts);
    if (birthDate !== knownBirthDate) fields.push('beneficiary.birthDate');
    await writeVersion(stores, record, { action: 'diagnostic.revised', fields });
    return viewDiagnostic(await loadDiagnostic(ctx, stores, record.id, record.version));
  });
}
