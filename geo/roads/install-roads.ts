import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Router } from '../router.ts';
import { type BuildProgress, type BuiltTiles, buildTiles } from '../tiles/build-tiles.ts';
import {
  nameEdition,
  openFileToAll,
  openFolderToAll,
  openReadersToAll,
  writeCurrent,
  writeRoads,
} from './edition-files.ts';
import { endLeftBuilders } from './left-builders.ts';
import { countReaders } from './readers.ts';
import { BUILDING, EDITION, type Roads, readCurrentRoads, readersFolder } from './roads-folder.ts';

const LOOK_EVERY_MS = 250;

export type Installation = {
  /** `DATA_DIR/roads/<territoryId>`. */
  folder: string;
  territoryId: string;
  pbf: string;
  extract: Roads['extract'];
  openRouter(built: Pick<BuiltTiles, 'tiles' | 'dataSet' | 'places'>): Router;
  /** Asked of the new tiles before anybody uses them; what it throws keeps the roads of before. */
  examine(router: Router, built: BuiltTiles): Promise<void>;
  now(): Date;
  onProgress?(progress: BuildProgress): void;
  signal?: AbortSignal;
};

/**
 * Builds an edition of a territory's roads beside the one in use, examines it, and only then puts it in its place. Whatever
 * fails, at whatever moment, the roads of before stay in use; what a killed run left is removed by the next one. One at a time
 * on a folder: the caller sees to it.
 *
 * Throws `TilesError` and what `examine` throws.
 */
export async function installRoads(installation: Installation): Promise<{ edition: string; roads: Roads }> {
  const { folder, territoryId, pbf, extract, openRouter, examine, now, onProgress, signal } = installation;
  await mkdir(folder, { recursive: true });
  await removeLeftovers(folder);
  const edition = editionName(now());
  const unfinished = `${edition}${BUILDING}`;
  const work = join(folder, unfinished);
  try {
    await mkdir(readersFolder(folder, unfinished), { recursive: true });
    const built = await buildTiles({ pbf, folder: work, onProgress, signal });
    const router = openRouter(built);
    try {
      await examine(router, built);
    } finally {
      await router.close();
    }
    signal?.throwIfAborted();
    const { dataSet, bbox, places, buildSeconds, tileBytes } = built;
    const roads: Roads = {
      territoryId,
      dataSet,
      bbox: [...bbox] as Roads['bbox'],
      places: places.map(([lon, lat]) => [lon, lat]),
      builtAt: now().toISOString(),
      buildSeconds,
      tileBytes,
      extract,
    };
    await writeRoads(folder, unfinished, roads);
    await openFileToAll(built.tiles);
    for (const open of [join(folder, '..'), folder, work]) await openFolderToAll(open);
    await openReadersToAll(readersFolder(folder, unfinished));
    await nameEdition(folder, unfinished, edition);
    await writeCurrent(folder, { edition, since: now().toISOString() });
    return { edition, roads };
  } catch (error) {
    await discardEdition(folder, edition);
    throw error;
  }
}

/** What a failure leaves. Past the switch the edition stays, whatever failed then: processes read it, and others will. */
export async function discardEdition(folder: string, edition: string): Promise<void> {
  if (readCurrentRoads(folder)?.edition === edition) return;
  for (const name of [`${edition}${BUILDING}`, edition]) await rm(join(folder, name), { recursive: true, force: true });
}

/**
 * Removes the editions of before, once every process that had one open has left it. False where some still had it after so
 * long; the next run tries again.
 */
export async function removeOldEditions(folder: string, patienceMs: number, signal?: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const left = await removeUnread(folder);
    if (left === 0) return true;
    if (Date.now() >= deadline || signal?.aborted) return false;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

/** How many editions that are not current somebody still reads, or cannot be removed: that fails nobody's new roads. */
async function removeUnread(folder: string): Promise<number> {
  const current = readCurrentRoads(folder)?.edition;
  const old = (await readdir(folder)).filter((name) => EDITION.test(name) && name !== current);
  let read = 0;
  for (const edition of old) {
    if ((await countReaders(folder, edition)) > 0) read++;
    else {
      await rm(join(folder, edition), { recursive: true, force: true }).catch(() => {
        read++;
      });
    }
  }
  return read;
}

async function removeLeftovers(folder: string): Promise<void> {
  endLeftBuilders(folder);
  for (const name of await readdir(folder)) {
    if (name.endsWith(BUILDING) || name.endsWith('.next'))
      await rm(join(folder, name), { recursive: true, force: true });
  }
  await removeUnread(folder);
}

/** `20261122T043000Z`. */
const editionName = (at: Date) => at.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
