import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEstimateRouter } from '../../geo/estimate.ts';
import { chooseLandmarks, type Landmarks } from '../../geo/landmarks.ts';
import { createOsrmRouter } from '../../geo/osrm.ts';
import type { LonLat, Router } from '../../geo/router.ts';
import { createValhallaRouter } from '../../geo/valhalla.ts';
import { readTerritory } from '../../src/db/seeds/territory/read-territory.ts';
import { createGazetteer } from '../../src/db/stores/gazetteer.ts';
import type { Offer } from '../../src/domain/catalogue/offer.ts';
import { diagnosticInputSchema } from '../../src/domain/diagnostic/diagnostic.ts';
import { differenceBetween } from '../../src/domain/matching/compare-results.ts';
import { match } from '../../src/domain/matching/match.ts';
import { personPlaces } from '../../src/domain/matching/person-places.ts';
import { pointKey } from '../../src/domain/matching/travel.ts';
import { travelNeeds } from '../../src/domain/matching/travel-needs.ts';
import { createCatalogueCopy } from '../../src/services/catalogue-copy.ts';
import type { Context, TerritoryHandle } from '../../src/services/context.ts';
import { gatherTravel } from '../../src/services/gather-travel.ts';
import { encodeLandmarks } from '../../src/services/landmark-set.ts';
import { matchCatalogue } from '../../src/services/match-catalogue.ts';
import { circumstances, factsOfRecord } from '../../src/services/match-offers.ts';
import type { Database, DiagnosticRecord, OfferRoads } from '../../src/services/ports.ts';
import { createRoadSurvey, vectorsOf } from '../../src/services/road-survey.ts';
import { catalogue, cycle } from '../factories/random-world.ts';
import { startOsrmServer } from '../support/osrm-server.ts';
import { goteborgTiles, tilesOf } from '../support/valhalla-tiles.ts';

/**
 * The production matcher against the reference on every router: random catalogues and rotas, laid over the streets that
 * router knows, with a listing so short that almost everything has to be ruled out by bounds.
 */
type Box = readonly [west: number, south: number, east: number, north: number];
type World = { router: Router; box: Box; stop(): Promise<void> };

/** A part of the city whose streets the tests' tiles have. */
const GOTEBORG_BOX: Box = [11.942, 57.692, 11.988, 57.706];

const LISTING = { allUpTo: 0, nearest: 3 };
const LIECHTENSTEIN = '../shared/data/osm/liechtenstein-2024-03-04.osm.pbf';
const hasLiechtenstein = existsSync(LIECHTENSTEIN);

async function onValhalla(tiles: Awaited<ReturnType<typeof goteborgTiles>>, box: Box): Promise<World> {
  const router = createValhallaRouter(tiles);
  return { router: exactly(router), box, stop: () => router.close() };
}

/** Its quick tables may say otherwise for a few cells in ten thousand (ADR 0014): what differs here must be the matcher's. */
function exactly(router: Router): Router {
  return { ...router, table: (request) => router.table({ ...request, exact: true }) };
}

/** Winding roads, longer eastwards than westwards, and not quite a triangle everywhere. Nobody walks at a car's pace. */
async function onOsrm(): Promise<World> {
  const seconds = ([a, b]: LonLat, [c, d]: LonLat) =>
    Math.round(6000 * Math.hypot(c - a, d - b) * (1.1 + Math.sin(400 * (a + d)) / 400) + 300 * (c - a));
  const roads = await startOsrmServer({ durationSeconds: seconds });
  const paths = await startOsrmServer({ durationSeconds: (from, to) => 13 * seconds(from, to) });
  const router = createOsrmRouter({ urls: { car: roads.url, bike: roads.url, foot: paths.url } });
  return {
    router,
    box: [5, 49, 5.6, 49.6],
    async stop() {
      await router.close();
      await Promise.all([roads.close(), paths.close()]);
    },
  };
}

async function onEstimate(): Promise<World> {
  const router = createEstimateRouter();
  return { router, box: [5, 48.6, 5.6, 49.2], stop: () => router.close() };
}

const somewhere = fc.record({ lon: fc.nat({ max: 60 }), lat: fc.nat({ max: 60 }) });
type Person = typeof person extends fc.Arbitrary<infer Drawn> ? Drawn : never;
const person = fc.record({
  home: somewhere,
  job: somewhere,
  cycle,
  maxWaitMinutes: fc.constantFrom(undefined, 0, 20, 45),
  maxTravelMinutes: fc.constantFrom(undefined, 15, 60),
  maxWalkMinutes: fc.constantFrom(undefined, 0, 15),
});
const offers = fc
  .array(catalogue, { minLength: 3, maxLength: 6 })
  .map((parts) => parts.flat().map((offer, i): Offer => ({ ...offer, id: `o${String(i).padStart(2, '0')}` })));

function suite(name: string, start: () => Promise<World>, options: { runs: number; skip?: boolean }): void {
  describe.skipIf(options.skip === true)(`pruned matching on ${name}`, () => {
    let world: World;
    let handle: TerritoryHandle;
    let landmarks: Landmarks | null = null;
    let ctx: Context;

    beforeAll(async () => {
      world = await start();
      const { territory } = await readTerritory('meuse');
      handle = { territory, gazetteer: createGazetteer([]) };
      const estimate = createEstimateRouter();
      const routers = { configured: world.router, estimate, since: null };
      ctx = {
        actor: { kind: 'system', territoryId: 'meuse', organisationId: null, scopes: new Set(), id: 'test' },
        deps: {
          database: nothingTaken,
          clock: { now: () => Temporal.Instant.from('2026-11-22T08:00:00Z') },
          ids: { next: (prefix) => prefix },
          routers: () => routers,
          territory: async () => handle,
          queue: { ping: async () => {} },
          publicUrl: 'http://localhost',
          mailer: { send: async () => {} },
          sms: { send: async () => {}, wasTaken: async () => false },
        },
      };
      if (world.router.name === 'estimate') return;
      const candidates = [0, 20, 40, 60].flatMap((x) =>
        [0, 20, 40, 60].map((y) => lonLat(laid(world.box, { lon: x, lat: y }))),
      );
      landmarks = await chooseLandmarks(world.router, { mode: 'car', candidates, count: 12 });
    }, 120_000);
    afterAll(() => world?.stop());

    it('says what the reference says', async () => {
      let pruned = 0;
      await fc.assert(
        fc.asyncProperty(offers, person, async (drawn, who) => {
          const { router, box } = world;
          const known = drawn.map((offer) => moved(box, offer));
          const record = recordOf(box, who);
          const facts = factsOfRecord(ctx, handle, record);
          const copy = createCatalogueCopy();
          const survey = createRoadSurvey(ctx.deps.routers);
          const rows: OfferRoads[] =
            landmarks === null
              ? []
              : await survey.measure({ territoryId: 'meuse', landmarks: encodeLandmarks(landmarks), offers: known });
          const roads = new Map(rows.map((row) => [row.offerId, row]));
          copy.apply({ changed: known.map((offer) => ({ offer, roads: roads.get(offer.id) ?? null })), removed: [] });
          const places = personPlaces(facts);
          const vectorOf = landmarks === null ? null : await vectorsOf(router, landmarks, places);
          const vectors = new Map(vectorOf === null ? [] : places.map((place) => [pointKey(place), vectorOf(place)]));
          let tried = 0;
          const { result } = await matchCatalogue({
            ctx,
            record,
            copy,
            bounding: { landmarks, vectors },
            listing: LISTING,
            noteWork: (work) => {
              tried = work.tried;
            },
          });
          pruned += known.filter(({ kind }) => kind === 'carpool').length - tried;

          const routers = ctx.deps.routers('meuse');
          const { travel } = await gatherTravel(routers, travelNeeds(facts, handle.territory.rules, known));
          const availability = { rides: new Map(), loans: new Map() };
          const question = { facts, offers: known, travel, availability, ...circumstances(ctx, handle, facts) };
          const reference = match(question, false, LISTING);
          expect(differenceBetween(result, reference)).toBeNull();
        }),
        // Shrinking asks the router hundreds of times more: the seed is told, and is enough.
        { numRuns: options.runs, endOnFailure: true },
      );
      // Otherwise nothing was shown.
      expect(pruned).toBeGreaterThan(0);
    }, 240_000);
  });
}

suite('estimates', onEstimate, { runs: 40 });
suite('an OSRM server', onOsrm, { runs: 25 });
suite('the embedded engine, in Göteborg', async () => onValhalla(await goteborgTiles(), GOTEBORG_BOX), { runs: 6 });
suite(
  'the embedded engine, in Liechtenstein (where ../shared has it)',
  async () => onValhalla(await tilesOf('liechtenstein', readFileSync(LIECHTENSTEIN)), [9.5, 47.1, 9.56, 47.24]),
  { runs: 15, skip: !hasLiechtenstein },
);

function laid([west, south, east, north]: Box, { lon, lat }: { lon: number; lat: number }) {
  return { lon: west + ((east - west) * lon) / 60, lat: south + ((north - south) * lat) / 60 };
}

/** Random worlds lie on a square of 60 hundredths of a degree: the same square, laid over the box. */
function moved<T>(box: Box, value: T): T {
  if (Array.isArray(value)) return value.map((item) => moved(box, item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => [name, moved(box, part)]);
  const copy = Object.fromEntries(entries);
  if (typeof copy.lon !== 'number' || typeof copy.lat !== 'number') return copy;
  return { ...copy, ...laid(box, { lon: (copy.lon - 5) * 100, lat: (copy.lat - 49) * 100 }) };
}

function recordOf(box: Box, who: Person): DiagnosticRecord {
  const { home, job, cycle: rota, maxWalkMinutes, ...limits } = who;
  const known = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
  return {
    id: 'dia_test',
    version: 1,
    beneficiaryId: 'ben_test',
    reference: null,
    age: 30,
    createdAt: '2026-11-22T08:00:00Z',
    expiresAt: null,
    input: diagnosticInputSchema.parse({
      home: { ...laid(box, home), commune: '55122' },
      job: { ...laid(box, job), commune: '55029', startsOn: '2026-12-07', cycle: rota, ...known },
      means: maxWalkMinutes === undefined ? {} : { maxWalkMinutes },
    }),
  };
}

const lonLat = ({ lon, lat }: { lon: number; lat: number }): LonLat => [lon, lat];

const nothingTaken = {
  transact: (_actor: unknown, work: (stores: unknown) => Promise<unknown>) =>
    work({ offers: { availability: async () => ({ rides: new Map(), loans: new Map() }) } }),
} as unknown as Database;
