import { eq, sql } from 'drizzle-orm';
import { actorOf } from '../services/ports/accounts.ts';
import type { Actor, Clock, Database, Stores } from '../services/ports.ts';
import { APP_ROLE, openPool, type Transaction } from './connection.ts';
import { translateFailure } from './failures.ts';
import { createListener } from './listener.ts';
import { apiKeys } from './schema/territories.ts';
import { enter, type Session, type SessionKind } from './session.ts';
import { createAllocationStore } from './stores/allocation.ts';
import { createAssessmentStore } from './stores/assessments.ts';
import { BOOKING_CHANNEL, createBookingStore } from './stores/bookings.ts';
import { createCatalogueStore } from './stores/catalogue.ts';
import { CATALOGUE_CHANNEL } from './stores/catalogue-changes.ts';
import { createDiagnosticStore } from './stores/diagnostics.ts';
import { createDraftStore } from './stores/drafts.ts';
import { createDriverStore } from './stores/drivers.ts';
import { createEmployerStore } from './stores/employers.ts';
import { createEventStore } from './stores/events.ts';
import { createFleetStore } from './stores/fleet.ts';
import { createFreshnessStore } from './stores/freshness.ts';
import { readGazetteer } from './stores/gazetteer.ts';
import { createImportStore } from './stores/imports.ts';
import { createIntakeStore } from './stores/intake.ts';
import { createAuditStore, createIdempotencyStore, createOutboxStore } from './stores/journal.ts';
import { createLetterStore } from './stores/letters.ts';
import { createLibraryStore } from './stores/library.ts';
import { createMatchAuditStore } from './stores/match-audits.ts';
import { createMatchStore, MATCH_CHANNEL, matchPayload } from './stores/matches.ts';
import { createMemberStore } from './stores/members.ts';
import { findMembership, joinMembership, listMemberships } from './stores/memberships.ts';
import { createMessageStore } from './stores/messages.ts';
import { createOfferStore } from './stores/offers.ts';
import { createPartnerStore } from './stores/partners.ts';
import { createPeopleStore } from './stores/people.ts';
import { createPlaceStore } from './stores/places.ts';
import { createPlanStore } from './stores/plans.ts';
import { createProgrammeStore } from './stores/programmes.ts';
import { createReferralStore } from './stores/referrals.ts';
import { createRematchStore } from './stores/rematching.ts';
import { createRideSearchStore } from './stores/ride-searches.ts';
import { createRoadStore } from './stores/roads.ts';
import { readTerritories } from './stores/territories.ts';
import { createUnmetStore } from './stores/unmet.ts';
import { createWayInStore } from './stores/way-ins.ts';
import { createWorkshopStore } from './stores/workshop.ts';
import { createWaiter } from './wait-for.ts';

type Who = { kind: SessionKind; territoryId: string; organisationId: string | null };

/** Sees the list of territories, and the one API key whose hash it shows. */
const NOBODY: Who = { kind: 'registry', territoryId: '', organisationId: null };

/**
 * The application's way to PostgreSQL: one pool and one listening connection, both in the role `pouvoir_bouger_app`.
 * Connects at the first use, and refuses to work when that role could pass row-level security.
 */
export function createDatabase({
  url,
  clock,
  poolSize = 10,
}: {
  url: string;
  clock: Clock;
  poolSize?: number;
}): Database & { close(): Promise<void> } {
  const address = { url, role: APP_ROLE, name: 'pouvoir-bouger' } as const;
  const pool = openPool({ ...address, size: poolSize });
  const listener = createListener(address);
  const untilMatchSettled = createWaiter(listener, MATCH_CHANNEL);
  const untilBookingMoved = createWaiter(listener, BOOKING_CHANNEL);

  async function transactAs<T>(who: Who, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const now = clock.now();
    try {
      return await pool.transact(async (tx) => {
        await enter(tx, who, now);
        return work(tx);
      });
    } catch (error) {
      throw translateFailure(error);
    }
  }

  const transact = <T>(actor: Actor, work: (stores: Stores) => Promise<T>): Promise<T> =>
    transactAs(actor, (tx) => work(createStores({ tx, actor, now: clock.now() })));

  return {
    transact,

    findApiKey: (hash) =>
      transactAs(NOBODY, async (tx) => {
        await tx.execute(sql`select set_config('app.api_key_hash', ${hash}, true)`);
        const [key] = await tx.select().from(apiKeys).where(eq(apiKeys.hash, hash));
        if (!key || key.revokedAt !== null) return null;
        const { id, territoryId, organisationId, scopes, requestsPerMinute } = key;
        return { id, territoryId, organisationId, scopes, requestsPerMinute };
      }),

    memberships: {
      list: (who) => transactAs(NOBODY, (tx) => listMemberships(tx, who, clock.now().toString())),
      find: (asked) => transactAs(NOBODY, (tx) => findMembership(tx, asked, clock.now().toString())),
      join: (asked) =>
        transactAs(NOBODY, async (tx) => {
          const now = clock.now();
          const member = await joinMembership(tx, asked, now.toString());
          if (member === null) return false;
          const actor = actorOf(member);
          await enter(tx, actor, now);
          const entry = { action: 'member.joined', entity: 'member', entityId: member.id };
          await createAuditStore({ tx, actor, now }).record({ ...entry, fields: ['userId', 'joinedAt'] });
          return true;
        }),
    },

    listTerritories: (unreadable) => transactAs(NOBODY, (tx) => readTerritories(tx, unreadable)),

    loadGazetteer: (territoryId) =>
      transactAs({ kind: 'visitor', territoryId, organisationId: null }, (tx) => readGazetteer(tx, territoryId)),

    waitForMatch: ({ diagnosticId, version, actor, timeoutMs, computedAt }) =>
      untilMatchSettled({
        payload: matchPayload(diagnosticId, version),
        timeoutMs,
        isSettled: () =>
          transact(actor, async ({ matches }) => {
            const state = await matches.findState(diagnosticId, version);
            if (state === null) return true;
            const isThatOne = state.computedAt !== null && state.computedAt === computedAt;
            return state.status !== 'pending' && !(isThatOne && state.rematching);
          }),
      }),

    waitForBooking: ({ bookingId, version, actor, timeoutMs }) =>
      untilBookingMoved({
        payload: bookingId,
        timeoutMs,
        isSettled: () => transact(actor, async ({ bookings }) => (await bookings.find(bookingId))?.version !== version),
      }),

    onCatalogueChange: (callback) =>
      listener.listen({ channel: CATALOGUE_CHANNEL, onMessage: callback, onReady: () => callback(null) }),

    async ping() {
      await transactAs(NOBODY, async () => {});
    },

    async close() {
      await Promise.all([listener.close(), pool.close()]);
    },
  };
}

function createStores(session: Session): Stores {
  const outbox = createOutboxStore(session);
  return {
    offers: createOfferStore(session),
    catalogue: createCatalogueStore(session),
    freshness: createFreshnessStore(session),
    imports: createImportStore(session),
    partners: createPartnerStore(session),
    events: createEventStore(session),
    library: createLibraryStore(session),
    letters: createLetterStore(session),
    diagnostics: createDiagnosticStore(session),
    matches: createMatchStore(session),
    unmet: createUnmetStore(session),
    roads: createRoadStore(session),
    rematching: createRematchStore(session),
    audits: createMatchAuditStore(session),
    places: createPlaceStore(session),
    audit: createAuditStore(session),
    outbox,
    idempotency: createIdempotencyStore(session),
    members: createMemberStore(session),
    messages: createMessageStore(session, outbox),
    drafts: createDraftStore(session),
    people: createPeopleStore(session),
    intake: createIntakeStore(session),
    assessments: createAssessmentStore(session),
    plans: createPlanStore(session),
    bookings: createBookingStore(session),
    rideSearches: createRideSearchStore(session),
    drivers: createDriverStore(session),
    programmes: createProgrammeStore(session),
    workshop: createWorkshopStore(session),
    fleet: createFleetStore(session),
    allocation: createAllocationStore(session),
    referrals: createReferralStore(session),
    employers: createEmployerStore(session),
    wayIns: createWayInStore(session),
  };
}
