import { and, asc, eq, inArray, isNull, lt, lte, notExists, or, sql } from 'drizzle-orm';
import type { DiagnosticInput } from '../../domain/diagnostic/diagnostic.ts';
import { ProblemError } from '../../services/errors.ts';
import type { DiagnosticRecord, DiagnosticStore, RoadsOfResult } from '../../services/ports.ts';
import { diagnostics, diagnosticVersions, matches } from '../schema/diagnostics.ts';
import { beneficiaries } from '../schema/people.ts';
import { hold, retentionOf, type Session } from '../session.ts';
import { createBeneficiaryStore } from './beneficiaries.ts';
import { isKeptFresh, notExpired, personOf, recordColumns, recordOf, versionOf } from './diagnostic-records.ts';

export function createDiagnosticStore(session: Session): DiagnosticStore {
  const { tx, actor, now } = session;
  const { territoryId, organisationId } = actor;

  async function openDiagnostic(record: DiagnosticRecord): Promise<void> {
    await tx.insert(diagnostics).values({
      territoryId,
      id: record.id,
      beneficiaryId: record.beneficiaryId,
      organisationId,
      currentVersion: record.version,
      trial: record.expiresAt !== null,
      createdAt: record.createdAt,
      expiresAt: record.expiresAt,
      ...retentionOf(now, record.expiresAt),
    });
  }

  async function raiseVersion({ id, version, expiresAt }: DiagnosticRecord): Promise<void> {
    const { purgeAfter } = retentionOf(now, expiresAt);
    const raised = await tx
      .update(diagnostics)
      .set({ currentVersion: version, purgeAfter })
      .where(
        and(
          eq(diagnostics.territoryId, territoryId),
          eq(diagnostics.id, id),
          eq(diagnostics.currentVersion, version - 1),
        ),
      )
      .returning({ id: diagnostics.id });
    if (raised.length === 0) {
      throw new ProblemError('conflict', 'Ce diagnostic a changé entre-temps : relisez-le, puis recommencez.');
    }
  }

  return {
    ...createBeneficiaryStore(session),

    async insertVersion(record) {
      await hold(session, record.id);
      await (record.version === 1 ? openDiagnostic(record) : raiseVersion(record));
      const { purgeAfter, retentionClass } = retentionOf(now, record.expiresAt);
      await tx.insert(diagnosticVersions).values({
        territoryId,
        diagnosticId: record.id,
        version: record.version,
        age: record.age,
        facts: withoutIdentity(record.input),
        createdAt: record.createdAt,
        retentionClass,
        purgeAfter,
      });
      if (retentionClass === 'file') {
        await tx
          .update(beneficiaries)
          .set({ purgeAfter })
          .where(and(eq(beneficiaries.territoryId, territoryId), eq(beneficiaries.id, record.beneficiaryId)));
      }
    },

    async find(id, version) {
      await hold(session, id);
      const [row] = await tx
        .select(recordColumns)
        .from(diagnostics)
        .innerJoin(diagnosticVersions, versionOf(version))
        .leftJoin(beneficiaries, personOf())
        .where(and(eq(diagnostics.territoryId, territoryId), eq(diagnostics.id, id), notExpired(session)));
      return row ? recordOf(row) : null;
    },

    async listToMatch({ pendingSince, provisional, otherThan, limit }) {
      return await tx
        .select({ id: diagnostics.id, version: diagnostics.currentVersion })
        .from(matches)
        .innerJoin(
          diagnostics,
          and(
            eq(diagnostics.territoryId, matches.territoryId),
            eq(diagnostics.id, matches.diagnosticId),
            eq(diagnostics.currentVersion, matches.version),
          ),
        )
        .innerJoin(
          diagnosticVersions,
          and(
            eq(diagnosticVersions.territoryId, matches.territoryId),
            eq(diagnosticVersions.diagnosticId, matches.diagnosticId),
            eq(diagnosticVersions.version, matches.version),
          ),
        )
        .where(
          and(
            eq(matches.territoryId, territoryId),
            or(
              and(eq(matches.status, 'pending'), lt(diagnosticVersions.createdAt, pendingSince)),
              provisional === false
                ? undefined
                : and(
                    isKeptFresh(session),
                    eq(matches.provisional, true),
                    provisional === true ? undefined : restsOnOthers(provisional),
                  ),
              otherThan
                ? and(isKeptFresh(session), lt(matches.computedAt, otherThan.before), restsOnOthers(otherThan.roads))
                : undefined,
            ),
            notExpired(session),
          ),
        )
        .orderBy(asc(diagnostics.createdAt), asc(diagnostics.id))
        .limit(limit);
    },

    async deleteExpired(instant) {
      const gone = await tx
        .delete(diagnostics)
        .where(and(eq(diagnostics.territoryId, territoryId), lte(diagnostics.expiresAt, instant)))
        .returning({ beneficiaryId: diagnostics.beneficiaryId });
      if (gone.length === 0) return 0;
      // The nameless persons of those trials go too, unless something else was recorded for them since.
      await tx.delete(beneficiaries).where(
        and(
          eq(beneficiaries.territoryId, territoryId),
          inArray(beneficiaries.id, [...new Set(gone.map((row) => row.beneficiaryId))]),
          isNull(beneficiaries.reference),
          notExists(
            tx
              .select({ one: sql`1` })
              .from(diagnostics)
              .where(
                and(
                  eq(diagnostics.territoryId, beneficiaries.territoryId),
                  eq(diagnostics.beneficiaryId, beneficiaries.id),
                ),
              ),
          ),
        ),
      );
      return gone.length;
    },
  };
}

/** The date first: few results are as old, and only theirs is opened. */
/** Of the modes a result used: a result of before they were told names the car's. */
function restsOnOthers(roads: RoadsOfResult['roads']) {
  const told = sql`coalesce(${matches.result} -> 'roads', jsonb_build_object('car', concat_ws(' ', ${matches.result} ->> 'router', ${matches.result} ->> 'dataSet')))`;
  const other = sql`exists (select from jsonb_each_text(${told}) as used join jsonb_each_text(${JSON.stringify(roads)}::jsonb) as present using (key) where used.value <> present.value)`;
  return and(eq(matches.status, 'ready'), other);
}

/** Whatever a caller left in, the matching facts never hold who the person is. */
function withoutIdentity(input: DiagnosticInput): DiagnosticInput {
  if (!input.beneficiary) return input;
  const { reference: _reference, birthDate: _birthDate, ...facts } = input.beneficiary;
  return { ...input, beneficiary: facts };
}
