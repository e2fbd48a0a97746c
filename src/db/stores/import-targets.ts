import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Offer } from '../../domain/catalogue/offer.ts';
import type { ImportStore, MeetingPlaceInput, PartnerInput, SourceKey } from '../../services/ports/imports.ts';
import { offers, offerVersions } from '../schema/catalogue.ts';
import { meetingPlaces, partners, sourceRecords } from '../schema/imports.ts';
import { searchable } from '../search-text.ts';
import type { Session } from '../session.ts';
import { columnsOf, offerOf, tryOffer } from './offer-rows.ts';

/** A statement has so many parameters at most. */
const AT_ONCE = 500;
export const batches = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, i) => all.slice(i * AT_ONCE, (i + 1) * AT_ONCE));

type Targets = Pick<
  ImportStore,
  | 'findOffers'
  | 'findPartners'
  | 'findPlaces'
  | 'insertOffers'
  | 'insertPartners'
  | 'insertPlaces'
  | 'changeOffer'
  | 'changePartner'
  | 'changePlace'
  | 'archive'
  | 'listOfferVersions'
  | 'findOfferVersion'
  | 'keepRecords'
  | 'listRecords'
  | 'listPartners'
  | 'listPlaces'
>;

/** What rows of imports become: offers, structures and places, and what a source was known to say of them. */
export function createImportTargets({ tx, actor, now }: Session): Targets {
  const { territoryId } = actor;
  const at = now.toString();
  const by = { authorKind: actor.kind, authorId: actor.id };
  const ofOne = (table: typeof offers | typeof partners | typeof meetingPlaces, id: string, version: number) =>
    and(eq(table.territoryId, territoryId), eq(table.id, id), eq(table.version, version));
  const shown = (table: typeof partners | typeof meetingPlaces) =>
    and(eq(table.territoryId, territoryId), isNull(table.archivedAt));

  async function findByKeys<T extends PgTable & { territoryId: PgColumn; source: PgColumn; externalId: PgColumn }>(
    table: T,
    keys: readonly SourceKey[],
  ) {
    const found: T['$inferSelect'][] = [];
    for (const some of batches(keys)) {
      const isOne = or(
        ...some.map(({ source, externalId }) => and(eq(table.source, source), eq(table.externalId, externalId))),
      );
      found.push(
        ...((await tx
          .select()
          .from(table as PgTable)
          .where(and(eq(table.territoryId, territoryId), isOne))) as T['$inferSelect'][]),
      );
    }
    return found;
  }

  return {
    async findOffers({ ids = [], keys = [] }) {
      const rows: (typeof offers.$inferSelect)[] = [];
      for (const some of batches(ids)) {
        rows.push(
          ...(await tx
            .select()
            .from(offers)
            .where(and(eq(offers.territoryId, territoryId), inArray(offers.id, some)))),
        );
      }
      for (const some of batches(keys)) {
        const isOne = or(
          ...some.map(({ source, externalId }) => and(eq(offers.operator, source), eq(offers.externalId, externalId))),
        );
        rows.push(
          ...(await tx
            .select()
            .from(offers)
            .where(and(eq(offers.territoryId, territoryId), isOne))),
        );
      }
      return rows.flatMap((row) => {
        // One that does not fit its kind any more is nobody's to change by a file.
        if (!('offer' in tryOffer(row))) return [];
        const { id, version, ...value } = offerOf(row);
        return [{ id, version, isArchived: row.archivedAt !== null, value }];
      });
    },
    findPartners: async (keys) =>
      (await findByKeys(partners, keys)).map((row) => ({
        id: row.id,
        version: row.version,
        isArchived: row.archivedAt !== null,
        value: partnerOf(row),
      })),
    findPlaces: async (keys) =>
      (await findByKeys(meetingPlaces, keys)).map((row) => ({
        id: row.id,
        version: row.version,
        isArchived: row.archivedAt !== null,
        value: placeOf(row),
      })),

    async insertOffers(all) {
      for (const some of batches(all)) {
        await tx.insert(offers).values(
          some.map((offer) => ({
            ...columnsOf(offer),
            territoryId,
            organisationId: null,
            createdAt: at,
            updatedAt: at,
          })),
        );
        await tx.insert(offerVersions).values(
          some.map((offer) => ({
            territoryId,
            offerId: offer.id,
            version: offer.version,
            offer,
            createdAt: at,
            ...by,
          })),
        );
      }
    },
    async insertPartners(all) {
      for (const some of batches(all))
        await tx.insert(partners).values(some.map((partner) => ({ ...partner, territoryId, version: 1 })));
    },
    async insertPlaces(all) {
      for (const some of batches(all)) {
        await tx
          .insert(meetingPlaces)
          .values(some.map((place) => ({ ...place, territoryId, version: 1, searchText: searchable(place.label) })));
      }
    },

    async changeOffer(id, input, expectedVersion) {
      const offer = { ...input, id, version: expectedVersion + 1 };
      const { id: _id, ...columns } = columnsOf(offer);
      const changed = await tx
        .update(offers)
        .set({ ...columns, updatedAt: at, archivedAt: null })
        .where(ofOne(offers, id, expectedVersion))
        .returning({ version: offers.version });
      if (changed[0])
        await tx
          .insert(offerVersions)
          .values({ territoryId, offerId: id, version: offer.version, offer, createdAt: at, ...by });
      return changed[0] ?? null;
    },
    async changePartner(id, partner, expectedVersion) {
      const fields = { ...partner, version: expectedVersion + 1, archivedAt: null };
      const [row] = await tx
        .update(partners)
        .set(fields)
        .where(ofOne(partners, id, expectedVersion))
        .returning({ version: partners.version });
      return row ?? null;
    },
    async changePlace(id, place, expectedVersion) {
      const fields = { ...place, version: expectedVersion + 1, archivedAt: null, searchText: searchable(place.label) };
      const [row] = await tx
        .update(meetingPlaces)
        .set(fields)
        .where(ofOne(meetingPlaces, id, expectedVersion))
        .returning({ version: meetingPlaces.version });
      return row ?? null;
    },
    async archive(target, id, expectedVersion) {
      const version = expectedVersion + 1;
      if (target === 'offer') {
        const [row] = await tx
          .update(offers)
          .set({ archivedAt: at, updatedAt: at, version })
          .where(ofOne(offers, id, expectedVersion))
          .returning({ version: offers.version });
        if (row)
          await tx
            .insert(offerVersions)
            .values({ territoryId, offerId: id, version, offer: null, createdAt: at, ...by });
        return row ?? null;
      }
      const table = target === 'partner' ? partners : meetingPlaces;
      const [row] = await tx
        .update(table)
        .set({ archivedAt: at, version })
        .where(ofOne(table, id, expectedVersion))
        .returning({ version: table.version });
      return row ?? null;
    },
    async listOfferVersions(asked) {
      const found: Offer[] = [];
      for (const some of batches(asked)) {
        const isOne = or(
          ...some.map(({ id, version }) => and(eq(offerVersions.offerId, id), eq(offerVersions.version, version))),
        );
        const rows = await tx
          .select({ offer: offerVersions.offer })
          .from(offerVersions)
          .where(and(eq(offerVersions.territoryId, territoryId), isOne));
        found.push(...rows.flatMap(({ offer }) => (offer === null ? [] : [offer as Offer])));
      }
      return found;
    },
    async findOfferVersion(offerId, version) {
      const [row] = await tx
        .select({ offer: offerVersions.offer })
        .from(offerVersions)
        .where(
          and(
            eq(offerVersions.territoryId, territoryId),
            eq(offerVersions.offerId, offerId),
            eq(offerVersions.version, version),
          ),
        );
      if (!row?.offer) return null;
      const { id: _id, version: _version, ...input } = row.offer;
      return input as Awaited<ReturnType<ImportStore['findOfferVersion']>>;
    },

    async keepRecords(records) {
      for (const some of batches(records)) {
        await tx
          .insert(sourceRecords)
          .values(some.map((record) => ({ ...record, territoryId, updatedAt: at })))
          .onConflictDoUpdate({
            target: [sourceRecords.territoryId, sourceRecords.target, sourceRecords.targetId],
            set: { format: sql`excluded.format`, record: sql`excluded.record`, updatedAt: at },
          });
      }
    },
    async listRecords(target, format) {
      const rows = await tx
        .select({ targetId: sourceRecords.targetId, record: sourceRecords.record })
        .from(sourceRecords)
        .where(
          and(
            eq(sourceRecords.territoryId, territoryId),
            eq(sourceRecords.target, target),
            eq(sourceRecords.format, format),
          ),
        );
      return new Map(rows.map(({ targetId, record }) => [targetId, record]));
    },

    async listPartners({ onlyPublic }) {
      const rows = await tx
        .select()
        .from(partners)
        .where(and(shown(partners), onlyPublic ? eq(partners.isPublic, true) : undefined))
        .orderBy(asc(partners.name), asc(partners.id));
      return rows.map((row) => ({ id: row.id, ...partnerOf(row) }));
    },
    listPlaces: async (kind) =>
      (
        await tx
          .select()
          .from(meetingPlaces)
          .where(and(shown(meetingPlaces), eq(meetingPlaces.kind, kind)))
          .orderBy(asc(meetingPlaces.label), asc(meetingPlaces.id))
      ).map((row) => ({ id: row.id, ...placeOf(row) })),
  };
}

function partnerOf(row: typeof partners.$inferSelect): PartnerInput {
  // What the pôle ressources adds to a structure is no file's to compare, or to take back.
  const { source, externalId, name, description, siret, phone, email, url, address, postcode } = row;
  const { commune, lon, lat, openingHours, networks, updatedOn } = row;
  return {
    ...{ source, externalId, name, description, siret, phone, email, url, address, postcode },
    ...{ commune, lon, lat, openingHours, networks, updatedOn },
  };
}

function placeOf(row: typeof meetingPlaces.$inferSelect): MeetingPlaceInput {
  const {
    territoryId: _territory,
    id: _id,
    version: _version,
    archivedAt: _archived,
    searchText: _text,
    kind,
    ...place
  } = row;
  return { ...place, kind: kind as MeetingPlaceInput['kind'] };
}
