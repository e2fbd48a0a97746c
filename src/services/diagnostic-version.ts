import { type DiagnosticInput, diagnosticInputSchema } from '../domain/diagnostic/diagnostic.ts';
import { startOf } from '../domain/diagnostic/facts.ts';
import { diagnosticProblems } from '../domain/diagnostic/validate.ts';
import type { Ground } from '../domain/place-problems.ts';
import { ageOn } from '../domain/schedule/dates.ts';
import { invalid } from './errors.ts';
import { mergePatch } from './merge-patch.ts';
import { parseInput } from './parse-input.ts';
import type { AuditEntry, DiagnosticRecord, Stores } from './ports.ts';

export type CheckedDiagnostic = {
  reference: string | null;
  birthDate: string | null;
  /** Matching facts alone: reference and birth date are taken out. */
  input: DiagnosticInput;
  /** Completed years on the first day, or today where that is later. */
  ageOf(birthDate: string | null): number | null;
};

/** Parses and checks a diagnostic; null means not known, as absent does. Throws `invalid`. */
export function checkDiagnostic(raw: unknown, { today, ground }: { today: string; ground: Ground }): CheckedDiagnostic {
  const diagnostic = parseInput(diagnosticInputSchema, mergePatch(undefined, raw));
  const problems = diagnosticProblems({ diagnostic, today, ground });
  if (problems.length > 0) throw invalid(problems);

  const { beneficiary, ...facts } = diagnostic;
  const { reference = null, birthDate = null, ...known } = beneficiary ?? {};
  const day = startOf(diagnostic, today);
  return {
    reference,
    birthDate,
    input: { ...facts, ...(beneficiary === undefined ? {} : { beneficiary: known }) },
    ageOf: (date) => (date === null ? null : ageOn(date, day)),
  };
}

/** Everything that one more version of a diagnostic means, inside the caller's transaction. */
export async function writeVersion(
  stores: Stores,
  record: DiagnosticRecord,
  audit: Pick<AuditEntry, 'action' | 'fields'>,
): Promise<void> {
  const { id, version } = record;
  await stores.diagnostics.insertVersion(record);
  await stores.matches.insertPending(id, version);
  await stores.audit.record({ ...audit, entity: 'diagnostic', entityId: id });
  await stores.outbox.append({ type: 'diagnosticRecorded', diagnosticId: id, version });
}
