import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { createEstimateRouter } from '../../geo/estimate.ts';
import type { Router } from '../../geo/router.ts';
import { createAdministration } from '../../src/db/administration.ts';
import { openAuthDatabase } from '../../src/db/auth-database.ts';
import { createDatabase } from '../../src/db/client.ts';
import { RELAY_ROLE } from '../../src/db/connection.ts';
import { prepareDatabase } from '../../src/db/prepare.ts';
import { readTerritory } from '../../src/db/seeds/territory/read-territory.ts';
import { seedTerritory } from '../../src/db/seeds/territory.ts';
import { createAccounts } from '../../src/gateways/accounts.ts';
import type { OidcSettings } from '../../src/gateways/accounts-oidc.ts';
import { createEmbeddedGeocoder } from '../../src/gateways/geocoder-embedded.ts';
import { randomIds } from '../../src/gateways/ids.ts';
import { createJobQueue } from '../../src/gateways/job-queue.ts';
import { prepareJobQueue } from '../../src/gateways/job-queue-postgres.ts';
import { createPhotoMaker } from '../../src/gateways/photos.ts';
import { createTerritoryRegistry } from '../../src/gateways/territory-registry.ts';
import type { Context, Deps } from '../../src/services/context.ts';
import { matchDiagnostic } from '../../src/services/match-diagnostic.ts';
import { createMatchMany, followCatalogues } from '../../src/services/match-many.ts';
import { type Clock, SCOPES, type Scope } from '../../src/services/ports.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { createApp } from '../../src/web/app.tsx';
import type { AppOptions } from '../../src/web/options.ts';
import { JOB_NAMES, type Jobs } from '../../workers/queues.ts';
import { createLetters, createTexts } from '../factories/letters.ts';
import { worker } from '../factories/rows.ts';
import type { Json } from './json.ts';
import { createAnswerCheck } from './open-api.ts';
import { createTestDatabase } from './postgres.ts';

export const START = '2026-11-22T08:00:00Z';

export type Answer = {
  status: number;
  headers: Headers;
  /** The parsed body; null where there is none. */
  body: Json;
};

export type Call = {
  /** A key of `keys`, or any text to be sent as one. */
  key?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
};

export type TestApiOptions = {
  /** The estimate where absent. */
  configured?: Router;
  app?: AppOptions;
  /** An empty database of one's own, instead of a clone of the template. */
  url?: string;
  redisUrl?: string;
  /** Nobody but passwords and links where absent. */
  oidc?: OidcSettings;
};

export type TestApi = Awaited<ReturnType<typeof startApi>>;

/**
 * The app on a real database that knows the real Meuse, and a small neighbour behind the wall. The clock stands still
 * until it is moved. No worker runs: `matchNow` does what one would.
 */
export async function startApi(options: TestApiOptions = {}) {
  const test = await databaseOf(options);
  let now = Temporal.Instant.from(START);
  const clock: Clock = { now: () => now };
  await seedTerritory({ url: test.url, territoryId: 'meuse', log: () => {}, clock });
  const keys = await createKeys(test.url, clock);

  const log = () => {};
  const lines: string[] = [];
  const database = createDatabase({ url: test.url, clock, poolSize: 6 });
  const estimate = createEstimateRouter();
  const routers = { configured: options.configured ?? estimate, estimate };
  await prepareJobQueue({ databaseUrl: test.url, role: RELAY_ROLE });
  const { redisUrl = null } = options;
  const queue = createJobQueue<Jobs>({ names: JOB_NAMES, databaseUrl: test.url, redisUrl, role: RELAY_ROLE, log });
  const { territory } = createTerritoryRegistry(database, {
    onUnreadable: (territoryId, reason) => lines.push(`${territoryId} ${reason}`),
  });
  const mailer = createLetters();
  const sms = createTexts();
  const authStore = openAuthDatabase({ url: test.url, clock });
  const accounts = createAccounts({
    store: authStore,
    secret: () => 'a-secret-for-tests-of-32-characters-at-least',
    publicUrl: 'http://localhost',
    oidc: options.oidc ?? null,
    isExpected: async (email) => (await database.memberships.list({ email })).length > 0,
    log: (line) => lines.push(line),
  });
  const deps: Deps = {
    accounts,
    database,
    clock,
    ids: randomIds,
    routers: () => routers,
    territory,
    queue,
    publicUrl: 'http://localhost',
    mailer,
    sms,
    geocoders: [
      createEmbeddedGeocoder({
        gazetteer: async (id) => (await territory(id)).gazetteer,
        knownPlaces: (id, text, limit) => database.transact(visitorOf(id), ({ places }) => places.search(text, limit)),
      }),
    ],
    photos: createPhotoMaker(),
    quoteSecret: () => 'a-secret-for-tests-of-32-characters-at-least',
  };
  const catalogues = followCatalogues(database, (_territoryId, { offerId, reason }) => {
    throw new Error(`Offer ${offerId} cannot be read: ${reason}`);
  });
  const matchMany = createMatchMany(catalogues);
  const app = createApp(deps, { territoryId: 'meuse', log: (line) => lines.push(line), ...options.app });

  const check = createAnswerCheck(await (await app.request('/api/openapi.json')).json());

  /** Every answer is held against the published document. */
  async function call(method: string, path: string, { key = 'all', body, headers = {} }: Call = {}): Promise<Answer> {
    const secret = key === null ? null : (keys[key as keyof typeof keys] ?? key);
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await app.request(path, {
      method,
      headers: {
        ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : raw ? (body as string) : JSON.stringify(body),
    });
    const text = await response.text();
    const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const parsed = type.endsWith('json') && text !== '' ? JSON.parse(text) : text || null;
    const wrong = check({ method, path, status: response.status, type, body: parsed });
    if (wrong.length > 0) throw new Error(`The answer is not what the document says:\n${wrong.join('\n')}`);
    return { status: response.status, headers: response.headers, body: parsed };
  }

  return {
    url: test.url,
    deps,
    /** What was sent by mail. */
    letters: mailer.letters,
    /** What was sent by SMS. */
    texts: sms.texts,
    app,
    keys,
    /** What the server said went wrong. */
    lines,
    call,
    get: (path: string, more?: Call) => call('GET', path, more),
    post: (path: string, body: unknown, more?: Call) => call('POST', path, { body, ...more }),
    patch: (path: string, body: unknown, more?: Call) => call('PATCH', path, { body, ...more }),
    remove: (path: string, more?: Call) => call('DELETE', path, more),
    moveClock(duration: Temporal.DurationLike) {
      now = now.add(duration);
    },
    /** Moves the clock to an instant, ISO 8601. */
    setNow(instant: string) {
      now = Temporal.Instant.from(instant);
    },
    async matchNow(diagnosticId: string, version = 1) {
      const actor = worker();
      const ctx = { actor, deps } as Context;
      return matchDiagnostic({ ctx, input: { diagnosticId, version }, matchMany });
    },
    async stop() {
      await queue.close();
      await catalogues.close();
      await database.close();
      await authStore.close();
      await test.drop();
    },
  };
}

async function databaseOf({ url }: TestApiOptions) {
  if (url === undefined) return createTestDatabase();
  await prepareDatabase({ url, log: () => {} });
  return { url, drop: async () => {} };
}

async function createKeys(url: string, clock: Clock) {
  const administration = createAdministration({ url, clock });
  const { territory: meuse } = await readTerritory('meuse');
  const keys = {
    all: 'key-of-the-adviser-0001',
    reader: 'key-of-a-reader-00002',
    colleague: 'key-of-a-colleague-003',
    slow: 'key-of-a-slow-one-0004',
    neighbour: 'key-of-the-neighbour-5',
  };
  const organisation = (id: string) => ({
    id,
    name: `Structure ${id}`,
    kind: 'prescriber' as const,
    illustrative: true,
  });
  const key = (
    name: keyof typeof keys,
    organisationId: string,
    scopes: readonly Scope[],
    requestsPerMinute = 1200,
  ) => ({
    id: `key_${name}`,
    organisationId,
    label: name,
    hash: createHash('sha256').update(keys[name]).digest('hex'),
    scopes,
    requestsPerMinute,
  });
  await administration.upsertOrganisation('meuse', organisation('org_one'));
  await administration.upsertOrganisation('meuse', organisation('org_two'));
  await administration.upsertApiKey('meuse', key('all', 'org_one', SCOPES, 100_000));
  await administration.upsertApiKey('meuse', key('reader', 'org_one', ['offers:read', 'diagnostics:read']));
  await administration.upsertApiKey('meuse', key('colleague', 'org_two', SCOPES));
  await administration.upsertApiKey('meuse', key('slow', 'org_one', ['offers:read'], 3));
  await administration.upsertTerritory({ ...meuse, id: 'voisin', name: 'Voisin', zones: ['54'] });
  await administration.upsertOrganisation('voisin', organisation('org_far'));
  await administration.upsertApiKey('voisin', key('neighbour', 'org_far', SCOPES));
  await administration.close();
  return keys;
}
