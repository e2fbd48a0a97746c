import type { TerritoryHandle } from '../services/context.ts';
import { failureSummary, ProblemError } from '../services/errors.ts';
import { type Database, DatabaseUnavailableError, type UnreadableTerritory } from '../services/ports.ts';

/** A territory's rules may change under a running process; for so long it may still go by the old ones. */
const FRESH_MS = 30_000;

const UNREADABLE =
  'Ce qui est enregistré de ce territoire ne peut pas être lu. Prévenez la personne qui administre la plateforme.';

/**
 * The territories, loaded once and kept. Looked at again after half a minute; a gazetteer, which is big, only when its territory
 * is another. While the database is away, what is known stays good. A territory that cannot be read is left out, and the others
 * go on.
 */
export function createTerritoryRegistry(
  database: Pick<Database, 'listTerritories' | 'loadGazetteer'>,
  options: {
    /** Told once for each thing that is wrong with a territory, and again when it comes back. */
    onUnreadable: UnreadableTerritory;
    /** Milliseconds. */
    now?: () => number;
  },
) {
  const { onUnreadable, now = () => performance.now() } = options;
  const known = new Map<string, TerritoryHandle>();
  /** What is wrong with it, by id. */
  let broken = new Map<string, string>();
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    const found = new Map<string, string>();
    const territories = await database.listTerritories((id, reason) => found.set(id, reason));
    for (const territory of territories) {
      const before = known.get(territory.id);
      if (before && JSON.stringify(before.territory) === JSON.stringify(territory)) continue;
      try {
        known.set(territory.id, { territory, gazetteer: await database.loadGazetteer(territory.id) });
      } catch (error) {
        if (error instanceof DatabaseUnavailableError) throw error;
        found.set(territory.id, failureSummary(error));
      }
    }
    for (const [id, reason] of found) if (broken.get(id) !== reason) onUnreadable(id, reason);
    broken = found;
    const ids = new Set(territories.map(({ id }) => id));
    for (const id of known.keys()) if (!ids.has(id) || broken.has(id)) known.delete(id);
    lookedAt = now();
  }

  /** One look at a time, whoever asks. */
  function lookAgain(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  /** Throws `notFound` for a territory that does not exist, `unavailable` for one that cannot be read. */
  async function territory(id: string): Promise<TerritoryHandle> {
    if (!known.has(id)) await lookAgain();
    else if (now() - lookedAt > FRESH_MS) await lookAgain().catch(() => {});
    const handle = known.get(id);
    if (handle) return handle;
    if (!broken.has(id)) throw new ProblemError('notFound', 'Ce territoire n’existe pas.');
    throw new ProblemError('unavailable', UNREADABLE);
  }

  return { territory };
}
