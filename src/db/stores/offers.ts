import { and, asc, eq, gt, inArray, isNull, like, type SQL, sql } from 'drizzle-orm';
import type { Offer } from '../../domain/catalogue/offer.ts';
import type { OfferFilter, OfferStore } from '../../services/ports.ts';
import { offers, offerVersions } from '../schema/catalogue.ts';
import { searchable } from '../search-text.ts';
import type { Session } from '../session.ts';
import { readAvailability } from './availability.ts';
import { readCatalogueVersion, readChanges } from './catalogue-changes.ts';
import { columnsOf, offerOf } from './offer-rows.ts';

export function createOfferStore({ tx, actor, now }: Session): OfferStore {
  const { territoryId, organisationId } = actor;
  const at = now.toString();
  const live = isNull(offers.archivedAt);
  const one = (id: string) => and(eq(offers.territoryId, territoryId), eq(offers.id, id), live);

  const by = { authorKind: actor.kind, authorId: actor.id };
  const keepVersion = (offerId: string, version: number, offer: Offer | null, restoredFrom: number | null = null) =>
    tx.insert(offerVersions).values({ territoryId, offerId, version, offer, createdAt: at, ...by, restoredFrom });

  return {
    async insert(offer) {
      await tx
        .insert(offers)
        .values({ ...columnsOf(offer), territoryId, organisationId, createdAt: at, updatedAt: at });
      await keepVersion(offer.id, offer.version, offer);
    },

    async update(offer, expectedVersion, restoredFrom) {
      const { id, ...columns } = columnsOf(offer);
      const changed = await tx
        .update(offers)
        .set({ ...columns, updatedAt: at })
        .where(and(one(id), eq(offers.version, expectedVersion)))
        .returning({ id: offers.id });
      if (changed.length === 0) return false;
      await keepVersion(id, offer.version, offer, restoredFrom);
      return true;
    },

    async archive(id) {
      const [row] = await tx
        .update(offers)
        .set({ archivedAt: at, updatedAt: at, version: sql`${offers.version} + 1` })
        .where(one(id))
        .returning({ version: offers.version });
      if (row) await keepVersion(id, row.version, null);
      return row !== undefined;
    },

    async find(id) {
      const [row] = await tx.select().from(offers).where(one(id));
      return row ? offerOf(row) : null;
    },

    async list(filter) {
      const rows = await tx
        .select()
        .from(offers)
        .where(and(eq(offers.territoryId, territoryId), live, ...conditionsOf(filter)))
        .orderBy(asc(offers.id))
        .limit(filter.limit + 1);
      const items = rows.slice(0, filter.limit).map(offerOf);
      return { items, nextCursor: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null };
    },

    async listAll() {
      const rows = await tx
        .select()
        .from(offers)
        .where(and(eq(offers.territoryId, territoryId), live))
        .orderBy(asc(offers.id));
      return rows.map(offerOf);
    },

    catalogueVersion: () => readCatalogueVersion(tx, territoryId),
    changesSince: (position, asked) => readChanges(tx, territoryId, position, asked),
    availability: (range) => readAvailability(tx, territoryId, range),
  };

  function conditionsOf({ kind, theme, q, ids, cursor }: OfferFilter): (SQL | undefined)[] {
    const words = searchable(q ?? '')
      .split(' ')
      .filter(Boolean);
    return [
      kind && eq(offers.kind, kind),
      theme && eq(offers.theme, theme),
      ids && inArray(offers.id, [...ids]),
      cursor === undefined ? undefined : gt(offers.id, cursor),
      ...words.map((word) => like(offers.searchText, `%${word}%`)),
    ];
  }
}
