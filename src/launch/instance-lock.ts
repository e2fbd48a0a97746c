import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LaunchError } from './launch-error.ts';
import { identifyProcess, isRunning, type ProcessRecord, signalProcess, waitUntilGone } from './process-identity.ts';

/** With one that runs: long enough for it to notice that its parent was killed, and say that it is stopping. */
const PATIENCE = { runningMs: 3_000, stoppingMs: 30_000 };
const CHILD_STOP_MS = 5_000;

type Holder = ProcessRecord & { stopping: boolean };

/** One supervisor at a time on a data folder, and what must not survive it. */
export type InstanceLock = {
  /** So that the next supervisor ends them if we are killed and they do not notice. */
  noteChildren(children: readonly ProcessRecord[]): void;
  /** A start that comes now waits for us instead of refusing. */
  noteStopping(): void;
  release(): void;
};

/**
 * Takes the data folder for this process, after a killed predecessor too: its children that still run are stopped.
 *
 * @throws LaunchError when another instance works on it.
 */
export async function lockInstance(
  dataDir: string,
  log: (line: string) => void,
  patience = PATIENCE,
): Promise<InstanceLock> {
  const lock = join(dataDir, 'instance.json');
  const children = join(dataDir, 'children.json');
  const us = identifyProcess(process.pid);
  if (us === null) throw new LaunchError('Ce système ne dit pas quels processus tournent (/proc ou la commande ps).');

  await takeLock({ lock, us, dataDir, log, patience });
  await stopChildren(readJson<ProcessRecord[]>(children) ?? [], log);
  rmSync(children, { force: true });
  return {
    noteChildren: (records) => replace(children, records),
    noteStopping: () => replace(lock, { ...us, stopping: true }),
    release() {
      rmSync(children, { force: true });
      if (readHolder(lock).identity === us.identity) rmSync(lock, { force: true });
    },
  };
}

async function takeLock(input: {
  lock: string;
  us: ProcessRecord;
  dataDir: string;
  log: (line: string) => void;
  patience: typeof PATIENCE;
}): Promise<void> {
  const { lock, us, dataDir, log, patience } = input;
  const startedAt = Date.now();
  let announced = false;
  while (!tryLock(lock, us)) {
    const holder = readHolder(lock);
    if (!isRunning(holder)) {
      dropLock(lock, holder);
      continue;
    }
    if (Date.now() - startedAt > (holder.stopping ? patience.stoppingMs : patience.runningMs)) {
      throw new LaunchError(
        `Une autre instance (processus ${holder.pid}) utilise déjà le dossier de données ${dataDir}. ` +
          'Arrêtez-la, ou lancez celle-ci à côté avec un autre dossier et un autre port : DATA_DIR=.data-2 PORT=3001 npm start',
      );
    }
    if (!announced) log('Une exécution précédente est encore là, attente de sa fin');
    announced = true;
    await sleep(100);
  }
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

async function stopChildren(records: readonly ProcessRecord[], log: (line: string) => void): Promise<void> {
  const left = records.filter(isRunning);
  if (left.length === 0) return;
  log('Arrêt des processus laissés par une exécution interrompue');
  for (const child of left) signalProcess(child, 'SIGTERM');
  if (await waitUntilGone(left, CHILD_STOP_MS)) return;
  for (const child of left) signalProcess(child, 'SIGKILL');
  await waitUntilGone(left, CHILD_STOP_MS);
}

function replace(path: string, value: unknown): void {
  const next = `${path}.next`;
  writeFileSync(next, JSON.stringify(value), { mode: 0o600 });
  renameSync(next, path);
}

/** Null where the file is absent, or was cut short by a power cut. */
function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return null;
  }
}
