import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { assertOurs } from './data-folder.ts';
import { findFreePort } from './free-port.ts';
import { LaunchError } from './launch-error.ts';
import { type PostgresPrograms, preparePostgresPrograms } from './postgres-programs.ts';
import {
  findPostgresProcesses,
  identifyProcess,
  isRunning,
  type ProcessRecord,
  signalProcess,
  waitUntilGone,
} from './process-identity.ts';
import { accountForPostgres, findClosedFolder, type SystemAccount } from './system-account.ts';

const MAJOR_VERSION = '18';
const SUPERUSER = 'postgres';
const DATABASE = 'pouvoir_bouger';
/** Replaying the journal after a power cut may take long; a server that dies is noticed at once. */
const READY_TIMEOUT_MS = 120_000;
const LOG_ROTATION_BYTES = 10_000_000;

export type EmbeddedPostgres = {
  /** Of the superuser, to the database `pouvoir_bouger`, on 127.0.0.1. */
  url: string;
  port: number;
  pid: number;
  isRunning(): boolean;
  /** Fast shutdown: sessions are ended, what is committed is on disk. */
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  /** Made if absent; PostgreSQL's files go in its `postgres` folder, owned by the account the server runs under. */
  dataDir: string;
  log: (line: string) => void;
  /** A free one is chosen by default. */
  port?: number;
  /** More of `postgresql.conf`, such as `{ fsync: 'off' }` for a database that a test throws away. */
  settings?: Readonly<Record<string, string>>;
};

/**
 * Starts PostgreSQL 18 on `dataDir`, making the database the first time. A server left there by a killed parent is stopped
 * first, so that there is only one way to run; nothing committed is lost. Works as root (the server then runs under a
 * system account) and as an ordinary user.
 *
 * @throws LaunchError with a sentence for people when it cannot.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log, settings = {} } = options;
  const account = accountForPostgres(statSync(join(dataDir, 'postgres/cluster'), { throwIfNoEntry: false }) ?? null);
  const home = prepareHome(dataDir, account);
  const cluster = join(home, 'cluster');
  const logFile = join(home, 'server.log');
  const programs = preparePostgresPrograms(join(home, 'programs'), account);

  await stopLeftovers(cluster, log);
  if (!existsSync(cluster)) initialise({ home, cluster, programs, account, log });
  assertVersion(cluster);
  const password = readPassword(home);

  rotate(logFile);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await findFreePort());
    const server = launch({ programs, account, cluster, logFile, port, settings });
    const url = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}`;
    if (await becomesReady(url, server)) {
      return { url, port, pid: server.pid, isRunning: () => isRunning(server), stop: () => stop([server]) };
    }
    await stop([server]);
    // Between the choice of a free port and its use another program may take it.
    if (attempt === 3)
      throw new LaunchError(`PostgreSQL n’a pas démarré. Fin de son journal (${logFile}) :\n${tail(logFile)}`);
    await sleep(500);
  }
}

/** The address of the server that works on `dataDir` now, started by whoever; null where none does. */
export function findEmbeddedPostgres(dataDir: string): string | null {
  const home = join(dataDir, 'postgres');
  if (!existsSync(join(home, 'cluster'))) return null;
  const cluster = join(realpathSync(home), 'cluster');
  if (findPostgresProcesses(cluster).length === 0) return null;
  // Its fourth line is the port (PostgreSQL's own documentation, “postmaster.pid”).
  const port = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[3];
  return `postgres://${SUPERUSER}:${readPassword(home)}@127.0.0.1:${port}/${DATABASE}`;
}

/** The folder of PostgreSQL inside the data folder, which the account may enter on the way to its own files. */
function prepareHome(dataDir: string, account: SystemAccount): string {
  const home = join(dataDir, 'postgres');
  assertWay(resolve(dataDir, '..'), account);
  mkdirSync(home, { recursive: true });
  assertOurs(home);
  if (account.ids.uid !== undefined) {
    for (const folder of [dataDir, home]) chmodSync(folder, statSync(folder).mode | 0o001);
    assertWay(realpathSync(home), account);
  } else if (existsSync(join(home, 'cluster'))) assertOurs(join(home, 'cluster'));
  return realpathSync(home);
}

function assertWay(folder: string, account: SystemAccount): void {
  const closed = findClosedFolder(folder, account);
  if (closed === null) return;
  throw new LaunchError(
    `PostgreSQL ne tourne pas en root mais sous le compte « ${account.name} », qui ne peut pas entrer dans ${closed}. ` +
      'Choisissez un dossier de données qu’il peut atteindre (par exemple DATA_DIR=/var/lib/pouvoir-bouger), ' +
      'ou lancez la commande depuis un compte ordinaire.',
  );
}

/** Made aside, then put in place at once: a first start that is killed leaves nothing half-made. */
function initialise(input: {
  home: string;
  cluster: string;
  programs: PostgresPrograms;
  account: SystemAccount;
  log: (line: string) => void;
}): void {
  const { home, cluster, programs, account, log } = input;
  log('Création de la base de données');
  const unfinished = join(home, 'cluster.unfinished');
  const passwordForInitdb = join(home, 'password.initdb');
  const password = randomBytes(24).toString('hex');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordForInitdb, password, { mode: 0o600 });
  giveTo(account, unfinished);
  giveTo(account, passwordForInitdb);
  try {
    const initdb = spawnSync(
      programs.initdb,
      [
        `--pgdata=${unfinished}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordForInitdb}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--set=timezone=UTC',
        '--set=log_timezone=UTC',
      ],
      { ...account.ids, cwd: '/', env: {}, encoding: 'utf8' },
    );
    if (initdb.status !== 0) {
      throw new LaunchError(
        `PostgreSQL n’a pas pu créer sa base dans ${home} :\n${initdb.error?.message ?? initdb.stderr.trim()}`,
      );
    }
  } finally {
    rmSync(passwordForInitdb, { force: true });
  }
  writeFileSync(join(home, 'password'), password, { mode: 0o600 });
  renameSync(unfinished, cluster);
}

function giveTo({ ids }: SystemAccount, path: string): void {
  if (ids.uid !== undefined && ids.gid !== undefined) chownSync(path, ids.uid, ids.gid);
}

function assertVersion(cluster: string): void {
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (version === MAJOR_VERSION) return;
  throw new LaunchError(
    `La base de ${cluster} est celle de PostgreSQL ${version}, il faut ${MAJOR_VERSION}. ` +
      'Exportez-la avec son ancienne version, ou choisissez un autre dossier de données (DATA_DIR).',
  );
}

function readPassword(home: string): string {
  try {
    return readFileSync(join(home, 'password'), 'utf8').trim();
  } catch (cause) {
    throw new LaunchError(
      `Le mot de passe de la base (${join(home, 'password')}) manque ou ne peut pas être lu. ` +
        'Remettez ce fichier depuis une sauvegarde, ou choisissez un autre dossier de données (DATA_DIR).',
      { cause },
    );
  }
}

function launch(input: {
  programs: PostgresPrograms;
  account: SystemAccount;
  cluster: string;
  logFile: string;
  port: number;
  settings: Readonly<Record<string, string>>;
}): ProcessRecord {
  const settings = {
    port: String(input.port),
    listen_addresses: '127.0.0.1',
    // A path in the data folder may be longer than a socket's name can be.
    unix_socket_directories: '',
    ...input.settings,
  };
  const log = openSync(input.logFile, 'a', 0o600);
  const child = spawn(
    input.programs.postgres,
    ['-D', input.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // In a session of its own: Ctrl-C in the terminal is for the supervisor, which stops the database last.
    { ...input.account.ids, cwd: '/', env: {}, detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  child.on('error', () => {});
  child.unref();
  return identifyProcess(child.pid ?? 0) ?? { pid: child.pid ?? 0, identity: 'gone' };
}

/** Until it answers a query as itself, with our password; makes our database on the way. */
async function becomesReady(url: string, server: ProcessRecord): Promise<boolean> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  while (isRunning(server) && Date.now() < deadline) {
    const sql = postgres(maintenance.href, { max: 1, connect_timeout: 5, onnotice: () => {} });
    try {
      const [found] = await sql`select 1 from pg_database where datname = ${DATABASE}`;
      if (!found) await sql.unsafe(`create database ${DATABASE}`);
      return true;
    } catch (error) {
      assertPasswordFits(error);
      await sleep(50);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  return false;
}

function assertPasswordFits(error: unknown): void {
  if ((error as { code?: string }).code !== '28P01') return;
  throw new LaunchError(
    'PostgreSQL refuse le mot de passe gardé dans le dossier de données. ' +
      'Remettez le fichier « postgres/password » depuis une sauvegarde, ou choisissez un autre dossier (DATA_DIR).',
    { cause: error },
  );
}

/** Ends what a killed parent left on this cluster: the server, or its sessions when the server itself was killed. */
async function stopLeftovers(cluster: string, log: (line: string) => void): Promise<void> {
  const leftovers = findPostgresProcesses(cluster);
  if (leftovers.length > 0) {
    log('Arrêt du PostgreSQL laissé par une exécution interrompue');
    await stop(leftovers);
  }
  // Nothing works there any more; were its pid given to a stranger since, PostgreSQL would refuse to start.
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

/** The first of the processes is the server: asked to end its sessions (fast), then itself (immediate), then killed. */
async function stop(processes: readonly ProcessRecord[]): Promise<void> {
  const [server] = processes;
  if (server === undefined) return;
  signalProcess(server, 'SIGINT');
  if (await waitUntilGone(processes, 10_000)) return;
  for (const each of processes) signalProcess(each, 'SIGQUIT');
  if (await waitUntilGone(processes, 3_000)) return;
  for (const each of processes) signalProcess(each, 'SIGKILL');
  await waitUntilGone(processes, 3_000);
}

function rotate(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > LOG_ROTATION_BYTES) renameSync(logFile, `${logFile}.1`);
}

function tail(logFile: string): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
}
