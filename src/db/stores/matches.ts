import { and, asc, eq, gt, lte, type SQL, sql } from 'drizzle-orm';
import { gapsOf } from '../../domain/counterfactual/gaps.ts';
import { offersTold } from '../../domain/matching/offers-told.ts';
import type { MatchResult } from '../../domain/matching/result.ts';
import { ProblemError } from '../../services/errors.ts';
import type { MatchStore, StoredMatch } from '../../services/ports.ts';
import type { RetentionClass } from '../schema/columns.ts';
import { diagnostics, matches } from '../schema/diagnostics.ts';
import { matchGaps } from '../schema/match-gaps.ts';
import { unservedLegs } from '../schema/unserved-legs.ts';
import { hold, type Session } from '../session.ts';
import { packResult, unpackResult } from './packed-result.ts';
import { plannedVersion, WITHOUT_JOB } from './rematching.ts';

/** Notified with `<diagnosticId> <version>` when a match stops being pending; `client.ts` listens. */
export const MATCH_CHANNEL = 'match_settled';
const rematching = sql<boolean>`${matches.status} = 'ready' and ${matches.wantedVersion} is not null`;
export const matchPayload = (diagnosticId: string, version: number) => `${diagnosticId} ${version}`;

export function createMatchStore(session: Session): MatchStore {
  const { tx, actor } = session;
  const { territoryId } = actor;
  const one = (diagnosticId: string, version: number) =>
    and(eq(matches.territoryId, territoryId), eq(matches.diagnosticId, diagnosticId), eq(matches.version, version));

  type Outcome = Pick<StoredMatch, 'status' | 'computedAt' | 'result' | 'failure'> & {
    provisional: boolean;
    offerIds: string[];
    catalogueVersion: number | null;
    wantedVersion?: SQL;
    wantedAt?: SQL;
    campaignId?: SQL;
  };

  async function settle(diagnosticId: string, version: number, outcome: Outcome): Promise<void> {
    const settled = await tx
      .update(matches)
      .set({ ...outcome, result: outcome.result === null ? null : packResult(outcome.result) })
      .where(one(diagnosticId, version))
      .returning({ retentionClass: matches.retentionClass, purgeAfter: matches.purgeAfter });
    const [kept] = settled;
    // Purged while it was being computed: there is nobody left to tell.
    if (kept === undefined) return;
    await replaceSummed(diagnosticId, version, outcome.result, kept);
    await tx.execute(sql`select pg_notify(${MATCH_CHANNEL}, ${matchPayload(diagnosticId, version)})`);
  }

  /** Waits for a newer version's result that is being stored; one that is stored later finds what this one has left. */
  async function isOvertaken(diagnosticId: string, version: number): Promise<boolean> {
    const newer = await tx
      .select({ status: matches.status })
      .from(matches)
      .where(
        and(eq(matches.territoryId, territoryId), eq(matches.diagnosticId, diagnosticId), gt(matches.version, version)),
      )
      .orderBy(asc(matches.version))
      .for('update');
    return newer.some(({ status }) => status !== 'pending');
  }

  /** What sums over the territory read. That of older versions is overtaken; a trial is nobody's: it counts in no sum. */
  async function replaceSummed(
    diagnosticId: string,
    version: number,
    result: MatchResult | null,
    kept: { retentionClass: RetentionClass; purgeAfter: string | null },
  ): Promise<void> {
    for (const table of [matchGaps, unservedLegs]) {
      const mine = and(eq(table.territoryId, territoryId), eq(table.diagnosticId, diagnosticId));
      await tx.delete(table).where(and(mine, lte(table.version, version)));
    }
    if (result === null || kept.retentionClass === 'trial') return;
    const [gaps, { unserved = [] }] = [gapsOf(result), result];
    if (gaps.length + unserved.length === 0 || (await isOvertaken(diagnosticId, version))) return;
    const of = { territoryId, diagnosticId, version, ...kept };
    const gapRows = gaps.map(({ ride, ...gap }, position) => ({
      ...of,
      position,
      ...gap,
      direction: ride?.direction ?? null,
      hour: ride?.hour ?? null,
      fromCommune: ride?.from ?? null,
      toCommune: ride?.to ?? null,
    }));
    if (gapRows.length > 0) await tx.insert(matchGaps).values(gapRows);
    const legRows = unserved.map(({ ride, occurrences, nearest }, position) => ({
      ...of,
      position,
      direction: ride.direction,
      hour: ride.hour,
      fromCommune: ride.from,
      toCommune: ride.to,
      occurrences,
      ...nearest,
    }));
    if (legRows.length > 0) await tx.insert(unservedLegs).values(legRows);
  }

  const saveReady: MatchStore['saveReady'] = async (diagnosticId, version, computedAt, result, catalogueVersion) => {
    const stillWanted =
      catalogueVersion === undefined
        ? {}
        : wantedAfter(catalogueVersion, await plannedVersion(session, catalogueVersion));
    await settle(diagnosticId, version, {
      status: 'ready',
      computedAt,
      result,
      failure: null,
      provisional: result.provisional,
      offerIds: offersTold(result),
      catalogueVersion: catalogueVersion ?? null,
      ...stillWanted,
    });
  };

  return {
    async insertPending(diagnosticId, version) {
      await hold(session, diagnosticId);
      const [kept] = await tx
        .select({ retentionClass: diagnostics.retentionClass, purgeAfter: diagnostics.purgeAfter })
        .from(diagnostics)
        .where(and(eq(diagnostics.territoryId, territoryId), eq(diagnostics.id, diagnosticId)));
      if (!kept) throw new ProblemError('notFound', 'Ce diagnostic n’existe pas.');
      await tx.insert(matches).values({ territoryId, diagnosticId, version, status: 'pending', ...kept });
    },

    async find(diagnosticId, version) {
      await hold(session, diagnosticId);
      const [row] = await tx
        .select({
          diagnosticId: matches.diagnosticId,
          version: matches.version,
          status: matches.status,
          computedAt: matches.computedAt,
          result: matches.result,
          failure: matches.failure,
          rematching,
        })
        .from(matches)
        .where(one(diagnosticId, version));
      if (row === undefined) return null;
      return { ...row, result: row.result === null ? null : unpackResult(row.result) };
    },

    async findState(diagnosticId, version) {
      await hold(session, diagnosticId);
      const [row] = await tx
        .select({ status: matches.status, computedAt: matches.computedAt, rematching })
        .from(matches)
        .where(one(diagnosticId, version));
      return row ?? null;
    },

    saveReady,

    async replaceReady({ diagnosticId, version, computedAt, catalogueVersion }, result) {
      // Whoever is storing another is waited for, and what they have stored is what is looked at.
      const [row] = await tx
        .select({ version: matches.version })
        .from(matches)
        .where(
          and(
            one(diagnosticId, version),
            eq(matches.status, 'ready'),
            sql`${matches.computedAt} = ${computedAt}::timestamptz(3)`,
            eq(matches.catalogueVersion, catalogueVersion),
          ),
        )
        .for('update');
      if (row === undefined) return false;
      await saveReady(diagnosticId, version, computedAt, result, catalogueVersion);
      return true;
    },

    saveFailed: (diagnosticId, version, failure) =>
      settle(diagnosticId, version, {
        status: 'failed',
        computedAt: null,
        result: null,
        failure,
        provisional: false,
        offerIds: [],
        catalogueVersion: null,
      }),

    async listGaps() {
      const rows = await tx
        .select({
          personId: diagnostics.beneficiaryId,
          offerId: matchGaps.offerId,
          lever: matchGaps.lever,
          amount: matchGaps.amount,
          unit: matchGaps.unit,
          direction: matchGaps.direction,
          hour: matchGaps.hour,
          from: matchGaps.fromCommune,
          to: matchGaps.toCommune,
        })
        .from(matchGaps)
        .innerJoin(
          diagnostics,
          and(eq(diagnostics.territoryId, matchGaps.territoryId), eq(diagnostics.id, matchGaps.diagnosticId)),
        )
        .where(eq(matchGaps.territoryId, territoryId));
      return rows.map(({ direction, hour, from, to, ...gap }) => ({
        ...gap,
        ride: direction === null || hour === null ? null : { direction, hour, from, to },
      }));
    },
  };
}

/**
 * A result is wanted no more when it rests on the version asked for. Where changes after its version were already turned
 * into re-matching (`planned`), it may have missed some of them: it was not stored yet when they were looked at.
 */
function wantedAfter(version: number, planned: number) {
  const wanted = sql`greatest(coalesce(${matches.wantedVersion}, 0), ${planned}::bigint)`;
  const isWanted = sql`${wanted} > ${version}::bigint`;
  return {
    wantedVersion: sql`case when ${isWanted} then ${wanted} end`,
    wantedAt: sql`case when ${isWanted} then coalesce(${matches.wantedAt}, ${WITHOUT_JOB}::timestamptz) end`,
    campaignId: sql`case when ${isWanted} then ${matches.campaignId} end`,
  };
}
