import { and, asc, eq, lt, notInArray, sql } from 'drizzle-orm';
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
  const forgotten = { toAddress: null, subject: null, body: null, html: null, unsubscribeUrl: null, leaves: null };

  return {
    async queue({ id, channel = 'email', to, about, sendAfter, leaves, dedupeKey, ...words }) {
      const row = {
        territoryId,
        id,
        channel,
        toAddress: to,
        subject: words.subject ?? null,
        body: words.body,
        html: words.html ?? null,
        unsubscribeUrl: words.unsubscribeUrl ?? null,
        status: 'waiting' as const,
        aboutEntity: about.entity,
        aboutId: about.id,
        dedupeKey: dedupeKey ?? null,
        sendAfter: sendAfter ?? null,
        leaves: leaves ?? null,
        createdAt: now.toString(),
        retentionClass: 'message' as const,
        purgeAfter: now.add({ hours: 24 * KEPT_DAYS }).toString(),
      };
      const insert = tx.insert(messages).values(row);
      // To name the index would ask for the right to read it, which whoever writes has not.
      const { rowCount } = await (dedupeKey === undefined ? insert : insert.onConflictDoNothing());
      if (rowCount === 0) return;
      const event = { type: 'messageWritten', messageId: id } as const;
      await outbox.append(!sendAfter ? event : { ...event, notBefore: sendAfter });
    },

    async findWaiting(id) {
      const [row] = await tx
        .select()
        .from(messages)
        .where(and(one(id), eq(messages.status, 'waiting')))
        .for('update');
      if (!row || row.toAddress === null || row.body === null) return null;
      const { channel, subject, body, html, unsubscribeUrl, createdAt, sendAfter, leaves } = row;
      const about = { entity: row.aboutEntity, id: row.aboutId };
      const words = { subject: subject ?? '', body, html, unsubscribeUrl };
      return { id, channel, about, to: row.toAddress, ...words, createdAt, sendAfter, leaves };
    },

    async hold(id, until) {
      await tx.update(messages).set({ sendAfter: until }).where(one(id));
    },

    async beginAttempt(id) {
      const [row] = await tx
        .update(messages)
        .set({ attempts: sql`${messages.attempts} + 1` })
        .where(one(id))
        .returning({ begun: messages.attempts });
      return (row?.begun ?? 1) - 1;
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
          ...(final ? { status: 'failed' as const, ...forgotten } : {}),
        })
        .where(one(id));
    },

    async withdraw(keyStart, but = []) {
      const { rowCount } = await tx
        .update(messages)
        .set({ status: 'failed', failure: 'withdrawn', ...forgotten })
        .where(
          and(
            eq(messages.territoryId, territoryId),
            eq(messages.status, 'waiting'),
            sql`starts_with(${messages.dedupeKey}, ${keyStart})`,
            but.length === 0 ? undefined : notInArray(messages.dedupeKey, [...but]),
          ),
        );
      return rowCount ?? 0;
    },

    async listWaiting(before, limit) {
      const dueAt = sql`greatest(${messages.createdAt}, ${messages.sendAfter})`;
      const rows = await tx
        .select({ id: messages.id })
        .from(messages)
        .where(and(eq(messages.territoryId, territoryId), eq(messages.status, 'waiting'), lt(dueAt, before)))
        .orderBy(asc(dueAt))
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
