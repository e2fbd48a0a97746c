import { and, eq, gt, isNull, or, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { diagnosticInputSchema } from '../../domain/diagnostic/diagnostic.ts';
import type { DiagnosticRecord } from '../../services/ports.ts';
import { diagnostics, diagnosticVersions } from '../schema/diagnostics.ts';
import { beneficiaries } from '../schema/people.ts';
import type { Session } from '../session.ts';

export const recordColumns = {
  id: diagnostics.id,
  version: diagnosticVersions.version,
  beneficiaryId: diagnostics.beneficiaryId,
  reference: beneficiaries.reference,
  age: diagnosticVersions.age,
  facts: diagnosticVersions.facts,
  createdAt: diagnosticVersions.createdAt,
  expiresAt: diagnostics.expiresAt,
};

type RecordRow = Omit<DiagnosticRecord, 'input'> & { facts: unknown };

/** Joins a version to its diagnostic: the newest, or that one. */
export const versionOf = (version?: number): SQL | undefined =>
  and(
    eq(diagnosticVersions.territoryId, diagnostics.territoryId),
    eq(diagnosticVersions.diagnosticId, diagnostics.id),
    eq(diagnosticVersions.version, version ?? diagnostics.currentVersion),
  );

/** Joins the person; a left join, for a visitor holds the trial, not the person, and needs nothing of them. */
export const personOf = (): SQL | undefined =>
  and(eq(beneficiaries.territoryId, diagnostics.territoryId), eq(beneficiaries.id, diagnostics.beneficiaryId));

/** A trial that has had its day is gone, purged or not. */
export const notExpired = ({ now }: Pick<Session, 'now'>): SQL | undefined =>
  or(isNull(diagnostics.expiresAt), gt(diagnostics.expiresAt, now.toString()));

/** Whose result is made again as the catalogue and the roads change: of a search that nobody looks at any more it is not. */
export const isKeptFresh = (session: Pick<Session, 'now'>): SQL | undefined =>
  and(notExpired(session), or(isNull(diagnostics.watchedUntil), gt(diagnostics.watchedUntil, session.now.toString())));

/** Throws when the stored facts are none any more. */
export function recordOf(row: RecordRow): DiagnosticRecord {
  const read = tryRecord(row);
  if ('record' in read) return read.record;
  throw new Error(`The facts of diagnostic ${row.id} do not fit any more:\n${read.reason}`);
}

/** The same for who must go on without it. */
export function tryRecord({ facts, ...rest }: RecordRow): { record: DiagnosticRecord } | { reason: string } {
  const parsed = diagnosticInputSchema.safeParse(facts);
  return parsed.success ? { record: { ...rest, input: parsed.data } } : { reason: z.prettifyError(parsed.error) };
}
