import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { AppointmentStatus, PlaceKind } from '../../domain/intake/appointment.ts';
import type { ContactKind } from '../../domain/intake/contact.ts';
import type { RequestedPerson, RequestGoal, RequestOrigin, RequestSender } from '../../domain/intake/request.ts';
import type { RequestStatus } from '../../domain/intake/request-states.ts';
import { instant, retention } from './columns.ts';
import { beneficiaries, members } from './people.ts';
import { organisations } from './territories.ts';

/** A request for accompaniment, sent by a prescriber, the person or an employer to a team of mobility advisers. */
export const serviceRequests = pgTable(
  'service_requests',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    origin: text().$type<RequestOrigin>().notNull(),
    /** Null where the person asked. */
    fromOrganisationId: text(),
    fromMemberId: text(),
    sender: jsonb().$type<RequestSender>(),
    toOrganisationId: text().notNull(),
    /** Once it is taken up. */
    beneficiaryId: text(),
    person: jsonb().$type<RequestedPerson>().notNull(),
    /** In the sender's words. */
    need: text().notNull(),
    /** Job site, hours, start: whatever is known of the goal. */
    goal: jsonb()
      .$type<RequestGoal>()
      .notNull()
      .default({} as RequestGoal),
    status: text().$type<RequestStatus>().notNull(),
    assignedTo: text(),
    outcome: text(),
    outcomeText: text(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.toOrganisationId, t.status),
    index().on(t.territoryId, t.fromOrganisationId),
    check('service_requests_status', sql`${t.status} in ('received', 'assigned', 'underWay', 'closed', 'declined')`),
    check('service_requests_origin', sql`${t.origin} in ('prescriber', 'person', 'employer')`),
    foreignKey({
      columns: [t.territoryId, t.fromOrganisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
    foreignKey({
      columns: [t.territoryId, t.toOrganisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
    foreignKey({
      columns: [t.territoryId, t.beneficiaryId],
      foreignColumns: [beneficiaries.territoryId, beneficiaries.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.territoryId, t.assignedTo], foreignColumns: [members.territoryId, members.id] }),
  ],
);

/** What a call, an appointment or a call-back is about: a person's file, or a request that is none yet. */
const subject = () => ({
  organisationId: text().notNull(),
  beneficiaryId: text(),
  requestId: text(),
});

type SubjectColumns = Record<'territoryId' | 'organisationId' | 'beneficiaryId' | 'requestId', AnyPgColumn>;
const subjectKeys = (name: string, t: SubjectColumns) => [
  check(`${name}_about_one`, sql`num_nonnulls(${t.beneficiaryId}, ${t.requestId}) = 1`),
  foreignKey({
    columns: [t.territoryId, t.organisationId],
    foreignColumns: [organisations.territoryId, organisations.id],
  }),
  foreignKey({
    columns: [t.territoryId, t.beneficiaryId],
    foreignColumns: [beneficiaries.territoryId, beneficiaries.id],
  }).onDelete('cascade'),
  foreignKey({
    columns: [t.territoryId, t.requestId],
    foreignColumns: [serviceRequests.territoryId, serviceRequests.id],
  }).onDelete('cascade'),
];

/** The contact log. */
export const contactEntries = pgTable(
  'contact_entries',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    ...subject(),
    memberId: text(),
    kind: text().$type<ContactKind>().notNull(),
    at: instant().notNull(),
    text: text().notNull(),
    createdAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.beneficiaryId, t.at),
    index().on(t.territoryId, t.requestId, t.at),
    check(
      'contact_entries_kind',
      sql`${t.kind} in ('call', 'voicemail', 'sms', 'email', 'letter', 'visit', 'noShow', 'note')`,
    ),
    ...subjectKeys('contact_entries', t),
  ],
);

/** Whom to call again, from when on. */
export const callBacks = pgTable(
  'call_backs',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    ...subject(),
    /** Null: whoever of the organisation is there. */
    memberId: text(),
    dueAt: instant().notNull(),
    reason: text().notNull(),
    createdAt: instant().notNull(),
    doneAt: instant(),
    doneBy: text(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.organisationId, t.dueAt),
    ...subjectKeys('call_backs', t),
  ],
);

export const appointments = pgTable(
  'appointments',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    ...subject(),
    memberId: text().notNull(),
    startsAt: instant().notNull(),
    durationMinutes: smallint().notNull(),
    place: text().notNull(),
    /** Only an office's address goes into a calendar or a reminder. */
    placeKind: text().$type<PlaceKind>().notNull().default('office'),
    status: text().$type<AppointmentStatus>().notNull(),
    /** When the person is to be reminded; `reminded_at` once it was done. */
    remindAt: instant(),
    remindedAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.memberId, t.startsAt),
    index().on(t.territoryId, t.remindAt),
    check('appointments_status', sql`${t.status} in ('planned', 'kept', 'noShow', 'cancelled')`),
    check('appointments_place_kind', sql`${t.placeKind} in ('office', 'home', 'phone')`),
    check('appointments_duration', sql`${t.durationMinutes} > 0`),
    ...subjectKeys('appointments', t),
    foreignKey({ columns: [t.territoryId, t.memberId], foreignColumns: [members.territoryId, members.id] }),
  ],
);

/** A member's calendar, for whoever holds its secret address. One at a time: a new one takes the place of the old. */
export const calendarFeeds = pgTable(
  'calendar_feeds',
  {
    territoryId: text().notNull(),
    memberId: text().notNull(),
    organisationId: text().notNull(),
    /** SHA-256 of the secret, in hexadecimal. */
    tokenHash: text().notNull(),
    createdAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.memberId] }),
    uniqueIndex('calendar_feeds_token').on(t.tokenHash),
    foreignKey({ columns: [t.territoryId, t.memberId], foreignColumns: [members.territoryId, members.id] }),
  ],
);
