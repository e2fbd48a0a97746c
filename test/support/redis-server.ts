import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A `redis-server` that can be run, with the folder of the libraries it needs, where they are not the machine's own. */
export type RedisServer = { program: string; libraries: string | null };

/** Kept beside the other packages of the tests: out of git, and found again by the next run. */
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/redis-server');
const TIME_LIMIT_MS = 60_000;

/**
 * The machine's own, else Debian's package unpacked in a cache of ours: nothing is installed on the machine, no service
 * starts, and no right of root is needed. A string says why there is none.
 */
export function findRedisServer(): RedisServer | string {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const program = join(folder, 'redis-server');
    if (existsSync(program)) return { program, libraries: null };
  }
  const unpacked = inCache();
  if (unpacked) return unpacked;
  if (run(['apt-get', '--version']).status !== 0) return 'no redis-server on this machine, and no apt-get to fetch one';
  return fetchFromDebian();
}

function inCache(): RedisServer | null {
  const program = join(CACHE, 'usr/bin/redis-server');
  if (!existsSync(program)) return null;
  const triplet = readdirSync(join(CACHE, 'usr/lib')).find((name) => name.endsWith('-linux-gnu'));
  return { program, libraries: triplet ? join(CACHE, 'usr/lib', triplet) : null };
}

function fetchFromDebian(): RedisServer | string {
  mkdirSync(join(CACHE, '..'), { recursive: true });
  const work = mkdtempSync(join(CACHE, '../redis-server-'));
  try {
    let packages = missingPackages([]);
    let lists: string[] = [];
    if (packages === null) {
      // A fresh machine has no list of packages yet; ours stay in the work folder.
      lists = ['-o', `Dir::State::lists=${join(work, 'lists')}`, '-o', `Dir::Cache=${join(work, 'cache')}`];
      for (const folder of ['lists/partial', 'cache/archives/partial'])
        mkdirSync(join(work, folder), { recursive: true });
      run(['apt-get', ...lists, '-qq', 'update']);
      packages = missingPackages(lists);
    }
    if (packages === null) return 'no redis-server on this machine, and apt-get knows of none';

    const downloads = join(work, 'downloads');
    mkdirSync(downloads);
    const downloaded = run(
      ['apt-get', ...lists, '-qq', '-o', 'APT::Sandbox::User=root', 'download', ...packages],
      downloads,
    );
    if (downloaded.status !== 0) return `no redis-server on this machine, and apt-get could not fetch one`;
    const root = join(work, 'root');
    for (const file of readdirSync(downloads)) {
      if (run(['dpkg-deb', '-x', join(downloads, file), root]).status !== 0) return `dpkg-deb could not unpack ${file}`;
    }
    writeFileSync(join(root, 'about.txt'), `Debian packages unpacked for the tests: ${packages.join(', ')}\n`);
    // Two test files may do this at once: whoever comes second keeps the first one's.
    try {
      renameSync(root, CACHE);
    } catch (error) {
      if (!existsSync(CACHE)) throw error;
    }
    return inCache() ?? 'the redis-server package holds no redis-server';
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What a machine without Redis lacks of it, by a rehearsal of its installation; null where apt-get knows no Redis. */
function missingPackages(lists: readonly string[]): string[] | null {
  const rehearsal = run(['apt-get', ...lists, '-s', '--no-install-recommends', 'install', 'redis-server']);
  if (rehearsal.status !== 0) return null;
  return [...rehearsal.stdout.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? '');
}

function run([program = '', ...args]: readonly string[], cwd?: string): SpawnSyncReturns<string> {
  const env = { PATH: process.env.PATH, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, args, { cwd, env, encoding: 'utf8', timeout: TIME_LIMIT_MS });
}
