import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { JobSite, ShiftPattern, SiteStore } from '../../services/ports/employers.ts';
import { carpoolLines, jobSites, shiftPatterns } from '../schema/employers.ts';
import { organisations } from '../schema/territories.ts';
import type { Session } from '../session.ts';

export function createSiteStore({ tx, actor, now }: Session): SiteStore {
  const { territoryId, organisationId } = actor;
  const at = now.toString();
  const theSite = (id: string) => and(eq(jobSites.territoryId, territoryId), eq(jobSites.id, id));
  const thePattern = (id: string) => and(eq(shiftPatterns.territoryId, territoryId), eq(shiftPatterns.id, id));
  const ours = organisationId === null ? sql`false` : eq(jobSites.organisationId, organisationId);

  /** Visitors see a line's site without the rest of its employer. */
  async function read(where: SQL | undefined): Promise<JobSite[]> {
    const rows = await tx
      .select({
        id: jobSites.id,
        organisationId: jobSites.organisationId,
        organisationName: sql<string>`coalesce(${organisations.name}, '')`,
        label: jobSites.label,
        place: jobSites.place,
        illustrative: jobSites.illustrative,
        updatedAt: jobSites.updatedAt,
      })
      .from(jobSites)
      .leftJoin(
        organisations,
        and(eq(organisations.territoryId, jobSites.territoryId), eq(organisations.id, jobSites.organisationId)),
      )
      .where(and(eq(jobSites.territoryId, territoryId), where))
      .orderBy(asc(organisations.name), asc(jobSites.label), asc(jobSites.id));
    const ids = rows.map(({ id }) => id);
    const patterns = ids.length === 0 ? [] : await patternsOf(ids);
    return rows.map((row) => ({ ...row, patterns: patterns.filter(({ siteId }) => siteId === row.id) }));
  }

  const patternColumns = {
    id: shiftPatterns.id,
    siteId: shiftPatterns.siteId,
    label: shiftPatterns.label,
    cycle: shiftPatterns.cycle,
    updatedAt: shiftPatterns.updatedAt,
  };
  const patternsOf = (siteIds: readonly string[]): Promise<ShiftPattern[]> =>
    tx
      .select(patternColumns)
      .from(shiftPatterns)
      .where(
        and(
          eq(shiftPatterns.territoryId, territoryId),
          inArray(shiftPatterns.siteId, [...siteIds]),
          isNull(shiftPatterns.archivedAt),
        ),
      )
      .orderBy(asc(shiftPatterns.label), asc(shiftPatterns.id));

  return {
    listSites: (filter = {}) =>
      read(
        and(
          isNull(jobSites.archivedAt),
          filter.organisationId === undefined ? undefined : eq(jobSites.organisationId, filter.organisationId),
        ),
      ),

    findSite: async (id) => (await read(and(theSite(id), isNull(jobSites.archivedAt))))[0] ?? null,
    findAnySite: async (id) => (await read(theSite(id)))[0] ?? null,

    async insertSite({ id, label, place }) {
      if (organisationId === null) throw new Error('A site belongs to an organisation.');
      const [organisation] = await tx
        .select({ illustrative: organisations.illustrative })
        .from(organisations)
        .where(and(eq(organisations.territoryId, territoryId), eq(organisations.id, organisationId)));
      await tx.insert(jobSites).values({
        territoryId,
        id,
        organisationId,
        label,
        place,
        illustrative: organisation?.illustrative ?? false,
        createdAt: at,
        updatedAt: at,
      });
    },

    async changeSite(id, change, expectedVersion) {
      const changed = await tx
        .update(jobSites)
        .set({ ...change, updatedAt: at })
        .where(and(theSite(id), ours, isNull(jobSites.archivedAt), eq(jobSites.updatedAt, expectedVersion)))
        .returning({ id: jobSites.id });
      return changed.length > 0;
    },

    async archiveSite(id) {
      await tx
        .update(carpoolLines)
        .set({ closedAt: at })
        .where(
          and(eq(carpoolLines.territoryId, territoryId), eq(carpoolLines.siteId, id), isNull(carpoolLines.closedAt)),
        );
      await tx
        .update(shiftPatterns)
        .set({ archivedAt: at, updatedAt: at })
        .where(
          and(
            eq(shiftPatterns.territoryId, territoryId),
            eq(shiftPatterns.siteId, id),
            isNull(shiftPatterns.archivedAt),
          ),
        );
      await tx
        .update(jobSites)
        .set({ archivedAt: at, updatedAt: at })
        .where(and(theSite(id), ours, isNull(jobSites.archivedAt)));
    },

    async findPattern(id) {
      const [pattern] = await tx.select(patternColumns).from(shiftPatterns).where(thePattern(id));
      return pattern ?? null;
    },

    async insertPattern(pattern) {
      await tx.insert(shiftPatterns).values({ territoryId, ...pattern, createdAt: at, updatedAt: at });
    },

    async changePattern(id, change, expectedVersion) {
      const changed = await tx
        .update(shiftPatterns)
        .set({ ...change, updatedAt: at })
        .where(and(thePattern(id), isNull(shiftPatterns.archivedAt), eq(shiftPatterns.updatedAt, expectedVersion)))
        .returning({ id: shiftPatterns.id });
      return changed.length > 0;
    },

    async archivePattern(id) {
      await tx
        .update(shiftPatterns)
        .set({ archivedAt: at, updatedAt: at })
        .where(and(thePattern(id), isNull(shiftPatterns.archivedAt)));
    },
  };
}
