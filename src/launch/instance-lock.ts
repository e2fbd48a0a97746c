import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './launch-error.ts';
import { endProcesses, identifyProcess, isRunning, type ProcessRecord } from './process-identity.ts';
import { noteLockStopping, readJson, releaseProcessLock, replaceJson, takeProcessLock } from './process-lock.ts';

/** With one that runs: long enough for it to notice that its parent was killed, and say that it is stopping. */
const PATIENCE = { runningMs: 3_000, stoppingMs: 30_000 };
const CHILD_STOP_MS = 5_000;

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

  await takeProcessLock({
    lock,
    us,
    patience,
    onWait: () => log('Une exécution précédente est encore là, attente de sa fin'),
    refuse: ({ pid }) =>
      new LaunchError(
        `Une autre instance (processus ${pid}) utilise déjà le dossier de données ${dataDir}. ` +
          'Arrêtez-la, ou lancez celle-ci à côté avec un autre dossier et un autre port : DATA_DIR=.data-2 PORT=3001 npm start',
      ),
  });
  await stopChildren(readJson<ProcessRecord[]>(children) ?? [], log);
  rmSync(children, { force: true });
  return {
    noteChildren: (records) => replaceJson(children, records),
    noteStopping: () => noteLockStopping(lock, us),
    release() {
      rmSync(children, { force: true });
      releaseProcessLock(lock, us);
    },
  };
}

async function stopChildren(records: readonly ProcessRecord[], log: (line: string) => void): Promise<void> {
  const left = records.filter(isRunning);
  if (left.length === 0) return;
  log('Arrêt des processus laissés par une exécution interrompue');
  await endProcesses(left, CHILD_STOP_MS);
}
