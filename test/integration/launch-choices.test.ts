import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../src/launch/embedded-postgres.ts';
import { findFreePort } from '../../src/launch/free-port.ts';
import { isRunning } from '../../src/launch/process-identity.ts';
import { root } from '../support/command.ts';
import {
  demonstrationKey,
  forgetPlatforms,
  newDataFolder,
  type Platform,
  type PlatformOptions,
  processesOf,
  startPlatform,
} from '../support/platform.ts';

const SLOW_MS = 240_000;
const isRoot = process.getuid?.() === 0;
const NOBODY = { uid: 65_534, gid: 65_534 };

afterEach(forgetPlatforms, SLOW_MS);

const start = async (options: Partial<PlatformOptions> = {}) =>
  startPlatform({ dataDir: newDataFolder(), port: await findFreePort(), ...options });

/** Ended with 1, and its last words hold no stack. */
async function refusalOf(platform: Platform): Promise<string> {
  expect(await platform.ended).toBe(1);
  expect(platform.output()).not.toMatch(/^\s+at /m);
  return platform.output().trimEnd();
}

describe('a wrong configuration', { timeout: SLOW_MS }, () => {
  test.each([
    [{ PORT: 'abc' }, /PORT doit être un nombre/],
    [{ DATABASE_URL: 'mysql://localhost/base' }, /DATABASE_URL doit être une adresse/],
    [{ HOST: '0.0.0.0' }, /DEMO=0 .* DEMO=force/],
    [{ DEMO: 'oui' }, /DEMO vaut 1/],
  ])('%j is told before anything is started', async (environment, sentence) => {
    const dataDir = join(newDataFolder(), 'data');
    expect(await refusalOf(await start({ dataDir, environment }))).toMatch(sentence);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('a database that is not there, does not exist or refuses the password is told, without the password', async () => {
    const dead = { DATABASE_URL: `postgres://someone:secret@127.0.0.1:${await findFreePort()}/base` };
    const said = await refusalOf(await start({ environment: dead }));
    expect(said).toMatch(/rien n’écoute à cette adresse/);
    expect(said).not.toContain('secret');

    const server = await startEmbeddedPostgres({ dataDir: newDataFolder(), log: () => {} });
    try {
      const absent = server.url.replace(/\/pouvoir_bouger$/, '/nowhere');
      expect(await refusalOf(await start({ environment: { DATABASE_URL: absent } }))).toMatch(
        /cette base n’existe pas/,
      );
      const wrong = new URL(server.url);
      wrong.password = 'wrong';
      expect(await refusalOf(await start({ environment: { DATABASE_URL: wrong.href } }))).toMatch(
        /mot de passe est refusé/,
      );
    } finally {
      await server.stop();
    }
  });

  test('a data folder that is a file is told', async () => {
    const dataDir = join(newDataFolder(), 'file');
    writeFileSync(dataDir, '');
    expect(await refusalOf(await start({ dataDir }))).toMatch(/n’est pas un dossier.*DATA_DIR=/);
  });

  test.runIf(isRoot)('a data folder of someone else is told, with whose it is', async () => {
    const dataDir = newDataFolder();
    chownSync(dataDir, NOBODY.uid, NOBODY.gid);
    expect(await refusalOf(await start({ dataDir }))).toMatch(/appartient à « nobody »/);
  });

  test.runIf(isRoot)('a data folder below a home that is closed to others is told when root starts', async () => {
    const home = newDataFolder();
    mkdirSync(join(home, 'clone'));
    expect(await refusalOf(await start({ dataDir: join(home, 'clone/.data') }))).toMatch(
      new RegExp(`ne peut pas entrer dans ${home}\\. Choisissez un dossier`),
    );
  });
});

describe('an end', { timeout: SLOW_MS }, () => {
  test.each(['Création de la base', 'Données du territoire « meuse »', 'Démarrage du site'])(
    'asked for at « %s » is clean',
    async (step) => {
      const dataDir = newDataFolder();
      const platform = await (await start({ dataDir })).ready(step);
      platform.process.kill('SIGINT');
      expect(await platform.ended).toBe(0);
      expect(Object.values(processesOf(dataDir)).flat()).toEqual([]);
    },
  );

  test('comes, and is told, when PostgreSQL cannot start again', async () => {
    const dataDir = newDataFolder();
    const platform = await (await start({ dataDir })).ready();
    const { children, postgres: servers } = processesOf(dataDir);
    writeFileSync(join(dataDir, 'postgres/cluster/postgresql.conf'), 'no_such_setting = 1\n');
    process.kill(servers[0]?.pid ?? 0, 'SIGKILL');
    expect(await refusalOf(platform)).toMatch(/PostgreSQL n’a pas démarré.*no_such_setting/s);
    expect(children.filter(isRunning)).toEqual([]);
  });
});

test('workers alone say that they need a database', async () => {
  expect(await refusalOf(await start({ command: 'bin/workers.mjs' }))).toMatch(/DATABASE_URL manque/);
});

describe('a choice of the operator', { timeout: SLOW_MS }, () => {
  afterAll(forgetPlatforms, SLOW_MS);

  test('DATABASE_URL: that database is used, nothing else is started, and the demonstration only if asked for', async () => {
    const server = await startEmbeddedPostgres({ dataDir: newDataFolder(), log: () => {} });
    try {
      const dataDir = newDataFolder();
      const bare = await (await start({ dataDir, environment: { DATABASE_URL: server.url } })).ready();
      expect(processesOf(dataDir).postgres).toEqual([]);
      expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
      expect(bare.output()).not.toContain('Clé d’API');
      expect((await fetch(`${bare.address}/health`)).status).toBe(200);
      expect(await offersIn(server.url)).toBe(0);

      const workers = await start({ command: 'bin/workers.mjs', environment: { DATABASE_URL: server.url } });
      await workers.ready('prêtes');
      workers.process.kill('SIGTERM');
      expect(await workers.ended).toBe(0);
      bare.process.kill('SIGTERM');
      expect(await bare.ended).toBe(0);

      const environment = { DATABASE_URL: server.url, DEMO: '1', DEMO_API_KEY: 'une-cle-fixee-par-la-main' };
      const demo = await (await start({ dataDir, environment })).ready();
      expect(demonstrationKey(demo)).toBe(environment.DEMO_API_KEY);
      const headers = { authorization: `Bearer ${environment.DEMO_API_KEY}` };
      expect((await fetch(`${demo.address}/api/offers?limit=1`, { headers })).status).toBe(200);
      expect(await offersIn(server.url)).toBeGreaterThan(300);
      demo.process.kill('SIGTERM');
      expect(await demo.ended).toBe(0);
      expect(server.isRunning()).toBe(true);
    } finally {
      await server.stop();
    }
  });

  test.runIf(isRoot)('an ordinary user starts it too', async ({ skip }) => {
    const readable = spawnSync('test', ['-r', join(root, 'node_modules/tsx/package.json')], { ...NOBODY, cwd: '/' });
    if (readable.status !== 0) return skip(`the clone (${root}) is not readable by an ordinary user`);
    const dataDir = newDataFolder();
    chownSync(dataDir, NOBODY.uid, NOBODY.gid);
    const platform = await (await start({ dataDir, ids: NOBODY, environment: { HOME: dataDir } })).ready();
    const { supervisor, children, postgres: servers } = processesOf(dataDir);
    expect([supervisor.length, children.length]).toEqual([1, 2]);
    expect((await fetch(`${platform.address}/health`)).status).toBe(200);
    platform.process.kill('SIGTERM');
    expect(await platform.ended).toBe(0);
    expect([...supervisor, ...children, ...servers].filter(isRunning)).toEqual([]);
  });
});

async function offersIn(url: string): Promise<number> {
  const sql = postgres(url, { max: 1 });
  try {
    const [row] = await sql<{ count: number }[]>`select count(*)::int as count from offers`;
    return row?.count ?? -1;
  } finally {
    await sql.end();
  }
}
