import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemCode } from '../system-code.ts';
import { valhallaBinaries } from '../valhalla-engine.ts';
import { TilesError } from './tiles-error.ts';

export type BuildProgress = {
  /** What is being done, in English, for a log or a line on a terminal. */
  stage: string;
  /** Of the whole build, between 0 and 1, by what the stages before this one took elsewhere; `null` where unknown. */
  share: number | null;
};

/**
 * What the engine writes when it comes to a stage, and the share of the time then behind it, as measured on networks of
 * 12,000 to 140,000 nodes. It never goes back.
 */
const STAGES: readonly (readonly [RegExp, stage: string, share: number])[] = [
  [/^Parsing ways/, 'reading the roads', 0],
  [/^Parsing relations/, 'reading the turn restrictions', 0.25],
  [/^Parsing nodes/, 'reading the positions', 0.33],
  [/^Creating graph edges/, 'joining the roads', 0.48],
  [/^Building \d+ tiles/, 'writing the tiles', 0.52],
  [/^Enhancing local graph/, 'looking at the junctions', 0.6],
  [/^Adding complex turn restrictions/, 'adding the turn restrictions', 0.88],
  [/^Validating/, 'checking the tiles', 0.93],
];

/** What the engine does not get to say itself: a mapped file that the disk has no room for ends it with this signal. */
const DISK_FULL_SIGNAL = 'SIGBUS';
const DISK_FULL_WORDS = /no space left|disk quota|ENOSPC/i;
/** Of libosmium, which reads the extract: the blobs are there, what is in them is not. */
const DAMAGED_WORDS = /osmium::(pbf|io|gzip)_error|PBF error|failed to uncompress/i;
const KEPT_LINES = 5;

export type EngineRun = {
  pbf: string;
  /** Empty, and the engine's alone: it leaves files of its own in the folder it runs in. */
  folder: string;
  tiles: string;
  onProgress(progress: BuildProgress): void;
  signal?: AbortSignal;
};

/** Runs `valhalla_build_tiles` to its end. Throws `TilesError` with every code but `notPbf`. */
export async function runEngine({ pbf, folder, tiles, onProgress, signal }: EngineRun): Promise<void> {
  const config = {
    mjolnir: {
      tile_dir: tiles,
      // All roads on one level. With levels, the engine's search from the destination back (a table of more sources than
      // destinations) reads the wrong turn where a road changes level: minutes too long, nine cells in ten.
      hierarchy: false,
      shortcuts: false,
      concurrency: availableParallelism(),
      logging: { type: 'std_out', color: false },
    },
  };
  const child = spawn(join(valhallaBinaries(), 'valhalla_build_tiles'), ['-i', JSON.stringify(config), pbf], {
    cwd: folder,
    env: { LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', kill);
  // A child outlives its parent: where this process ends by itself, it takes the engine along.
  process.once('exit', kill);
  const lastLines: string[] = [];
  let roads: number | null = null;
  let share = 0;
  const keep = (line: string) => {
    lastLines.push(line);
    if (lastLines.length > KEPT_LINES) lastLines.shift();
  };
  try {
    createInterface({ input: child.stderr }).on('line', keep);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const text = /\[(INFO|WARN|ERROR|TIMING)\] (.*)$/.exec(line)?.[2] ?? line;
      if (/\[(ERROR|CRITICAL)\]/.test(line)) keep(text);
      const found = /^Finished with (\d+) routable ways/.exec(text);
      if (found) roads = Number(found[1]);
      const stage = STAGES.find(([words]) => words.test(text));
      if (!stage) return;
      share = Math.max(share, stage[2]);
      onProgress({ stage: stage[1], share });
    });
    const [code, endSignal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (...end) => resolve(end));
      if (signal?.aborted) kill();
    });
    signal?.throwIfAborted();
    if (roads === 0) throw new TilesError('noRoads', 'The extract holds no roads.');
    if (code === 0) return;
    const words = lastLines.join(' ').trim();
    if (endSignal === DISK_FULL_SIGNAL || DISK_FULL_WORDS.test(words)) {
      throw new TilesError('diskFull', 'The disk was full before the tiles were built.');
    }
    if (DAMAGED_WORDS.test(words)) {
      throw new TilesError('cutShort', `The extract is cut short or damaged: download it again. (${words})`);
    }
    throw new TilesError('failed', `The road engine ended (${endSignal ?? code}): ${words || 'it does not say why'}.`);
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'EACCES') {
      const message = `The road engine's tile builder is not installed for ${process.platform} ${process.arch}.`;
      throw new TilesError('engineMissing', message, { cause: error });
    }
    throw error;
  } finally {
    process.off('exit', kill);
    signal?.removeEventListener('abort', kill);
  }
}
