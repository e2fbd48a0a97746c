import { and, desc, eq, sql } from 'drizzle-orm';
import { costSplitSchema } from '../../domain/funding/cost-split.ts';
import type { Job, WorkshopStore } from '../../services/ports/workshop.ts';
import { referrals } from '../schema/follow-up.ts';
import { workshopJobs } from '../schema/workshop.ts';
import { retentionOf, type Session } from '../session.ts';
import { listReferralsToPlace } from './referrals-to-place.ts';

export function createWorkshopStore(session: Session): WorkshopStore {
  const { tx, actor, now } = session;
  const { territoryId, organisationId } = actor;
  const at = now.toString();
  const kept = retentionOf(now, null);
  const job = (id: string) => and(eq(workshopJobs.territoryId, territoryId), eq(workshopJobs.id, id));
  const ours = () => {
    if (organisationId === null) throw new TypeError('A garage keeps its jobs, not a stranger.');
    return organisationId;
  };

  return {
    async insert(row) {
      const rows = await tx
        .insert(workshopJobs)
        .values({
          territoryId,
          organisationId: ours(),
          ...row,
          status: 'requested',
          createdBy: actor.id,
          createdAt: at,
          updatedAt: at,
          ...kept,
        })
        .onConflictDoNothing()
        .returning({ id: workshopJobs.id });
      return rows.length > 0;
    },
    async find(id) {
      const [row] = await tx.select().from(workshopJobs).where(job(id));
      return row ? jobOf(row) : null;
    },
    async lock(id) {
      const [row] = await tx.select().from(workshopJobs).where(job(id)).for('update');
      return row ? jobOf(row) : null;
    },
    async change(id, change) {
      await tx
        .update(workshopJobs)
        .set({ ...change, version: sql`${workshopJobs.version} + 1`, updatedAt: at, purgeAfter: kept.purgeAfter })
        .where(job(id));
    },
    async list(asked) {
      const rows = await tx
        .select({ job: workshopJobs, referralStatus: referrals.status, facts: referrals.facts })
        .from(workshopJobs)
        .innerJoin(
          referrals,
          and(eq(referrals.territoryId, workshopJobs.territoryId), eq(referrals.id, workshopJobs.referralId)),
        )
        .where(
          and(
            eq(workshopJobs.territoryId, territoryId),
            eq(workshopJobs.organisationId, ours()),
            asked === undefined ? undefined : eq(workshopJobs.id, asked.id),
          ),
        )
        .orderBy(desc(workshopJobs.createdAt), desc(workshopJobs.id));
      return rows.map(({ job: row, ...of }) => ({ ...jobOf(row), ...of }));
    },
    async listOf(of) {
      const whose =
        'referralId' in of
          ? eq(workshopJobs.referralId, of.referralId)
          : eq(workshopJobs.beneficiaryId, of.beneficiaryId);
      const rows = await tx
        .select()
        .from(workshopJobs)
        .where(and(eq(workshopJobs.territoryId, territoryId), whose))
        .orderBy(desc(workshopJobs.createdAt), desc(workshopJobs.id));
      return rows.map(jobOf);
    },
    async listScheduledOn(date) {
      const rows = await tx
        .select()
        .from(workshopJobs)
        .where(
          and(
            eq(workshopJobs.territoryId, territoryId),
            eq(workshopJobs.status, 'scheduled'),
            eq(workshopJobs.appointmentOn, date),
          ),
        )
        .orderBy(workshopJobs.id);
      return rows.map(jobOf);
    },
    listReferralsToPlace: () =>
      listReferralsToPlace(session, { kinds: ['vehicleRepair', 'vehicleSale'], table: 'workshop_jobs' }),
  };
}

const jobOf = (row: typeof workshopJobs.$inferSelect): Job => ({
  id: row.id,
  version: row.version,
  organisationId: row.organisationId,
  beneficiaryId: row.beneficiaryId,
  referralId: row.referralId,
  kind: row.kind,
  status: row.status,
  vehicle: row.vehicle,
  request: row.request,
  quote: row.quote,
  funding: costSplitSchema.parse(row.funding),
  appointmentOn: row.appointmentOn,
  appointmentAt: row.appointmentAt,
  bridge: row.bridge,
  loanId: row.loanId,
  handedOverOn: row.handedOverOn,
  illustrative: row.illustrative,
  createdAt: row.createdAt,
});
