import { and, asc, desc, eq, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { Theme } from '../../domain/catalogue/offer.ts';
import type { PartnerFacts } from '../../domain/network/partner.ts';
import type { Partner, PartnerStore } from '../../services/ports/partners.ts';
import { partners } from '../schema/imports.ts';
import { partnerContacts, partnerVersions } from '../schema/partners.ts';
import { members } from '../schema/people.ts';
import type { Session } from '../session.ts';

/** What is typed here comes from no other directory: its key there is its own id. */
const TYPED_HERE = 'annuaire';

export function createPartnerStore({ tx, actor, now }: Session): PartnerStore {
  const { territoryId } = actor;
  const at = now.toString();
  const the = (id: string) => and(eq(partners.territoryId, territoryId), eq(partners.id, id));
  const theContact = (partnerId: string, id: string) =>
    and(
      eq(partnerContacts.territoryId, territoryId),
      eq(partnerContacts.partnerId, partnerId),
      eq(partnerContacts.id, id),
    );

  async function read(where: SQL | undefined): Promise<Partner[]> {
    const rows = await tx
      .select()
      .from(partners)
      .where(and(eq(partners.territoryId, territoryId), where))
      .orderBy(asc(partners.name), asc(partners.id));
    return rows.map(partnerOf);
  }

  return {
    list({ q = '', isArchived = false } = {}) {
      const words = wordsOf(q).map(
        (word) => sql`${partners.searchText} like '%' || directory_words(${word}, '') || '%'`,
      );
      return read(and(isArchived ? isNotNull(partners.archivedAt) : isNull(partners.archivedAt), ...words));
    },
    find: async (id) => (await read(eq(partners.id, id)))[0] ?? null,

    async insert({ id, facts, illustrative = false }) {
      await tx.insert(partners).values({
        ...{ territoryId, id, version: 1, source: TYPED_HERE, externalId: id, networks: [] },
        ...{ illustrative, changedBy: actor.id },
        ...columnsOf(facts),
      });
    },

    async change(id, facts, expectedVersion) {
      const changed = await tx
        .update(partners)
        .set({ ...columnsOf(facts), version: expectedVersion + 1, changedBy: actor.id })
        .where(and(the(id), isNull(partners.archivedAt), eq(partners.version, expectedVersion)))
        .returning({ id: partners.id });
      return changed.length > 0;
    },

    async setArchived(id, isArchived) {
      const changed = await tx
        .update(partners)
        .set({ archivedAt: isArchived ? at : null, version: sql`${partners.version} + 1`, changedBy: actor.id })
        .where(and(the(id), isArchived ? isNull(partners.archivedAt) : isNotNull(partners.archivedAt)))
        .returning({ id: partners.id });
      return changed.length > 0;
    },

    async listVersions(id) {
      const rows = await tx
        .select({
          version: partnerVersions.version,
          at: partnerVersions.createdAt,
          facts: partnerVersions.facts,
          kind: partnerVersions.authorKind,
          name: members.displayName,
        })
        .from(partnerVersions)
        .leftJoin(
          members,
          and(eq(members.territoryId, partnerVersions.territoryId), eq(members.id, partnerVersions.authorId)),
        )
        .where(and(eq(partnerVersions.territoryId, territoryId), eq(partnerVersions.partnerId, id)))
        .orderBy(desc(partnerVersions.version));
      return rows.map(({ kind, name, ...row }) => ({ ...row, by: { kind, name } }));
    },

    async listContacts(partnerId) {
      const rows = await tx
        .select()
        .from(partnerContacts)
        .where(and(eq(partnerContacts.territoryId, territoryId), eq(partnerContacts.partnerId, partnerId)))
        .orderBy(asc(partnerContacts.name), asc(partnerContacts.id));
      return rows.map(({ id, name, role, phone, email, version, confirmedAt, purgeAfter }) => ({
        ...{ id, partnerId, name, role: role ?? '', phone: phone ?? '', email: email ?? '' },
        ...{ version, confirmedAt, purgeAfter: purgeAfter ?? confirmedAt },
      }));
    },
    async insertContact(contact) {
      const kept = { confirmedAt: at, createdAt: at, retentionClass: 'contact' as const };
      await tx.insert(partnerContacts).values({ territoryId, version: 1, ...contact, ...kept });
    },
    async changeContact({ id, partnerId, ...facts }, expectedVersion) {
      const changed = await tx
        .update(partnerContacts)
        .set({ ...facts, version: expectedVersion + 1, confirmedAt: at })
        .where(and(theContact(partnerId, id), eq(partnerContacts.version, expectedVersion)))
        .returning({ id: partnerContacts.id });
      return changed.length > 0;
    },
    async removeContact(partnerId, id) {
      const gone = await tx
        .delete(partnerContacts)
        .where(theContact(partnerId, id))
        .returning({ id: partnerContacts.id });
      return gone.length > 0;
    },
    async deleteExpiredContacts(until) {
      const gone = await tx
        .delete(partnerContacts)
        .where(and(eq(partnerContacts.territoryId, territoryId), lte(partnerContacts.purgeAfter, until)))
        .returning({ id: partnerContacts.id });
      return gone.length;
    },
  };
}

/** Letters and digits only: nothing of what was typed is a pattern. */
export const wordsOf = (q: string) => q.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

function partnerOf(row: typeof partners.$inferSelect): Partner {
  const { lon, lat, commune } = row;
  const place = lon === null || lat === null ? null : { lon, lat, ...(commune === null ? {} : { commune }) };
  return {
    id: row.id,
    version: row.version,
    illustrative: row.illustrative,
    importedFrom: row.source === TYPED_HERE ? null : row.source,
    updatedOn: row.updatedOn,
    archivedAt: row.archivedAt,
    name: row.name,
    kind: row.kind,
    description: row.description ?? '',
    siret: row.siret ?? '',
    address: row.address ?? '',
    commune,
    place,
    phone: row.phone ?? '',
    email: row.email ?? '',
    website: row.url ?? '',
    openingHours: row.openingHours ?? '',
    themes: row.themes as Theme[],
    coverage: row.coverage,
    knownFrom: row.knownFrom ?? '',
    confirmedOn: row.confirmedOn,
    isPublic: row.isPublic,
  };
}

function columnsOf({ place, website, ...facts }: PartnerFacts) {
  const { name, kind, description, siret, address, commune, phone, email, openingHours } = facts;
  const { themes, coverage, knownFrom, confirmedOn, isPublic } = facts;
  const given = (text: string) => (text === '' ? null : text);
  return {
    ...{ name, kind, themes, coverage, confirmedOn, isPublic, commune },
    ...{ lon: place?.lon ?? null, lat: place?.lat ?? null },
    description: given(description),
    siret: given(siret),
    address: given(address),
    phone: given(phone),
    email: given(email),
    url: given(website),
    openingHours: given(openingHours),
    knownFrom: given(knownFrom),
  };
}
