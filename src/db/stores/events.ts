import { and, arrayContains, asc, eq, gt, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { EventFacts } from '../../domain/network/event.ts';
import type { EventStore, NetworkEvent, SignUp } from '../../services/ports/events.ts';
import { eventSignUps, events } from '../schema/events.ts';
import { partners } from '../schema/imports.ts';
import type { Session } from '../session.ts';

export function createEventStore({ tx, actor, now }: Session): EventStore {
  const { territoryId } = actor;
  const at = now.toString();
  const the = (id: string) => and(eq(events.territoryId, territoryId), eq(events.id, id));
  const ofEvent = (eventId: string) =>
    and(eq(eventSignUps.territoryId, territoryId), eq(eventSignUps.eventId, eventId));
  const changed = { version: sql`${events.version} + 1`, changedBy: actor.id, updatedAt: at };

  async function read(where: SQL | undefined): Promise<NetworkEvent[]> {
    const rows = await tx
      .select({ event: events, organiser: partners.name })
      .from(events)
      .leftJoin(partners, and(eq(partners.territoryId, events.territoryId), eq(partners.id, events.organiserId)))
      .where(and(eq(events.territoryId, territoryId), where))
      .orderBy(asc(events.startsAt), asc(events.id));
    return rows.map(({ event, organiser }) => eventOf(event, organiser));
  }
  async function readSignUps(where: SQL | undefined): Promise<SignUp[]> {
    const rows = await tx
      .select()
      .from(eventSignUps)
      .where(and(eq(eventSignUps.territoryId, territoryId), where))
      .orderBy(asc(eventSignUps.createdAt), asc(eventSignUps.id));
    return rows.map(signUpOf);
  }
  async function turnout(ids: readonly string[]) {
    if (ids.length === 0) return new Map();
    const { rows } = await tx.execute<{ event_id: string; seated: number; waiting: number }>(
      sql`select * from event_turnout(${sql.param([...ids])}::text[])`,
    );
    return new Map(rows.map(({ event_id, seated, waiting }) => [event_id, { seated, waiting }]));
  }
  const held = () => arrayContains(eventSignUps.linkHashes, [actor.link ?? '']);

  return {
    list({ endsAfter, endsBefore, isArchived = false } = {}) {
      return read(
        and(
          isArchived ? isNotNull(events.archivedAt) : isNull(events.archivedAt),
          endsAfter === undefined ? undefined : gt(events.endsAt, endsAfter),
          endsBefore === undefined ? undefined : lte(events.endsAt, endsBefore),
        ),
      );
    },
    find: async (id) => (await read(eq(events.id, id)))[0] ?? null,

    async insert({ id, facts, illustrative = false }) {
      await tx.insert(events).values({
        ...{ territoryId, id, version: 1, illustrative, changedBy: actor.id, createdAt: at, updatedAt: at },
        ...columnsOf(facts),
      });
    },
    async change(id, facts, expectedVersion) {
      const { rowCount } = await tx
        .update(events)
        .set({ ...columnsOf(facts), ...changed })
        .where(
          and(the(id), eq(events.version, expectedVersion), isNull(events.archivedAt), isNull(events.cancelledAt)),
        );
      return (rowCount ?? 0) > 0;
    },
    async cancel(id, reason) {
      const { rowCount } = await tx
        .update(events)
        .set({ cancelledAt: at, cancelReason: reason, ...changed })
        .where(and(the(id), isNull(events.cancelledAt)));
      return (rowCount ?? 0) > 0;
    },
    async setArchived(id, isArchived) {
      const { rowCount } = await tx
        .update(events)
        .set({ archivedAt: isArchived ? at : null, ...changed })
        .where(and(the(id), isArchived ? isNull(events.archivedAt) : isNotNull(events.archivedAt)));
      return (rowCount ?? 0) > 0;
    },
    turnout,

    async signUp({ linkHash, structure, ...facts }) {
      const [row] = await tx
        .insert(eventSignUps)
        .values({
          ...{ territoryId, ...facts, structure: structure === '' ? null : structure },
          // The database says which: `seat_sign_up`.
          ...{ status: 'waiting', linkHashes: [linkHash], createdAt: at, retentionClass: 'signUp' as const },
        })
        .onConflictDoNothing()
        .returning({ status: eventSignUps.status });
      return row?.status ?? null;
    },
    listSignUps: (eventId) => readSignUps(eq(eventSignUps.eventId, eventId)),
    findHeldSignUp: async () => (await readSignUps(held()))[0] ?? null,
    async signOff() {
      const { rowCount } = await tx.delete(eventSignUps).where(and(eq(eventSignUps.territoryId, territoryId), held()));
      return (rowCount ?? 0) > 0;
    },
    async addLink(signUpId, linkHash) {
      await tx
        .update(eventSignUps)
        .set({ linkHashes: sql`array_append(${eventSignUps.linkHashes}, ${linkHash})` })
        .where(and(eq(eventSignUps.territoryId, territoryId), eq(eventSignUps.id, signUpId)));
    },
    async keepSignUpsUntil(eventId, purgeAfter) {
      await tx.update(eventSignUps).set({ purgeAfter }).where(ofEvent(eventId));
    },
    listAwaited: (instant) =>
      read(
        and(
          gt(events.startsAt, instant),
          isNull(events.cancelledAt),
          isNull(events.archivedAt),
          sql`exists (select from ${eventSignUps} s where s.territory_id = ${events.territoryId} and s.event_id = ${events.id} and s.status = 'waiting')`,
        ),
      ),
    async seatWaiting(eventId) {
      const [event] = await tx.select({ places: events.places }).from(events).where(the(eventId)).for('update');
      if (!event) return [];
      const signedUp = await readSignUps(eq(eventSignUps.eventId, eventId));
      const seated = signedUp.filter(({ status }) => status === 'seated').length;
      const free = event.places === null ? signedUp.length : Math.max(0, event.places - seated);
      const next = signedUp.filter(({ status }) => status === 'waiting').slice(0, free);
      for (const { id } of next) {
        await tx
          .update(eventSignUps)
          .set({ status: 'seated' })
          .where(and(ofEvent(eventId), eq(eventSignUps.id, id)));
      }
      return next.map((one) => ({ ...one, status: 'seated' }));
    },
    async deleteExpiredSignUps(until) {
      const { rowCount } = await tx
        .delete(eventSignUps)
        .where(and(eq(eventSignUps.territoryId, territoryId), lte(eventSignUps.purgeAfter, until)));
      return rowCount ?? 0;
    },
  };
}

function eventOf(row: typeof events.$inferSelect, organiser: string | null): NetworkEvent {
  const { id, version, title, kind, audience, startsAt, endsAt, organiserId, places, illustrative } = row;
  const { commune, lon, lat, placeLabel, cancelledAt, archivedAt, createdAt, updatedAt } = row;
  return {
    ...{ id, version, title, kind, audience, startsAt, endsAt, organiserId, places, illustrative },
    ...{ cancelledAt, archivedAt, createdAt, updatedAt },
    place:
      commune === null || lon === null || lat === null
        ? null
        : { commune, lon, lat, ...(placeLabel === null ? {} : { label: placeLabel }) },
    description: row.description ?? '',
    onlineUrl: row.onlineUrl ?? '',
    organiser: organiserId === null || organiser === null ? null : { id: organiserId, name: organiser },
    cancelReason: row.cancelReason ?? '',
  };
}

function columnsOf({ place, description, onlineUrl, ...facts }: EventFacts) {
  const { title, kind, audience, startsAt, endsAt, organiserId, places } = facts;
  return {
    ...{ title, kind, audience, startsAt, endsAt, organiserId, places },
    ...{ commune: place?.commune ?? null, lon: place?.lon ?? null, lat: place?.lat ?? null },
    placeLabel: place?.label ?? null,
    description: description === '' ? null : description,
    onlineUrl: onlineUrl === '' ? null : onlineUrl,
  };
}

const signUpOf = ({
  id,
  eventId,
  name,
  structure,
  channel,
  contact,
  status,
  createdAt,
}: typeof eventSignUps.$inferSelect) => ({
  ...{ id, eventId, name, structure: structure ?? '', channel, contact, status, createdAt },
});
