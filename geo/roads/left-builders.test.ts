import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { endLeftBuilders } from './left-builders.ts';

it.skipIf(process.platform !== 'linux')(
  'ends the builders left in a folder, under whatever name it is known, and no others (skipped but on Linux)',
  async () => {
    const root = await mkdtemp(join(tmpdir(), 'pouvoir-bouger-builders-'));
    const program = join(root, 'valhalla_build_tiles');
    await copyFile(process.execPath, program);
    await chmod(program, 0o755);
    for (const name of ['data/meuse/1.building', 'data/meuse-bis']) await mkdir(join(root, name), { recursive: true });
    await symlink(join(root, 'data'), join(root, 'linked'));
    const start = async (folder: string) => {
      const builder = spawn(program, ['-e', 'setInterval(() => {}, 1000); console.log("ready")'], {
        cwd: join(root, folder),
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      await new Promise((resolve) => builder.stdout?.once('data', resolve));
      return builder;
    };
    const [left, other] = await Promise.all([start('data/meuse/1.building'), start('data/meuse-bis')]);
    try {
      const ended = new Promise((resolve) => left.once('exit', (_code, signal) => resolve(signal)));
      endLeftBuilders(join(root, 'linked/meuse'));
      expect(await ended).toBe('SIGKILL');
      expect(other.exitCode ?? other.signalCode).toBeNull();
    } finally {
      left.kill('SIGKILL');
      other.kill('SIGKILL');
      await rm(root, { recursive: true });
    }
  },
  10_000,
);
