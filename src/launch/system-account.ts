import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LaunchError } from './launch-error.ts';

/** The system account PostgreSQL runs under; `ids` is empty when it is simply ours. */
export type SystemAccount = { name: string; ids: { uid?: number; gid?: number } };

/** PostgreSQL refuses to run as root: then it runs as the owner of its files, else as the machine's `postgres` or `nobody`. */
export function accountForPostgres(owner: { uid: number; gid: number } | null): SystemAccount {
  if (process.getuid?.() !== 0) return { name: 'ce compte', ids: {} };
  if (owner !== null && owner.uid !== 0)
    return { name: nameOfUser(owner.uid), ids: { uid: owner.uid, gid: owner.gid } };
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== null && gid !== null && uid !== 0) return { name, ids: { uid, gid } };
  }
  throw new LaunchError(
    'PostgreSQL refuse de tourner en root et cette machine n’a ni compte « postgres » ni compte « nobody ». ' +
      'Lancez la commande depuis un compte ordinaire, ou indiquez une base existante dans DATABASE_URL.',
  );
}

/** The name of a user id, or the number itself where it has no name. */
export function nameOfUser(uid: number): string {
  try {
    return execFileSync('id', ['-un', String(uid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return String(uid);
  }
}

/** The outermost existing folder on the way to `folder` that the account may not enter; null when it can go all the way. */
export function findClosedFolder(folder: string, account: SystemAccount): string | null {
  if (account.ids.uid === undefined) return null;
  const way = [folder];
  for (let parent = dirname(folder); parent !== way[0]; parent = dirname(parent)) way.unshift(parent);
  return way.find((step) => existsSync(step) && !canEnter(step, account)) ?? null;
}

/** Asked of the system, as that account: modes alone would miss access lists. */
function canEnter(folder: string, { ids }: SystemAccount): boolean {
  if ((statSync(folder).mode & 0o001) !== 0) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...ids, cwd: '/', stdio: 'ignore' }).status === 0;
}

function idOf(option: '-u' | '-g', name: string): number | null {
  try {
    const id = execFileSync('id', [option, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return Number.parseInt(id, 10);
  } catch {
    return null;
  }
}
