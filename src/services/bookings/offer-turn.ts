import type { Context } from '../context.ts';
import type { Database } from '../ports.ts';

/** Of each database of this process, the last one in the queue for each offer. */
const queues = new WeakMap<Database, Map<string, Promise<unknown>>>();

/**
 * One at a time for each offer in this process, in the order they came: two hundred people who want one seat wait here, and not each
 * with a connection in hand. It only keeps order: what holds a seat is the database.
 */
export async function inOfferTurn<T>({ actor, deps }: Context, offerId: string, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(deps.database) ?? new Map<string, Promise<unknown>>();
  queues.set(deps.database, queue);
  const key = `${actor.territoryId} ${offerId}`;
  const before = queue.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.catch(() => {});
  queue.set(key, settled);
  try {
    return await mine;
  } finally {
    if (queue.get(key) === settled) queue.delete(key);
  }
}
