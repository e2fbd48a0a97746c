import type { Router } from '../geo/router.ts';
import type { Offer } from '../src/domain/catalogue/offer.ts';
import { concerns } from '../src/domain/matching/concerns.ts';
import { mayCarry, type Rider, riderOf } from '../src/domain/matching/concerns-carpool.ts';
import { personPlaces } from '../src/domain/matching/person-places.ts';
import { pointKey } from '../src/domain/matching/travel.ts';
import { driverBounds } from '../src/services/driver-bounds.ts';
import { matchCatalogue } from '../src/services/match-catalogue.ts';
import { circumstances } from '../src/services/match-offers.ts';
import type { Database, RoadSurvey } from '../src/services/ports.ts';
import { vectorsOf } from '../src/services/road-survey.ts';
import { matrixRouter, openRouter } from './network.ts';
import { factsOf, round } from './speed.ts';
import { recordsAtPlaces, type World } from './world.ts';

/** Open diagnostics under which one offer changes. */
const OPEN = 5000;
/** Homes whose landmark times are asked for together. */
const HOMES_AT_ONCE = 25;

export type OneOffer = { rematchOneOfferMs: number; concerned: number; open: number };

/** One carpool changes: which of the open diagnostics it may concern is found out, and those are counted. Median of eleven. */
export async function measureOneOffer(world: World): Promise<OneOffer> {
  const open = recordsAtPlaces(world.ground, OPEN).map((record) => {
    const facts = factsOf(world, record);
    const question = { facts, ...circumstances(world.contextOn({} as Router), world.handle, facts) };
    return { question, rider: riderOf(question) };
  });
  const carpools = world.copy.all(false).filter((o) => o.kind === 'carpool');
  const riders = open.map(({ rider }) => rider);
  const { boundsOf } = await boundsFor(world, carpools, riders);
  const times: { ms: number; concerned: number }[] = [];
  for (let i = 0; i < 11; i++) {
    const offer = carpools[Math.floor((i * carpools.length) / 11)];
    if (offer === undefined) continue;
    const begin = performance.now();
    const concerned = open.filter(({ question, rider }) => {
      const bounds = boundsOf(offer, rider);
      return bounds ? mayCarry(question, rider, offer, bounds) : concerns(question, { told: false, offer });
    }).length;
    times.push({ ms: performance.now() - begin, concerned });
  }
  const median = times.toSorted((a, b) => a.ms - b.ms)[Math.floor(times.length / 2)];
  return { rematchOneOfferMs: round(median?.ms ?? 0), concerned: median?.concerned ?? 0, open: OPEN };
}

/** As a worker has them that has timed everybody's places. */
async function boundsFor(world: World, offers: readonly Offer[], riders: readonly Rider[]) {
  const { landmarks, matrix, network, copy } = world;
  const router = matrix === null ? openRouter(network) : matrixRouter(matrix, network.router as 'osrm' | 'valhalla');
  const places = riders.flatMap((rider) => rider.places);
  const vectorOf = landmarks === null ? null : await vectorsOf(router, landmarks, places);
  const vectors = new Map(vectorOf === null ? [] : places.map((place) => [pointKey(place), vectorOf(place)]));
  const ctx = world.contextOn(router);
  const survey = { dataSet: async () => copy.dataSet() } as unknown as RoadSurvey;
  const allMeasured = { transact: async () => ({ known: null, offers: [] }) } as unknown as Database;
  const bounds = await driverBounds({ ...ctx, deps: { ...ctx.deps, database: allMeasured, survey } }, offers, {
    catalogues: { current: async () => ({ target: copy, version: 1 }), close: async () => {} },
    places: { of: async () => (landmarks === null ? null : { landmarks, vectors }) },
  });
  await bounds.timePlaces(riders);
  return bounds;
}

/** Seconds by the clock, and of processor time over all threads (the embedded engine's among them). */
export type AllAgain = { diagnostics: number; seconds: number; cpuSeconds: number };

/** So many people matched from scratch, their places timed together. */
export async function measureAllAgain(world: World, from: number, count: number): Promise<AllAgain> {
  const router = openRouter(world.network);
  const ctx = world.contextOn(router);
  const records = recordsAtPlaces(world.ground, from + count).slice(from);
  const begin = performance.now();
  const cpu = process.cpuUsage();
  for (let i = 0; i < records.length; i += HOMES_AT_ONCE) {
    const batch = records.slice(i, i + HOMES_AT_ONCE);
    const places = batch.flatMap((record) => personPlaces(factsOf(world, record)));
    const vectorOf = world.landmarks === null ? null : await vectorsOf(router, world.landmarks, places);
    const vectors = new Map(vectorOf === null ? [] : places.map((place) => [pointKey(place), vectorOf(place)]));
    const bounding = { landmarks: world.landmarks, vectors };
    for (const record of batch) await matchCatalogue({ ctx, record, copy: world.copy, bounding });
  }
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await router.close();
  return { diagnostics: records.length, seconds, cpuSeconds: (user + system) / 1e6 };
}
