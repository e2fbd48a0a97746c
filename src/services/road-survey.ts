import { chooseLandmarks, type Landmarks, type LandmarkTimes, landmarkTimes, timesFrom } from '../../geo/landmarks.ts';
import { type LonLat, type Router, RouterError } from '../../geo/router.ts';
import type { PlaceVector } from '../domain/matching/prune/road-bounds.ts';
import { encodeRoadFacts, placeVector, tightened } from '../domain/matching/prune/road-facts.ts';
import { type Point, pointKey } from '../domain/matching/travel.ts';
import { decodeLandmarks, encodeLandmarks, LANDMARKS } from './landmark-set.ts';
import type { RoadSurvey, RouterPorts } from './ports.ts';

/** Places searched from in one table: as many as the embedded engine takes in a call. */
const TOGETHER = 8;
/** Tables asked for at once: whoever comes with one waits for these. */
const HANDS = 3;

/** Times offers on the territory's own roads; where times are estimates, nothing needs to be kept of them. */
export function createRoadSurvey(routers: (territoryId: string) => RouterPorts): RoadSurvey {
  return {
    async dataSet(territoryId) {
      const { configured } = routers(territoryId);
      if (!configured.supports('car')) return null;
      const whole = await configured.health();
      // That bikes' server is away concerns no car.
      const health = whole.modes?.car ?? whole;
      return health.ok && !health.unversioned ? health.dataSet : null;
    },

    async chooseLandmarks({ territoryId, gazetteer }) {
      const candidates = gazetteer.communes().map(({ lon, lat }): LonLat => [lon, lat]);
      const router = inTurns(routers(territoryId));
      return encodeLandmarks(await chooseLandmarks(router, { mode: 'car', candidates, count: LANDMARKS }));
    },

    async measure({ territoryId, landmarks: payload, offers }) {
      const landmarks = decodeLandmarks(payload);
      if (landmarks === null) throw new RouterError('garbage', 'the landmarks that were kept cannot be read');
      const router = inTurns(routers(territoryId));
      const carpools = offers.filter((offer) => offer.kind === 'carpool');
      const placesOf = ({ details }: (typeof carpools)[number]) => [
        details.origin,
        details.destination,
        ...details.meetingPoints,
      ];
      const { vectors, own } = await surveyed(router, landmarks, carpools.map(placesOf));
      return carpools.map((offer) => {
        const places = placesOf(offer);
        const { ownSeconds, ownMetres } = own(places);
        const facts = encodeRoadFacts({
          points: places.length,
          vectors: withOwnSlack(places.map(vectors), ownSeconds),
          ownSeconds,
          ownMetres,
        });
        return { offerId: offer.id, offerVersion: offer.version, dataSet: landmarks.dataSet, ...facts };
      });
    },
  };
}

/**
 * Landmark vectors of the places of some lists, and the times among those of one list: from each place the road is searched
 * once, to the landmarks and to all that stand with it anywhere.
 */
async function surveyed(router: Router, landmarks: Landmarks, lists: readonly (readonly Point[])[]) {
  const places = new Map(lists.flat().map((place) => [pointKey(place), place]));
  const mates = new Map([...places.keys()].map((key) => [key, new Map<string, Point>()]));
  for (const list of lists)
    for (const place of list) for (const mate of list) mates.get(pointKey(place))?.set(pointKey(mate), mate);
  const keys = [...places.keys()];
  const all = [...places.values()].map(lonLat);
  const count = landmarks.places.length;
  const to = new Int32Array(all.length * count);
  const cells = new Map<string, [seconds: number, metres: number]>();
  const from = await timesFrom(router, { mode: 'car', landmarks, places: all });
  const chunks = Array.from({ length: Math.ceil(keys.length / TOGETHER) }, (_, i) => i * TOGETHER).values();
  const ask = async (at: number) => {
    const some = keys.slice(at, at + TOGETHER);
    const near = new Map(some.flatMap((key) => [...(mates.get(key) ?? [])]));
    const sources = all.slice(at, at + TOGETHER);
    const destinations = [...landmarks.places, ...[...near.values()].map(lonLat)];
    const table = await router.table({ mode: 'car', sources, destinations, exact: true });
    if (table.dataSet !== landmarks.dataSet) throw new RouterError('unavailable', 'the road data changed');
    const columns = new Map([...near.keys()].map((key, i) => [key, count + i]));
    some.forEach((key, i) => {
      const row = i * table.columns;
      to.set(table.durations.subarray(row, row + count), (at + i) * count);
      for (const mate of mates.get(key)?.keys() ?? []) {
        const cell = row + (columns.get(mate) as number);
        cells.set(`${key} ${mate}`, [table.durations[cell] as number, table.distances[cell] as number]);
      }
    });
  };
  const hand = async () => {
    for (const at of chunks) await ask(at);
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
  const own = (list: readonly Point[]) => {
    const found = list.flatMap((a) => list.map((b) => cells.get(`${pointKey(a)} ${pointKey(b)}`) as [number, number]));
    return {
      ownSeconds: Int32Array.from(found, ([seconds]) => seconds),
      ownMetres: Int32Array.from(found, ([, metres]) => metres),
    };
  };
  return { vectors: vectorsFrom(landmarks, [...places.values()], { dataSet: landmarks.dataSet, from, to }), own };
}

/** The configured router, its tables taking their turn where that is asked for. */
export function inTurns({ configured, turn }: RouterPorts): Router {
  return turn === undefined
    ? configured
    : { ...configured, table: (request) => configured.table({ turn, ...request }) };
}

/** Landmark vectors of places, by place, in two tables. Throws `RouterError`, also where the roads changed. */
export async function vectorsOf(
  router: Router,
  landmarks: Landmarks,
  places: readonly Point[],
): Promise<(place: Point) => PlaceVector> {
  const distinct = [...new Map(places.map((place) => [pointKey(place), place])).values()];
  return vectorsFrom(
    landmarks,
    distinct,
    await landmarkTimes(router, { mode: 'car', landmarks, places: distinct.map(lonLat) }),
  );
}

function vectorsFrom(landmarks: Landmarks, distinct: readonly Point[], times: LandmarkTimes) {
  const count = landmarks.places.length;
  const matrix = { landmarks: LANDMARKS, seconds: new Int32Array(LANDMARKS ** 2).fill(-1) };
  for (let l = 0; l < count; l++) {
    matrix.seconds.set(landmarks.seconds.subarray(l * count, (l + 1) * count), l * LANDMARKS);
  }
  // A small territory has fewer landmarks: those that are not there are as if no road led to them.
  const padded = (row: Int32Array) => {
    const seconds = new Int32Array(LANDMARKS).fill(-1);
    seconds.set(row);
    return seconds;
  };
  const vectors = new Map(
    distinct.map((place, i) => {
      const [from, to] = [times.from, times.to].map((all) => padded(all.subarray(i * count, (i + 1) * count)));
      return [pointKey(place), placeVector(from as Int32Array, to as Int32Array, matrix)];
    }),
  );
  return (place: Point) => vectors.get(pointKey(place)) as PlaceVector;
}

/** What the exact times among an offer's own places show of how far bounds can be trusted there. */
function withOwnSlack(vectors: PlaceVector[], seconds: Int32Array): PlaceVector[] {
  const tight = [...vectors];
  for (let a = 0; a < tight.length; a++) {
    for (let b = 0; b < tight.length; b++) {
      if (a === b) continue;
      const [start, end] = tightened(
        tight[a] as PlaceVector,
        tight[b] as PlaceVector,
        seconds[a * tight.length + b] as number,
      );
      tight[a] = start;
      tight[b] = end;
    }
  }
  return tight;
}

const lonLat = ({ lon, lat }: Point): LonLat => [lon, lat];
