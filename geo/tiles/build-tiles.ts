import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, statfs } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { LonLat } from '../router.ts';
import { systemCode } from '../system-code.ts';
import { findCanaries } from './canaries.ts';
import { packTiles } from './pack-tiles.ts';
import { type Bbox, dataSetName, readPbf } from './pbf.ts';
import { type BuildProgress, runEngine } from './run-engine.ts';
import { TilesError } from './tiles-error.ts';

export type { BuildProgress } from './run-engine.ts';

export type BuildTilesOptions = {
  /** An OSM extract (`.osm.pbf`). */
  pbf: string;
  /** Where `tiles.tar` goes, and `building` until it is there: one build at a time. Needs some four times the extract's size. */
  folder: string;
  onProgress?(progress: BuildProgress): void;
  signal?: AbortSignal;
};

export type BuiltTiles = {
  /** Absolute path of `tiles.tar`. */
  tiles: string;
  /**
   * For people the extract's name and day, never a path; and a digest of what it holds. What is kept of the road is kept by this
   * name: every machine gives an extract the same, and no other extract that one.
   */
  dataSet: string;
  /** What the extract was cut to; where its header does not say, the squares of 0.25° that hold its roads. */
  bbox: Bbox;
  /** One to five places by the road, a way by car from each to each: what `health` asks the way between. */
  places: LonLat[];
  buildSeconds: number;
  tileBytes: number;
};

const FILE = 'tiles.tar';
const WORK = 'building';
/** A file system with less than this left is what stopped the build. */
const FULL_BELOW_BYTES = 1_048_576;
const FULL_CODES = ['ENOSPC', 'EDQUOT'];
/** Of level 2, where every road is. */
const TILE_DEGREES = 0.25;

/**
 * Makes the road engine's tiles of an OSM extract. They are moved to `tiles.tar` when they are whole and a way was found on them:
 * until then, and when anything fails, a `tiles.tar` of before stays what it was, and whoever reads it reads on.
 *
 * Throws `TilesError`, and nothing else.
 */
export async function buildTiles({
  pbf,
  folder,
  onProgress = () => {},
  signal,
}: BuildTilesOptions): Promise<BuiltTiles> {
  const startedAt = performance.now();
  const target = resolve(folder);
  const work = join(target, WORK);
  try {
    signal?.throwIfAborted();
    onProgress({ stage: 'checking the extract', share: null });
    const { bbox, osmState } = await readPbf(pbf, { signal });
    const digest = await digestOf(pbf, signal);
    // What a killed build left.
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    const built = join(work, 'tiles');
    await runEngine({ pbf: resolve(pbf), folder: work, tiles: built, onProgress, signal });
    signal?.throwIfAborted();
    onProgress({ stage: 'packing the tiles', share: 0.95 });
    const archive = join(work, FILE);
    const { names, bytes } = await packTiles(built, archive);
    onProgress({ stage: 'finding a way', share: 0.98 });
    const area = bbox ?? areaOf(names);
    const places = await findCanaries(archive, area, signal);
    signal?.throwIfAborted();
    await rename(archive, join(target, FILE));
    onProgress({ stage: 'ready', share: 1 });
    return {
      tiles: join(target, FILE),
      dataSet: `${dataSetName(pbf, osmState)} · ${digest}`,
      bbox: area,
      places,
      buildSeconds: Math.round((performance.now() - startedAt) / 100) / 10,
      tileBytes: bytes,
    };
  } catch (error) {
    throw await explain(error, target, signal);
  } finally {
    await rm(work, { recursive: true, force: true }).catch(() => {});
  }
}

async function digestOf(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { signal })) hash.update(chunk as Buffer);
  return hash.digest('hex').slice(0, 8);
}

/** Whatever happened, as a `TilesError`. Asked before the work is thrown away: a full disk shows only until then. */
async function explain(error: unknown, where: string, signal?: AbortSignal): Promise<TilesError> {
  if (signal?.aborted) return new TilesError('aborted', 'The building of the tiles was stopped.', { cause: error });
  const known = error instanceof TilesError ? error : null;
  if (FULL_CODES.includes(systemCode(error) ?? '') || ((!known || known.code === 'failed') && (await isFull(where)))) {
    return new TilesError('diskFull', 'The disk was full before the tiles were built.', { cause: error });
  }
  if (known) return known;
  return new TilesError('failed', `The tiles could not be built: ${reasonOf(error)}.`, { cause: error });
}

/** What the file system says names the whole path; its code and the file's name tell as much. */
function reasonOf(error: unknown): string {
  const code = systemCode(error);
  if (code === null) return error instanceof Error ? error.message : String(error);
  const path = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : '';
  return code === 'ENOENT' ? `there is no ${basename(path)}` : `${basename(path)} cannot be used (${code})`;
}

async function isFull(folder: string): Promise<boolean> {
  const disk = await statfs(folder).catch(() => null);
  return disk !== null && disk.bavail * disk.bsize < FULL_BELOW_BYTES;
}

/** `2/000/789/877.gph` is the square of 0.25° in row 548 (from 90° S), column 757 (from 180° W). */
function areaOf(names: readonly string[]): Bbox {
  const columns = 360 / TILE_DEGREES;
  const corners = names
    .filter((name) => name.startsWith('2/'))
    .map((name) => Number(name.slice(2, -'.gph'.length).replaceAll('/', '')))
    .map((number) => [(number % columns) * TILE_DEGREES - 180, Math.floor(number / columns) * TILE_DEGREES - 90]);
  const lons = corners.map(([lon]) => lon as number);
  const lats = corners.map(([, lat]) => lat as number);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons) + TILE_DEGREES, Math.max(...lats) + TILE_DEGREES];
}
