import { and, desc, eq, gt, isNull, lt, ne, or, sql } from 'drizzle-orm';
import { type Contact, contactDigits } from '../../domain/booking/contact.ts';
import type { RiderLanguage } from '../../domain/booking/way-in.ts';
import type { BirthYearAnswer, GivenWayIn, HeldDevice, WayInStore } from '../../services/ports/way-ins.ts';
import { wayIns } from '../schema/bookings.ts';
import type { Session } from '../session.ts';

/** How long it is remembered that a way in was ended by hand. */
const ENDED_KEPT_DAYS = 30;

type Row = typeof wayIns.$inferSelect;

export function createWayInStore({ tx, actor, now }: Session): WayInStore {
  const { territoryId, link: shown } = actor;
  const inTerritory = eq(wayIns.territoryId, territoryId);
  const one = (id: string) => and(inTerritory, eq(wayIns.id, id));
  const at = now.toString();
  /** Without a secret nothing is held. */
  const held = and(inTerritory, eq(wayIns.tokenHash, shown ?? ''));
  const lasting = and(isNull(wayIns.revokedAt), gt(wayIns.expiresAt, at));

  async function call<T>(query: ReturnType<typeof sql>): Promise<T> {
    const { rows } = await tx.execute<{ answer: T }>(query);
    return (rows[0] as { answer: T }).answer;
  }

  return {
    async ask({ id, contact: { contact, channel }, language, draftId, expiresAt, purgeAfter }) {
      await tx.insert(wayIns).values({
        territoryId,
        id,
        kind: 'link',
        contact,
        channel,
        language,
        draftId,
        createdBy: actor.id,
        createdAt: at,
        expiresAt,
        retentionClass: 'message',
        purgeAfter,
      });
    },

    countAsked: (since) => call<number>(sql`select links_asked_since(${since}::timestamptz) as answer`),

    async findAsked(id) {
      const [row] = await tx
        .select()
        .from(wayIns)
        .where(and(one(id), eq(wayIns.kind, 'link'), isNull(wayIns.sentAt), lasting))
        .for('update');
      const contact = row && contactOf(row);
      return row && contact ? { id, contact, language: row.language as RiderLanguage } : null;
    },

    async findPersonOf(contact) {
      const { rows } = await tx.execute<{ person: string | null; discreet: boolean }>(
        sql`select person, discreet
          from person_of_contact(${contact.channel}, ${contact.contact}, ${contactDigits(contact)})`,
      );
      const [found] = rows;
      return { personId: found?.person ?? null, discreet: found?.discreet ?? false };
    },

    async markSent(id, { tokenHash, personId, expiresAt, purgeAfter }) {
      await tx
        .update(wayIns)
        .set({ tokenHash, beneficiaryId: personId, sentAt: at, expiresAt, purgeAfter })
        .where(one(id));
    },

    async findLink() {
      const [row] = await tx
        .select()
        .from(wayIns)
        .where(and(held, eq(wayIns.kind, 'link')));
      if (!row) return null;
      const used = row.usedAt !== null;
      return {
        id: row.id,
        personId: row.beneficiaryId,
        contact: contactOf(row),
        language: row.language as RiderLanguage,
        draftId: row.draftId,
        usable: !used && row.revokedAt === null && Date.parse(row.expiresAt) > now.epochMilliseconds,
        used,
      };
    },

    takeLink: ({ device, newPersonId, teamId, digits, purgeAfter }) =>
      call(sql`select take_way_in(${device.id}, ${device.tokenHash}, ${device.expiresAt}, ${newPersonId}, ${teamId},
        ${digits}, 'file', ${purgeAfter}) as answer`),

    takeCode: ({ device, publicPart, codeHash, draft }) =>
      call(sql`select take_code(${publicPart}, ${codeHash}, ${device.id}, ${device.tokenHash}, ${device.expiresAt}, 'file',
        ${draft?.id ?? null}, ${draft?.holder ?? null}) as answer`),

    async findDevice() {
      const [row] = await tx
        .select()
        .from(wayIns)
        .where(and(held, eq(wayIns.kind, 'device'), lasting));
      if (!row?.lastSeenAt) return null;
      const asks = await call<HeldDevice['asks']>(sql`select way_in_asks() as answer`);
      const { id, beneficiaryId, ridesSince, lastSeenAt } = row;
      return { id, personId: asks === null ? beneficiaryId : null, asks, ridesSince, lastSeenAt };
    },

    async touchDevice() {
      await tx.execute(sql`select touch_way_in()`);
    },

    answerBirthYear: (year) => call<BirthYearAnswer>(sql`select answer_birth_year(${year}::integer) as answer`),

    async leaveDevice() {
      await tx.execute(sql`select leave_way_in()`);
    },

    findOwnCalendar: async () => {
      const since = await call<string | Date | null>(sql`select ride_calendar_since() as answer`);
      return since === null ? null : new Date(since).toISOString();
    },

    openCalendar: ({ id, tokenHash, language, expiresAt }) =>
      call<boolean>(sql`select open_ride_calendar(${id}, ${tokenHash}, ${language}, ${expiresAt}, 'file') as answer`),

    async closeCalendar() {
      await tx.execute(sql`select close_ride_calendar()`);
    },

    async findShownCalendar() {
      const [row] = await tx
        .select()
        .from(wayIns)
        .where(and(held, eq(wayIns.kind, 'calendar'), lasting));
      return row?.beneficiaryId ? { personId: row.beneficiaryId, language: row.language ?? 'fr' } : null;
    },

    async giveCode({ id, personId, publicPart, codeHash, createdBy, expiresAt, purgeAfter }) {
      const given = await tx
        .insert(wayIns)
        .values({
          territoryId,
          id,
          kind: 'code',
          tokenHash: codeHash,
          publicCode: publicPart,
          beneficiaryId: personId,
          createdBy,
          createdAt: at,
          expiresAt,
          retentionClass: 'file',
          purgeAfter,
        })
        .onConflictDoNothing()
        .returning({ id: wayIns.id });
      return given.length === 1;
    },

    async findCode(personId, codeHash) {
      const [row] = await tx
        .select({ expiresAt: wayIns.expiresAt })
        .from(wayIns)
        .where(and(inTerritory, eq(wayIns.beneficiaryId, personId), eq(wayIns.tokenHash, codeHash), lasting));
      return row ?? null;
    },

    async list(personId) {
      const rows = await tx
        .select()
        .from(wayIns)
        .where(and(inTerritory, eq(wayIns.beneficiaryId, personId), ne(wayIns.kind, 'link'), lasting))
        .orderBy(desc(wayIns.createdAt), desc(wayIns.id));
      return rows.map(givenOf);
    },

    async revoke(personId, { id, kind }) {
      const ended = await tx
        .update(wayIns)
        .set({ revokedAt: at })
        .where(
          and(
            inTerritory,
            eq(wayIns.beneficiaryId, personId),
            isNull(wayIns.revokedAt),
            ...(id === undefined ? [] : [eq(wayIns.id, id)]),
            ...(kind === undefined ? [] : [eq(wayIns.kind, kind)]),
          ),
        )
        .returning({ id: wayIns.id });
      return ended.map((row) => row.id);
    },

    async deleteExpired(instant) {
      const longEnded = now.subtract({ hours: 24 * ENDED_KEPT_DAYS }).toString();
      const gone = await tx
        .delete(wayIns)
        .where(and(inTerritory, or(lt(wayIns.purgeAfter, instant), lt(wayIns.revokedAt, longEnded))))
        .returning({ id: wayIns.id });
      return gone.length;
    },
  };
}

function contactOf({ channel, contact }: Row): Contact | null {
  return channel === null || contact === null ? null : { channel, contact };
}

function givenOf(row: Row): GivenWayIn {
  const { id, createdAt, expiresAt, lastSeenAt, attempts, publicCode } = row;
  const kind = row.kind as GivenWayIn['kind'];
  return { id, kind, createdAt, expiresAt, lastSeenAt, attempts, publicCode, byCode: row.ridesSince !== null };
}
