import { chooseLandmarks, type Landmarks } from '../geo/landmarks.ts';
import type { LonLat, Router } from '../geo/router.ts';
import { carpools } from '../src/db/seeds/demonstration/carpools.ts';
import { demonstrationOffers } from '../src/db/seeds/demonstration/catalogue.ts';
import { demonstrationDiagnostics } from '../src/db/seeds/demonstration/diagnostics.ts';
import { crowKm } from '../src/db/seeds/demonstration/ground.ts';
import { random } from '../src/db/seeds/demonstration/random.ts';
import { type Offer, offerInputSchema } from '../src/domain/catalogue/offer.ts';
import { type CatalogueCopy, createCatalogueCopy } from '../src/services/catalogue-copy.ts';
import type { Context, TerritoryHandle } from '../src/services/context.ts';
import { encodeLandmarks, LANDMARKS } from '../src/services/landmark-set.ts';
import type { DiagnosticRecord, OfferRoads } from '../src/services/ports.ts';
import { createRoadSurvey } from '../src/services/road-survey.ts';
import { contextOf, handleOf, TODAY } from './circumstances.ts';
import { type BenchGround, nearestPlace, readGround } from './ground.ts';
import { type Matrix, matrixRouter, type Network, readMatrix } from './network.ts';

/** Among the first offers a few drivers state no limit to their detour, as in the demonstration; further on all do. */
const WITHOUT_LIMIT_BELOW = 1_000;
const MOST_DETOUR_MINUTES = 15;

export type World = {
  network: Network;
  ground: BenchGround;
  matrix: Matrix | null;
  copy: CatalogueCopy;
  landmarks: Landmarks | null;
  handle: TerritoryHandle;
  /** The matcher's context on that router, in memory: no seat and no vehicle is taken. */
  contextOn(router: Router): Context;
};

/**
 * The demonstration's territory in memory, its catalogue brought to `size` offers with more drivers of the same draw, each
 * living and working at one of the fixed places. On roads, the road facts of every offer are measured as they would be.
 */
export async function createWorld(network: Network, size: number): Promise<World> {
  const everywhere = await readGround();
  const isReal = network.roads.kind !== 'estimate';
  const matrix = isReal ? await readMatrix(network, everywhere.places) : null;
  const ground = matrix === null ? everywhere : onRoads(everywhere, matrix);
  const copy = createCatalogueCopy();
  const exact = matrix === null ? null : matrixRouter(matrix, network.router as Router['name']);
  const landmarks =
    exact === null ? null : await chooseLandmarks(exact, { mode: 'car', candidates: ground.places, count: LANDMARKS });
  const survey = exact === null ? null : createRoadSurvey(() => ({ configured: exact, estimate: exact, since: null }));
  for (const offers of batches(offersOf(ground, size), 2000)) {
    const roads = new Map<string, OfferRoads>();
    if (survey !== null && landmarks !== null) {
      const rows = await survey.measure({ territoryId: 'meuse', landmarks: encodeLandmarks(landmarks), offers });
      for (const row of rows) roads.set(row.offerId, row);
    }
    copy.apply({ changed: offers.map((offer) => ({ offer, roads: roads.get(offer.id) ?? null })), removed: [] });
  }
  const handle = handleOf(ground.facts);
  return { network, ground, matrix, copy, landmarks, handle, contextOn: contextOf(handle) };
}

/** The ground without the places that the network does not reach: nobody there could be told anything. */
function onRoads(ground: BenchGround, { places, seconds }: Matrix): BenchGround {
  const reached = new Set(
    places.filter((_, i) => {
      const row = seconds.subarray(i * places.length, (i + 1) * places.length);
      return 2 * row.filter((time) => time >= 0).length > places.length;
    }),
  );
  const keep = (place: LonLat) => reached.has(place);
  return { ...ground, places: ground.places.filter(keep), inside: ground.inside.filter(keep) };
}

export function* offersOf({ ground, places }: BenchGround, size: number): Generator<Offer> {
  const others = demonstrationOffers(ground, TODAY).filter(({ offer }) => offer.kind !== 'carpool');
  const nearest = nearestPlace(places);
  const settled = <P extends { lon: number; lat: number }>(place: P): P => {
    const [lon, lat] = places[nearest(place)] as LonLat;
    return { ...place, lon, lat };
  };
  let number = 0;
  for (const { offer } of [...others, ...carpools(ground, TODAY, Math.max(1, size - others.length))]) {
    if (number === size) return;
    const parsed = offerInputSchema.parse(offer);
    if ('place' in parsed.details && parsed.details.place !== null)
      parsed.details.place = settled(parsed.details.place);
    if (parsed.kind === 'vehicleLoan') parsed.details.depot = settled(parsed.details.depot);
    if (parsed.kind === 'volunteerDriving') parsed.details.base = settled(parsed.details.base);
    if (parsed.kind === 'carpool') {
      const { origin, destination, meetingPoints } = parsed.details;
      parsed.details.origin = settled(origin);
      parsed.details.destination = settled(destination);
      parsed.details.meetingPoints = meetingPoints.map(settled);
      // Who states none is told, to be verified, to everybody whose hours fit: nothing rules that out. A few do.
      if (number >= WITHOUT_LIMIT_BELOW) parsed.details.maxDetourMinutes ??= MOST_DETOUR_MINUTES;
    }
    yield { ...parsed, id: `off_${String(number++).padStart(6, '0')}`, version: 1 };
  }
}

/** People anywhere in the territory, as in the demonstration. */
export function recordsAnywhere({ ground }: BenchGround): DiagnosticRecord[] {
  return demonstrationDiagnostics(ground, TODAY)
    .filter(({ input }) => input.job !== undefined)
    .map(({ id, input }) => recordOf(id, input));
}

/** As many people as asked for who live and work at fixed places 8 to 45 km apart, with the demonstration's rotas and means. */
export function recordsAtPlaces(bench: BenchGround, count: number): DiagnosticRecord[] {
  const templates = recordsAnywhere(bench);
  const draw = random('bench people');
  return Array.from({ length: count }, (_, i) => {
    const { input } = templates[i % templates.length] as DiagnosticRecord;
    const home = toPlace(draw.pick(bench.inside));
    let job = toPlace(draw.pick(bench.places));
    for (let tries = 0; tries < 200 && !isCommute(crowKm(home, job)); tries++) job = toPlace(draw.pick(bench.places));

    const cycle = input.job?.cycle;
    const shifts = cycle?.shifts.map(({ place: _elsewhere, ...shift }) => shift) ?? [];
    const moved = { ...input.job, ...job, commune: undefined, cycle: { ...cycle, shifts } };
    return recordOf(`dia_bench_${i}`, { ...input, stops: [], home, job: moved } as DiagnosticRecord['input']);
  });
}

const toPlace = ([lon, lat]: LonLat) => ({ lon, lat });
const isCommute = (km: number) => km >= 8 && km <= 45;

function recordOf(id: string, input: DiagnosticRecord['input']): DiagnosticRecord {
  const none = { beneficiaryId: id, reference: null, expiresAt: null };
  return { id, version: 1, age: 30, input, createdAt: `${TODAY}T08:00:00Z`, ...none };
}

function* batches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
