import { eq, sql as query } from 'drizzle-orm';
import type { Actor, Clock, Database, Stores } from '../services/ports.ts';
import { APP_ROLE, connect, type Transaction } from './connection.ts';
import { translateFailure } from './failures.ts';
import { apiKeys } from './schema/territories.ts';
import { enter, type Session, type SessionKind } from './session.ts';
import { createDiagnosticStore } from './stores/diagnostics.ts';
import { readGazetteer } from './stores/gazetteer.ts';
import { createAuditStore, createIdempotencyStore, createOutboxStore } from './stores/journal.ts';
import { createMatchStore } from './stores/matches.ts';
import { createOfferStore } from './stores/offers.ts';
import { createPlaceStore } from './stores/places.ts';
import { readTerritories } from './stores/territories.ts';
import { createMatchWaiter } from './wait-for-match.ts';
import { assertWalls } from './walls.ts';

type Who = { kind: SessionKind; territoryId: string; organisationId: string | null };

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
  const { sql, db } = connect({ url, role: APP_ROLE, poolSize, name: 'pouvoir-bouger' });
  const waitUntilSettled = createMatchWaiter(sql);
  let walled: Promise<void> | null = null;

  function standBehindWalls(): Promise<void> {
    walled ??= assertWalls(sql, APP_ROLE).catch((error) => {
      walled = null;
      throw error;
    });
    return walled;
  }

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      await standBehindWalls();
      return await work();
    } catch (error) {
      throw translateFailure(error);
    }
  }

  const transactAs = <T>(who: Who, work: (tx: Transaction) => Promise<T>): Promise<T> =>
    guarded(() =>
      db.transaction(async (tx) => {
        await enter(tx, who, clock.now());
        return work(tx);
      }),
    );

  const transact = <T>(actor: Actor, work: (stores: Stores) => Promise<T>): Promise<T> =>
    transactAs(actor, (tx) => work(createStores({ tx, actor, now: clock.now() })));

  return {
    transact,

    findApiKey: (hash) =>
      transactAs({ kind: 'registry', territoryId: '', organisationId: null }, async (tx) => {
        await tx.execute(query`select set_config('app.api_key_hash', ${hash}, true)`);
        const [key] = await tx.select().from(apiKeys).where(eq(apiKeys.hash, hash));
        if (!key || key.revokedAt !== null) return null;
        const { id, territoryId, organisationId, scopes, requestsPerMinute } = key;
        return { id, territoryId, organisationId, scopes, requestsPerMinute };
      }),

    listTerritories: () => transactAs({ kind: 'registry', territoryId: '', organisationId: null }, readTerritories),

    loadGazetteer: (territoryId) =>
      transactAs({ kind: 'visitor', territoryId, organisationId: null }, (tx) => readGazetteer(tx, territoryId)),

    waitForMatch: ({ diagnosticId, version, actor, timeoutMs }) =>
      guarded(() =>
        waitUntilSettled({
          diagnosticId,
          version,
          timeoutMs,
          isSettled: () =>
            transact(actor, async ({ matches }) => (await matches.find(diagnosticId, version))?.status !== 'pending'),
        }),
      ),

    ping: () => guarded(async () => void (await sql`select 1`)),

    close: () => sql.end({ timeout: 5 }),
  };
}

function createStores(session: Session): Stores {
  return {
    offers: createOfferStore(session),
    diagnostics: createDiagnosticStore(session),
    matches: createMatchStore(session),
    places: createPlaceStore(session),
    audit: createAuditStore(session),
    outbox: createOutboxStore(session),
    idempotency: createIdempotencyStore(session),
  };
}
