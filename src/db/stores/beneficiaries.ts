import { and, eq, sql } from 'drizzle-orm';
import { ProblemError } from '../../services/errors.ts';
import type { DiagnosticStore } from '../../services/ports.ts';
import { beneficiaries, beneficiaryIdentities } from '../schema/people.ts';
import { retentionOf, type Session } from '../session.ts';

type BeneficiaryPart = Pick<DiagnosticStore, 'findOrCreateBeneficiary' | 'findBirthDate' | 'setBirthDate'>;

/**
 * The persons and the organisation's access to them; says which were not opened, because it uses their reference already. Of a
 * visitor they are trials, kept for a day.
 */
export async function openBeneficiaryFiles(
  { tx, actor, now }: Session,
  files: readonly { id: string; reference: string | null }[],
): Promise<string[]> {
  const aDayLater = actor.organisationId ? null : now.add({ hours: 24 }).toString();
  const { retentionClass, purgeAfter } = retentionOf(now, aDayLater);
  const { rows } = await tx.execute<{ id: string; opened: boolean }>(
    sql`select f.id, open_beneficiary_file(f.id, f.reference, ${retentionClass}, ${purgeAfter}) as opened
      from jsonb_to_recordset(${JSON.stringify(files)}::jsonb) as f (id text, reference text)`,
  );
  return rows.flatMap(({ id, opened }) => (opened ? [] : [id]));
}

/** A person and their birth date, each in its own table. Visitors' trials have neither reference nor identity. */
export function createBeneficiaryStore(session: Session): BeneficiaryPart {
  const { tx, actor, now } = session;
  const { territoryId, organisationId } = actor;
  const identity = (beneficiaryId: string) =>
    and(eq(beneficiaryIdentities.territoryId, territoryId), eq(beneficiaryIdentities.beneficiaryId, beneficiaryId));

  /** Whom one's own organisation calls so: a partner's number is somebody else's, even where their file is shared. */
  async function findByReference(reference: string): Promise<string | null> {
    if (organisationId === null) return null;
    const [row] = await tx
      .select({ id: beneficiaries.id })
      .from(beneficiaries)
      .where(
        and(
          eq(beneficiaries.territoryId, territoryId),
          eq(beneficiaries.organisationId, organisationId),
          eq(beneficiaries.reference, reference),
        ),
      );
    return row?.id ?? null;
  }

  async function findBirthDate(beneficiaryId: string): Promise<string | null> {
    const [row] = await tx
      .select({ birthDate: beneficiaryIdentities.birthDate })
      .from(beneficiaryIdentities)
      .where(identity(beneficiaryId));
    return row?.birthDate ?? null;
  }

  async function setBirthDate(beneficiaryId: string, birthDate: string | null): Promise<void> {
    await tx
      .insert(beneficiaryIdentities)
      .values({ territoryId, beneficiaryId, birthDate, ...retentionOf(now, null) })
      .onConflictDoUpdate({
        target: [beneficiaryIdentities.territoryId, beneficiaryIdentities.beneficiaryId],
        set: { birthDate },
      });
  }

  return {
    async findOrCreateBeneficiary({ newId, reference, birthDate }) {
      const known = reference === null ? null : await findByReference(reference);
      if (known !== null) return { id: known, birthDate: await findBirthDate(known) };
      if (reference !== null && organisationId === null) {
        throw new ProblemError('forbidden', 'Une référence de bénéficiaire appartient à une structure.');
      }
      const taken = await openBeneficiaryFiles(session, [{ id: newId, reference }]);
      if (taken.length === 0) {
        if (birthDate !== null && organisationId !== null) await setBirthDate(newId, birthDate);
        return { id: newId, birthDate };
      }
      // Someone of the same organisation took the reference meanwhile, or its file is closed to us.
      const theirs = reference === null ? null : await findByReference(reference);
      if (theirs !== null) return { id: theirs, birthDate: await findBirthDate(theirs) };
      throw new ProblemError(
        'conflict',
        'Cette référence est celle d’un dossier auquel votre structure n’a plus accès : choisissez-en une autre.',
      );
    },
    findBirthDate,
    setBirthDate,
  };
}
