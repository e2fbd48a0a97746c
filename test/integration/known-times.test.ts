import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOsrmRouter } from '../../geo/osrm.ts';
import type { LonLat } from '../../geo/router.ts';
import { rematchProvisional } from '../../src/services/rematch-provisional.ts';
import { worker } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import type { Json } from '../support/json.ts';
import { durationsBetween, type OsrmServer, startOsrmServer } from '../support/osrm-server.ts';

/**
 * From the request to the result, through HTTP, database and an OSRM server whose times are known, so that every figure
 * below was worked out by hand.
 */

const PLACES = {
  home: [5.5905, 48.7612],
  job: [5.1606, 48.7729],
  // Morning driver: 5 min before home, 3 min past the job.
  morningEnd: [5.62, 48.77],
  morningWork: [5.15, 48.78],
  // Night driver: 4 min before home, works next door to the job.
  nightEnd: [5.6, 48.75],
  nightWork: [5.17, 48.77],
  // Passes through neither town.
  farEnd: [5.4, 48.9],
  farWork: [5.1, 48.9],
} satisfies Record<string, LonLat>;

const SECONDS = {
  'home<>job': 2400,
  'morningEnd<>home': 300,
  'job<>morningWork': 180,
  'morningEnd<>morningWork': 2700,
  'morningEnd<>job': 2600,
  'home<>morningWork': 2500,
  'nightEnd<>home': 240,
  'job<>nightWork': 60,
  'nightEnd<>nightWork': 2580,
  'nightEnd<>job': 2550,
  'home<>nightWork': 2430,
  // 25 + 40 + 12 − 30 min: a detour of 47 min.
  'farEnd<>home': 1500,
  'job<>farWork': 720,
  'farEnd<>farWork': 1800,
  'farEnd<>job': 1500,
  'home<>farWork': 2700,
};

const place = (name: keyof typeof PLACES) => ({ label: name, lon: PLACES[name][0], lat: PLACES[name][1] });

const carpool = (
  title: string,
  origin: keyof typeof PLACES,
  destination: keyof typeof PLACES,
  trips: object[],
  price: number,
) => ({
  kind: 'carpool',
  title,
  theme: 'mobilite--mobilite-douce-partagee-collective',
  provider: { name: 'Conductrice (exemple)' },
  illustrative: true,
  calendar: { publicHolidays: true },
  details: {
    origin: place(origin),
    destination: place(destination),
    trips,
    maxDetourMinutes: 10,
    seats: 1,
    pricePerRideCents: price,
  },
});
const run = (direction: 'outbound' | 'return', departureTime: string) => ({
  direction,
  weekdays: [1, 2],
  departureTime,
  flexibilityMinutes: 5,
});

const DIAGNOSTIC = {
  home: { ...place('home'), commune: '55122' },
  job: {
    ...place('job'),
    commune: '55029',
    startsOn: '2026-12-07',
    arrivalMarginMinutes: 10,
    maxWaitMinutes: 30,
    maxTravelMinutes: 75,
    cycle: {
      anchorDate: '2026-12-07',
      lengthDays: 14,
      shifts: [
        { day: 0, start: '05:00', end: '13:00' },
        { day: 7, start: '21:00', end: '05:00' },
      ],
    },
  },
  means: { maxWalkMinutes: 15, wheelchair: false, budgetPerMonthCents: 6000, depositCents: 10000 },
};

describe('a person in the Meuse, matched on known times', () => {
  let server: OsrmServer;
  let api: TestApi;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    server = await startOsrmServer({ durationSeconds: durationsBetween(PLACES, SECONDS) });
    api = await startApi({
      configured: createOsrmRouter({ urls: { car: server.url }, timeoutMs: 1000, coolDownMs: 1 }),
    });
    const offers = {
      morning: carpool(
        'Le matin',
        'morningEnd',
        'morningWork',
        [run('outbound', '04:00'), run('return', '13:05')],
        200,
      ),
      night: carpool('La nuit', 'nightEnd', 'nightWork', [run('outbound', '20:00'), run('return', '05:10')], 150),
      far: carpool('Trop loin', 'farEnd', 'farWork', [run('outbound', '04:00'), run('return', '13:00')], 100),
    };
    for (const [name, body] of Object.entries(offers)) ids[name] = (await api.post('/api/offers', body)).body.id;
  });
  afterAll(async () => {
    await api?.stop();
    await server?.close();
  });

  async function matched(version = 1) {
    const { body } = await api.post('/api/diagnostics', DIAGNOSTIC);
    await api.matchNow(body.id, version);
    return { id: body.id as string, ...(await api.get(`/api/diagnostics/${body.id}/matches`)).body };
  }
  const legOf = (result: Json, name: string, legId: string) =>
    result.matches.find((m: Json) => m.offerId === ids[name]).legs.find((l: Json) => l.legId === legId);

  test('two drivers together carry four of four rides, to the minute', async () => {
    const result = await matched();
    expect(result).toMatchObject({ status: 'ready', router: 'osrm', provisional: false });
    expect(result.bundles[0]).toMatchObject({
      offerIds: [ids.morning, ids.night].sort(),
      coverage: { served: 4, certain: 4, total: 4, shiftsComplete: 2, shiftsTotal: 2 },
      // (2 × 2 € + 2 × 1.50 €) × 30.4375 ÷ 14
      costPerMonthCents: 1522,
      withinBudget: true,
    });
    // Out: at the latest at 4:05, 5 min to the door, 40 min to work: 4:50 exactly.
    expect(legOf(result, 'morning', 'L1')).toMatchObject({
      departAt: '04:10',
      arriveAt: '04:50',
      durationSeconds: 2400,
      waitSeconds: 0,
      detourSeconds: 300 + 2400 + 180 - 2700,
      estimated: false,
    });
    // Back: from 13:00 at the earliest, 3 min to the gate.
    expect(legOf(result, 'morning', 'L2')).toMatchObject({ departAt: '13:03', arriveAt: '13:43', waitSeconds: 180 });
    // Night out: at the latest at 20:05, 4 min to the door, there at 20:49.
    expect(legOf(result, 'night', 'L3')).toMatchObject({
      departAt: '20:09',
      arriveAt: '20:49',
      waitSeconds: 60,
      detourSeconds: 240 + 2400 + 60 - 2580,
    });
    expect(legOf(result, 'night', 'L4')).toMatchObject({ departAt: '05:06', arriveAt: '05:46', waitSeconds: 360 });
  });

  test('what is impossible says by how much, and what would do', async () => {
    const result = await matched();
    const far = result.matches.find((m: Json) => m.offerId === ids.far);
    expect(far.verdict).toBe('impossible');
    const detour = far.criteria.find((c: Json) => c.code === 'detour' && c.legId === 'L2');
    expect(detour).toMatchObject({
      outcome: 'unmet',
      actual: 1500 + 2400 + 720 - 1800,
      limit: 600,
      unit: 's',
      explanation: 'Détour de 47 min pour 10 min acceptées.',
      fix: 'détour accepté de 47 au lieu de 10 min',
    });
  });

  test('a match takes a handful of calls, whatever the number of offers', async () => {
    await matched();
    server.requests.length = 0;
    await matched();
    // The person’s square and two rectangles; what lies between an offer’s own places is known from before.
    expect(server.requests.length).toBe(3);
  });

  test.each([
    ['away', { closeSocket: 'always' as const }],
    ['answering garbage', { body: 'garbage' as const }],
    ['slow', { slowMs: 3000 }],
  ])('a router that is %s: matched on estimates, provisional, and again when it is back', async (_what, behaviour) => {
    server.setBehaviour(behaviour);
    const result = await matched();
    expect(result).toMatchObject({ status: 'ready', router: 'estimate', provisional: true });
    expect(legOf(result, 'morning', 'L1').estimated).toBe(true);

    const ctx = { actor: worker(), deps: api.deps };
    expect(await rematchProvisional({ ctx, input: {} })).toBe(0);
    server.setBehaviour({});
    expect(await rematchProvisional({ ctx, input: {} })).toBeGreaterThan(0);
    await api.matchNow(result.id);
    const again = (await api.get(`/api/diagnostics/${result.id}/matches`)).body;
    expect(again).toMatchObject({ router: 'osrm', provisional: false });
    expect(again.bundles[0].coverage).toMatchObject({ served: 4, certain: 4 });
  });
});
