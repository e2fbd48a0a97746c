import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createEstimateRouter } from '../geo/estimate.ts';
import { createOsrmRouter } from '../geo/osrm.ts';
import { placeText } from '../geo/points.ts';
import type { LonLat, Router, TableRequest } from '../geo/router.ts';
import { buildTiles } from '../geo/tiles/build-tiles.ts';
import { createValhallaRouter } from '../geo/valhalla.ts';
import { config } from '../src/config.ts';

/** A network of the Meuse's size, not its roads; beside the project where it is there. */
const SYNTHETIC = '../shared/data/osm/meuse-SYNTHETIC-not-real-roads.osm.pbf';
/** Sources asked about at once when the fixed places are timed. */
const ROWS_AT_ONCE = 25;

export type Network = { name: string; router: string; dataSet: string; roads: Roads };
type Roads =
  | { kind: 'estimate' }
  | { kind: 'osrm'; url: string }
  | { kind: 'valhalla'; tiles: string; places: LonLat[] };

/** What the benchmark can run on: a live OSRM, the embedded engine on the synthetic network, or estimates. */
export async function findNetwork(progress: (line: string) => void): Promise<Network> {
  const { osrm, dataDir } = config();
  if (osrm.car !== null) {
    const router = createOsrmRouter({ urls: { car: osrm.car } });
    const { dataSet } = await router.health();
    await router.close();
    return {
      name: `OSRM (${new URL(osrm.car).host})`,
      router: 'osrm',
      dataSet,
      roads: { kind: 'osrm', url: osrm.car },
    };
  }
  const pbf = path.resolve(SYNTHETIC);
  if (!existsSync(pbf)) return estimated;
  const folder = path.join(dataDir, 'bench');
  const known = path.join(folder, 'tiles.json');
  if (!existsSync(known)) {
    await mkdir(folder, { recursive: true });
    progress('construction du réseau synthétique');
    const { tiles, dataSet, places } = await buildTiles({ pbf, folder });
    await writeFile(known, JSON.stringify({ tiles, dataSet, places }));
  }
  const { tiles, dataSet, places } = JSON.parse(await readFile(known, 'utf8'));
  const name = 'synthetic network of the size of the Meuse (not its roads)';
  return { name, router: 'valhalla', dataSet, roads: { kind: 'valhalla', tiles, places } };
}

const estimated: Network = {
  name: 'none: crow-flight estimates of the Meuse',
  router: 'estimate',
  dataSet: 'estimate',
  roads: { kind: 'estimate' },
};

export function openRouter({ roads, dataSet }: Network): Router {
  if (roads.kind === 'osrm') return createOsrmRouter({ urls: { car: roads.url } });
  if (roads.kind === 'estimate') return createEstimateRouter();
  return createValhallaRouter({ tiles: roads.tiles, dataSet, places: roads.places });
}

/** Every time among the fixed places: seconds and metres, row by row. */
export type Matrix = { dataSet: string; places: LonLat[]; seconds: Int32Array; metres: Int32Array };

const matrixFile = ({ dataSet, router }: Network, rows: number) => {
  const name = `${router}-${dataSet.replaceAll(/[^\w-]+/g, '-')}-${rows}`;
  return path.join(config().dataDir, 'bench', `${name}.bin`);
};

/** Asked once, some minutes on the embedded engine, and kept in the data folder. */
export async function prepareMatrix(network: Network, places: LonLat[], progress: (line: string) => void) {
  const file = matrixFile(network, places.length);
  if (existsSync(file)) return;
  await mkdir(path.dirname(file), { recursive: true });
  const router = openRouter(network);
  const seconds = new Int32Array(places.length ** 2);
  const metres = new Int32Array(places.length ** 2);
  let done = 0;
  const chunk = async (from: number) => {
    const sources = places.slice(from, from + ROWS_AT_ONCE);
    const table = await router.table({ mode: 'car', sources, destinations: places });
    seconds.set(table.durations, from * places.length);
    metres.set(table.distances, from * places.length);
    done += sources.length;
    progress(`temps entre lieux fixes ${done} / ${places.length}`);
  };
  const waiting = Array.from({ length: Math.ceil(places.length / ROWS_AT_ONCE) }, (_, i) => i * ROWS_AT_ONCE);
  const worker = async () => {
    for (let from = waiting.shift(); from !== undefined; from = waiting.shift()) await chunk(from);
  };
  await Promise.all([worker(), worker()]);
  await router.close();
  await writeFile(`${file}.part`, Buffer.concat([Buffer.from(seconds.buffer), Buffer.from(metres.buffer)]));
  await rename(`${file}.part`, file);
}

export async function readMatrix(network: Network, places: LonLat[]): Promise<Matrix> {
  const bytes = await readFile(matrixFile(network, places.length));
  const cells = places.length ** 2;
  const numbers = new Int32Array(bytes.buffer, bytes.byteOffset, 2 * cells);
  return { dataSet: network.dataSet, places, seconds: numbers.subarray(0, cells), metres: numbers.subarray(cells) };
}

/** The router of those who move among the fixed places only: the network's own times, from memory. Cars only. */
export function matrixRouter({ dataSet, places, seconds, metres }: Matrix, source: Router['name']): Router {
  const index = new Map(places.map((place, i) => [placeText(place), i]));
  const at = (place: LonLat) => {
    const found = index.get(placeText(place));
    if (found === undefined) throw new Error(`${placeText(place)} is none of the fixed places.`);
    return found;
  };
  return {
    name: source,
    supports: (mode) => mode === 'car',
    async table({ sources, destinations }: TableRequest) {
      const columns = destinations.map(at);
      const durations = new Int32Array(sources.length * columns.length);
      const distances = new Int32Array(durations.length);
      sources.forEach((place, row) => {
        const from = at(place) * places.length;
        columns.forEach((to, column) => {
          durations[row * columns.length + column] = seconds[from + to] as number;
          distances[row * columns.length + column] = metres[from + to] as number;
        });
      });
      return {
        source,
        dataSet,
        rows: sources.length,
        columns: columns.length,
        durations,
        distances,
        fixedSeconds: 0,
        errorFactor: [1, 1],
      };
    },
    route: async () => null,
    nearest: async ({ place }) => ({ location: place, distanceMetres: 0 }),
    health: async () => ({ name: source, ok: true, dataSet }),
    close: async () => {},
  };
}
