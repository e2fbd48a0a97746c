import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptSms, SmsBox, SmsSender } from '../services/ports/messages.ts';

const KEPT = 200;

/**
 * Where no provider is configured: SMS are files of a folder that only the operator reads, the last two hundred of them. The
 * demonstration shows those to its examples.
 */
export function createFolderSms(folder: string): SmsSender & SmsBox {
  const names = async () => (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
  const fileOf = (reference: string) => `${createHash('sha256').update(reference).digest('hex').slice(0, 32)}.json`;

  async function read(name: string): Promise<KeptSms | null> {
    try {
      return { ...JSON.parse(await readFile(join(folder, name), 'utf8')), id: name.replace('.json', '') };
    } catch {
      // Being written, or just forgotten.
      return null;
    }
  }
  async function list(): Promise<KeptSms[]> {
    const kept = await Promise.all((await names()).map(read));
    return kept.filter((sms) => sms !== null).sort((a, b) => (a.at < b.at ? 1 : -1));
  }

  return {
    list,
    async send({ to, text, reference }) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const at = new Date().toISOString();
      await writeFile(join(folder, fileOf(reference)), JSON.stringify({ to, text, at }), { mode: 0o600 });
      if ((await names()).length <= KEPT) return;
      const old = (await list()).slice(KEPT);
      await Promise.all(old.map(({ id }) => rm(join(folder, `${id}.json`), { force: true })));
    },

    async wasTaken(reference) {
      return access(join(folder, fileOf(reference))).then(
        () => true,
        () => false,
      );
    },
  };
}
