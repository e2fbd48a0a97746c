import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { StoredCostSplit } from '../../domain/funding/cost-split.ts';
import type { AttendanceMark } from '../../domain/programmes/attendance.ts';
import type { DropOutReason, EnrolmentStatus } from '../../domain/programmes/enrolment.ts';
import type { Pedagogy, ProgrammeKind, Slot } from '../../domain/programmes/programme.ts';
import type { Progress } from '../../domain/programmes/progress.ts';
import { offers } from './catalogue.ts';
import { instant, retention } from './columns.ts';
import { referrals } from './follow-up.ts';
import { beneficiaries } from './people.ts';
import { organisations } from './territories.ts';

/** A group that a structure teaches: from a day to a day, every week at those hours, so many places. */
export const cohorts = pgTable(
  'cohorts',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    organisationId: text().notNull(),
    /** What it is offered as in the catalogue; null where it is not. */
    offerId: text(),
    kind: text().$type<ProgrammeKind>().notNull(),
    title: text().notNull(),
    from: date().notNull(),
    until: date().notNull(),
    slots: jsonb().$type<Slot[]>().notNull(),
    exceptDates: date().array().notNull().default([]),
    place: text().notNull(),
    places: smallint().notNull(),
    pedagogies: text().array().$type<Pedagogy[]>().notNull().default([]),
    languageLevel: text().$type<'A1' | 'A2' | 'B1'>(),
    illustrative: boolean().notNull().default(false),
    version: integer().notNull().default(1),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.organisationId, t.until),
    check('cohorts_places', sql`${t.places} between 1 and 100`),
    check('cohorts_days', sql`${t.until} >= ${t.from}`),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
    foreignKey({ columns: [t.territoryId, t.offerId], foreignColumns: [offers.territoryId, offers.id] }),
  ],
);

/** Somebody whom a referral put to a structure, and their place in one of its groups. */
export const enrolments = pgTable(
  'enrolments',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    cohortId: text().notNull(),
    /** Who teaches. */
    organisationId: text().notNull(),
    beneficiaryId: text().notNull(),
    referralId: text().notNull(),
    status: text().$type<EnrolmentStatus>().notNull(),
    waitingSince: instant().notNull(),
    /** Why somebody was let in before those who had waited longer. */
    outOfTurn: text(),
    progress: jsonb().$type<Progress>().notNull().default({}),
    funding: jsonb().$type<StoredCostSplit>().notNull().default({ costCents: null, parts: [] }),
    dropOutReason: text().$type<DropOutReason>(),
    endedOn: date(),
    illustrative: boolean().notNull().default(false),
    version: integer().notNull().default(1),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.cohortId),
    index().on(t.territoryId, t.beneficiaryId),
    uniqueIndex('enrolments_once')
      .on(t.territoryId, t.referralId)
      .where(sql`${t.status} in ('waiting', 'enrolled', 'attending')`),
    check('enrolments_status', sql`${t.status} in ('waiting', 'enrolled', 'attending', 'completed', 'droppedOut')`),
    check('enrolments_say_why', sql`(${t.status} = 'droppedOut') = (${t.dropOutReason} is not null)`),
    check('enrolments_ended', sql`(${t.status} in ('completed', 'droppedOut')) = (${t.endedOn} is not null)`),
    foreignKey({ columns: [t.territoryId, t.cohortId], foreignColumns: [cohorts.territoryId, cohorts.id] }),
    foreignKey({
      columns: [t.territoryId, t.beneficiaryId],
      foreignColumns: [beneficiaries.territoryId, beneficiaries.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.territoryId, t.referralId],
      foreignColumns: [referrals.territoryId, referrals.id],
    }).onDelete('cascade'),
  ],
);

/** Who came to one session, and for how long. */
export const attendances = pgTable(
  'attendances',
  {
    territoryId: text().notNull(),
    enrolmentId: text().notNull(),
    date: date().notNull(),
    /** `HH:MM`: when the session began. */
    from: text().notNull(),
    mark: text().$type<AttendanceMark>().notNull(),
    minutes: smallint().notNull(),
    notedBy: text().notNull(),
    notedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.enrolmentId, t.date, t.from] }),
    check('attendances_mark', sql`${t.mark} in ('present', 'excused', 'absent')`),
    check('attendances_minutes', sql`${t.minutes} >= 0 and (${t.mark} = 'present' or ${t.minutes} = 0)`),
    foreignKey({
      columns: [t.territoryId, t.enrolmentId],
      foreignColumns: [enrolments.territoryId, enrolments.id],
    }).onDelete('cascade'),
  ],
);
