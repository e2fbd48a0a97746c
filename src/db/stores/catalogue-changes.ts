import { and, asc, eq, gt, gte, inArray, isNull, or } from 'drizzle-orm';
import type { Offer } from '../../domain/catalogue/offer.ts';
import type { CatalogueChanges, OfferRoads, OfferStore } from '../../services/ports.ts';
import type { Transaction } from '../connection.ts';
import { catalogueChanges, offers } from '../schema/catalogue.ts';
import { offerRoads } from '../schema/roads.ts';
import { catalogueVersions } from '../schema/territories.ts';
import { tryOffer } from './offer-rows.ts';

/** Notified with the territory's id when a transaction that changed its catalogue commits (migration `rematching`). */
export const CATALOGUE_CHANNEL = 'catalogue_changed';

export async function readCatalogueVersion(tx: Transaction, territoryId: string): Promise<number> {
  const [row] = await tx
    .select({ version: catalogueVersions.version })
    .from(catalogueVersions)
    .where(eq(catalogueVersions.territoryId, territoryId));
  return row?.version ?? 0;
}

/**
 * One page of what changed. The counter is read first: versions are committed in their order, so all that it counts is
 * seen by the queries that follow.
 */
export async function readChanges(
  tx: Transaction,
  territoryId: string,
  position: Parameters<OfferStore['changesSince']>[0],
  { limit, known }: Parameters<OfferStore['changesSince']>[1],
): Promise<CatalogueChanges> {
  const counted = await readCatalogueVersion(tx, territoryId);
  const { contentVersion, offerId } = catalogueChanges;
  const after =
    position.offerId === null
      ? gt(contentVersion, position.version)
      : or(
          gt(contentVersion, position.version),
          and(eq(contentVersion, position.version), gt(offerId, position.offerId)),
        );
  const stamps = await tx
    .select({ offerId, contentVersion })
    .from(catalogueChanges)
    // The bound is implied; it is where the index begins to be read.
    .where(and(eq(catalogueChanges.territoryId, territoryId), gte(contentVersion, position.version), after))
    .orderBy(asc(contentVersion), asc(offerId))
    .limit(limit + 1);
  const page = stamps.slice(0, limit);
  const ids = page.map((stamp) => stamp.offerId);
  const live = await readOffers(tx, territoryId, ids, known);
  const roads = await readRoads(tx, territoryId, ids);

  const changes: CatalogueChanges = {
    changed: [],
    removed: [],
    unreadable: [],
    next: { version: Math.max(counted, position.version, page.at(-1)?.contentVersion ?? 0), offerId: null },
    more: stamps.length > limit,
  };
  const last = page.at(-1);
  if (changes.more && last) changes.next = { version: last.contentVersion, offerId: last.offerId };
  for (const id of ids) {
    const found = live.get(id);
    if (found !== undefined && 'offer' in found) {
      const road = roads.get(id);
      // Facts of a version gone by may be of other places.
      changes.changed.push({ offer: found.offer, roads: road?.offerVersion === found.offer.version ? road : null });
      continue;
    }
    changes.removed.push(id);
    if (found !== undefined) changes.unreadable.push({ offerId: id, reason: found.reason });
  }
  return changes;
}

/** Those that are not archived, by id. What the caller knows is not read again. */
export async function readOffers(
  tx: Transaction,
  territoryId: string,
  ids: readonly string[],
  known?: (offerId: string, version: number) => Offer | undefined,
): Promise<Map<string, ReturnType<typeof tryOffer>>> {
  const found = new Map<string, ReturnType<typeof tryOffer>>();
  if (ids.length === 0) return found;
  const those = (wanted: readonly string[]) =>
    and(eq(offers.territoryId, territoryId), inArray(offers.id, [...wanted]), isNull(offers.archivedAt));
  let unknown = ids;
  if (known) {
    const live = await tx.select({ id: offers.id, version: offers.version }).from(offers).where(those(ids));
    for (const { id, version } of live) {
      const offer = known(id, version);
      if (offer) found.set(id, { offer });
    }
    unknown = live.filter(({ id }) => !found.has(id)).map(({ id }) => id);
  }
  if (unknown.length === 0) return found;
  const rows = await tx.select().from(offers).where(those(unknown));
  for (const row of rows) found.set(row.id, tryOffer(row));
  return found;
}

async function readRoads(
  tx: Transaction,
  territoryId: string,
  ids: readonly string[],
): Promise<Map<string, OfferRoads>> {
  if (ids.length === 0) return new Map();
  const { offerId, offerVersion, dataSet, vectors, own } = offerRoads;
  const rows = await tx
    .select({ offerId, offerVersion, dataSet, vectors, own })
    .from(offerRoads)
    .where(and(eq(offerRoads.territoryId, territoryId), inArray(offerRoads.offerId, [...ids])));
  return new Map(rows.map((row) => [row.offerId, row]));
}
