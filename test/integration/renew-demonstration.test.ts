import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '../../src/launch/embedded-postgres.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const root = resolve(import.meta.dirname, '../..');
let dataDir: string;
let database: TestDatabase;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-demo-'));
  database = await createTestDatabase();
});
afterEach(async () => {
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const renew = (environment: NodeJS.ProcessEnv) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'src/launch/renew-demonstration.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, ...environment },
  });

it('fills a database by one command, and keeps the key for its owner alone', async () => {
  const { status, stdout, stderr } = renew({ DATABASE_URL: database.url });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/40 à apparier.*Clé d’API : demo-[0-9a-f]{48}/s);
  expect(statSync(join(dataDir, 'demonstration.json')).mode & 0o077).toBe(0);
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const [found] = await sql`select count(*)::int as offers from offers`;
  await sql.end();
  expect(found?.offers).toBe(466);
});

it('says in one sentence what is wrong', () => {
  const { status, stdout, stderr } = renew({ DATABASE_URL: 'mysql://nowhere' });
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.trim()).toMatch(/^DATABASE_URL doit être une adresse/);
});

it('finds the embedded server that works on a data folder, and none once it is stopped', async () => {
  expect(findEmbeddedPostgres(dataDir)).toBeNull();
  const server = await startEmbeddedPostgres({ dataDir, log: () => {}, settings: { fsync: 'off' } });
  try {
    expect(findEmbeddedPostgres(dataDir)).toBe(server.url);
  } finally {
    await server.stop();
  }
  expect(findEmbeddedPostgres(dataDir)).toBeNull();
});
