import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Offer } from '../../domain/catalogue/offer.ts';
import type {
  ImportRow,
  ImportStore,
  MeetingPlaceInput,
  PartnerInput,
  SourceKey,
} from '../../services/ports/imports.ts';
import { offers, offerVersions } from '../schema/catalogue.ts';
import { importFiles, importRows, imports, meetingPlaces, partners, sourceRecords } from '../schema/imports.ts';
import { searchable } from '../search-text.ts';
import type { Session } from '../session.ts';
import { columnsOf, offerOf, tryOffer } from './offer-rows.ts';

/** A statement has so many parameters at most. */
const AT_ONCE = 500;
const batches = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, i) => all.slice(i * AT_ONCE, (i + 1) * AT_ONCE));

export function createImportStore({ tx, actor, now }: Session): ImportStore {
  const { territoryId, organisationId } = actor;
  const at = now.toString();
  const by = { authorKind: actor.kind, authorId: actor.id };
  const one = (id: string) => and(eq(imports.territoryId, territoryId), eq(imports.id, id));
  const rowsOf = (importId: string, ...more: (SQL | undefined)[]) =>
    and(eq(importRows.territoryId, territoryId), eq(importRows.importId, importId), ...more);
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
