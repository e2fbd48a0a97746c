import { and, asc, desc, eq, gte, inArray, isNull, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { CarpoolLine, LineStore } from '../../services/ports/employers.ts';
import { carpoolLines, lineAnswers } from '../schema/employers.ts';
import { organisations } from '../schema/territories.ts';
import type { Session } from '../session.ts';

/** Nobody who answered a poster waits longer for a call. */
const ANSWER_DAYS = 90;

export function createLineStore({ tx, actor, now }: Session): LineStore {
  const { territoryId, organisationId } = actor;
  const at = now.toString();
  const theLine = (id: string) => and(eq(carpoolLines.territoryId, territoryId), eq(carpoolLines.id, id));
  const theAnswer = (id: string) => and(eq(lineAnswers.territoryId, territoryId), eq(lineAnswers.id, id));
  const toUs = organisationId === null ? sql`false` : eq(lineAnswers.toOrganisationId, organisationId);

  const read = (where: SQL | undefined): Promise<CarpoolLine[]> =>
    tx
      .select({
        id: carpoolLines.id,
        organisationId: carpoolLines.organisationId,
        organisationName: sql<string>`coalesce(${organisations.name}, '')`,
        siteId: carpoolLines.siteId,
        patternId: carpoolLines.patternId,
        toOrganisationId: carpoolLines.toOrganisationId,
        label: carpoolLines.label,
        code: carpoolLines.code,
        createdAt: carpoolLines.createdAt,
        closedAt: carpoolLines.closedAt,
      })
      .from(carpoolLines)
      .leftJoin(
        organisations,
        and(eq(organisations.territoryId, carpoolLines.territoryId), eq(organisations.id, carpoolLines.organisationId)),
      )
      .where(and(eq(carpoolLines.territoryId, territoryId), where))
      .orderBy(sql`${carpoolLines.closedAt} is not null`, desc(carpoolLines.createdAt), desc(carpoolLines.id));

  return {
    listLines: (filter) =>
      read(
        'organisationId' in filter
          ? eq(carpoolLines.organisationId, filter.organisationId)
          : eq(carpoolLines.toOrganisationId, filter.toOrganisationId),
      ),
    findLine: async (id) => (await read(theLine(id)))[0] ?? null,
    findLineByCode: async (code) =>
      (await read(and(eq(carpoolLines.code, code), isNull(carpoolLines.closedAt))))[0] ?? null,

    async insertLine(line) {
      if (organisationId === null) throw new Error('A line belongs to an organisation.');
      const added = await tx
        .insert(carpoolLines)
        .values({ territoryId, organisationId, ...line, createdAt: at })
        .onConflictDoNothing({ target: [carpoolLines.territoryId, carpoolLines.code] })
        .returning({ id: carpoolLines.id });
      return added.length > 0;
    },

    async closeLine(id) {
      const closed = await tx
        .update(carpoolLines)
        .set({ closedAt: at })
        .where(and(theLine(id), isNull(carpoolLines.closedAt)))
        .returning({ id: carpoolLines.id });
      return closed.length > 0;
    },

    // Nothing is read back: whoever answers sees no answer, not even theirs.
    async insertAnswer(answer) {
      await tx.insert(lineAnswers).values({
        territoryId,
        ...answer,
        createdAt: at,
        retentionClass: 'request',
        purgeAfter: now.add({ hours: 24 * ANSWER_DAYS }).toString(),
      });
    },

    listAnswers: ({ limit }) =>
      tx
        .select({
          id: lineAnswers.id,
          lineId: lineAnswers.lineId,
          role: lineAnswers.role,
          commune: lineAnswers.commune,
          firstName: lineAnswers.firstName,
          phone: lineAnswers.phone,
          handledAt: lineAnswers.handledAt,
          handledBy: lineAnswers.handledBy,
          createdAt: lineAnswers.createdAt,
        })
        .from(lineAnswers)
        .where(and(eq(lineAnswers.territoryId, territoryId), toUs))
        .orderBy(
          sql`${lineAnswers.handledAt} is not null`,
          desc(lineAnswers.handledAt),
          asc(lineAnswers.createdAt),
          asc(lineAnswers.id),
        )
        .limit(limit),

    async markHandled(id) {
      const handled = await tx
        .update(lineAnswers)
        .set({ handledAt: at, handledBy: actor.id })
        .where(and(theAnswer(id), toUs, isNull(lineAnswers.handledAt)))
        .returning({ id: lineAnswers.id });
      return handled.length > 0;
    },

    countAnswers: (lineIds, { since, until }) =>
      lineIds.length === 0
        ? Promise.resolve([])
        : tx
            .select({
              lineId: lineAnswers.lineId,
              role: lineAnswers.role,
              // Whoever answers twice is one: a number is told by its last nine digits, however it was written.
              people: sql<number>`count(distinct right(regexp_replace(${lineAnswers.phone}, '[^0-9]', '', 'g'), 9))::int`,
            })
            .from(lineAnswers)
            .where(
              and(
                eq(lineAnswers.territoryId, territoryId),
                inArray(lineAnswers.lineId, [...lineIds]),
                lt(lineAnswers.createdAt, since),
                gte(lineAnswers.purgeAfter, until),
              ),
            )
            .groupBy(lineAnswers.lineId, lineAnswers.role),

    async deleteExpiredAnswers(instant) {
      const gone = await tx
        .delete(lineAnswers)
        .where(and(eq(lineAnswers.territoryId, territoryId), lte(lineAnswers.purgeAfter, instant)))
        .returning({ id: lineAnswers.id });
      return gone.length;
    },
  };
}
