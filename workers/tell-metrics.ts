import type { Log } from '../src/compose.ts';
import type { Deps } from '../src/services/context.ts';
import { metricsOf } from '../src/services/router-metrics.ts';

/**
 * Writes now and then what background work has asked of the engines of each territory: matches are made here, and `/health`,
 * which the site answers, counts what the site asks. A territory of which nothing was asked since the last line has none.
 */
export function tellMetrics({
  database,
  routers,
  log,
  everyMs = 3_600_000,
}: Pick<Deps, 'routers'> & {
  database: Pick<Deps['database'], 'listTerritories'>;
  log: Log;
  everyMs?: number;
}): { close(): void } {
  const told = new Map<string, string>();

  async function tell(): Promise<void> {
    for (const { id } of await database.listTerritories()) {
      const counts = Object.fromEntries(
        metricsOf(routers(id).configured).map(({ router, mode, calls, cells, failures, milliseconds }) => [
          `${router}-${mode}`,
          `${calls}/${cells}/${failures}/${Math.round(milliseconds / 1000)}`,
        ]),
      );
      const line = JSON.stringify(counts);
      if (line === '{}' || told.get(id) === line) continue;
      told.set(id, line);
      log('info', 'routes demandées, en appels/cases/échecs/secondes', { territoire: id, ...counts });
    }
  }

  // A database that is away is told by those who need it.
  const timer = setInterval(() => void tell().catch(() => {}), everyMs);
  timer.unref();
  return { close: () => clearInterval(timer) };
}
