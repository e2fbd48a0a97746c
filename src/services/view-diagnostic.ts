import type { DiagnosticInput } from '../domain/diagnostic/diagnostic.ts';
import type { DiagnosticRecord } from './ports.ts';

/** A diagnostic as it leaves the house: the age, never the birth date. */
export type DiagnosticView = {
  id: string;
  version: number;
  createdAt: string;
  /** Trials only: gone after that. */
  expiresAt: string | null;
  beneficiary: {
    id: string;
    reference: string | null;
    /** Completed years at `startsOn`, or at the day it was written where that is later; null where not known. */
    age: number | null;
    statuses?: string[];
    frenchLevel?: string;
  };
} & Omit<DiagnosticInput, 'beneficiary'>;

export function viewDiagnostic(record: DiagnosticRecord): DiagnosticView {
  const { id, version, createdAt, expiresAt, beneficiaryId, reference, age } = record;
  const { beneficiary, ...facts } = record.input;
  const { statuses, frenchLevel } = beneficiary ?? {};
  return {
    id,
    version,
    createdAt,
    expiresAt,
    beneficiary: { id: beneficiaryId, reference, age, statuses, frenchLevel },
    ...facts,
  };
}
