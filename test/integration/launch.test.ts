import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFreePort } from '../../src/launch/free-port.ts';
import { isRunning, type ProcessRecord } from '../../src/launch/process-identity.ts';
import type { Json } from '../support/json.ts';
import {
  demonstrationKey,
  forgetPlatforms,
  newDataFolder,
  type Platform,
  processesOf,
  startPlatform,
} from '../support/platform.ts';
import { noRedisBecause, startRedis } from '../support/redis.ts';

const SLOW_MS = 240_000;
const dataDir = newDataFolder();
let port: number;
let platform: Platform;
let key: string;
let diagnosticId: string;

/** One installation lives through all of this, in this order. */
describe('an installation', { timeout: SLOW_MS }, () => {
  beforeAll(async () => {
    port = await findFreePort();
    platform = await startPlatform({ dataDir, port }).ready();
    key = demonstrationKey(platform);
  }, SLOW_MS);
  afterAll(forgetPlatforms, SLOW_MS);

  test('starts, answers, serves the demonstration and matches a diagnostic', async () => {
    expect(await health(platform)).toMatchObject({ status: 200, body: { database: 'ok', queue: 'ok' } });
    expect((await fetch(`${platform.address}/fr/catalogue`)).status).toBe(200);
    expect((await call('/api/offers?limit=1')).body.items).toHaveLength(1);
    diagnosticId = await record(platform, key);
    expect(await matchStatus(platform, key, diagnosticId)).toBe('ready');
  });

  test('keeps its secrets from other users of the machine', () => {
    expect(statSync(join(dataDir, 'demonstration.json')).mode & 0o077).toBe(0);
    expect(readFileSync(join(dataDir, 'postgres/server.log'), 'utf8')).not.toContain(key);
  });

  test('another one runs beside it, with its queue on Redis', async ({ skip }) => {
    const redis = await startRedis();
    if (redis === null) return skip(noRedisBecause ?? '');
    try {
      const environment = { REDIS_URL: redis.url };
      const other = await startPlatform({ dataDir: newDataFolder(), port: await findFreePort(), environment }).ready();
      const otherKey = demonstrationKey(other);
      expect(otherKey).not.toBe(key);
      expect(await matchStatus(other, otherKey, await record(other, otherKey))).toBe('ready');
      expect(other.output()).toContain('file=redis');
      expect((await call(`/api/diagnostics/${diagnosticId}`, other, otherKey)).status).toBe(404);
      expect((await health(platform)).status).toBe(200);
      other.process.kill('SIGTERM');
      expect(await other.ended).toBe(0);
    } finally {
      await redis.stop();
    }
  });

  test('refuses a second one on its data folder, and one on its port, saying what to do', async () => {
    const sameFolder = startPlatform({ dataDir, port: await findFreePort() });
    const samePort = startPlatform({ dataDir: newDataFolder(), port });
    expect(await sameFolder.ended).toBe(1);
    expect(lastLine(sameFolder)).toMatch(/Une autre instance .* DATA_DIR=\S+ PORT=\d+ npm start$/);
    expect(await samePort.ended).toBe(1);
    expect(lastLine(samePort)).toMatch(new RegExp(`Le port ${port} est déjà pris .* PORT=${port + 1} npm start$`));
    expect((await health(platform)).status).toBe(200);
  });

  test('site or workers killed with -9 start again by themselves', async () => {
    const before = processesOf(dataDir).children;
    expect(before).toHaveLength(2);
    for (const { pid } of before) process.kill(pid, 'SIGKILL');
    await untilAnswers();
    await expect.poll(() => processesOf(dataDir).children.length, { timeout: 60_000 }).toBe(2);
    expect(processesOf(dataDir).children.map(({ pid }) => pid)).not.toEqual(before.map(({ pid }) => pid));
    expect(await matchStatus(platform, key, await record(platform, key))).toBe('ready');
  });

  test('PostgreSQL killed with -9 starts again, and what was committed is there', async () => {
    const [server] = processesOf(dataDir).postgres as [ProcessRecord];
    const last = await record(platform, key);
    process.kill(server.pid, 'SIGKILL');
    await expect.poll(() => isRunning(server)).toBe(false);
    await untilAnswers();
    expect((await call(`/api/diagnostics/${last}`)).status).toBe(200);
    expect(await matchStatus(platform, key, last)).toBe('ready');
    expect(platform.output()).toContain('PostgreSQL est reparti');
  });

  test('all its processes stop on SIGTERM within seconds, and a second start has the data and the same key', async () => {
    const before = everyProcess();
    expect(before.length).toBeGreaterThan(3);
    const since = performance.now();
    platform.process.kill('SIGTERM');
    expect(await platform.ended).toBe(0);
    expect(performance.now() - since).toBeLessThan(15_000);
    expect(before.filter(isRunning)).toEqual([]);
    expect(everyProcess()).toEqual([]);
    await startAgain();
  });

  test('the supervisor killed with -9: nothing else stays behind but PostgreSQL, and the next start takes over', async () => {
    const { supervisor, children, postgres } = processesOf(dataDir);
    const last = await record(platform, key);
    process.kill((supervisor[0] as ProcessRecord).pid, 'SIGKILL');
    expect(await platform.ended).not.toBe(0);
    await startAgain();
    expect([...supervisor, ...children, ...postgres].filter(isRunning)).toEqual([]);
    expect((await call(`/api/diagnostics/${last}`)).status).toBe(200);
    expect(await matchStatus(platform, key, last)).toBe('ready');
  });

  test('the command itself killed with -9: all stops by itself, and starts again at once', async () => {
    platform.process.kill('SIGKILL');
    await once(platform.process, 'exit');
    await startAgain();
  });

  test('all of them killed with -9 at once, and started again', async () => {
    const last = await record(platform, key);
    for (const { pid } of everyProcess()) process.kill(pid, 'SIGKILL');
    await platform.ended;
    await startAgain();
    expect(await matchStatus(platform, key, last)).toBe('ready');
  });

  async function startAgain(): Promise<void> {
    platform = await startPlatform({ dataDir, port }).ready();
    expect(demonstrationKey(platform)).toBe(key);
    expect((await call(`/api/diagnostics/${diagnosticId}`)).status).toBe(200);
    expect(await matchStatus(platform, key, diagnosticId)).toBe('ready');
  }

  const everyProcess = () => Object.values(processesOf(dataDir)).flat();

  async function untilAnswers(): Promise<void> {
    await expect
      .poll(
        () =>
          health(platform)
            .then(({ status, body }) => status === 200 && body.queue === 'ok')
            .catch(() => false),
        {
          timeout: 90_000,
          interval: 200,
        },
      )
      .toBe(true);
  }

  function call(path: string, at = platform, as = key) {
    return request(at, path, { headers: { authorization: `Bearer ${as}` } });
  }
});

const lastLine = (ended: Platform) => ended.output().trimEnd().split('\n').at(-1) ?? '';

type Answer = { status: number; body: Json };

async function request(at: Platform, path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(`${at.address}${path}`, { ...init, signal: AbortSignal.timeout(30_000) });
  return { status: response.status, body: await response.json() };
}

const health = (at: Platform) => request(at, '/health', {});

async function record(at: Platform, as: string): Promise<string> {
  const { status, body } = await request(at, '/api/diagnostics', {
    method: 'POST',
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      home: { label: 'Commercy', commune: '55122', lon: 5.5905, lat: 48.7612 },
      job: {
        label: 'Bar-le-Duc',
        lon: 5.1606,
        lat: 48.7729,
        startsOn: '2027-01-04',
        cycle: { anchorDate: '2027-01-04', lengthDays: 7, shifts: [{ day: 0, start: '05:00', end: '13:00' }] },
      },
    }),
  });
  expect(status).toBe(201);
  return body.id;
}

/** Waits for the result as a program does. */
async function matchStatus(at: Platform, as: string, id: string): Promise<string> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { body } = await request(at, `/api/diagnostics/${id}/matches?wait=5`, {
      headers: { authorization: `Bearer ${as}` },
    });
    if (body.status !== 'pending' || Date.now() > deadline) return body.status;
  }
}
