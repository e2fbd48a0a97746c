import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPostgresProcesses, identifyProcess, type ProcessRecord } from '../../src/launch/process-identity.ts';
import { type Spawned, spawnProgram } from './command.ts';

export type Platform = Spawned & {
  address: string;
  /** Until it has said `words`, that it is ready by default; throws with its output if it ends or takes too long. */
  ready(words?: string): Promise<Platform>;
};

export type PlatformOptions = {
  dataDir: string;
  port: number;
  environment?: Record<string, string>;
  /** `bin/start.mjs` by default. */
  command?: 'bin/start.mjs' | 'bin/workers.mjs';
  ids?: { uid: number; gid: number };
};

const READY_WITHIN_MS = 150_000;
const running = new Set<Platform>();
const folders: string[] = [];

/** A data folder of one's own, forgotten by `forgetPlatforms`. */
export function newDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-launch-'));
  folders.push(folder);
  return folder;
}

/** Starts the whole platform as `npm start` does, on the packages already installed here. */
export function startPlatform(options: PlatformOptions): Platform {
  const { dataDir, port, environment = {}, command = 'bin/start.mjs', ids } = options;
  const spawned = spawnProgram([command], { DATA_DIR: dataDir, PORT: String(port), ...environment }, ids);
  const { process: child, output, ended } = spawned;
  const platform: Platform = {
    ...spawned,
    address: `http://127.0.0.1:${port}`,
    async ready(words = 'Pouvoir Bouger est prêt') {
      const deadline = Date.now() + READY_WITHIN_MS;
      while (!output().includes(words)) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended:\n${output()}`);
        if (Date.now() > deadline) throw new Error(`It has not said « ${words} » yet:\n${output()}`);
        await sleep(50);
      }
      return platform;
    },
  };
  running.add(platform);
  void ended.then(() => running.delete(platform));
  return platform;
}

/** The processes of an installation that run now. */
export function processesOf(dataDir: string): {
  supervisor: ProcessRecord[];
  children: ProcessRecord[];
  postgres: ProcessRecord[];
} {
  const alive = (records: ProcessRecord[]) =>
    records.filter(({ pid, identity }) => identifyProcess(pid)?.identity === identity);
  return {
    supervisor: alive([readJson<ProcessRecord>(join(dataDir, 'instance.json'))].filter((record) => record !== null)),
    children: alive(readJson<ProcessRecord[]>(join(dataDir, 'children.json')) ?? []),
    postgres: findPostgresProcesses(join(dataDir, 'postgres/cluster')),
  };
}

/** The key shown at the end of the start. */
export function demonstrationKey(platform: Platform): string {
  const key = /Clé d’API\s+(\S+)/.exec(platform.output())?.[1];
  if (key === undefined) throw new Error(`No key on the screen:\n${platform.output()}`);
  return key;
}

/** Ends what tests left running, and removes their folders. */
export async function forgetPlatforms(): Promise<void> {
  const left = [...running];
  for (const platform of left) platform.process.kill('SIGTERM');
  await Promise.race([Promise.all(left.map(({ ended }) => ended)), sleep(20_000)]);
  for (const folder of folders.splice(0)) {
    const { supervisor, children, postgres } = processesOf(folder);
    for (const { pid } of [...supervisor, ...children]) process.kill(pid, 'SIGKILL');
    for (const { pid } of postgres) process.kill(pid, 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return null;
  }
}
