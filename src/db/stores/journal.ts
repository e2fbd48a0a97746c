import { and, eq, lt, sql } from 'drizzle-orm';
import type { AuditEntry, Stores } from '../../services/ports.ts';
import { auditEntries, idempotencyKeys, outboxEvents } from '../schema/journal.ts';
import type { Session } from '../session.ts';

/** Notified, without a payload, when events wait in the outbox. */
export const OUTBOX_CHANNEL = 'outbox';

/** A statement has so many parameters at most. */
const AT_ONCE = 500;

export function createAuditStore({ tx, actor, now }: Session): Stores['audit'] {
  const rowOf = ({ action, entity, entityId, fields }: AuditEntry) => ({
    territoryId: actor.territoryId,
    at: now.toString(),
    actorKind: actor.kind,
    actorId: actor.id,
    organisationId: actor.organisationId,
    action,
    entity,
    entityId,
    fields: [...fields],
  });
  return {
    async record(entry) {
      await tx.insert(auditEntries).values(rowOf(entry));
    },
    async recordAll(entries) {
      for (let at = 0; at < entries.length; at += AT_ONCE) {
        await tx.insert(auditEntries).values(entries.slice(at, at + AT_ONCE).map(rowOf));
      }
    },
  };
}

export function createOutboxStore({ tx, actor, now }: Session): Stores['outbox'] {
  return {
    async append(event) {
      await tx.insert(outboxEvents).values({ territoryId: actor.territoryId, event, createdAt: now.toString() });
      await tx.execute(sql`select pg_notify(${OUTBOX_CHANNEL}, '')`);
    },
  };
}

export function createIdempotencyStore({ tx, actor, now }: Session): Stores['idempotency'] {
  const { territoryId } = actor;
  const holder = actor.organisationId ?? actor.kind;
  const one = (key: string) =>
    and(eq(idempotencyKeys.territoryId, territoryId), eq(idempotencyKeys.holder, holder), eq(idempotencyKeys.key, key));

  return {
    async claim(key) {
      const lock = JSON.stringify([territoryId, holder, key]);
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`);
      const [row] = await tx
        .select({
          key: idempotencyKeys.key,
          requestHash: idempotencyKeys.requestHash,
          status: idempotencyKeys.status,
          body: idempotencyKeys.body,
        })
        .from(idempotencyKeys)
        .where(one(key));
      return row ?? null;
    },

    async save({ key, requestHash, status, body }) {
      await tx
        .insert(idempotencyKeys)
        .values({ territoryId, holder, key, requestHash, status, body, createdAt: now.toString() });
    },

    async deleteBefore(instant) {
      const gone = await tx
        .delete(idempotencyKeys)
        .where(and(eq(idempotencyKeys.territoryId, territoryId), lt(idempotencyKeys.createdAt, instant)))
        .returning({ key: idempotencyKeys.key });
      return gone.length;
    },
  };
}
