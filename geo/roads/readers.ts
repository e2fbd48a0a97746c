import { randomUUID } from 'node:crypto';
import { readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readersFolder } from './roads-folder.ts';

/** A reader that has not shown itself for so long is dead: it was killed, or its machine was. */
const DEAD_AFTER_MS = 30_000;
export const SHOW_EVERY_MS = 10_000;

export type Reader = { show(): Promise<void>; leave(): Promise<void> };

/**
 * Says that this process has an edition open, so that nobody removes it. An account that may read the tiles and write nothing
 * says nothing: it reads on what it has open, and asks for estimates should it need to open the removed files again.
 */
export function enterEdition(folder: string, edition: string): Reader {
  const mark = join(readersFolder(folder, edition), `${process.pid}-${randomUUID()}`);
  let left = false;
  const written = writeFile(mark, '').catch(() => {});
  return {
    async show() {
      await written;
      const now = new Date();
      if (!left) await utimes(mark, now, now).catch(() => {});
    },
    async leave() {
      left = true;
      await written;
      await rm(mark, { force: true }).catch(() => {});
    },
  };
}

/** How many processes have the edition open, as far as they say. */
export async function countReaders(folder: string, edition: string, now: number = Date.now()): Promise<number> {
  const marks = await readdir(readersFolder(folder, edition)).catch(() => []);
  const shown = await Promise.all(
    marks.map((mark) =>
      stat(join(readersFolder(folder, edition), mark)).then(
        ({ mtimeMs }) => now - mtimeMs < DEAD_AFTER_MS,
        () => false,
      ),
    ),
  );
  return shown.filter(Boolean).length;
}
