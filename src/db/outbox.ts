import { and, asc, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { OutboxEvent } from '../services/ports.ts';
import { openPool, RELAY_ROLE } from './connection.ts';
import { translateFailure } from './failures.ts';
import { createListener } from './listener.ts';
import { outboxEvents } from './schema/journal.ts';
import { OUTBOX_CHANNEL } from './stores/journal.ts';

export type WaitingEvent = { id: number; territoryId: string; event: OutboxEvent };

export type OutboxReader = {
  /**
   * Hands the oldest unsent events of all territories to `handle` and marks them sent when it succeeds; when it
   * throws they stay, in order. Several readers share the work. Returns how many were handled.
   */
  claim(limit: number, handle: (events: WaitingEvent[]) => Promise<void>): Promise<number>;
  /** Calls back when events may wait, and after a lost connection is back. Resolves with a way to stop. */
  onNotify(callback: () => void): Promise<() => Promise<void>>;
  /** Forgets what was sent before that instant (ISO 8601); returns how many. */
  deleteSentBefore(instant: string): Promise<number>;
  close(): Promise<void>;
};

/** The relay's end of the outbox, in a role that reads this one table and nothing else. */
export function createOutboxReader({ url }: { url: string }): OutboxReader {
  const address = { url, role: RELAY_ROLE, name: 'pouvoir-bouger-relay' } as const;
  const pool = openPool({ ...address, size: 1 });
  const listener = createListener(address);
  const transact: typeof pool.transact = (work) =>
    pool.transact(work).catch((error) => {
      throw translateFailure(error);
    });

  return {
    claim: (limit, handle) =>
      transact(async (tx) => {
        const events = await tx
          .select({ id: outboxEvents.id, territoryId: outboxEvents.territoryId, event: outboxEvents.event })
          .from(outboxEvents)
          .where(isNull(outboxEvents.sentAt))
          .orderBy(asc(outboxEvents.id))
          .limit(limit)
          .for('update', { skipLocked: true });
        if (events.length === 0) return 0;
        await handle(events);
        const ids = events.map(({ id }) => id);
        await tx.update(outboxEvents).set({ sentAt: sql`now()` }).where(inArray(outboxEvents.id, ids));
        return events.length;
      }),

    onNotify: (callback) =>
      listener.listen({ channel: OUTBOX_CHANNEL, onMessage: () => callback(), onReady: callback }),

    deleteSentBefore: (instant) =>
      transact(async (tx) => {
        const gone = await tx
          .delete(outboxEvents)
          .where(and(isNotNull(outboxEvents.sentAt), lt(outboxEvents.sentAt, instant)))
          .returning({ id: outboxEvents.id });
        return gone.length;
      }),

    async close() {
      await Promise.all([listener.close(), pool.close()]);
    },
  };
}
