import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPostgresProcesses, identifyProcess, type ProcessRecord } from '../../src/launch/process-identity.ts';

export const root = resolve(import.meta.dirname, '../..');

/** Variables of whoever runs the tests that would change what is tested. */
const UNWANTED =
  /^(PORT|HOST|DATA_DIR|DATABASE_URL|REDIS_URL|OSRM_URL.*|OSM_PBF|DEMO.*|NODE_OPTIONS|VITEST.*|NODE_ENV)$/;

export type Platform = {
  process: ChildProcess;
  address: string;
  /** What it has written on the screen so far. */
  output(): string;
  /** Until it has said `words`, that it is ready by default; throws with its output if it ends or takes too long. */
  ready(words?: string): Promise<Platform>;
  /** Its exit code. */
  ended: Promise<number | null>;
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
  const inherited = Object.entries(process.env).filter(([name]) => !UNWANTED.test(name));
  const child = spawn(process.execPath, [command], {
    ...ids,
    cwd: root,
    env: { ...Object.fromEntries(inherited), DATA_DIR: dataDir, PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
  }
  const ended = new Promise<number | null>((done) => child.on('close', done));
  const platform: Platform = {
    process: child,
    address: `http://127.0.0.1:${port}`,
    output: () => text,
    ended,
    async ready(words = 'Pouvoir Bouger est prêt') {
      const deadline = Date.now() + READY_WITHIN_MS;
      while (!text.includes(words)) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended:\n${text}`);
        if (Date.now() > deadline) throw new Error(`It has not said « ${words} » yet:\n${text}`);
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
