import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { ImportRow, ImportStore } from '../../services/ports/imports.ts';
import { importFiles, importRows, imports } from '../schema/imports.ts';
import type { Session } from '../session.ts';
import { batches, createImportTargets } from './import-targets.ts';

/** Imports, their files and their rows. */
export function createImportStore(session: Session): ImportStore {
  const { tx, actor, now } = session;
  const { territoryId, organisationId } = actor;
  const at = now.toString();
  const one = (id: string) => and(eq(imports.territoryId, territoryId), eq(imports.id, id));
  const rowsOf = (importId: string, ...more: (SQL | undefined)[]) =>
    and(eq(importRows.territoryId, territoryId), eq(importRows.importId, importId), ...more);

  return {
    ...createImportTargets(session),

    async insert(input, bytes) {
      await tx
        .insert(imports)
        .values({ ...input, territoryId, organisationId, status: 'pending', createdBy: actor.id, createdAt: at });
      await tx.insert(importFiles).values({ territoryId, importId: input.id, bytes });
    },
    async find(id) {
      const [row] = await tx.select().from(imports).where(one(id));
      return row ?? null;
    },
    async lock(id) {
      const [row] = await tx.select().from(imports).where(one(id)).for('update');
      return row ?? null;
    },
    async list({ limit }) {
      return await tx
        .select()
        .from(imports)
        .where(eq(imports.territoryId, territoryId))
        .orderBy(desc(imports.createdAt), desc(imports.id))
        .limit(limit);
    },
    async update(id, fields) {
      await tx.update(imports).set(fields).where(one(id));
    },
    async readFile(id) {
      const [row] = await tx
        .select({ bytes: importFiles.bytes })
        .from(importFiles)
        .where(and(eq(importFiles.territoryId, territoryId), eq(importFiles.importId, id)));
      return row?.bytes ?? null;
    },
    async deleteFile(id) {
      await tx.delete(importFiles).where(and(eq(importFiles.territoryId, territoryId), eq(importFiles.importId, id)));
    },

    async deleteBefore(instant) {
      const gone = await tx
        .delete(imports)
        .where(and(eq(imports.territoryId, territoryId), lt(imports.createdAt, instant)))
        .returning({ id: imports.id });
      return gone.length;
    },

    async deleteRows(importId) {
      await tx.delete(importRows).where(rowsOf(importId));
    },
    async insertRows(importId, rows) {
      for (const some of batches(rows))
        await tx.insert(importRows).values(some.map((row) => ({ ...row, territoryId, importId })));
    },
    async listRows(importId, { outcomes, after, undone, noted, target, revives, limit }) {
      return await tx
        .select(rowColumns)
        .from(importRows)
        .where(
          rowsOf(
            importId,
            outcomes && inArray(importRows.outcome, [...outcomes]),
            undone && eq(importRows.undone, undone),
            noted ? gt(sql`cardinality(${importRows.notes})`, 0) : undefined,
            target && eq(importRows.target, target),
            revives === undefined ? undefined : sql`(${importRows.change} -> 'revives' is not null) = ${revives}`,
            after === undefined ? undefined : gt(importRows.position, after),
          ),
        )
        .orderBy(asc(importRows.position))
        .limit(limit);
    },
    async listToApply(importId, limit) {
      const isOpen = and(inArray(importRows.outcome, ['create', 'change']), isNull(importRows.appliedAt));
      return await tx
        .select(rowColumns)
        .from(importRows)
        .where(rowsOf(importId, isOpen))
        .orderBy(asc(importRows.position))
        .limit(limit);
    },
    async listToUndo(importId, limit) {
      const isOpen = and(
        isNotNull(importRows.appliedAt),
        isNotNull(importRows.versionAfter),
        isNull(importRows.undone),
      );
      return await tx
        .select(rowColumns)
        .from(importRows)
        .where(rowsOf(importId, isOpen))
        .orderBy(desc(importRows.position))
        .limit(limit);
    },
    async markCreated(importId, positions) {
      if (positions.length === 0) return;
      await tx
        .update(importRows)
        .set({ versionAfter: 1, appliedAt: at })
        .where(rowsOf(importId, inArray(importRows.position, [...positions])));
    },
    async updateRow(importId, position, fields) {
      await tx
        .update(importRows)
        .set(fields)
        .where(rowsOf(importId, eq(importRows.position, position)));
    },
    async countRows(importId) {
      const counted = await tx
        .select({ outcome: importRows.outcome, count: sql<number>`count(*)::int` })
        .from(importRows)
        .where(rowsOf(importId))
        .groupBy(importRows.outcome);
      return Object.fromEntries(counted.map(({ outcome, count }) => [outcome, count]));
    },
  };
}

const rowColumns = {
  position: importRows.position,
  row: importRows.row,
  target: importRows.target,
  outcome: importRows.outcome,
  label: importRows.label,
  targetId: importRows.targetId,
  problems: importRows.problems,
  notes: importRows.notes,
  change: importRows.change,
  versionBefore: importRows.versionBefore,
  versionAfter: importRows.versionAfter,
  appliedAt: importRows.appliedAt,
  undone: importRows.undone,
} satisfies Record<keyof ImportRow, unknown>;
