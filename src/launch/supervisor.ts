import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Config, environmentWith } from '../config.ts';
import { prepareDatabase } from '../db/prepare.ts';
import { addressOf, assertAddressFree } from './address.ts';
import { currentRoads } from './current-roads.ts';
import { openDataFolder } from './data-folder.ts';
import { openDatabase } from './database.ts';
import { lockInstance } from './instance-lock.ts';
import { type KeptProcess, keepProcess } from './kept-process.ts';
import { LaunchError } from './launch-error.ts';
import { type BackgroundRoads, buildRoadsInBackground } from './roads-in-background.ts';
import type { Screen } from './screen.ts';
import { seedTerritories } from './seed-territories.ts';
import { welcome } from './welcome.ts';
import WORKER from './worker-process.json' with { type: 'json' };

const HEALTHY_WITHIN_MS = 120_000;
const WORKERS_READY_WITHIN_MS = 20_000;
/** A server that ends so often before it ever answered will not answer the next time. */
const HOPELESS_FAILURES = 3;

type Launch = { config: Config; screen: Screen; stop: AbortSignal };
type Closers = { add(close: () => Promise<void> | void): void; closeAll(): Promise<void> };

/**
 * Runs the whole platform until `stop`: database, then API and pages, then workers; and ends them in the other order.
 *
 * @throws LaunchError with a sentence for people when it cannot start or go on; everything started is then ended too.
 */
export async function launch({ config, screen, stop }: Launch): Promise<void> {
  const closers = createClosers();
  try {
    const { lost } = await start({ config, screen, stop }, closers);
    await Promise.race([lost, untilAborted(stop)]);
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    await closers.closeAll();
  }
  screen.step('Arrêté');
}

/** What comes back rejects when the platform cannot go on. */
async function start({ config, screen, stop }: Launch, closers: Closers): Promise<{ lost: Promise<never> }> {
  openDataFolder(config.dataDir);
  const lock = await lockInstance(config.dataDir, screen.step);
  closers.add(() => lock.release());
  stop.throwIfAborted();
  await assertAddressFree(config);

  const database = await openDatabase(config, screen.step);
  closers.add(() => database.stop());
  stop.throwIfAborted();
  screen.step('Mise à jour de la base');
  await prepareDatabase({ url: database.url, log: screen.step }).catch((cause: Error) => {
    throw new LaunchError(`La base n’a pas pu être mise à jour. ${cause.message}`, { cause });
  });
  stop.throwIfAborted();
  const demonstration = await seedTerritories(config, database.url, screen);
  stop.throwIfAborted();

  screen.step('Démarrage du site et des tâches de fond');
  const environment = environmentWith(database.url, config);
  const kept: KeptProcess[] = [];
  let builder: BackgroundRoads | null = null;
  const onChange = () =>
    lock.noteChildren([...kept, ...(builder ? [builder] : [])].flatMap((child) => child.record() ?? []));
  const keep = (label: string, program: string, node?: typeof WORKER) => {
    const path = fileURLToPath(new URL(program, import.meta.url));
    const child = keepProcess({ label, program: path, node, environment, log: screen.step, onChange });
    kept.push(child);
    onChange();
    return child;
  };
  closers.add(() => {
    lock.noteStopping();
    screen.step('Arrêt en cours');
    return Promise.all([...kept, ...(builder ? [builder] : [])].map((child) => child.stop())).then(() => {});
  });
  const server = keep('Site', '../server.ts');
  const workers = keep('Tâches de fond', '../../workers/main.ts', WORKER);
  await untilHealthy(addressOf(config), server, stop);
  await untilReady(workers, screen, stop);
  screen.step('Prêt');
  screen.say(welcome(config, demonstration, currentRoads(config.dataDir, config.territoryId)));
  if (config.osmPbf !== null) {
    builder = buildRoadsInBackground({
      pbf: config.osmPbf,
      territoryId: config.territoryId,
      environment,
      complain: screen.complain,
      onChange,
    });
    onChange();
  }
  return { lost: database.lost };
}

async function untilHealthy(address: string, server: KeptProcess, stop: AbortSignal): Promise<void> {
  const deadline = Date.now() + HEALTHY_WITHIN_MS;
  while (!(await isHealthy(address))) {
    stop.throwIfAborted();
    if (server.failures() >= HOPELESS_FAILURES || Date.now() > deadline) {
      throw new LaunchError(
        `Le site ne répond pas à ${address}/health ; ses propres messages sont ci-dessus. ` +
          'Corrigez ce qu’ils disent, ou rendez compte de cette erreur avec eux.',
      );
    }
    await sleep(100);
  }
}

/** The platform serves without them, only later: people are told, and the start goes on. */
async function untilReady(workers: KeptProcess, screen: Screen, stop: AbortSignal): Promise<void> {
  const deadline = Date.now() + WORKERS_READY_WITHIN_MS;
  while (!workers.isReady()) {
    stop.throwIfAborted();
    if (Date.now() > deadline)
      return screen.complain('Les tâches de fond ne sont pas encore prêtes : voyez leurs messages.');
    await sleep(50);
  }
}

async function isHealthy(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/health`, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

function untilAborted(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What was started last is ended first, and each one even if another cannot be. */
function createClosers(): Closers {
  const closers: (() => Promise<void> | void)[] = [];
  return {
    add: (close) => void closers.push(close),
    async closeAll() {
      for (const close of closers.reverse()) await (async () => close())().catch(console.error);
    },
  };
}
