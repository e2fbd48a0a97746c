import type { TerritoryHandle } from '../services/context.ts';
import { ProblemError } from '../services/errors.ts';
import type { Database } from '../services/ports.ts';

/** A territory's rules may change under a running process; for so long it may still go by the old ones. */
const FRESH_MS = 30_000;

/**
 * The territories, loaded once and kept. Looked at again after half a minute; a gazetteer, which is big, only when its territory
 * is another. While the database is away, what is known stays good.
 */
export function createTerritoryRegistry(
  database: Pick<Database, 'listTerritories' | 'loadGazetteer'>,
  now: () => number = () => performance.now(),
) {
  const known = new Map<string, TerritoryHandle>();
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    const territories = await database.listTerritories();
    for (const territory of territories) {
      const before = known.get(territory.id);
      if (before && JSON.stringify(before.territory) === JSON.stringify(territory)) continue;
      known.set(territory.id, { territory, gazetteer: await database.loadGazetteer(territory.id) });
    }
    const ids = new Set(territories.map(({ id }) => id));
    for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    lookedAt = now();
  }

  /** One look at a time, whoever asks. */
  function lookAgain(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  /** Throws `notFound` for a territory that does not exist. */
  async function territory(id: string): Promise<TerritoryHandle> {
    if (!known.has(id)) await lookAgain();
    else if (now() - lookedAt > FRESH_MS) await lookAgain().catch(() => {});
    const handle = known.get(id);
    if (!handle) throw new ProblemError('notFound', 'Ce territoire n’existe pas.');
    return handle;
  }

  return { territory };
}
