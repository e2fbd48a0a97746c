import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Letter, Mailbox, Mailer } from '../services/ports/messages.ts';

const KEPT = 200;

/**
 * Where no mail server is configured: letters are files of a folder that only the operator reads, the last two hundred of them.
 * The demonstration shows them on a page.
 */
export function createFolderMailer(folder: string): Mailer & Mailbox & { close(): Promise<void> } {
  const names = async () => (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort();

  return {
    async send({ to, subject, text }) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const at = new Date().toISOString();
      const name = `${at.replaceAll(/[:.]/g, '-')}-${randomBytes(4).toString('hex')}.json`;
      await writeFile(join(folder, name), JSON.stringify({ to, subject, text, at }), { mode: 0o600 });
      const all = await names();
      await Promise.all(all.slice(0, -KEPT).map((old) => rm(join(folder, old), { force: true })));
    },

    async list() {
      const all = await names();
      const letters = await Promise.all(
        all.map(async (name): Promise<Letter | null> => {
          try {
            return { ...JSON.parse(await readFile(join(folder, name), 'utf8')), id: name.replace('.json', '') };
          } catch {
            // Being written, or just forgotten.
            return null;
          }
        }),
      );
      return letters.filter((letter) => letter !== null).reverse();
    },

    async close() {},
  };
}
