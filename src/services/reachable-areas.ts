import { booleanClockwise, circle, simplify } from '@turf/turf';
import { type LonLat, type Mode, type ReachableArea, type Router, RouterError } from '../../geo/router.ts';
import { crowMetres } from '../domain/place-problems.ts';
import type { RouterPorts } from './ports.ts';

export type DrawnArea = {
  minutes: number;
  /** GeoJSON MultiPolygon coordinates; empty where nothing is sure to be reached in that time. */
  coordinates: LonLat[][][];
  source: ReachableArea['source'];
  dataSet: string;
  /** By crow flight: metres surely and at most reached. Null on real roads. */
  radiusMetres: [surely: number, atMost: number] | null;
};

export type AreasAsked = { mode: Mode; place: LonLat; minutes: readonly number[]; signal?: AbortSignal };

/** About 100 m: neighbours share an answer, and what is kept tells nobody's door. */
const PLACE_DECIMALS = 3;
/** Of a dozen KB each: the largest of a whole small country, by bike in 45 min, has 11. */
const MOST_KEPT = 500;

type Kept = { dataSet: string; areas: DrawnArea[] };
/** A territory's router is another object when its roads are others: what was drawn on those goes with it. */
const kept = new WeakMap<Router, Map<string, Kept>>();

export function roundPlace([lon, lat]: LonLat): LonLat {
  return [Number(lon.toFixed(PLACE_DECIMALS)), Number(lat.toFixed(PLACE_DECIMALS))];
}

/**
 * What is reached from a place within each of these minutes, in their order; `null` when no road is near. Where no router
 * draws areas they are circles of the estimate, cautious ones; `fellBack` when a router should have drawn them and did
 * not. Throws what is no `RouterError` (an abort).
 */
export async function reachableAreas(
  { configured, estimate }: RouterPorts,
  asked: AreasAsked,
): Promise<{ areas: DrawnArea[] | null; fellBack: boolean }> {
  const place = roundPlace(asked.place);
  if (configured.isochrone === undefined)
    return { areas: await circles(estimate, { ...asked, place }), fellBack: false };
  const known = kept.get(configured) ?? new Map<string, Kept>();
  kept.set(configured, known);
  const key = [asked.mode, ...place, ...asked.minutes].join(' ');
  const before = known.get(key);
  if (before) {
    known.delete(key);
    known.set(key, before);
    return { areas: before.areas, fellBack: false };
  }
  try {
    const drawn = await configured.isochrone({ ...asked, place });
    if (drawn === null) return { areas: null, fellBack: false };
    const areas = drawn.map(onRoads);
    keep(known, key, areas);
    return { areas, fellBack: false };
  } catch (error) {
    if (!(error instanceof RouterError)) throw error;
    asked.signal?.throwIfAborted();
    const fellBack = error.code !== 'unsupportedMode';
    return { areas: await circles(estimate, { ...asked, place }), fellBack };
  }
}

/** The oldest go first; and all go when the same router has other data. */
function keep(known: Map<string, Kept>, key: string, areas: DrawnArea[]): void {
  const dataSet = areas[0]?.dataSet ?? '';
  const [another] = known.values();
  if (another && another.dataSet !== dataSet) known.clear();
  known.set(key, { dataSet, areas });
  const [oldest] = known.keys();
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
}

function onRoads({ minutes, polygons, source, dataSet }: ReachableArea): DrawnArea {
  return { minutes, coordinates: simplified(polygons), source, dataSet, radiusMetres: null };
}

/** A line of the drawing may be off by a thousandth of its size, at least by the width of a street. */
const SIMPLER_BY = 1 / 1000;
const STREET_DEGREES = 0.0001;

/** As small as the eye allows, holes kept: a hole is where one cannot be in time. */
function simplified(polygons: LonLat[][][]): LonLat[][][] {
  const rings = polygons.map((polygon) => polygon.filter((ring) => ring.length >= 4)).filter(([outer]) => outer);
  if (rings.length === 0) return [];
  const tolerance = Math.max(STREET_DEGREES, sizeDegrees(rings) * SIMPLER_BY);
  const coordinates = rings.map((polygon) => polygon.map((ring) => ring.map((point) => [...point])));
  const simple = simplify({ type: 'MultiPolygon', coordinates }, { tolerance, highQuality: false, mutate: true });
  return simple.coordinates.map((polygon) => polygon.map((ring, i) => tidy(ring, i === 0)));
}

/** To the metre, outer rings counter-clockwise and holes clockwise (RFC 7946). */
function tidy(ring: number[][], isOuter: boolean): LonLat[] {
  const rounded = ring.map(([lon, lat]): LonLat => [fiveDecimals(lon as number), fiveDecimals(lat as number)]);
  return booleanClockwise(ring) === isOuter ? rounded.reverse() : rounded;
}

const fiveDecimals = (degrees: number) => Math.round(degrees * 1e5) / 1e5;

function sizeDegrees(polygons: LonLat[][][]): number {
  const points = polygons.flat(2);
  const span = (axis: 0 | 1) => {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const point of points) {
      least = Math.min(least, point[axis]);
      most = Math.max(most, point[axis]);
    }
    return most - least;
  };
  return Math.hypot(span(0), span(1));
}

/** Far enough that whole seconds tell a pace to five digits. */
const FAR_DEGREES = 1;
const CIRCLE_CORNERS = 64;

/**
 * The estimate errs by one factor within its bounds: drawn is what is reached at its slowest, told besides what may be
 * reached at its fastest. Without roads a circle knows no river and no forest: it is a size, not a promise.
 */
async function circles(estimate: Router, { mode, place, minutes, signal }: AreasAsked): Promise<DrawnArea[]> {
  const far: LonLat = [place[0], place[1] > 0 ? place[1] - FAR_DEGREES : place[1] + FAR_DEGREES];
  const table = await estimate.table({ mode, sources: [place], destinations: [far], signal });
  const farMetres = crowMetres(at(place), at(far));
  const secondsPerMetre = ((table.durations[0] as number) - table.fixedSeconds) / farMetres;
  const [fastest, slowest] = table.errorFactor;
  const radius = (seconds: number) => Math.max(0, Math.floor((seconds - table.fixedSeconds) / secondsPerMetre));
  return minutes.map((minute) => {
    const surely = radius((minute * 60) / slowest);
    const ring = circle([...place], surely / 1000, { steps: CIRCLE_CORNERS, units: 'kilometers' });
    return {
      minutes: minute,
      coordinates: surely === 0 ? [] : [[tidy(ring.geometry.coordinates[0] as number[][], true)]],
      source: table.source,
      dataSet: table.dataSet,
      radiusMetres: [surely, radius((minute * 60) / fastest)],
    };
  });
}

const at = ([lon, lat]: LonLat) => ({ lon, lat });
