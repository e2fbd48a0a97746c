import { and, asc, desc, eq, gt, isNull, max, ne, or, sql } from 'drizzle-orm';
import type { Mode } from '../../../geo/router.ts';
import type { Offer } from '../../domain/catalogue/offer.ts';
import type { RoadStore } from '../../services/ports.ts';
import { offers } from '../schema/catalogue.ts';
import { landmarkSets, offerRoads } from '../schema/roads.ts';
import type { Session } from '../session.ts';
import { tryOffer } from './offer-rows.ts';

export function createRoadStore({ tx, actor, now }: Session): RoadStore {
  const { territoryId } = actor;

  async function findLandmarks(mode: Mode, dataSet: string): Promise<Uint8Array | null> {
    const [row] = await tx
      .select({ payload: landmarkSets.payload })
      .from(landmarkSets)
      .where(
        and(eq(landmarkSets.territoryId, territoryId), eq(landmarkSets.mode, mode), eq(landmarkSets.dataSet, dataSet)),
      );
    return row?.payload ?? null;
  }

  return {
    findLandmarks,

    async findRival({ mode, dataSet }) {
      const [latest] = await tx
        .select({ dataSet: landmarkSets.dataSet, since: landmarkSets.since })
        .from(landmarkSets)
        .where(and(eq(landmarkSets.territoryId, territoryId), eq(landmarkSets.mode, mode)))
        .orderBy(desc(landmarkSets.since), asc(landmarkSets.dataSet))
        .limit(1);
      if (latest === undefined || latest.dataSet === dataSet) return null;
      const [last] = await tx
        .select({ measuredAt: max(offerRoads.measuredAt) })
        .from(offerRoads)
        .where(and(eq(offerRoads.territoryId, territoryId), eq(offerRoads.dataSet, latest.dataSet)));
      return { since: latest.since, usedAt: last?.measuredAt ?? null };
    },

    async keepLandmarks({ mode, dataSet, since, payload }) {
      await tx
        .insert(landmarkSets)
        .values({ territoryId, mode, dataSet, payload, since: since ?? now.toString() })
        .onConflictDoNothing();
      return (await findLandmarks(mode, dataSet)) ?? payload;
    },

    async listOffersToMeasure({ dataSet, limit }) {
      const found: Offer[] = [];
      for (let afterId = ''; ; ) {
        const rows = await tx
          .select({ offer: offers })
          .from(offers)
          .leftJoin(offerRoads, and(eq(offerRoads.territoryId, offers.territoryId), eq(offerRoads.offerId, offers.id)))
          .where(
            and(
              eq(offers.territoryId, territoryId),
              eq(offers.kind, 'carpool'),
              isNull(offers.archivedAt),
              gt(offers.id, afterId),
              or(
                isNull(offerRoads.offerId),
                ne(offerRoads.dataSet, dataSet),
                ne(offerRoads.offerVersion, offers.version),
              ),
            ),
          )
          .orderBy(asc(offers.id))
          .limit(limit);
        for (const { offer } of rows) {
          const read = tryOffer(offer);
          // One that cannot be read is not in anybody's catalogue either, and keeps no place of one that can.
          if ('offer' in read) found.push(read.offer);
        }
        const last = rows.at(-1);
        if (last === undefined || rows.length < limit || found.length >= limit) return found.slice(0, limit);
        afterId = last.offer.id;
      }
    },

    async saveOfferRoads(rows) {
      if (rows.length === 0) return 0;
      const live = await tx
        .select({ id: offers.id, version: offers.version })
        .from(offers)
        .where(
          and(
            eq(offers.territoryId, territoryId),
            sql`${offers.id} = any(${sql.param(rows.map(({ offerId }) => offerId))}::text[])`,
            isNull(offers.archivedAt),
          ),
        );
      const versions = new Map(live.map(({ id, version }) => [id, version]));
      const kept = rows.filter(({ offerId, offerVersion }) => versions.get(offerId) === offerVersion);
      if (kept.length === 0) return 0;
      const measuredAt = now.toString();
      const excluded = (column: string) => sql.raw(`excluded.${column}`);
      await tx
        .insert(offerRoads)
        .values(kept.map((row) => ({ territoryId, measuredAt, ...row })))
        .onConflictDoUpdate({
          target: [offerRoads.territoryId, offerRoads.offerId],
          set: {
            offerVersion: excluded('offer_version'),
            dataSet: excluded('data_set'),
            vectors: excluded('vectors'),
            own: excluded('own'),
            measuredAt: excluded('measured_at'),
          },
        });
      return kept.length;
    },

    async forgetOthers(dataSet) {
      await tx
        .delete(landmarkSets)
        .where(and(eq(landmarkSets.territoryId, territoryId), ne(landmarkSets.dataSet, dataSet)));
      await tx.delete(offerRoads).where(and(eq(offerRoads.territoryId, territoryId), ne(offerRoads.dataSet, dataSet)));
    },
  };
}
