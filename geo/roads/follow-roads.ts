import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LonLat, Router } from '../router.ts';
import { enterEdition, type Reader, SHOW_EVERY_MS } from './readers.ts';
import { createRetirable } from './retirable.ts';
import { type CurrentRoads, currentFile, readCurrentRoads, readRoads, roadsFolder, tilesFile } from './roads-folder.ts';

/** The roads a territory uses now. The same object until they are others. */
export type RoadsInUse = { router: Router; dataSet: string; since: string };

export type RoadsFollower = {
  /** Null where the territory has none. */
  of(territoryId: string): RoadsInUse | null;
  close(): Promise<void>;
};

type Open = { roads: RoadsInUse; edition: string; reader: Reader; retire(): Promise<void> };
type Followed = { folder: string; seen: string; open: Open | null };

/**
 * The roads of every territory asked about, followed: new ones are taken up within seconds, once they have answered, and the
 * old ones closed when whoever works on them has done. A look is one `stat` a territory.
 */
export function followRoads({
  dataDir,
  openRouter,
  log,
  lookEveryMs = 2_000,
  // A match asks for several tables, one after the other, on the roads it began with.
  graceMs = 15_000,
  showEveryMs = SHOW_EVERY_MS,
}: {
  dataDir: string;
  openRouter(edition: { territoryId: string; tiles: string; dataSet: string; places: LonLat[] }): Router;
  log(level: 'info' | 'warn', message: string, facts: Record<string, string>): void;
  lookEveryMs?: number;
  graceMs?: number;
  showEveryMs?: number;
}): RoadsFollower {
  const followed = new Map<string, Followed>();
  const retiring = new Map<Reader, Promise<void>>();
  const stop = new AbortController();
  let shownAt = Date.now();
  let looking: Promise<void> | null = null;

  /** Or why not, for the operator: on half a file the engine finds no road where there are some, or takes the process down. */
  function open(folder: string, { edition, since }: CurrentRoads): Open | string {
    const known = readRoads(folder, edition);
    if (known === null) return 'description illisible';
    const { territoryId, dataSet, places, tileBytes } = known;
    const tiles = tilesFile(folder, edition);
    if (bytesOf(tiles) !== tileBytes) return 'fichier des routes absent, coupé ou abîmé : relancez « npm run roads »';
    const { router, retire } = createRetirable(openRouter({ territoryId, tiles, dataSet, places }));
    return { roads: { router, dataSet, since }, edition, reader: enterEdition(folder, edition), retire };
  }

  async function retire({ retire, reader }: Open, afterMs: number): Promise<void> {
    await sleep(afterMs, undefined, { signal: stop.signal, ref: false }).catch(() => {});
    await retire().catch(() => {});
    await reader.leave();
  }

  function retireLater(old: Open): void {
    retiring.set(
      old.reader,
      retire(old, graceMs).finally(() => retiring.delete(old.reader)),
    );
  }

  async function look(territoryId: string, state: Followed): Promise<void> {
    const seen = await markOf(state.folder);
    if (seen === state.seen) return;
    const current = readCurrentRoads(state.folder);
    if (current !== null && current.edition === state.open?.edition) {
      state.seen = seen;
      return;
    }
    const next = current === null ? null : open(state.folder, current);
    const health = typeof next === 'string' ? null : await next?.roads.router.health();
    if (stop.signal.aborted || typeof next === 'string' || health?.ok === false) {
      // Not to be used; looked at again when `current.json` changes.
      state.seen = seen;
      if (!stop.signal.aborted) {
        log('warn', 'nouvelles routes inutilisables, les précédentes restent', {
          territoire: territoryId,
          raison: typeof next === 'string' ? next : (health?.detail ?? 'elles ne répondent pas'),
        });
      }
      if (next !== null && typeof next !== 'string') await retire(next, 0);
      return;
    }
    const old = state.open;
    state.open = next;
    state.seen = seen;
    if (old) retireLater(old);
    log('info', 'routes', { territoire: territoryId, données: next?.roads.dataSet ?? 'aucune : temps estimés' });
  }

  async function lookAtAll(): Promise<void> {
    for (const [territoryId, state] of followed) await look(territoryId, state).catch(() => {});
    if (Date.now() - shownAt < showEveryMs) return;
    shownAt = Date.now();
    const current = [...followed.values()].flatMap(({ open }) => open?.reader ?? []);
    await Promise.all([...current, ...retiring.keys()].map((reader) => reader.show()));
  }

  const timer = setInterval(() => {
    looking ??= lookAtAll().finally(() => {
      looking = null;
    });
  }, lookEveryMs);
  timer.unref();

  return {
    of(territoryId) {
      const known = followed.get(territoryId);
      if (known) return known.open?.roads ?? null;
      const folder = roadsFolder(dataDir, territoryId);
      if (folder === null || stop.signal.aborted) return null;
      // Opened here and now: nobody's times are estimated for want of a first look.
      const seen = markOfSync(folder);
      const current = readCurrentRoads(folder);
      const opened = current === null ? null : open(folder, current);
      if (typeof opened === 'string') {
        log('warn', 'routes inutilisables, temps estimés', { territoire: territoryId, raison: opened });
      }
      const state: Followed = { folder, seen, open: typeof opened === 'string' ? null : opened };
      followed.set(territoryId, state);
      return state.open?.roads ?? null;
    },
    async close() {
      clearInterval(timer);
      stop.abort();
      await looking;
      await Promise.all([
        ...retiring.values(),
        ...[...followed.values()].flatMap((s) => (s.open ? [retire(s.open, 0)] : [])),
      ]);
    },
  };
}

/** What changes whenever `current.json` is another file: a rename gives it another inode, at the latest another time. */
const markOf = (folder: string) => stat(currentFile(folder)).then(markText, () => '');
function markOfSync(folder: string): string {
  try {
    return markText(statSync(currentFile(folder)));
  } catch {
    return '';
  }
}
const markText = ({ ino, mtimeMs, size }: { ino: number; mtimeMs: number; size: number }) =>
  `${ino} ${mtimeMs} ${size}`;

/** Null where it is not there, or may not be looked at. */
function bytesOf(file: string): number | null {
  try {
    return statSync(file).size;
  } catch {
    return null;
  }
}
