import { and, asc, desc, eq, inArray, lte } from 'drizzle-orm';
import type { ConditionPhoto, FleetStore } from '../../services/ports/fleet.ts';
import {
  conditionPhotos,
  conditionReports,
  loanContracts,
  vehicleCosts,
  vehicleIncidents,
  vehicleMileage,
} from '../schema/fleet.ts';
import { retentionOf, type Session } from '../session.ts';

/** How long photos stay once the vehicle is back: damage that is argued about is found by then. */
const PHOTO_DAYS = 90;

type Records = Pick<
  FleetStore,
  | 'insertReport'
  | 'addPhoto'
  | 'listReports'
  | 'readPhoto'
  | 'insertIncident'
  | 'listIncidents'
  | 'insertCost'
  | 'listCosts'
  | 'noteMileage'
  | 'listMileage'
  | 'correctMileage'
  | 'closeRecords'
  | 'deleteExpired'
>;

/** What is written down about a vehicle and its loans. */
export function createFleetRecords({ tx, actor, now }: Session): Records {
  const { territoryId } = actor;
  const at = now.toString();
  const open = { retentionClass: 'file' as const, purgeAfter: null };

  return {
    async insertReport({ points, ...report }) {
      await tx.insert(conditionReports).values({ territoryId, ...report, points: [...points], signedAt: at, ...open });
    },

    async addPhoto(photo) {
      await tx.insert(conditionPhotos).values({ territoryId, ...photo, createdAt: at, ...open });
    },

    async listReports(loanId) {
      const rows = await tx
        .select()
        .from(conditionReports)
        .where(and(eq(conditionReports.territoryId, territoryId), eq(conditionReports.loanId, loanId)))
        .orderBy(desc(conditionReports.moment));
      if (rows.length === 0) return [];
      // Without the bytes.
      const photos: (ConditionPhoto & { reportId: string })[] = await tx
        .select({
          id: conditionPhotos.id,
          reportId: conditionPhotos.reportId,
          position: conditionPhotos.position,
          widthPixels: conditionPhotos.widthPixels,
          heightPixels: conditionPhotos.heightPixels,
        })
        .from(conditionPhotos)
        .where(
          and(
            eq(conditionPhotos.territoryId, territoryId),
            inArray(
              conditionPhotos.reportId,
              rows.map(({ id }) => id),
            ),
          ),
        )
        .orderBy(asc(conditionPhotos.position));
      return rows.map((row) => ({
        id: row.id,
        loanId: row.loanId,
        moment: row.moment,
        mileageKm: row.mileageKm,
        energyPercent: row.energyPercent,
        points: row.points,
        note: row.note,
        signedByBorrower: row.signedByBorrower,
        signedByMember: row.signedByMember,
        signedAt: row.signedAt,
        photos: photos.filter(({ reportId }) => reportId === row.id).map(({ reportId: _, ...photo }) => photo),
      }));
    },

    async readPhoto(id) {
      const [row] = await tx
        .select({ jpeg: conditionPhotos.jpeg })
        .from(conditionPhotos)
        .where(and(eq(conditionPhotos.territoryId, territoryId), eq(conditionPhotos.id, id)));
      return row?.jpeg ?? null;
    },

    async insertIncident(incident) {
      await tx.insert(vehicleIncidents).values({
        territoryId,
        ...incident,
        recordedBy: actor.id,
        createdAt: at,
        ...retentionOf(now, null),
      });
    },

    async listIncidents({ vehicleId, loanId }) {
      return tx
        .select({
          id: vehicleIncidents.id,
          vehicleId: vehicleIncidents.vehicleId,
          loanId: vehicleIncidents.loanId,
          happenedOn: vehicleIncidents.happenedOn,
          kind: vehicleIncidents.kind,
          words: vehicleIncidents.words,
        })
        .from(vehicleIncidents)
        .where(
          and(
            eq(vehicleIncidents.territoryId, territoryId),
            vehicleId === undefined ? undefined : eq(vehicleIncidents.vehicleId, vehicleId),
            loanId === undefined ? undefined : eq(vehicleIncidents.loanId, loanId),
          ),
        )
        .orderBy(desc(vehicleIncidents.happenedOn), desc(vehicleIncidents.id));
    },

    async insertCost(cost) {
      await tx.insert(vehicleCosts).values({ territoryId, ...cost, createdAt: at });
    },

    async listCosts(vehicleId) {
      return tx
        .select({
          id: vehicleCosts.id,
          vehicleId: vehicleCosts.vehicleId,
          paidOn: vehicleCosts.paidOn,
          kind: vehicleCosts.kind,
          cents: vehicleCosts.cents,
          note: vehicleCosts.note,
          loanId: vehicleCosts.loanId,
        })
        .from(vehicleCosts)
        .where(and(eq(vehicleCosts.territoryId, territoryId), eq(vehicleCosts.vehicleId, vehicleId)))
        .orderBy(desc(vehicleCosts.paidOn), desc(vehicleCosts.id));
    },

    async noteMileage(reading) {
      await tx.insert(vehicleMileage).values({ territoryId, ...reading });
    },

    async listMileage(vehicleId) {
      return tx
        .select({
          id: vehicleMileage.id,
          readOn: vehicleMileage.readOn,
          km: vehicleMileage.km,
          source: vehicleMileage.source,
          misreadKm: vehicleMileage.misreadKm,
          correction: vehicleMileage.correction,
        })
        .from(vehicleMileage)
        .where(and(eq(vehicleMileage.territoryId, territoryId), eq(vehicleMileage.vehicleId, vehicleId)))
        .orderBy(desc(vehicleMileage.readOn), desc(vehicleMileage.id));
    },

    async correctMileage(id, reading) {
      await tx
        .update(vehicleMileage)
        .set(reading)
        .where(and(eq(vehicleMileage.territoryId, territoryId), eq(vehicleMileage.id, id)));
    },

    async closeRecords(loanId) {
      const kept = retentionOf(now, null);
      const ofLoan = and(eq(conditionReports.territoryId, territoryId), eq(conditionReports.loanId, loanId));
      await tx.update(conditionReports).set(kept).where(ofLoan);
      await tx
        .update(conditionPhotos)
        .set({ purgeAfter: now.add({ hours: 24 * PHOTO_DAYS }).toString() })
        .where(
          and(
            eq(conditionPhotos.territoryId, territoryId),
            inArray(
              conditionPhotos.reportId,
              tx.select({ id: conditionReports.id }).from(conditionReports).where(ofLoan),
            ),
          ),
        );
    },

    async deleteExpired(instant) {
      const photos = await tx
        .delete(conditionPhotos)
        .where(and(eq(conditionPhotos.territoryId, territoryId), lte(conditionPhotos.purgeAfter, instant)));
      const incidents = await tx
        .delete(vehicleIncidents)
        .where(and(eq(vehicleIncidents.territoryId, territoryId), lte(vehicleIncidents.purgeAfter, instant)));
      const contracts = await tx
        .delete(loanContracts)
        .where(and(eq(loanContracts.territoryId, territoryId), lte(loanContracts.purgeAfter, instant)));
      return [photos, incidents, contracts].reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0);
    },
  };
}
