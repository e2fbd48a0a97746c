import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type ProcessRecord } from './process-identity.ts';

export type Holder = ProcessRecord & { stopping: boolean };

/**
 * Takes a lock that is a file, after a killed holder too. A living one is waited for: `runningMs`, or `stoppingMs` once it says
 * that it is stopping; then what `refuse` makes is thrown.
 */
export async function takeProcessLock(input: {
  lock: string;
  us: ProcessRecord;
  patience: { runningMs: number; stoppingMs: number };
  onWait: () => void;
  refuse: (holder: Holder) => Error;
}): Promise<void> {
  const { lock, us, patience, onWait, refuse } = input;
  const startedAt = Date.now();
  let announced = false;
  while (!tryLock(lock, us)) {
    const holder = readHolder(lock);
    if (!isRunning(holder)) {
      dropLock(lock, holder);
      continue;
    }
    if (Date.now() - startedAt > (holder.stopping ? patience.stoppingMs : patience.runningMs)) throw refuse(holder);
    if (!announced) onWait();
    announced = true;
    await sleep(100);
  }
}

/** Whoever comes now waits for us instead of giving up. */
export const noteLockStopping = (lock: string, us: ProcessRecord) => replaceJson(lock, { ...us, stopping: true });

export function releaseProcessLock(lock: string, us: ProcessRecord): void {
  if (readHolder(lock).identity === us.identity) rmSync(lock, { force: true });
}

/** Linking a whole file, nobody ever reads half a lock. */
function tryLock(lock: string, us: ProcessRecord): boolean {
  const ours = `${lock}.${us.pid}`;
  writeFileSync(ours, JSON.stringify({ ...us, stopping: false } satisfies Holder), { mode: 0o600 });
  try {
    linkSync(ours, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(ours, { force: true });
  }
}

/** Moves a dead holder's lock away; should a living one have taken its place meanwhile, gives it back. */
function dropLock(lock: string, dead: Holder): void {
  const aside = `${lock}.${process.pid}.dead`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readHolder(aside).identity !== dead.identity) linkSync(aside, lock);
  rmSync(aside);
}

/** A lock cut short by a power cut has nobody behind it. */
function readHolder(path: string): Holder {
  return readJson<Holder>(path) ?? { pid: 0, identity: 'unreadable', stopping: false };
}

export function replaceJson(path: string, value: unknown): void {
  const next = `${path}.next`;
  writeFileSync(next, JSON.stringify(value), { mode: 0o600 });
  renameSync(next, path);
}

/** Null where the file is absent, or was cut short by a power cut. */
export function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return null;
  }
}
