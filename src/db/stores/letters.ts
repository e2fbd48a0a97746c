import { and, arrayContains, count, desc, eq, gt, gte, isNotNull, isNull, lt, lte, ne, sql } from 'drizzle-orm';
import type { LetterStore } from '../../services/ports/letters.ts';
import { offers } from '../schema/catalogue.ts';
import { letterReaders } from '../schema/letters.ts';
import { members } from '../schema/people.ts';
import type { Session } from '../session.ts';

/** A letter a week: links of more than a year ago lead nowhere. */
const LINKS_KEPT = 60;

export function createLetterStore({ tx, actor, now }: Session): LetterStore {
  const { territoryId } = actor;
  const at = now.toString();
  const mine = eq(letterReaders.territoryId, territoryId);
  const held = () => and(mine, arrayContains(letterReaders.linkHashes, [actor.link ?? '']));
  const confirmed = isNotNull(letterReaders.confirmedAt);

  return {
    async ask({ linkHash, ...reader }) {
      await tx.insert(letterReaders).values({
        ...{ territoryId, ...reader, linkHashes: [linkHash], createdAt: at, retentionClass: 'reader' as const },
      });
    },
    async findHeld() {
      const [row] = await tx.select().from(letterReaders).where(held());
      return row === undefined ? null : { id: row.id, email: row.email, isConfirmed: row.confirmedAt !== null };
    },
    async unsubscribeHeld() {
      const [gone] = await tx.delete(letterReaders).where(held()).returning({ id: letterReaders.id });
      return gone?.id ?? null;
    },

    async confirm(id, email) {
      await tx
        .delete(letterReaders)
        .where(and(mine, eq(letterReaders.email, email), confirmed, ne(letterReaders.id, id)));
      await tx
        .update(letterReaders)
        .set({ confirmedAt: at, toldUntil: at, purgeAfter: null })
        .where(and(mine, eq(letterReaders.id, id), isNull(letterReaders.confirmedAt)));
    },
    async subscribe(reader) {
      const { rowCount } = await tx
        .insert(letterReaders)
        .values({
          ...{ territoryId, ...reader, confirmedAt: at, toldUntil: at, createdAt: at },
          ...{ retentionClass: 'reader' as const, purgeAfter: null },
        })
        .onConflictDoNothing();
      return (rowCount ?? 0) > 0;
    },
    async isReader(email) {
      const rows = await tx
        .select({ id: letterReaders.id })
        .from(letterReaders)
        .where(and(mine, eq(letterReaders.email, email), confirmed));
      return rows.length > 0;
    },
    async unsubscribe(email) {
      const [gone] = await tx
        .delete(letterReaders)
        .where(and(mine, eq(letterReaders.email, email), confirmed))
        .returning({ id: letterReaders.id });
      return gone?.id ?? null;
    },
    async listDue(toldBefore) {
      const rows = await tx
        .select({ reader: letterReaders, member: members.id })
        .from(letterReaders)
        .leftJoin(
          members,
          and(
            eq(members.territoryId, letterReaders.territoryId),
            eq(members.id, letterReaders.memberId),
            isNull(members.closedAt),
          ),
        )
        .where(and(mine, lt(letterReaders.toldUntil, toldBefore)));
      return rows.map(({ reader: { id, email, toldUntil }, member }) => ({
        ...{ id, email, isProfessional: member !== null, toldUntil: toldUntil ?? at },
      }));
    },
    async markTold({ id, toldUntil }, linkHash) {
      const links = sql`(array_append(${letterReaders.linkHashes}, ${linkHash}::text))[greatest(1, cardinality(${letterReaders.linkHashes}) + 2 - ${LINKS_KEPT}::int):]`;
      const { rowCount } = await tx
        .update(letterReaders)
        .set({ toldUntil: at, ...(linkHash === null ? {} : { linkHashes: links }) })
        .where(and(mine, eq(letterReaders.id, id), eq(letterReaders.toldUntil, toldUntil)));
      return (rowCount ?? 0) > 0;
    },
    async count() {
      const [row] = await tx.select({ n: count() }).from(letterReaders).where(and(mine, confirmed));
      return row?.n ?? 0;
    },
    listNewOffers: (since) =>
      tx
        .select({ id: offers.id, title: offers.title, illustrative: offers.illustrative })
        .from(offers)
        .where(
          and(
            eq(offers.territoryId, territoryId),
            eq(offers.visibility, 'public'),
            isNull(offers.archivedAt),
            gt(offers.updatedAt, since),
            gte(offers.confirmedAt, since.slice(0, 10)),
          ),
        )
        .orderBy(desc(offers.updatedAt), desc(offers.id))
        .limit(100),
    async deleteExpired(until) {
      const { rowCount } = await tx.delete(letterReaders).where(and(mine, lte(letterReaders.purgeAfter, until)));
      return rowCount ?? 0;
    },
  };
}
