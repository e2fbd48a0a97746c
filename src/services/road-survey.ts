import { chooseLandmarks, type Landmarks, landmarkTimes } from '../../geo/landmarks.ts';
import { type LonLat, type Router, RouterError } from '../../geo/router.ts';
import type { PlaceVector } from '../domain/matching/prune/road-bounds.ts';
import { encodeRoadFacts, placeVector, tightened } from '../domain/matching/prune/road-facts.ts';
import { type Point, pointKey } from '../domain/matching/travel.ts';
import { decodeLandmarks, encodeLandmarks, LANDMARKS } from './landmark-set.ts';
import type { RoadSurvey, RouterPorts } from './ports.ts';

/** Offers timed at once: enough for full tables, few enough that one that is cut off costs little. */
const TOGETHER = 8;

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
      const vectors = await vectorsOf(router, landmarks, carpools.flatMap(placesOf));
      const rows: Awaited<ReturnType<RoadSurvey['measure']>> = [];
      for (let at = 0; at < carpools.length; at += TOGETHER) {
        const measured = carpools.slice(at, at + TOGETHER).map(async (offer) => {
          const places = placesOf(offer);
          const asked = places.map(lonLat);
          const own = await router.table({ mode: 'car', sources: asked, destinations: asked });
          if (own.dataSet !== landmarks.dataSet) throw new RouterError('unavailable', 'the road data changed');
          const facts = encodeRoadFacts({
            points: places.length,
            vectors: withOwnSlack(
              places.map((place) => vectors(place)),
              own.durations,
            ),
            ownSeconds: own.durations,
            ownMetres: own.distances,
          });
          return { offerId: offer.id, offerVersion: offer.version, dataSet: own.dataSet, ...facts };
        });
        rows.push(...(await Promise.all(measured)));
      }
      return rows;
    },
  };
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
  const times = await landmarkTimes(router, { mode: 'car', landmarks, places: distinct.map(lonLat) });
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
  return (place) => vectors.get(pointKey(place)) as PlaceVector;
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
