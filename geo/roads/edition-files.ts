import { chmod, open, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CurrentRoads, currentFile, type Roads, roadsFile } from './roads-folder.ts';

/**
 * Whoever runs the platform reads the roads, whoever built them and whatever the umask: folders and files are opened to all.
 * They hold nothing but public map data.
 */
const FOLDER_MODE = 0o755;
const FILE_MODE = 0o644;
/** Every process that reads an edition says so there, under whatever account. */
const READERS_MODE = 0o1777;

export const openFolderToAll = (folder: string) => chmod(folder, FOLDER_MODE);
export const openReadersToAll = (folder: string) => chmod(folder, READERS_MODE);
export const openFileToAll = (file: string) => chmod(file, FILE_MODE);

export async function writeRoads(folder: string, edition: string, roads: Roads): Promise<void> {
  await writeWhole(roadsFile(folder, edition), JSON.stringify(roads, null, 2));
}

/** The switch: whoever looks sees the edition of before or this one, never half a file. */
export async function writeCurrent(folder: string, current: CurrentRoads): Promise<void> {
  const next = `${currentFile(folder)}.next`;
  await writeWhole(next, JSON.stringify(current));
  await rename(next, currentFile(folder));
  await syncFolder(folder);
}

/** A name given to a folder that is whole; a power cut after this keeps it. */
export async function nameEdition(folder: string, from: string, to: string): Promise<void> {
  await rename(join(folder, from), join(folder, to));
  await syncFolder(folder);
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(file, `${text}\n`, { flush: true });
  await openFileToAll(file);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
