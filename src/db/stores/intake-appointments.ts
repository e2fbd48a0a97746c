import { and, asc, desc, eq, gte, isNull, lt, lte, sql } from 'drizzle-orm';
import type { Appointment, AppointmentStore } from '../../services/ports/intake.ts';
import { consents } from '../schema/file.ts';
import { appointments, calendarFeeds } from '../schema/intake.ts';
import { members } from '../schema/people.ts';
import { retentionOf, type Session } from '../session.ts';
import { aboutSubject, subjectColumns, subjectOf } from './intake-contacts.ts';

const COLUMNS = {
  id: appointments.id,
  beneficiaryId: appointments.beneficiaryId,
  requestId: appointments.requestId,
  organisationId: appointments.organisationId,
  memberId: appointments.memberId,
  memberName: members.displayName,
  startsAt: appointments.startsAt,
  durationMinutes: appointments.durationMinutes,
  place: appointments.place,
  placeKind: appointments.placeKind,
  status: appointments.status,
  remindAt: appointments.remindAt,
  remindedAt: appointments.remindedAt,
  updatedAt: appointments.updatedAt,
};

type Row = Omit<Appointment, 'subject'> & { beneficiaryId: string | null; requestId: string | null };
const appointmentOf = ({ beneficiaryId, requestId, ...row }: Row): Appointment => ({
  ...row,
  subject: subjectOf({ beneficiaryId, requestId }),
});

export function createAppointmentStore({ tx, actor, now }: Session): AppointmentStore {
  const { territoryId, organisationId } = actor;
  const here = eq(appointments.territoryId, territoryId);
  const ours = organisationId === null ? sql`false` : eq(appointments.organisationId, organisationId);
  const one = (id: string) => and(here, ours, eq(appointments.id, id));
  const ownCalendar = and(eq(calendarFeeds.territoryId, territoryId), eq(calendarFeeds.memberId, actor.id));

  const rows = () =>
    tx
      .select(COLUMNS)
      .from(appointments)
      .leftJoin(members, and(eq(members.territoryId, appointments.territoryId), eq(members.id, appointments.memberId)))
      .$dynamic();

  async function findAppointment(id: string): Promise<Appointment | null> {
    const [row] = await rows().where(one(id));
    return row ? appointmentOf(row) : null;
  }

  return {
    async insertAppointment({ subject, ...appointment }) {
      if (organisationId === null) throw new Error('An appointment belongs to an organisation.');
      await tx.insert(appointments).values({
        territoryId,
        organisationId,
        ...subjectColumns(subject),
        ...appointment,
        status: 'planned',
        createdAt: now.toString(),
        updatedAt: now.toString(),
        ...retentionOf(now, null),
      });
    },

    findAppointment,

    async lockAppointment(id) {
      const [locked] = await tx.select({ id: appointments.id }).from(appointments).where(one(id)).for('update');
      return locked ? findAppointment(id) : null;
    },

    async listAppointments({ memberId, status, from, until, limit }) {
      const asked = and(
        memberId === undefined ? undefined : eq(appointments.memberId, memberId),
        status === undefined ? undefined : eq(appointments.status, status),
      );
      const found = await rows()
        .where(and(here, ours, asked, gte(appointments.startsAt, from), lt(appointments.startsAt, until)))
        .orderBy(asc(appointments.startsAt), asc(appointments.id))
        .limit(limit);
      return found.map(appointmentOf);
    },

    async listAppointmentsOf(subject) {
      const found = await rows()
        .where(and(here, aboutSubject(appointments, subject)))
        .orderBy(desc(appointments.startsAt), asc(appointments.id));
      return found.map(appointmentOf);
    },

    async changeAppointment(id, change) {
      await tx
        .update(appointments)
        .set({ ...change, updatedAt: now.toString() })
        .where(one(id));
    },

    listToRemind: (limit) =>
      tx
        .select({ id: appointments.id, organisationId: appointments.organisationId })
        .from(appointments)
        .where(
          and(
            here,
            eq(appointments.status, 'planned'),
            isNull(appointments.remindedAt),
            lte(appointments.remindAt, now.toString()),
          ),
        )
        .orderBy(asc(appointments.remindAt), asc(appointments.id))
        .limit(limit),

    async agreedToMails(beneficiaryId) {
      const [given] = await tx
        .select({ id: consents.id })
        .from(consents)
        .where(
          and(
            eq(consents.territoryId, territoryId),
            eq(consents.beneficiaryId, beneficiaryId),
            eq(consents.purpose, 'reminders'),
            isNull(consents.withdrawnAt),
          ),
        )
        .limit(1);
      return given !== undefined;
    },

    async openCalendar(tokenHash) {
      if (organisationId === null) throw new Error('A calendar belongs to a member of an organisation.');
      await tx.delete(calendarFeeds).where(ownCalendar);
      await tx.insert(calendarFeeds).values({
        territoryId,
        memberId: actor.id,
        organisationId,
        tokenHash,
        createdAt: now.toString(),
        retentionClass: 'account',
      });
    },

    async closeCalendar() {
      await tx.delete(calendarFeeds).where(ownCalendar);
    },

    async findOwnCalendar() {
      const [row] = await tx.select({ createdAt: calendarFeeds.createdAt }).from(calendarFeeds).where(ownCalendar);
      return row ?? null;
    },

    async findShownCalendar() {
      if (actor.link === undefined) return null;
      const [row] = await tx
        .select({ memberId: calendarFeeds.memberId, organisationId: calendarFeeds.organisationId })
        .from(calendarFeeds)
        .where(and(eq(calendarFeeds.territoryId, territoryId), eq(calendarFeeds.tokenHash, actor.link)));
      return row ?? null;
    },
  };
}
