import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createLine } from './osrm-line.ts';
import { type Mode, RouterError, type RouterMetrics } from './router.ts';
import { engineConfig } from './valhalla-config.ts';
import { loadValhalla, type ValhallaActor } from './valhalla-engine.ts';

/** `mode` is whose times are asked for: calls are counted by it. */
export type EngineQuestion = { action: keyof ValhallaActor; mode: Mode; request: object };

export type ValhallaCalls = {
  /**
   * The engine's answer, read; `null` where it finds no way or no road. Throws `RouterError` `unavailable` or `garbage`,
   * or the signal's reason. A call under way cannot be stopped: it is waited for, so it must be short.
   */
  ask(question: EngineQuestion, signal?: AbortSignal): Promise<unknown>;
  /** The same, past the line of those who wait: an engine that works hard is not away. */
  askPastLine: ValhallaCalls['ask'];
  /** So many are let in. */
  atOnce: number;
  countCells(mode: Mode, cells: number): void;
  metrics(): RouterMetrics[];
  close(): Promise<void>;
};

/**
 * The engine keeps one reader per thread of the pool and `Actor`, and finds it again by the address of the `Actor`: one that
 * was collected could hand its roads to the next at the same address. So none is, as long as the process lives.
 */
const KEPT: ValhallaActor[] = [];
const NOTHING_FOUND = /No path could be found|No suitable edges|No data found|unreachable/i;

/** Calls to the engine on one file of tiles, so many at once: the pool has four threads, for files and names as well. */
export function createValhallaCalls({ tiles, concurrency }: { tiles: string; concurrency: number }): ValhallaCalls {
  const line = createLine(concurrency);
  const perMode = new Map<Mode, RouterMetrics>();
  let opened: Promise<{ actor: ValhallaActor; file: FileHandle }> | null = null;
  let closed = false;

  function countsOf(mode: Mode): RouterMetrics {
    const known = perMode.get(mode) ?? { router: 'valhalla', mode, calls: 0, cells: 0, failures: 0, milliseconds: 0 };
    perMode.set(mode, known);
    return known;
  }

  /**
   * Without tiles the engine starts all the same and finds no road anywhere: the file is opened first. Each thread opens it
   * again when it is first used, perhaps after it was replaced or removed; through our open file it still gets the same one.
   */
  async function openTiles() {
    const { createActor } = await loadValhalla();
    const file = await open(tiles, constants.O_RDONLY);
    const path = process.platform === 'linux' ? `/proc/self/fd/${file.fd}` : tiles;
    const actor = createActor(engineConfig(path, 'timedistancematrix'));
    KEPT.push(actor);
    return { actor, file };
  }

  async function actorNow(): Promise<ValhallaActor> {
    if (closed) throw new RouterError('unavailable', 'the router is closed');
    opened ??= openTiles();
    try {
      return (await opened).actor;
    } catch (error) {
      opened = null;
      throw new RouterError('unavailable', reasonOf(error), { cause: error });
    }
  }

  const askPastLine: ValhallaCalls['ask'] = async ({ action, mode, request }, signal) => {
    const counts = countsOf(mode);
    const startedAt = performance.now();
    try {
      const actor = await actorNow();
      signal?.throwIfAborted();
      counts.calls++;
      const answer = await actor[action](JSON.stringify(request));
      signal?.throwIfAborted();
      return JSON.parse(answer);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (error instanceof Error && NOTHING_FOUND.test(error.message)) return null;
      counts.failures++;
      if (error instanceof RouterError) throw error;
      const code = error instanceof SyntaxError ? 'garbage' : 'unavailable';
      throw new RouterError(code, `the road engine does not answer: ${reasonOf(error)}`, { cause: error });
    } finally {
      counts.milliseconds += performance.now() - startedAt;
    }
  };

  return {
    async ask(question, signal) {
      const leave = await line.enter(signal);
      try {
        return await askPastLine(question, signal);
      } finally {
        leave();
      }
    },
    askPastLine,
    atOnce: concurrency,
    countCells(mode, cells) {
      countsOf(mode).cells += cells;
    },
    metrics: () => [...perMode.values()].map((one) => ({ ...one, milliseconds: Math.round(one.milliseconds) })),
    async close() {
      closed = true;
      const file = await opened?.then(
        (engine) => engine.file,
        () => null,
      );
      opened = null;
      await file?.close();
    },
  };
}

/** Without the path of the tiles, which is nobody's business but the operator's log. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code === 'ENOENT' ? 'the tiles are not there' : `the tiles cannot be opened (${error.code})`;
  }
  return error instanceof Error ? error.message : String(error);
}
