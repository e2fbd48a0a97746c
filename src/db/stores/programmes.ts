import { and, asc, desc, eq, gte, inArray, lte, sql } from 'drizzle-orm';
import { costSplitSchema } from '../../domain/funding/cost-split.ts';
import type { Cohort, Enrolment, ProgrammeStore } from '../../services/ports/programmes.ts';
import { referrals } from '../schema/follow-up.ts';
import { attendances, cohorts, enrolments } from '../schema/programmes.ts';
import { retentionOf, type Session } from '../session.ts';
import { listReferralsToPlace } from './referrals-to-place.ts';

export function createProgrammeStore(session: Session): ProgrammeStore {
  const { tx, actor, now } = session;
  const { territoryId, organisationId } = actor;
  const at = now.toString();
  const kept = retentionOf(now, null);
  const cohort = (id: string) => and(eq(cohorts.territoryId, territoryId), eq(cohorts.id, id));
  const enrolment = (id: string) => and(eq(enrolments.territoryId, territoryId), eq(enrolments.id, id));
  const ours = () => {
    if (organisationId === null) throw new TypeError('A structure teaches, not a stranger.');
    return organisationId;
  };

  async function attendanceWhere(ids: readonly string[]) {
    if (ids.length === 0) return [];
    const rows = await tx
      .select()
      .from(attendances)
      .where(and(eq(attendances.territoryId, territoryId), inArray(attendances.enrolmentId, [...ids])))
      .orderBy(asc(attendances.date), asc(attendances.from), asc(attendances.enrolmentId));
    return rows.map(({ enrolmentId, date, from, mark, minutes }) => ({ enrolmentId, date, from, mark, minutes }));
  }

  return {
    async insertCohort(row) {
      await tx.insert(cohorts).values({
        territoryId,
        organisationId: ours(),
        ...row,
        createdBy: actor.id,
        createdAt: at,
        updatedAt: at,
      });
    },
    async findCohort(id) {
      const [row] = await tx.select().from(cohorts).where(cohort(id));
      return row ? cohortOf(row) : null;
    },
    async lockCohort(id) {
      const [row] = await tx.select().from(cohorts).where(cohort(id)).for('update');
      return row ? cohortOf(row) : null;
    },
    async changeCohort(id, content) {
      await tx
        .update(cohorts)
        .set({ ...content, version: sql`${cohorts.version} + 1`, updatedAt: at })
        .where(cohort(id));
    },
    async listCohorts() {
      const how = (...statuses: Enrolment['status'][]) =>
        sql<number>`(count(${enrolments.id}) filter (where ${inArray(enrolments.status, statuses)}))::int`;
      const rows = await tx
        .select({
          cohort: cohorts,
          taken: how('enrolled', 'attending'),
          waiting: how('waiting'),
          completed: how('completed'),
          droppedOut: how('droppedOut'),
        })
        .from(cohorts)
        .leftJoin(enrolments, and(eq(enrolments.territoryId, cohorts.territoryId), eq(enrolments.cohortId, cohorts.id)))
        .where(and(eq(cohorts.territoryId, territoryId), eq(cohorts.organisationId, ours())))
        .groupBy(cohorts.territoryId, cohorts.id)
        .orderBy(desc(cohorts.until), asc(cohorts.id));
      return rows.map((row) => ({ ...cohortOf(row.cohort), ...figuresOf(row) }));
    },

    async insertEnrolment(row) {
      const rows = await tx
        .insert(enrolments)
        .values({
          territoryId,
          organisationId: ours(),
          ...row,
          waitingSince: at,
          createdBy: actor.id,
          createdAt: at,
          updatedAt: at,
          ...kept,
        })
        .onConflictDoNothing()
        .returning({ id: enrolments.id });
      return rows.length > 0;
    },
    async findEnrolment(id) {
      const [row] = await tx.select().from(enrolments).where(enrolment(id));
      return row ? enrolmentOf(row) : null;
    },
    async lockEnrolment(id) {
      const [row] = await tx.select().from(enrolments).where(enrolment(id)).for('update');
      return row ? enrolmentOf(row) : null;
    },
    async changeEnrolment(id, change) {
      await tx
        .update(enrolments)
        .set({ ...change, version: sql`${enrolments.version} + 1`, updatedAt: at, purgeAfter: kept.purgeAfter })
        .where(enrolment(id));
    },
    async listEnrolments(cohortId) {
      const rows = await tx
        .select({ enrolment: enrolments, referralStatus: referrals.status, facts: referrals.facts })
        .from(enrolments)
        .innerJoin(
          referrals,
          and(eq(referrals.territoryId, enrolments.territoryId), eq(referrals.id, enrolments.referralId)),
        )
        .where(and(eq(enrolments.territoryId, territoryId), eq(enrolments.cohortId, cohortId)))
        .orderBy(asc(enrolments.waitingSince), asc(enrolments.id));
      return rows.map(({ enrolment: row, ...of }) => ({ ...enrolmentOf(row), ...of }));
    },
    async listProgress(of) {
      const whose =
        'referralId' in of ? eq(enrolments.referralId, of.referralId) : eq(enrolments.beneficiaryId, of.beneficiaryId);
      const rows = await tx
        .select({ enrolment: enrolments, cohort: cohorts })
        .from(enrolments)
        .innerJoin(cohorts, and(eq(cohorts.territoryId, enrolments.territoryId), eq(cohorts.id, enrolments.cohortId)))
        .where(and(eq(enrolments.territoryId, territoryId), whose))
        .orderBy(desc(enrolments.createdAt), desc(enrolments.id));
      return rows.map((row) => ({ ...enrolmentOf(row.enrolment), cohort: cohortOf(row.cohort) }));
    },
    async listWithPlaceOn(date) {
      const rows = await tx
        .select({ enrolment: enrolments, cohort: cohorts })
        .from(enrolments)
        .innerJoin(cohorts, and(eq(cohorts.territoryId, enrolments.territoryId), eq(cohorts.id, enrolments.cohortId)))
        .where(
          and(
            eq(enrolments.territoryId, territoryId),
            inArray(enrolments.status, ['enrolled', 'attending']),
            lte(cohorts.from, date),
            gte(cohorts.until, date),
          ),
        )
        .orderBy(asc(enrolments.id));
      return rows.map((row) => ({ ...enrolmentOf(row.enrolment), cohort: cohortOf(row.cohort) }));
    },
    async listTaughtOffers() {
      const { rows } = await tx.execute<{ id: string; title: string; illustrative: boolean }>(sql`
        select o.id, o.title, o.illustrative from offers o
        where o.territory_id = ${territoryId} and o.archived_at is null and o.kind in ('drivingLicence', 'training')
          and (o.organisation_id = ${organisationId} or o.provider ->> 'siret' = (select g.siret from organisations g
            where g.territory_id = o.territory_id and g.id = ${organisationId}))
        order by o.title, o.id`);
      return rows;
    },
    listReferralsToPlace: () =>
      listReferralsToPlace(session, { kinds: ['drivingLicence', 'training'], table: 'enrolments' }),

    async noteAttendance(rows) {
      if (rows.length === 0) return;
      await tx
        .insert(attendances)
        .values(rows.map((row) => ({ territoryId, ...row, notedBy: actor.id, notedAt: at, ...kept })))
        .onConflictDoUpdate({
          target: [attendances.territoryId, attendances.enrolmentId, attendances.date, attendances.from],
          set: {
            mark: sql`excluded.mark`,
            minutes: sql`excluded.minutes`,
            notedBy: sql`excluded.noted_by`,
            notedAt: sql`excluded.noted_at`,
            purgeAfter: sql`excluded.purge_after`,
          },
        });
    },
    async listAttendance(cohortId) {
      const rows = await tx
        .select({ id: enrolments.id })
        .from(enrolments)
        .where(and(eq(enrolments.territoryId, territoryId), eq(enrolments.cohortId, cohortId)));
      return attendanceWhere(rows.map(({ id }) => id));
    },
    listAttendanceOf: attendanceWhere,
  };
}

function cohortOf(row: typeof cohorts.$inferSelect): Cohort {
  const { territoryId: _, createdBy: __, createdAt: ___, updatedAt: ____, ...rest } = row;
  return rest;
}

const figuresOf = ({
  taken,
  waiting,
  completed,
  droppedOut,
}: Record<'taken' | 'waiting' | 'completed' | 'droppedOut', number>) => ({
  taken,
  waiting,
  completed,
  droppedOut,
});

const enrolmentOf = (row: typeof enrolments.$inferSelect): Enrolment => ({
  id: row.id,
  version: row.version,
  cohortId: row.cohortId,
  organisationId: row.organisationId,
  beneficiaryId: row.beneficiaryId,
  referralId: row.referralId,
  status: row.status,
  waitingSince: row.waitingSince,
  outOfTurn: row.outOfTurn,
  progress: row.progress,
  funding: costSplitSchema.parse(row.funding),
  dropOutReason: row.dropOutReason,
  endedOn: row.endedOn,
  illustrative: row.illustrative,
});
