import { and, desc, eq, gte, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { OfferKind } from '../../domain/catalogue/offer.ts';
import type { CatalogueStore, KeptOffer, OfferVersion } from '../../services/ports/catalogue.ts';
import { offerPreviews, offers, offerVersions } from '../schema/catalogue.ts';
import { diagnostics, diagnosticVersions } from '../schema/diagnostics.ts';
import { beneficiaries, members } from '../schema/people.ts';
import { searchable } from '../search-text.ts';
import type { Session } from '../session.ts';
import { personOf, recordColumns, tryRecord, versionOf } from './diagnostic-records.ts';
import { offerOf, tryKeptOffer, tryOffer } from './offer-rows.ts';

/** The catalogue for whoever maintains it: archived offers too, and every version. */
export function createCatalogueStore({ tx, actor, now }: Session): CatalogueStore {
  const { territoryId } = actor;
  const at = now.toString();
  const ours = eq(offers.territoryId, territoryId);
  const ownPreviews = and(
    eq(offerPreviews.territoryId, territoryId),
    eq(offerPreviews.organisationId, actor.organisationId ?? ''),
  );

  const keptOf = (row: typeof offers.$inferSelect): KeptOffer => ({ offer: offerOf(row), archivedAt: row.archivedAt });

  const versionColumns = {
    version: offerVersions.version,
    at: offerVersions.createdAt,
    offer: offerVersions.offer,
    authorKind: offerVersions.authorKind,
    authorId: offerVersions.authorId,
    authorName: members.displayName,
    restoredFrom: offerVersions.restoredFrom,
  };
  const versionsOf = (id: string) =>
    tx
      .select(versionColumns)
      .from(offerVersions)
      .leftJoin(
        members,
        and(eq(members.territoryId, offerVersions.territoryId), eq(members.id, offerVersions.authorId)),
      )
      .where(and(eq(offerVersions.territoryId, territoryId), eq(offerVersions.offerId, id)))
      .orderBy(desc(offerVersions.version));

  function versionFrom(row: Awaited<ReturnType<typeof versionsOf>>[number]): OfferVersion {
    const read = row.offer === null ? null : tryKeptOffer(row.offer);
    return {
      version: row.version,
      at: row.at,
      offer: read,
      isUnreadable: row.offer !== null && read === null,
      by: { kind: row.authorKind, id: row.authorId, name: row.authorName },
      restoredFrom: row.restoredFrom,
    };
  }

  return {
    async find(id) {
      const [row] = await tx
        .select()
        .from(offers)
        .where(and(ours, eq(offers.id, id)));
      return row ? keptOf(row) : null;
    },

    async search(asked) {
      const words = searchable(asked.q ?? '')
        .split(' ')
        .filter(Boolean);
      const { confirmed } = asked;
      const { rows: found } = await tx.execute<{ id: string }>(sql`select found_id as id from search_offers(
        ${sql.param(words)}::text[], ${asked.isLoose ?? false}, ${asked.kind ?? null}, ${asked.theme ?? null},
        nullif(${asked.provider ?? ''}, ''), ${asked.isArchived}, ${confirmed?.after ?? null}::date,
        ${confirmed?.upTo ?? null}::date, ${confirmed?.orNever ?? false}, ${asked.cursor ?? null}, ${asked.limit + 1})`);
      const ids = found.map(({ id }) => id);
      const page = ids.slice(0, asked.limit);
      if (page.length === 0) return { items: [], nextCursor: null };
      const rows = await tx
        .select()
        .from(offers)
        .where(and(ours, inArray(offers.id, page)));
      const byId = new Map(rows.map((row) => [row.id, row]));
      const items = page.flatMap((id) => {
        const row = byId.get(id);
        // One that no longer fits its kind is in nobody's list; it must not keep the others out of it.
        return row !== undefined && 'offer' in tryOffer(row) ? [keptOf(row)] : [];
      });
      return { items, nextCursor: !asked.isLoose && ids.length > asked.limit ? (page.at(-1) ?? null) : null };
    },

    async countKinds({ freshAfter, ageingAfter }) {
      type Row = { kind: OfferKind; fresh: string; ageing: string; toVerify: string; archived: string };
      const { rows } =
        await tx.execute<Row>(sql`select of_kind as kind, fresh, ageing, to_verify as "toVerify", archived
        from count_offers(${freshAfter}::date, ${ageingAfter}::date)`);
      return rows.map(({ kind, fresh, ageing, toVerify, archived }) => ({
        kind,
        fresh: Number(fresh),
        ageing: Number(ageing),
        toVerify: Number(toVerify),
        archived: Number(archived),
      }));
    },

    async listVersions(id) {
      return (await versionsOf(id)).map(versionFrom);
    },

    async findVersion(id, version) {
      const row = (await versionsOf(id)).find((one) => one.version === version);
      return row ? versionFrom(row) : null;
    },

    async revive(id) {
      const [row] = await tx
        .update(offers)
        .set({ archivedAt: null, updatedAt: at, version: sql`${offers.version} + 1` })
        .where(and(ours, eq(offers.id, id), isNotNull(offers.archivedAt)))
        .returning();
      if (!row) return null;
      const offer = offerOf(row);
      await tx.insert(offerVersions).values({
        ...{ territoryId, offerId: id, version: offer.version, offer, createdAt: at },
        ...{ authorKind: actor.kind, authorId: actor.id },
      });
      return offer;
    },

    async findPreview({ week, asked }) {
      const [row] = await tx
        .select({ atLeast: offerPreviews.atLeast })
        .from(offerPreviews)
        .where(and(ownPreviews, eq(offerPreviews.week, week), eq(offerPreviews.asked, asked)));
      return row ?? null;
    },

    countPreviews: (week) => tx.$count(offerPreviews, and(ownPreviews, eq(offerPreviews.week, week))),

    async keepPreview({ week, asked, atLeast }) {
      await tx.delete(offerPreviews).where(and(ownPreviews, lt(offerPreviews.week, week)));
      await tx
        .insert(offerPreviews)
        .values({ territoryId, organisationId: actor.organisationId ?? '', week, asked, atLeast, createdAt: at })
        .onConflictDoNothing();
    },

    async listPeopleAsOf(instant) {
      const rows = await tx
        .selectDistinctOn([diagnostics.beneficiaryId], recordColumns)
        .from(diagnostics)
        .innerJoin(diagnosticVersions, versionOf())
        .innerJoin(beneficiaries, personOf())
        .where(
          and(
            eq(diagnostics.territoryId, territoryId),
            eq(diagnostics.trial, false),
            lt(diagnosticVersions.createdAt, instant),
            or(isNull(beneficiaries.closedAt), gte(beneficiaries.closedAt, instant)),
          ),
        )
        .orderBy(diagnostics.beneficiaryId, desc(diagnosticVersions.createdAt), diagnostics.id);
      return rows.flatMap((row) => {
        const known = tryRecord(row);
        return 'record' in known ? [known.record] : [];
      });
    },
  };
}
