import { and, eq, inArray, isNull, like, notInArray, or, sql } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { Role } from '../domain/accounts/roles.ts';
import type { Offer, OfferInput } from '../domain/catalogue/offer.ts';
import type { Territory } from '../domain/territory.ts';
import type { OrganisationKind } from '../services/ports/accounts.ts';
import type { Clock, Scope, SourcedPlace } from '../services/ports.ts';
import { openPool, type Transaction } from './connection.ts';
import { translateFailure } from './failures.ts';
import { offers, offerVersions } from './schema/catalogue.ts';
import { members } from './schema/people.ts';
import { apiKeys, communes, organisations, pointsOfInterest, territories } from './schema/territories.ts';
import { searchable } from './search-text.ts';
import { enter } from './session.ts';
import type { CommuneFacts } from './stores/gazetteer.ts';
import { columnsOf, offerOf } from './stores/offer-rows.ts';
import { holidaysColumn } from './stores/territories.ts';

export type OrganisationFacts = {
  id: string;
  name: string;
  kind: OrganisationKind;
  siret?: string | null;
  phone?: string | null;
  email?: string | null;
  url?: string | null;
  illustrative: boolean;
};

export type MemberFacts = {
  id: string;
  organisationId: string;
  displayName: string;
  email: string;
  role: Role;
  /** Of the account; null invites, and they join by their first sign-in. */
  userId: string | null;
};

export type ApiKeyFacts = {
  id: string;
  organisationId: string;
  label: string;
  /** SHA-256 of the key, in hexadecimal. */
  hash: string;
  scopes: readonly Scope[];
  requestsPerMinute: number;
};

/**
 * What the owner of the database writes for one territory: reference data, never people. Everything may be run again;
 * each call is one transaction.
 */
export type Administration = {
  upsertTerritory(territory: Territory): Promise<void>;
  /** Which edition of its seed files the territory was last filled with; null for a territory never seeded. */
  seedEdition(territoryId: string): Promise<string | null>;
  recordSeedEdition(territoryId: string, edition: string): Promise<void>;
  /** The territory's communes and those around become exactly these. */
  replaceCommunes(territoryId: string, communes: readonly CommuneFacts[]): Promise<void>;
  /** Known public places become exactly these. */
  replacePointsOfInterest(territoryId: string, places: readonly SourcedPlace[]): Promise<void>;
  upsertOrganisation(territoryId: string, organisation: OrganisationFacts): Promise<void>;
  /** Who is a member already stays one, and becomes what is said here. Their id comes back: the one given, if they are new. */
  upsertMember(territoryId: string, member: MemberFacts): Promise<string>;
  /** A key of the same id is replaced, and works again if it was revoked. */
  upsertApiKey(territoryId: string, key: ApiKeyFacts): Promise<void>;
  /**
   * The illustrative offers of the territory that no organisation entered become these: new ones are added, changed
   * ones get a new version, missing ones are archived, equal ones are left alone. No other offer is ever touched. `ownerOf`
   * says which illustrative organisation, if any, answers for one.
   */
  replaceIllustrativeOffers(
    territoryId: string,
    offers: readonly (OfferInput & { id: string })[],
    ownerOf?: (offer: OfferInput) => string | null,
  ): Promise<{ added: number; changed: number; archived: number }>;
  close(): Promise<void>;
};

const BATCH = 500;
const INVITATION_DAYS = 14;

export function createAdministration({ url, clock }: { url: string; clock: Clock }): Administration {
  const pool = openPool({ url, role: null, size: 1, name: 'pouvoir-bouger-administration' });

  async function administer<T>(
    territoryId: string,
    work: (tx: Transaction, now: Temporal.Instant) => Promise<T>,
  ): Promise<T> {
    const now = clock.now();
    try {
      return await pool.transact(async (tx) => {
        await enter(tx, { kind: 'administrator', territoryId, organisationId: null }, now);
        return work(tx, now);
      });
    } catch (error) {
      throw translateFailure(error);
    }
  }

  return {
    upsertTerritory: ({ id, ...rest }) =>
      administer(id, async (tx, now) => {
        const columns = { ...rest, holidays: holidaysColumn(rest.holidays), updatedAt: now.toString() };
        await tx
          .insert(territories)
          .values({ id, ...columns })
          .onConflictDoUpdate({ target: territories.id, set: columns });
      }),

    seedEdition: (territoryId) =>
      administer(territoryId, async (tx) => {
        const [row] = await tx
          .select({ edition: territories.seedEdition })
          .from(territories)
          .where(eq(territories.id, territoryId));
        return row?.edition ?? null;
      }),

    recordSeedEdition: (territoryId, edition) =>
      administer(territoryId, async (tx) => {
        await tx.update(territories).set({ seedEdition: edition }).where(eq(territories.id, territoryId));
      }),

    replaceCommunes: (territoryId, facts) =>
      administer(territoryId, async (tx) => {
        await tx.delete(communes).where(eq(communes.territoryId, territoryId));
        for (const batch of batches(facts)) {
          await tx
            .insert(communes)
            .values(batch.map((commune) => ({ ...commune, territoryId, postcodes: [...commune.postcodes] })));
        }
      }),

    replacePointsOfInterest: (territoryId, places) =>
      administer(territoryId, async (tx) => {
        await tx.delete(pointsOfInterest).where(eq(pointsOfInterest.territoryId, territoryId));
        for (const batch of batches(places)) {
          await tx
            .insert(pointsOfInterest)
            .values(batch.map((place) => ({ ...place, territoryId, searchText: searchable(place.label) })));
        }
      }),

    upsertOrganisation: (territoryId, { id, ...rest }) =>
      administer(territoryId, async (tx) => {
        await tx
          .insert(organisations)
          .values({ territoryId, id, ...rest })
          .onConflictDoUpdate({ target: [organisations.territoryId, organisations.id], set: rest });
      }),

    upsertMember: (territoryId, { id, organisationId, email, ...rest }) =>
      administer(territoryId, async (tx, now) => {
        const at = now.toString();
        const joined = rest.userId !== null;
        const columns = {
          ...rest,
          closedAt: null,
          joinedAt: joined ? at : null,
          invitationExpiresAt: joined ? null : now.add({ hours: 24 * INVITATION_DAYS }).toString(),
        };
        const [known] = await tx
          .update(members)
          .set(columns)
          .where(
            and(
              eq(members.territoryId, territoryId),
              eq(members.organisationId, organisationId),
              sql`lower(${members.email}) = lower(${email})`,
            ),
          )
          .returning({ id: members.id });
        if (known) return known.id;
        const row = { territoryId, id, organisationId, email, ...columns };
        await tx.insert(members).values({ ...row, createdAt: at, retentionClass: 'account' });
        return id;
      }),

    upsertApiKey: (territoryId, { id, ...rest }) =>
      administer(territoryId, async (tx) => {
        const columns = { ...rest, scopes: [...rest.scopes], revokedAt: null };
        await tx
          .insert(apiKeys)
          .values({ territoryId, id, ...columns })
          .onConflictDoUpdate({ target: [apiKeys.territoryId, apiKeys.id], set: columns });
      }),

    replaceIllustrativeOffers: (territoryId, wanted, ownerOf = () => null) =>
      administer(territoryId, (tx, now) => replaceIllustrative(tx, territoryId, wanted, now.toString(), ownerOf)),

    close: () => pool.close(),
  };
}

async function replaceIllustrative(
  tx: Transaction,
  territoryId: string,
  wanted: readonly (OfferInput & { id: string })[],
  at: string,
  ownerOf: (offer: OfferInput) => string | null,
): Promise<{ added: number; changed: number; archived: number }> {
  const illustrativeOnes = tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(and(eq(organisations.territoryId, territoryId), eq(organisations.illustrative, true)));
  const ours = and(
    eq(offers.territoryId, territoryId),
    eq(offers.illustrative, true),
    or(
      isNull(offers.organisationId),
      and(like(offers.id, 'off_demo_%'), inArray(offers.organisationId, illustrativeOnes)),
    ),
  );
  const known = new Map((await tx.select().from(offers).where(ours)).map((row) => [row.id, row]));
  const added: Offer[] = [];
  const changed: Offer[] = [];
  for (const input of wanted) {
    const row = known.get(input.id);
    const offer: Offer = { ...input, illustrative: true, version: (row?.version ?? 0) + 1 };
    if (!row) added.push(offer);
    else if (row.archivedAt !== null || row.organisationId !== ownerOf(input) || !sameContent(offerOf(row), offer))
      changed.push(offer);
  }

  for (const batch of batches(added)) {
    await tx.insert(offers).values(
      batch.map((offer) => ({
        ...columnsOf(offer),
        organisationId: ownerOf(offer),
        territoryId,
        createdAt: at,
        updatedAt: at,
      })),
    );
  }
  for (const offer of changed) {
    const { id, ...columns } = columnsOf(offer);
    await tx
      .update(offers)
      .set({ ...columns, organisationId: ownerOf(offer), updatedAt: at, archivedAt: null })
      .where(and(eq(offers.territoryId, territoryId), eq(offers.id, id)));
  }
  const keptIds = wanted.map(({ id }) => id);
  const archived = await tx
    .update(offers)
    .set({ archivedAt: at, updatedAt: at, version: sql`${offers.version} + 1` })
    .where(and(ours, isNull(offers.archivedAt), keptIds.length > 0 ? notInArray(offers.id, keptIds) : undefined))
    .returning({ id: offers.id, version: offers.version });

  const history = [
    ...[...added, ...changed].map((offer) => ({ offerId: offer.id, version: offer.version, offer })),
    ...archived.map(({ id, version }) => ({ offerId: id, version, offer: null })),
  ];
  for (const batch of batches(history)) {
    await tx.insert(offerVersions).values(batch.map((entry) => ({ territoryId, createdAt: at, ...entry })));
  }
  return { added: added.length, changed: changed.length, archived: archived.length };
}

/** Told by their columns as text with sorted keys: a row's jsonb comes back with its keys in another order. */
function sameContent(a: Offer, b: Offer): boolean {
  return sortedJson({ ...a, version: 0 }) === sortedJson({ ...b, version: 0 });
}

const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

function* batches<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0; start < items.length; start += BATCH) yield items.slice(start, start + BATCH);
}
