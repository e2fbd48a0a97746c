import { and, asc, count, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { VehicleType } from '../../domain/catalogue/offer.ts';
import type { FleetStore, OwnVehicle, Vehicle } from '../../services/ports/fleet.ts';
import { offers } from '../schema/catalogue.ts';
import { vehiclePapers, vehicles } from '../schema/fleet.ts';
import { organisations } from '../schema/territories.ts';
import type { Session } from '../session.ts';
import { createFleetHolds } from './fleet-holds.ts';
import { createFleetRecords } from './fleet-records.ts';

export function createFleetStore(session: Session): FleetStore {
  const { tx, actor, now } = session;
  const { territoryId } = actor;
  const at = now.toString();
  const mine = eq(vehicles.territoryId, territoryId);
  const one = (id: string) => and(mine, eq(vehicles.id, id));
  // The papers are behind the structure’s own wall: the inner join leaves out everybody else’s vehicles.
  const selectOwn = (where: SQL | undefined) =>
    tx
      .select()
      .from(vehicles)
      .innerJoin(
        vehiclePapers,
        and(eq(vehiclePapers.territoryId, vehicles.territoryId), eq(vehiclePapers.vehicleId, vehicles.id)),
      )
      .where(where);
  const ownVehicle = (row: Awaited<ReturnType<typeof selectOwn>>[number]): OwnVehicle => ({
    ...vehicleOf(row.vehicles),
    papers: papersOf(row.vehicle_papers),
  });
  return {
    ...createFleetHolds(session),
    ...createFleetRecords(session),

    async listLendable({ offerIds } = {}) {
      if (offerIds?.length === 0) return [];
      const rows = await tx
        .select()
        .from(vehicles)
        .where(
          and(
            mine,
            eq(vehicles.status, 'available'),
            offerIds === undefined ? undefined : inArray(vehicles.offerId, [...offerIds]),
          ),
        )
        .orderBy(asc(vehicles.id));
      return rows.map(vehicleOf);
    },

    async findVehicle(id) {
      const [row] = await tx.select().from(vehicles).where(one(id));
      return row ? vehicleOf(row) : null;
    },

    async lockVehicle(id) {
      const [row] = await selectOwn(one(id)).for('update', { of: vehicles });
      return row ? ownVehicle(row) : null;
    },

    async list() {
      return (await selectOwn(mine).orderBy(asc(vehicles.label), asc(vehicles.id))).map(ownVehicle);
    },

    async find(id) {
      const [row] = await selectOwn(one(id));
      return row ? ownVehicle(row) : null;
    },

    async insertVehicle({ papers, ...vehicle }) {
      if (papers.plate !== null && (await plateIsTaken(papers.plate))) return false;
      await tx.insert(vehicles).values({
        territoryId,
        ...vehicle,
        equipment: [...vehicle.equipment],
        createdAt: at,
        updatedAt: at,
      });
      await tx
        .insert(vehiclePapers)
        .values({ territoryId, vehicleId: vehicle.id, organisationId: vehicle.organisationId, ...papers });
      return true;
    },

    async changeVehicle(id, { equipment, ...change }, papers) {
      await tx
        .update(vehicles)
        .set({
          ...change,
          ...(equipment === undefined ? {} : { equipment: [...equipment] }),
          version: sql`${vehicles.version} + 1`,
          updatedAt: at,
        })
        .where(one(id));
      if (papers === undefined || Object.keys(papers).length === 0) return;
      await tx
        .update(vehiclePapers)
        .set(papers)
        .where(and(eq(vehiclePapers.territoryId, territoryId), eq(vehiclePapers.vehicleId, id)));
    },

    async listOwnOffers() {
      const rows = await tx
        .select({
          id: offers.id,
          title: offers.title,
          vehicleType: sql<VehicleType>`${offers.details}->>'vehicleType'`,
          illustrative: offers.illustrative,
        })
        .from(offers)
        .innerJoin(
          organisations,
          and(eq(organisations.territoryId, offers.territoryId), eq(organisations.id, actor.organisationId ?? '')),
        )
        .where(
          and(
            eq(offers.territoryId, territoryId),
            eq(offers.kind, 'vehicleLoan'),
            isNull(offers.archivedAt),
            sql`(${offers.organisationId} = ${organisations.id} or ${offers.provider}->>'siret' = ${organisations.siret})`,
          ),
        )
        .orderBy(asc(offers.title), asc(offers.id));
      return rows;
    },

    async countUnits(offerId) {
      const [row] = await tx
        .select({
          all: count(),
          available: sql<number>`count(*) filter (where ${vehicles.status} = 'available')`.mapWith(Number),
        })
        .from(vehicles)
        .where(and(mine, eq(vehicles.offerId, offerId)));
      return row === undefined || row.all === 0 ? null : row.available;
    },
  };

  async function plateIsTaken(plate: string): Promise<boolean> {
    const rows = await tx
      .select({ id: vehiclePapers.vehicleId })
      .from(vehiclePapers)
      .where(and(eq(vehiclePapers.territoryId, territoryId), eq(vehiclePapers.plate, plate)));
    return rows.length > 0;
  }
}

const vehicleOf = ({
  territoryId: _territory,
  createdAt: _created,
  updatedAt: _updated,
  ...vehicle
}: typeof vehicles.$inferSelect): Vehicle => vehicle;

const papersOf = ({ plate, insuranceDueOn, inspectionDueOn, mileageKm }: typeof vehiclePapers.$inferSelect) => ({
  plate,
  insuranceDueOn,
  inspectionDueOn,
  mileageKm,
});
