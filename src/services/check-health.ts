import type { RouterMetrics, RouterName } from '../../geo/router.ts';
import type { Deps } from './context.ts';
import { metricsOf } from './router-metrics.ts';

export type Health = {
  /** `degraded`: people are served, some of it later or on estimates, or a territory cannot be read. `down`: nothing can be read or written. */
  status: 'ok' | 'degraded' | 'down';
  database: 'ok' | 'down';
  queue: 'ok' | 'down';
  /** Of the territory that who names none is shown. */
  router: RouterState;
  /** Every territory that can be read, by id; none while the database is down. */
  territories: { id: string; router: RouterState; audits?: HealthAudits }[];
};
export type RouterState = {
  name: RouterName;
  status: 'ok' | 'down';
  dataSet: string;
  /** By engine and mode, of this process alone since it took the engine up; absent where no engine is asked. */
  metrics?: RouterMetrics[];
};

/** How many results were held against the reference matcher, and how many of them differed. */
export type HealthAudits = { audited: number; differing: number };

const PATIENCE_MS = 2000;

/** What answers and what does not. Never throws; each part has two seconds. */
export async function checkHealth({
  deps,
  territoryId,
}: {
  deps: Pick<Deps, 'database' | 'queue' | 'routers'>;
  territoryId: string;
}): Promise<Health> {
  let isEveryOneRead = true;
  const unreadable = () => {
    isEveryOneRead = false;
  };
  const [database, queue, router, territories] = await Promise.all([
    answers(deps.database.ping()),
    answers(deps.queue.ping()),
    routerState(deps, territoryId),
    within(deps.database.listTerritories(unreadable)).catch(() => []),
  ]);
  const states = await Promise.all(
    territories.map(async ({ id }) => ({
      id,
      router: id === territoryId ? router : await routerState(deps, id),
      ...(await auditsOf(deps, id)),
    })),
  );
  const routersAnswer = [router, ...states.map((state) => state.router)].every((state) => state.status === 'ok');
  const status = !database ? 'down' : queue && routersAnswer && isEveryOneRead ? 'ok' : 'degraded';
  return {
    status,
    database: database ? 'ok' : 'down',
    queue: queue ? 'ok' : 'down',
    router,
    territories: states,
  };
}

async function routerState({ routers }: Pick<Deps, 'routers'>, territoryId: string): Promise<RouterState> {
  const { configured } = routers(territoryId);
  const { ok, dataSet } = await within(configured.health()).catch(() => ({ ok: false, dataSet: '' }));
  const metrics = metricsOf(configured);
  return { name: configured.name, status: ok ? 'ok' : 'down', dataSet, ...(metrics.length > 0 ? { metrics } : {}) };
}

/** Nothing where none was made yet. */
async function auditsOf({ database }: Pick<Deps, 'database'>, territoryId: string): Promise<{ audits?: HealthAudits }> {
  const actor = { kind: 'system', territoryId, organisationId: null, scopes: new Set<never>(), id: 'health' } as const;
  const sums = await within(database.transact(actor, ({ audits }) => audits.sums())).catch(() => null);
  return sums === null || sums.audited === 0 ? {} : { audits: { audited: sums.audited, differing: sums.differing } };
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
