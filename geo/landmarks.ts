import { placeText } from './points.ts';
import { type LonLat, type Mode, type Router, RouterError, type Table, UNREACHABLE } from './router.ts';

/** Places from and to which everything else is timed, and the times among them, row by row. */
export type Landmarks = { dataSet: string; places: LonLat[]; seconds: Int32Array };

/** Times of some places from and to each landmark, row by row (one row a place); integer seconds, `UNREACHABLE`. */
export type LandmarkTimes = { dataSet: string; from: Int32Array; to: Int32Array };

/**
 * Landmarks by farthest selection (Goldberg & Harrelson 2005): each is the candidate farthest, by road, from those already
 * chosen. Candidates few roads reach (islands of the network) are passed over. `count` at most; at least one.
 *
 * @throws RouterError, also where no candidate reaches most of the others.
 */
export async function chooseLandmarks(
  router: Router,
  {
    mode,
    candidates,
    count,
    signal,
  }: { mode: Mode; candidates: readonly LonLat[]; count: number; signal?: AbortSignal },
): Promise<Landmarks> {
  const ask = (sources: readonly LonLat[], destinations: readonly LonLat[]) =>
    router.table({ mode, sources, destinations, ...(signal ? { signal } : {}) });
  const places = [...new Map(candidates.map((place) => [placeText(place), place])).values()];
  const nearest = new Int32Array(places.length).fill(0x7fffffff);
  const isReached = new Uint8Array(places.length);
  const chosen: number[] = [];
  let dataSet: string | null = null;
  // What stands in the middle of the list is as good a place to begin as any; where it is an island, the next one.
  for (let start = 0; start < places.length && chosen.length === 0; start++) {
    const index = (Math.floor(places.length / 2) + start) % places.length;
    const row = await ask([places[index] as LonLat], places);
    const reached = row.durations.filter((seconds) => seconds !== UNREACHABLE).length;
    if (2 * reached <= places.length) continue;
    dataSet = row.dataSet;
    row.durations.forEach((seconds, i) => {
      isReached[i] = seconds === UNREACHABLE ? 0 : 1;
      nearest[i] = seconds;
    });
    // Only where the search begins: the first landmark is the place farthest from it.
    chosen.push(farthest(nearest, isReached));
  }
  if (dataSet === null) throw new RouterError('unavailable', 'no road joins most of the places of the territory');
  while (chosen.length > 0) {
    const row = await ask([places[chosen.at(-1) as number] as LonLat], places);
    if (row.dataSet !== dataSet) throw changed();
    row.durations.forEach((seconds, i) => {
      if (seconds === UNREACHABLE) isReached[i] = 0;
      nearest[i] = chosen.length === 1 ? seconds : Math.min(nearest[i] as number, seconds);
    });
    const next = farthest(nearest, isReached);
    if (chosen.length === count || next < 0 || (nearest[next] as number) === 0) break;
    chosen.push(next);
  }
  const landmarks = chosen.map((index) => places[index] as LonLat);
  const square = await ask(landmarks, landmarks);
  if (square.dataSet !== dataSet) throw changed();
  return { dataSet, places: landmarks, seconds: square.durations };
}

type Timing = { mode: Mode; landmarks: Landmarks; places: readonly LonLat[]; signal?: AbortSignal };

/** Two tables, whatever the number of places. Throws `RouterError`, also where the roads are no longer the landmarks'. */
export async function landmarkTimes(router: Router, timing: Timing): Promise<LandmarkTimes> {
  const { mode, landmarks, places, signal } = timing;
  const [from, to] = await Promise.all([
    timesFrom(router, timing),
    // What is kept with an offer, and what bounds rest on: not the time of a search back from the landmarks.
    router.table({
      mode,
      sources: places,
      destinations: landmarks.places,
      exact: true,
      ...(signal ? { signal } : {}),
    }),
  ]);
  if (to.dataSet !== landmarks.dataSet) throw changed();
  return { dataSet: landmarks.dataSet, from, to: to.durations };
}

/** From each landmark, one row a place. Throws `RouterError`, also where the roads are no longer the landmarks'. */
export async function timesFrom(router: Router, { mode, landmarks, places, signal }: Timing): Promise<Int32Array> {
  const rest = signal ? { mode, signal } : { mode };
  const from = await router.table({ ...rest, sources: landmarks.places, destinations: places });
  if (from.dataSet !== landmarks.dataSet) throw changed();
  return transposed(from);
}

function farthest(seconds: Int32Array, isReached: Uint8Array): number {
  let best = -1;
  for (let i = 0; i < seconds.length; i++) {
    if (isReached[i] === 1 && (best < 0 || (seconds[i] as number) > (seconds[best] as number))) best = i;
  }
  return best;
}

function transposed({ rows, columns, durations }: Table): Int32Array {
  const turned = new Int32Array(durations.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = durations[row * columns + column] as number;
    }
  }
  return turned;
}

const changed = () => new RouterError('unavailable', 'the road data changed while places were timed');
