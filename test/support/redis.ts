import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { findFreePort } from '../../src/launch/free-port.ts';
import { findRedisServer } from './redis-server.ts';

export type TestRedis = {
  url: string;
  /** As `kill -9` would; `restart` brings it back on the same port, with nothing in it. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

const found = findRedisServer();

/** Why tests on Redis are skipped here, null where they are not. */
export const noRedisBecause: string | null = typeof found === 'string' ? found : null;

/** A Redis of one's own on a free port of the loopback, keeping nothing; null where there is none to run. */
export async function startRedis(): Promise<TestRedis | null> {
  if (typeof found === 'string') return null;
  const server = found;
  const folder = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-redis-'));
  const port = await findFreePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;

  async function launch(): Promise<void> {
    const settings = {
      port,
      bind: '127.0.0.1',
      dir: folder,
      save: '',
      appendonly: 'no',
      'maxmemory-policy': 'noeviction',
    };
    const env = { ...process.env, ...(server.libraries ? { LD_LIBRARY_PATH: server.libraries } : {}) };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    child = spawn(server.program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout?.on('data', (text) => (said = `${said}${text}`.slice(-2_000)));
    child.stderr?.on('data', (text) => (said = `${said}${text}`.slice(-2_000)));
    if (!(await answers(url, child))) throw new Error(`redis-server did not start:\n${said}`);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  }

  await launch();
  return {
    url,
    kill: () => end('SIGKILL'),
    restart: launch,
    async stop() {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on('error', () => {});
  try {
    for (let attempt = 0; attempt < 100 && child.exitCode === null; attempt += 1) {
      try {
        if (client.status === 'wait' || client.status === 'end') await client.connect();
        await client.ping();
        return true;
      } catch {
        await sleep(50);
      }
    }
    return false;
  } finally {
    client.disconnect();
  }
}
