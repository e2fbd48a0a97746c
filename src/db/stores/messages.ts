import { and, asc, eq, lt, sql } from 'drizzle-orm';
import type { MessageStore } from '../../services/ports/messages.ts';
import type { OutboxEvent } from '../../services/ports.ts';
import { messages } from '../schema/messages.ts';
import type { Session } from '../session.ts';

/** How long it is remembered that a mail left, or could not. */
const KEPT_DAYS = 90;

export function createMessageStore(
  { tx, actor, now }: Session,
  outbox: { append(event: OutboxEvent): Promise<void> },
): MessageStore {
  const { territoryId } = actor;
  const one = (id: string) => and(eq(messages.territoryId, territoryId), eq(messages.id, id));
  const forgotten = { toAddress: null, subject: null, body: null };

  return {
    async queue({ id, to, subject, body, about }) {
      await tx.insert(messages).values({
        territoryId,
        id,
        channel: 'email',
        toAddress: to,
        subject,
        body,
        status: 'waiting',
        aboutEntity: about.entity,
        aboutId: about.id,
        createdAt: now.toString(),
        retentionClass: 'message',
        purgeAfter: now.add({ hours: 24 * KEPT_DAYS }).toString(),
      });
      await outbox.append({ type: 'messageWritten', messageId: id });
    },

    async findWaiting(id) {
      const [row] = await tx
        .select()
        .from(messages)
        .where(and(one(id), eq(messages.status, 'waiting')))
        .for('update');
      if (!row || row.toAddress === null || row.body === null) return null;
      return { id, to: row.toAddress, subject: row.subject ?? '', body: row.body, createdAt: row.createdAt };
    },

    async markSent(id) {
      await tx
        .update(messages)
        .set({ status: 'sent', sentAt: now.toString(), ...forgotten })
        .where(one(id));
    },

    async markFailed(id, failure, final) {
      await tx
        .update(messages)
        .set({
          failure,
          attempts: sql`${messages.attempts} + 1`,
          ...(final ? { status: 'failed' as const, ...forgotten } : {}),
        })
        .where(one(id));
    },

    async listWaiting(before, limit) {
      const rows = await tx
        .select({ id: messages.id })
        .from(messages)
        .where(
          and(eq(messages.territoryId, territoryId), eq(messages.status, 'waiting'), lt(messages.createdAt, before)),
        )
        .orderBy(asc(messages.createdAt))
        .limit(limit);
      return rows.map(({ id }) => id);
    },

    async deleteExpired(instant) {
      const gone = await tx
        .delete(messages)
        .where(and(eq(messages.territoryId, territoryId), lt(messages.purgeAfter, instant)))
        .returning({ id: messages.id });
      return gone.length;
    },
  };
}
