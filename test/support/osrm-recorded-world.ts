import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { LonLat } from '../../geo/router.ts';
import { type OsrmServer, startOsrmServer } from './osrm-server.ts';

const folder = new URL('../../../shared/data/osrm-recordings/', import.meta.url);
export const hasOsrmRecordings = existsSync(folder);

/** Liechtenstein: Balzers, Adlerkreisel, Kellersfeld, and a place in between. Every two are joined in the recordings. */
export const RECORDED_PLACES: readonly LonLat[] = [
  [9.5, 47.066],
  [9.5209, 47.141],
  [9.527, 47.24],
  [9.5103, 47.1663],
];
/** In Andorra, in the same data and joined to nothing of them; and Paris, which OSRM took to Liechtenstein. */
export const RECORDED_ISLANDS: readonly LonLat[] = [
  [1.5218, 42.5063],
  [2.3522, 48.8566],
];

type Cells = (number | null)[][];
type Recording = {
  request: string;
  body: {
    durations?: Cells;
    distances?: Cells;
    routes?: { duration: number; distance: number; legs: { duration: number; distance: number }[] }[];
    sources?: { distance: number }[];
    destinations?: { distance: number }[];
  };
};

/**
 * Our OSRM-shaped server with what a real one answered by car: times, distances, what is joined to what, and how far each
 * place was from the road. Where one way only was recorded, the other is taken to be as long.
 */
export async function startRecordedOsrm(maxTableSize: number): Promise<OsrmServer> {
  const seconds = new Map<string, number | null>();
  const metres = new Map<string, number | null>();
  const snaps = new Map<string, number>();
  const names = readdirSync(folder).filter((name) => /^(table|route)-.*\.json$/.test(name));
  for (const name of names) {
    const { request, body } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Recording;
    const [path = '', query = ''] = request.split('?');
    const places = path.split('/').at(-1)?.split(';').map(keyOfText) ?? [];
    if (!path.includes('/driving/')) continue;
    const pick = (side: string) => {
      const indexes = new URLSearchParams(query).get(side);
      return indexes === null ? places : indexes.split(';').map((index) => places[Number(index)] as string);
    };
    const [sources, destinations] = [pick('sources'), pick('destinations')];
    for (const [cells, known] of [
      [body.durations, seconds],
      [body.distances, metres],
    ] as const) {
      cells?.forEach((row, i) => {
        row.forEach((cell, j) => {
          known.set(`${sources[i]}>${destinations[j]}`, cell);
        });
      });
    }
    body.sources?.forEach(({ distance }, i) => {
      snaps.set(sources[i] as string, distance);
    });
    body.destinations?.forEach(({ distance }, i) => {
      snaps.set(destinations[i] as string, distance);
    });
    if (name.startsWith('route-')) {
      body.routes?.[0]?.legs.forEach((leg, i) => {
        seconds.set(`${places[i]}>${places[i + 1]}`, leg.duration);
        metres.set(`${places[i]}>${places[i + 1]}`, leg.distance);
      });
    }
  }
  const between = (known: Map<string, number | null>) => (from: LonLat, to: LonLat) => {
    const [there, back] = [`${keyOf(from)}>${keyOf(to)}`, `${keyOf(to)}>${keyOf(from)}`];
    return known.get(known.has(there) ? there : back) ?? null;
  };
  return startOsrmServer({
    durationSeconds: between(seconds),
    distanceMetres: between(metres),
    maxTableSize,
    behaviour: { snapMetres: (place) => snaps.get(keyOf(place)) ?? 5 },
  });
}

const keyOf = ([lon, lat]: LonLat) => `${lon},${lat}`;
const keyOfText = (text: string) => text.split(',').map(Number).join(',');
