import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Temporal } from 'temporal-polyfill';
import type { Router } from '../geo/router.ts';
import { createAdministration } from '../src/db/administration.ts';
import { createDatabase } from '../src/db/client.ts';
import { prepareDatabase } from '../src/db/prepare.ts';
import { seedTerritory } from '../src/db/seeds/territory.ts';
import { randomIds } from '../src/gateways/ids.ts';
import { startEmbeddedPostgres } from '../src/launch/embedded-postgres.ts';
import type { Deps } from '../src/services/context.ts';
import { matchDiagnostic } from '../src/services/match-diagnostic.ts';
import { createMatchMany, followCatalogues } from '../src/services/match-many.ts';
import { startTrial } from '../src/services/start-trial.ts';
import { visitorOf } from '../src/services/visitor.ts';
import { createApp } from '../src/web/app.tsx';
import { TODAY } from './circumstances.ts';
import { openRouter } from './network.ts';
import { at, round } from './speed.ts';
import type { World } from './world.ts';

/** What the server needs for one result page, from the request to the last byte, and what travels. */
export type ResultPage = {
  resultPageMs: number;
  resultPageP95Ms: number;
  /** Compressed, without the stylesheet that browsers keep. */
  resultPageBytes: number;
};

const TERRITORY = 'meuse';
const MORNING = { start: '05:00', end: '13:00' };
const AFTERNOON = { start: '13:00', end: '21:00' };
const NIGHT = { start: '21:00', end: '05:00' };

/** A 3x8 of three weeks: thirty legs. */
const SHIFTS = [MORNING, AFTERNOON, NIGHT].flatMap((hours, week) =>
  [0, 1, 2, 3, 4].map((day) => ({ day: week * 7 + day, ...hours })),
);
const TRIAL = {
  home: { label: 'Commercy', commune: '55122', lon: 5.5905, lat: 48.7612 },
  job: {
    label: 'Bar-le-Duc',
    commune: '55029',
    lon: 5.1606,
    lat: 48.7729,
    startsOn: '2026-12-07',
    maxTravelMinutes: 75,
    maxWaitMinutes: 30,
    cycle: { anchorDate: '2026-12-07', lengthDays: 21, shifts: SHIFTS },
  },
  means: { licences: [{ category: 'B', status: 'none' }], maxWalkMinutes: 15, budgetPerMonthCents: 12_000 },
};

/**
 * One trial on a real PostgreSQL with that catalogue, matched, then its page asked for again and again without a socket,
 * from the request to the end of the compressed answer.
 */
export async function measureResultPage(world: World, visits: number): Promise<ResultPage> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'pouvoir-bouger-bench-postgres-'));
  const server = await startEmbeddedPostgres({ dataDir, log: () => {}, settings: { fsync: 'off' } });
  const clock = { now: () => Temporal.Instant.from(`${TODAY}T08:00:00Z`) };
  const router = openRouter(world.network);
  const database = createDatabase({ url: server.url, clock });
  const catalogues = followCatalogues(database, (_territory, { reason }) => {
    throw new Error(reason);
  });
  try {
    await prepareDatabase({ url: server.url, log: () => {} });
    await seedTerritory({ url: server.url, territoryId: TERRITORY, log: () => {}, clock });
    const administration = createAdministration({ url: server.url, clock });
    await administration.replaceIllustrativeOffers(TERRITORY, world.copy.all(false));
    await administration.close();

    const deps = depsOn(world, router, database, clock);
    const ctx = { actor: visitorOf(TERRITORY), deps };
    const { id, version } = await startTrial({ ctx, input: TRIAL });
    const worker = { ...ctx.actor, kind: 'system' as const, id: 'bench', scopes: new Set<never>() };
    const input = { diagnosticId: id, version };
    await matchDiagnostic({ ctx: { actor: worker, deps }, input, matchMany: createMatchMany(catalogues) });
    return await timePages(createApp(deps, { territoryId: TERRITORY, anonymousRequestsPerMinute: 1e6 }), id, visits);
  } finally {
    await catalogues.close();
    await database.close();
    await router.close();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

function depsOn(world: World, configured: Router, database: Deps['database'], clock: Deps['clock']): Deps {
  const { estimate } = world.contextOn(configured).deps.routers(TERRITORY);
  return {
    database,
    clock,
    ids: randomIds,
    routers: () => ({ configured, estimate, since: null }),
    territory: async () => world.handle,
    queue: { ping: async () => {} },
    publicUrl: 'http://localhost',
    mailer: { send: async () => {} },
    sms: { send: async () => {}, wasTaken: async () => false },
  };
}

async function timePages(app: ReturnType<typeof createApp>, id: string, visits: number): Promise<ResultPage> {
  const times: number[] = [];
  let bytes = 0;
  for (let visit = 0; visit < visits; visit++) {
    const begin = performance.now();
    const answer = await app.request(`/pro/essai/${id}`, { headers: { 'accept-encoding': 'gzip' } });
    const body = new Uint8Array(await answer.arrayBuffer());
    times.push(performance.now() - begin);
    const page = gunzipSync(body).toString();
    if (answer.status !== 200 || !page.includes('class="offers"')) throw new Error(`No result: ${answer.status}.`);
    bytes = body.byteLength;
  }
  const sorted = times.toSorted((a, b) => a - b);
  return { resultPageMs: round(at(sorted, 0.5)), resultPageP95Ms: round(at(sorted, 0.95)), resultPageBytes: bytes };
}
