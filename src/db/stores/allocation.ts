import { and, asc, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { compare } from '../../domain/allocation/problem.ts';
import type { AllocationStore } from '../../services/ports/allocation.ts';
import { allocationDecisions, allocationRounds, waitingEntries } from '../schema/allocation.ts';
import { retentionOf, type Session } from '../session.ts';

const {
  territoryId: _entryTerritory,
  updatedAt: _entryUpdated,
  retentionClass: _entryClass,
  purgeAfter: _entryPurge,
  ...ENTRY
} = getTableColumns(waitingEntries);
const { territoryId: _roundTerritory, organisationId: _roundOf, ...ROUND } = getTableColumns(allocationRounds);
const {
  territoryId: _decisionTerritory,
  retentionClass: _decisionClass,
  purgeAfter: _decisionPurge,
  ...DECISION
} = getTableColumns(allocationDecisions);

export function createAllocationStore({ tx, actor, now }: Session): AllocationStore {
  const { territoryId, organisationId } = actor;
  const at = now.toString();
  const kept = retentionOf(now, null);
  const entry = (id: string) => and(eq(waitingEntries.territoryId, territoryId), eq(waitingEntries.id, id));
  const round = (id: string) => and(eq(allocationRounds.territoryId, territoryId), eq(allocationRounds.id, id));
  const decision = ({ roundId, entryId }: { roundId: string; entryId: string }) =>
    and(
      eq(allocationDecisions.territoryId, territoryId),
      eq(allocationDecisions.roundId, roundId),
      eq(allocationDecisions.entryId, entryId),
    );
  const ours = () => {
    if (organisationId === null) throw new TypeError('A structure keeps its list, not a stranger.');
    return organisationId;
  };

  return {
    async insertEntry(row) {
      const rows = await tx
        .insert(waitingEntries)
        .values({ territoryId, ...row, status: 'waiting', createdBy: actor.id, createdAt: at, updatedAt: at, ...kept })
        .onConflictDoNothing()
        .returning({ id: waitingEntries.id });
      return rows.length > 0;
    },
    async findEntry(id) {
      const [row] = await tx.select(ENTRY).from(waitingEntries).where(entry(id));
      return row ?? null;
    },
    async lockEntry(id) {
      const [row] = await tx.select(ENTRY).from(waitingEntries).where(entry(id)).for('update');
      return row ?? null;
    },
    async changeEntry(id, change) {
      await tx
        .update(waitingEntries)
        .set({ ...change, version: sql`${waitingEntries.version} + 1`, updatedAt: at, purgeAfter: kept.purgeAfter })
        .where(entry(id));
    },
    async listEntries({ statuses }) {
      return tx
        .select(ENTRY)
        .from(waitingEntries)
        .where(
          and(
            eq(waitingEntries.territoryId, territoryId),
            eq(waitingEntries.organisationId, ours()),
            inArray(waitingEntries.status, [...statuses]),
          ),
        )
        .orderBy(asc(waitingEntries.waitingSince), asc(waitingEntries.id));
    },
    async findEntryOfReferral(referralId) {
      const [row] = await tx
        .select(ENTRY)
        .from(waitingEntries)
        .where(and(eq(waitingEntries.territoryId, territoryId), eq(waitingEntries.referralId, referralId)))
        .orderBy(desc(waitingEntries.createdAt), desc(waitingEntries.id))
        .limit(1);
      return row ?? null;
    },

    async insertRound(row) {
      await tx.insert(allocationRounds).values({
        territoryId,
        organisationId: ours(),
        ...row,
        status: 'computing',
        createdBy: actor.id,
        createdAt: at,
      });
    },
    async findRound(id) {
      const [row] = await tx.select(ROUND).from(allocationRounds).where(round(id));
      return row ?? null;
    },
    async lockRound(id) {
      const [row] = await tx.select(ROUND).from(allocationRounds).where(round(id)).for('update');
      return row ?? null;
    },
    async changeRound(id, change) {
      await tx.update(allocationRounds).set(change).where(round(id));
    },
    async listRounds(limit) {
      return tx
        .select(ROUND)
        .from(allocationRounds)
        .where(
          and(
            eq(allocationRounds.territoryId, territoryId),
            organisationId === null ? undefined : eq(allocationRounds.organisationId, organisationId),
          ),
        )
        .orderBy(desc(allocationRounds.createdAt), desc(allocationRounds.id))
        .limit(limit);
    },

    async insertDecisions(rows) {
      if (rows.length === 0) return;
      await tx.insert(allocationDecisions).values(rows.map((row) => ({ territoryId, ...row, ...kept })));
    },
    async listDecisions(roundId) {
      const rows = await tx
        .select({ decision: DECISION, since: waitingEntries.waitingSince })
        .from(allocationDecisions)
        .innerJoin(
          waitingEntries,
          and(
            eq(waitingEntries.territoryId, allocationDecisions.territoryId),
            eq(waitingEntries.id, allocationDecisions.entryId),
          ),
        )
        .where(and(eq(allocationDecisions.territoryId, territoryId), eq(allocationDecisions.roundId, roundId)));
      return rows
        .toSorted(
          (a, b) =>
            b.decision.points.total - a.decision.points.total ||
            compare(a.since, b.since) ||
            compare(a.decision.entryId, b.decision.entryId),
        )
        .map((row) => row.decision);
    },
    async lockDecision(asked) {
      const [row] = await tx.select(DECISION).from(allocationDecisions).where(decision(asked)).for('update');
      return row ?? null;
    },
    async decide(asked, change) {
      await tx
        .update(allocationDecisions)
        .set({ ...change, decidedBy: actor.id, decidedAt: at, purgeAfter: kept.purgeAfter })
        .where(decision(asked));
    },
    async findLastDecision(entryId) {
      const [row] = await tx
        .select(DECISION)
        .from(allocationDecisions)
        .where(and(eq(allocationDecisions.territoryId, territoryId), eq(allocationDecisions.entryId, entryId)))
        .orderBy(desc(sql`${allocationDecisions.decidedAt} is not null`), desc(allocationDecisions.decidedAt))
        .limit(1);
      return row ?? null;
    },
  };
}
