import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/launch/embedded-postgres.ts';
import { LaunchError } from '../../src/launch/launch-error.ts';
import { findPostgresProcesses, identifyProcess } from '../../src/launch/process-identity.ts';

const root = resolve(import.meta.dirname, '../..');
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

const folders: string[] = [];
const servers: EmbeddedPostgres[] = [];
const holders: ChildProcess[] = [];
let dataDir: string;

beforeEach(() => {
  dataDir = newFolder();
});
afterEach(async () => {
  for (const holder of holders.splice(0)) holder.kill('SIGKILL');
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const folder of folders) {
    for (const { pid } of findPostgresProcesses(join(folder, 'postgres/cluster'))) quit(pid);
  }
});
/** It may have ended by itself since it was found. */
function quit(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-postgres-'));
  folders.push(folder);
  return folder;
}

async function start(folder = dataDir): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: folder, log: () => {} });
  servers.push(server);
  return server;
}

/** Starts PostgreSQL in another process, which can be killed. */
async function hold(folder: string, ids: { uid?: number; gid?: number } = {}) {
  const holder = spawn(process.execPath, ['--import', 'tsx', 'test/support/hold-postgres.ts', folder], {
    ...ids,
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  holders.push(holder);
  const [line] = await once(createInterface(holder.stdout), 'line');
  return { holder, ...(JSON.parse(line) as { url: string; pid: number }) };
}

async function query<T extends Record<string, unknown>>(url: string, text: string): Promise<T[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return (await sql.unsafe(text)) as unknown as T[];
  } finally {
    await sql.end();
  }
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('the embedded PostgreSQL', () => {
  test('is PostgreSQL 18 in UTF-8 with the extensions the platform needs, behind a password kept from others', async () => {
    const { url } = await start();
    const [row] = await query(
      url,
      `select current_setting('server_version_num')::int / 10000 as major, current_database() as database,
        (select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()) as locale,
        lower('ÉCOLE À VÉLO') as lower,
        (select count(*)::int from pg_available_extensions where name in ('btree_gist', 'pg_trgm', 'unaccent')) as extensions`,
    );
    expect(row).toEqual({
      major: 18,
      database: 'pouvoir_bouger',
      locale: 'b C.UTF-8',
      lower: 'école à vélo',
      extensions: 3,
    });
    const password = join(dataDir, 'postgres/password');
    expect(statSync(password).mode & 0o777).toBe(0o600);
    expect(new URL(url).password).toBe(readFileSync(password, 'utf8'));

    const wrong = new URL(url);
    wrong.password = 'wrong';
    expect(await failureOf(query(wrong.href, 'select 1'))).toMatchObject({ code: '28P01' });
  });

  test('two run side by side', async () => {
    const [one, other] = await Promise.all([start(), start(newFolder())]);
    expect(one.port).not.toBe(other.port);
    await query(one.url, 'create table only_here (id int)');
    expect(await failureOf(query(other.url, 'select * from only_here'))).toMatchObject({ code: '42P01' });
  });

  test('stops within a second or so even with a session open, and keeps what was committed', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 1 as id');
    const session = postgres(first.url, { max: 1, onnotice: () => {} });
    await session`select 1`;
    const before = performance.now();
    await first.stop();
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(first.isRunning()).toBe(false);
    await session.end({ timeout: 0 }).catch(() => {});
    expect(await query((await start()).url, 'select id from kept')).toEqual([{ id: 1 }]);
  });

  test('killed with -9, with a busy session, it comes back with what was committed', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 1 as id');
    const session = postgres(first.url, { max: 1, onnotice: () => {} });
    const busy = failureOf(session`select pg_sleep(300)`);
    await expect
      .poll(() => query(first.url, "select 1 from pg_stat_activity where wait_event = 'PgSleep'"))
      .toHaveLength(1);
    process.kill(first.pid, 'SIGKILL');
    const second = await start();
    expect(await query(second.url, 'select id from kept')).toEqual([{ id: 1 }]);
    expect(await busy).toBeInstanceOf(Error);
    await session.end({ timeout: 0 });
  });

  test('a server whose parent was killed with -9 is taken over', async () => {
    const { holder, url, pid } = await hold(dataDir);
    await query(url, 'create table kept as select 1 as id');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(identifyProcess(pid)).not.toBeNull();
    const next = await start();
    expect(identifyProcess(pid)).toBeNull();
    expect(await query(next.url, 'select id from kept')).toEqual([{ id: 1 }]);
  });

  test('a parent killed with -9 while it makes the database leaves nothing in the way', async () => {
    mkdirSync(join(dataDir, 'postgres/cluster.unfinished/base'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres/cluster.unfinished/PG_VERSION'), '18\n');
    expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(dataDir, 'postgres/cluster.unfinished'))).toBe(false);
  });

  test('a stranger that got the old server’s number is neither killed nor in the way', async () => {
    await (await start()).stop();
    // Of the same account: PostgreSQL itself would take it for a server that still runs.
    const { uid, gid } = statSync(join(dataDir, 'postgres/cluster'));
    const stranger = spawn('sleep', ['60'], isRoot ? { uid, gid, cwd: '/' } : {});
    holders.push(stranger);
    const pidFile = join(dataDir, 'postgres/cluster/postmaster.pid');
    writeFileSync(pidFile, `${stranger.pid}\n${join(dataDir, 'postgres/cluster')}\n1\n5432\n\n127.0.0.1\n\nready\n`);
    chownSync(pidFile, uid, gid);
    expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  test('says what to do when its password is lost', async () => {
    await (await start()).stop();
    rmSync(join(dataDir, 'postgres/password'));
    const failure = await failureOf(start());
    expect(failure).toBeInstanceOf(LaunchError);
    expect(String(failure)).toMatch(/mot de passe.*sauvegarde/s);
  });

  test('says what to do when its files are those of another PostgreSQL', async () => {
    await (await start()).stop();
    writeFileSync(join(dataDir, 'postgres/cluster/PG_VERSION'), '17\n');
    expect(String(await failureOf(start()))).toMatch(/PostgreSQL 17, il faut 18/);
  });

  test('gives the end of its journal when it cannot start', async () => {
    await (await start()).stop();
    writeFileSync(join(dataDir, 'postgres/cluster/postgresql.conf'), 'no_such_setting = 1\n');
    expect(String(await failureOf(start()))).toContain('no_such_setting');
  });
});

describe.runIf(isRoot)('started as root', () => {
  test('runs under an account that is not root', async () => {
    const { pid } = await start();
    expect(statSync(`/proc/${pid}`).uid).not.toBe(0);
  });

  test('says which folder is closed to that account, and writes nothing', async () => {
    chmodSync(dataDir, 0o700);
    const inside = join(dataDir, 'home/clone');
    mkdirSync(inside, { recursive: true });
    const failure = await failureOf(start(join(inside, '.data')));
    expect(failure).toBeInstanceOf(LaunchError);
    expect(String(failure)).toContain(`ne peut pas entrer dans ${dataDir}.`);
    expect(String(failure)).toContain('DATA_DIR=');
    expect(existsSync(join(inside, '.data'))).toBe(false);
  });

  test('an ordinary user can do all this too', async ({ skip }) => {
    const reaches = spawn('test', ['-r', join(root, 'node_modules/tsx/package.json')], {
      uid: NOBODY,
      gid: NOBODY,
      cwd: '/',
    });
    const [code] = await once(reaches, 'exit');
    if (code !== 0) skip(`the clone (${root}) is not readable by an ordinary user`);
    chownSync(dataDir, NOBODY, NOBODY);
    const first = await hold(dataDir, { uid: NOBODY, gid: NOBODY });
    await query(first.url, 'create table kept as select 1 as id');
    expect(statSync(`/proc/${first.pid}`).uid).toBe(NOBODY);
    first.holder.kill('SIGKILL');
    await once(first.holder, 'exit');
    const second = await hold(dataDir, { uid: NOBODY, gid: NOBODY });
    expect(await query(second.url, 'select id from kept')).toEqual([{ id: 1 }]);
  });

  test('says whose the files are when they are someone else’s', async () => {
    await (await start()).stop();
    const cluster = join(dataDir, 'postgres/cluster');
    chownSync(dataDir, NOBODY, NOBODY);
    expect(existsSync(cluster)).toBe(true);
    const { holder } = { holder: spawnHolder(dataDir) };
    const [, stderr] = await Promise.all([once(holder, 'exit'), textOf(holder)]);
    expect(stderr).toContain('appartient à');
  });
});

function spawnHolder(folder: string): ChildProcess {
  const holder = spawn(process.execPath, ['--import', 'tsx', 'test/support/hold-postgres.ts', folder], {
    uid: NOBODY,
    gid: NOBODY,
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  holders.push(holder);
  return holder;
}

async function textOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stderr ?? []) text += chunk;
  return text;
}
