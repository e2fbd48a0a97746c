import type { RouterName } from '../../geo/router.ts';
import type { Deps } from './context.ts';

export type Health = {
  /** `degraded`: people are served, some of it later or on estimates. `down`: nothing can be read or written. */
  status: 'ok' | 'degraded' | 'down';
  database: 'ok' | 'down';
  queue: 'ok' | 'down';
  router: { name: RouterName; status: 'ok' | 'down'; dataSet: string };
};

const PATIENCE_MS = 2000;

/** What answers and what does not. Never throws; each part has two seconds. */
export async function checkHealth({
  deps,
  territoryId,
}: {
  deps: Pick<Deps, 'database' | 'queue' | 'routers'>;
  territoryId: string;
}): Promise<Health> {
  const { configured } = deps.routers(territoryId);
  const [database, queue, router] = await Promise.all([
    answers(deps.database.ping()),
    answers(deps.queue.ping()),
    within(configured.health()).catch(() => ({ ok: false, dataSet: '' })),
  ]);
  const status = !database ? 'down' : queue && router.ok ? 'ok' : 'degraded';
  return {
    status,
    database: database ? 'ok' : 'down',
    queue: queue ? 'ok' : 'down',
    router: { name: configured.name, status: router.ok ? 'ok' : 'down', dataSet: router.dataSet },
  };
}

const answers = (work: Promise<unknown>) =>
  within(work).then(
    () => true,
    () => false,
  );

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('No answer in time.')), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
