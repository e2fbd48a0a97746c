import { and, asc, desc, eq, gte, isNull, lt, or, sql } from 'drizzle-orm';
import type { FreshnessStore, OfferPair } from '../../services/ports/freshness.ts';
import { offers, offerVersions } from '../schema/catalogue.ts';
import { offerConfirmations, offerLinks, offerPairs, offerReports } from '../schema/freshness.ts';
import { members } from '../schema/people.ts';
import type { Session } from '../session.ts';
import { tryOffer } from './offer-rows.ts';
import { type ToCheckRow, toCheckQuery } from './to-check.ts';

export function createFreshnessStore({ tx, actor, now }: Session): FreshnessStore {
  const { territoryId } = actor;
  const at = now.toString();
  const theLink = (hash: string) => and(eq(offerLinks.territoryId, territoryId), eq(offerLinks.linkHash, hash));
  const ofOffer = (table: typeof offerConfirmations | typeof offerLinks | typeof offerReports, id: string) =>
    and(eq(table.territoryId, territoryId), eq(table.offerId, id));
  const thePair = (firstId: string, secondId: string) =>
    and(eq(offerPairs.territoryId, territoryId), eq(offerPairs.firstId, firstId), eq(offerPairs.secondId, secondId));

  const reports = (where: ReturnType<typeof and>) =>
    tx
      .select({
        id: offerReports.id,
        offerId: offerReports.offerId,
        kind: offerReports.kind,
        note: offerReports.note,
        memberId: offerReports.memberId,
        by: members.displayName,
        createdAt: offerReports.createdAt,
        closedAt: offerReports.closedAt,
      })
      .from(offerReports)
      .leftJoin(members, and(eq(members.territoryId, offerReports.territoryId), eq(members.id, offerReports.memberId)))
      .where(where)
      .orderBy(asc(offerReports.createdAt), asc(offerReports.id));

  return {
    async listConfirmations(offerId, limit) {
      const { confirmedOn: on, source, note } = offerConfirmations;
      return tx
        .select({ on, source, note, by: members.displayName })
        .from(offerConfirmations)
        .leftJoin(
          offerVersions,
          and(
            eq(offerVersions.territoryId, offerConfirmations.territoryId),
            eq(offerVersions.offerId, offerConfirmations.offerId),
            eq(offerVersions.version, offerConfirmations.version),
          ),
        )
        .leftJoin(
          members,
          and(eq(members.territoryId, offerVersions.territoryId), eq(members.id, offerVersions.authorId)),
        )
        .where(ofOffer(offerConfirmations, offerId))
        .orderBy(desc(offerConfirmations.version))
        .limit(limit);
    },
    async noteConfirmation({ on, ...one }) {
      await tx
        .insert(offerConfirmations)
        .values({ territoryId, ...one, confirmedOn: on, createdAt: at })
        .onConflictDoNothing();
    },

    async addLink({ hash, ...link }) {
      await tx.insert(offerLinks).values({ territoryId, linkHash: hash, ...link, sentAt: at });
    },
    async findLink(hash) {
      const { offerId, sentAt, expiresAt, usedAt, answer } = offerLinks;
      const [row] = await tx
        .select({ offerId, sentAt, expiresAt, usedAt, answer })
        .from(offerLinks)
        .where(theLink(hash));
      return row ?? null;
    },
    async useLink(hash, answer) {
      const { rowCount } = await tx
        .update(offerLinks)
        .set({ usedAt: at, answer })
        .where(and(theLink(hash), isNull(offerLinks.usedAt)));
      return rowCount === 1;
    },
    async listSent(offerId) {
      const rows = await tx
        .select({ sentAt: offerLinks.sentAt })
        .from(offerLinks)
        .where(ofOffer(offerLinks, offerId))
        .orderBy(desc(offerLinks.sentAt));
      return rows.map(({ sentAt }) => sentAt);
    },
    countAskedAbout: (since) =>
      tx.$count(
        offerLinks,
        and(eq(offerLinks.territoryId, territoryId), isNull(offerLinks.sentBy), gte(offerLinks.sentAt, since)),
      ),
    async listToRemind({ confirmedUpTo, sentBefore }) {
      const rows = await tx
        .select()
        .from(offers)
        .where(
          and(
            eq(offers.territoryId, territoryId),
            isNull(offers.archivedAt),
            eq(offers.illustrative, false),
            sql`${offers.confirmedAt} <= ${confirmedUpTo}`,
            sql`coalesce(${offers.provider}->>'email', ${offers.provider}->>'phone') is not null`,
            sql`(select count(*) < 2 and coalesce(max(l.sent_at) <= ${sentBefore}, true) from offer_links l
              where l.territory_id = ${offers.territoryId} and l.offer_id = ${offers.id}
                and l.sent_at >= ${offers.confirmedAt})`,
            sql`not exists (select from offer_reports r where r.territory_id = ${offers.territoryId}
              and r.offer_id = ${offers.id} and r.kind = 'changed' and r.closed_at is null)`,
          ),
        )
        .orderBy(asc(offers.confirmedAt), asc(offers.id));
      return rows.flatMap((row) => {
        const read = tryOffer(row);
        return 'offer' in read ? [read.offer] : [];
      });
    },

    async addReport(report) {
      // To name the index would ask for the right to read it.
      const { rowCount } = await tx
        .insert(offerReports)
        .values({ territoryId, ...report, createdAt: at })
        .onConflictDoNothing();
      return rowCount === 1;
    },
    listReports: (offerId) => reports(and(ofOffer(offerReports, offerId), isNull(offerReports.closedAt))),
    findReport: async (id) =>
      (await reports(and(eq(offerReports.territoryId, territoryId), eq(offerReports.id, id))))[0] ?? null,
    async deleteClosedReports(before) {
      const gone = await tx
        .delete(offerReports)
        .where(and(eq(offerReports.territoryId, territoryId), lt(offerReports.closedAt, before)))
        .returning({ id: offerReports.id });
      return gone.length;
    },
    async closeReport(id, reason) {
      const { rowCount } = await tx
        .update(offerReports)
        .set({ closedAt: at, closedBy: actor.id, closedReason: reason })
        .where(and(eq(offerReports.territoryId, territoryId), eq(offerReports.id, id), isNull(offerReports.closedAt)));
      return rowCount === 1;
    },

    async listToCheck(asked) {
      const { rows } = await tx.execute<ToCheckRow>(toCheckQuery(territoryId, asked));
      return rows.map(({ id, reports: said, people }) => ({ id, reports: Number(said), people: Number(people) }));
    },
    async countToCheck(confirmedUpTo) {
      const { rows } = await tx.execute<{ n: string }>(sql`
        select count(*) as n from offers o
        where o.territory_id = ${territoryId} and o.archived_at is null and (
          o.confirmed_at is null or o.confirmed_at <= ${confirmedUpTo} or exists (
            select from offer_reports r where r.territory_id = o.territory_id and r.offer_id = o.id and r.closed_at is null))`);
      return Number(rows[0]?.n ?? 0);
    },

    async listPairs(offerId) {
      const rows = await tx
        .select()
        .from(offerPairs)
        .where(
          and(
            eq(offerPairs.territoryId, territoryId),
            offerId === undefined ? undefined : or(eq(offerPairs.firstId, offerId), eq(offerPairs.secondId, offerId)),
          ),
        )
        .orderBy(desc(offerPairs.decidedAt));
      return rows.map(pairOf);
    },
    async findPair(firstId, secondId) {
      const [row] = await tx.select().from(offerPairs).where(thePair(firstId, secondId)).for('update');
      return row ? pairOf(row) : null;
    },
    async decidePair(firstId, secondId, { decision, merge }) {
      const none = { keptId: null, keptBefore: null, keptAfter: null, goneBefore: null, goneAfter: null };
      const decided = { decision, ...(merge ?? none), decidedBy: actor.id, decidedAt: at };
      await tx
        .insert(offerPairs)
        .values({ territoryId, firstId, secondId, ...decided })
        .onConflictDoUpdate({
          target: [offerPairs.territoryId, offerPairs.firstId, offerPairs.secondId],
          set: decided,
        });
    },
  };
}

function pairOf(row: typeof offerPairs.$inferSelect): OfferPair {
  const { firstId, secondId, decision, decidedAt, keptId, keptBefore, keptAfter, goneBefore, goneAfter } = row;
  const isMerge =
    keptId !== null && keptBefore !== null && keptAfter !== null && goneBefore !== null && goneAfter !== null;
  const merge = isMerge ? { keptId, keptBefore, keptAfter, goneBefore, goneAfter } : null;
  return { firstId, secondId, decision, decidedAt, merge };
}
