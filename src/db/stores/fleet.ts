import { and, asc, count, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { VehicleType } from '../../domain/catalogue/offer.ts';
import type { FleetStore, HoldFile, OwnVehicle, Vehicle } from '../../services/ports/fleet.ts';
import { offers } from '../schema/catalogue.ts';
import { loanContracts, vehicleLoans, vehicleMaintenance, vehiclePapers, vehicles } from '../schema/fleet.ts';
import { organisations } from '../schema/territories.ts';
import { retentionOf, type Session } from '../session.ts';
import { createFleetRecords } from './fleet-records.ts';

const from = sql<string>`lower(${vehicleLoans.period})::text`;
const until = sql<string>`(upper(${vehicleLoans.period}) - 1)::text`;
const days = (first: string, last: string) => `[${first},${last}]`;
/** `from` and `until` are `YYYY-MM-DD`, both included. */
const touches = (first: string, last: string) => sql`${vehicleLoans.period} && daterange(${first}, ${last}, '[]')`;
const holding = inArray(vehicleLoans.status, ['requested', 'confirmed', 'out']);

export function createFleetStore(session: Session): FleetStore {
  const { tx, actor, now } = session;
  const { territoryId } = actor;
  const at = now.toString();
  const mine = eq(vehicles.territoryId, territoryId);
  const one = (id: string) => and(mine, eq(vehicles.id, id));
  const hold = (id: string) => and(eq(vehicleLoans.territoryId, territoryId), eq(vehicleLoans.id, id));
  const contractOf = (loanId: string) =>
    and(eq(loanContracts.territoryId, territoryId), eq(loanContracts.loanId, loanId));

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
  const selectHolds = (where: SQL | undefined) =>
    tx
      .select(holdColumns)
      .from(vehicleLoans)
      .where(and(eq(vehicleLoans.territoryId, territoryId), where));
  const selectFiles = (where: SQL | undefined) =>
    tx
      .select({ hold: holdColumns, contract: loanContracts, maintenance: vehicleMaintenance })
      .from(vehicleLoans)
      .innerJoin(
        vehiclePapers,
        and(
          eq(vehiclePapers.territoryId, vehicleLoans.territoryId),
          eq(vehiclePapers.vehicleId, vehicleLoans.vehicleId),
        ),
      )
      .leftJoin(
        loanContracts,
        and(eq(loanContracts.territoryId, vehicleLoans.territoryId), eq(loanContracts.loanId, vehicleLoans.id)),
      )
      .leftJoin(
        vehicleMaintenance,
        and(
          eq(vehicleMaintenance.territoryId, vehicleLoans.territoryId),
          eq(vehicleMaintenance.loanId, vehicleLoans.id),
        ),
      )
      .where(and(eq(vehicleLoans.territoryId, territoryId), where));

  return {
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

    async listHolds(asked) {
      if (asked.vehicleIds.length === 0) return [];
      return selectHolds(
        and(inArray(vehicleLoans.vehicleId, [...asked.vehicleIds]), holding, touches(asked.from, asked.until)),
      ).orderBy(asc(vehicleLoans.period), asc(vehicleLoans.id));
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

    async hold({ from: first, until: last, ...rest }) {
      await tx
        .insert(vehicleLoans)
        .values({ territoryId, ...rest, period: days(first, last), createdAt: at, updatedAt: at });
    },

    async lockHold(id) {
      const [row] = await selectFiles(hold(id)).for('update', { of: vehicleLoans });
      return row ? fileOf(row) : null;
    },

    async findHold(id) {
      const [row] = await selectFiles(hold(id));
      return row ? fileOf(row) : null;
    },

    async listHoldFiles({ from: first, until: last, vehicleId }) {
      const rows = await selectFiles(
        and(
          vehicleId === undefined ? undefined : eq(vehicleLoans.vehicleId, vehicleId),
          sql`(${touches(first, last)} or ${eq(vehicleLoans.status, 'out')})`,
        ),
      ).orderBy(asc(vehicleLoans.period), asc(vehicleLoans.id));
      return rows.map(fileOf);
    },

    async changeHold(id, { from: first, until: last, ...change }) {
      const period =
        first === undefined && last === undefined
          ? {}
          : {
              period: sql`daterange(coalesce(${first ?? null}::date, lower(${vehicleLoans.period})),
                coalesce(${last ?? null}::date, upper(${vehicleLoans.period}) - 1), '[]')`,
            };
      await tx
        .update(vehicleLoans)
        .set({ ...change, ...period, version: sql`${vehicleLoans.version} + 1`, updatedAt: at })
        .where(hold(id));
    },

    async insertContract(contract) {
      await tx.insert(loanContracts).values({
        territoryId,
        ...contract,
        createdAt: at,
        updatedAt: at,
        retentionClass: 'file',
        purgeAfter: null,
      });
    },

    async changeContract(loanId, change) {
      // While the vehicle is out nothing of it is forgotten; its last change starts the two years.
      const kept = change.owed === undefined && change.reasonText === undefined ? {} : retentionOf(now, null);
      await tx
        .update(loanContracts)
        .set({ ...change, ...kept, updatedAt: at })
        .where(contractOf(loanId));
    },

    async findLoanOfReferral(referralId) {
      const [row] = await tx
        .select({ id: vehicleLoans.id })
        .from(vehicleLoans)
        .innerJoin(
          loanContracts,
          and(eq(loanContracts.territoryId, vehicleLoans.territoryId), eq(loanContracts.loanId, vehicleLoans.id)),
        )
        .where(
          and(
            eq(vehicleLoans.territoryId, territoryId),
            eq(loanContracts.referralId, referralId),
            inArray(vehicleLoans.status, ['requested', 'confirmed', 'out', 'returned']),
          ),
        );
      return row?.id ?? null;
    },

    async insertMaintenance(maintenance) {
      await tx.insert(vehicleMaintenance).values({ territoryId, ...maintenance });
    },

    async changeMaintenance(loanId, change) {
      await tx
        .update(vehicleMaintenance)
        .set(change)
        .where(and(eq(vehicleMaintenance.territoryId, territoryId), eq(vehicleMaintenance.loanId, loanId)));
    },

    async listLate(today) {
      const rows = await selectFiles(
        and(
          eq(vehicleLoans.kind, 'loan'),
          eq(vehicleLoans.status, 'out'),
          sql`upper(${vehicleLoans.period}) <= ${today}::date`,
          sql`coalesce(${loanContracts.lateToldOn} < ${today}::date, true)`,
        ),
      ).orderBy(asc(vehicleLoans.id));
      return rows.map(fileOf);
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

const holdColumns = {
  id: vehicleLoans.id,
  kind: vehicleLoans.kind,
  vehicleId: vehicleLoans.vehicleId,
  offerId: vehicleLoans.offerId,
  bookingId: vehicleLoans.bookingId,
  from: from.as('held_from'),
  until: until.as('held_until'),
  status: vehicleLoans.status,
  version: vehicleLoans.version,
};

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

function fileOf(row: {
  hold: Omit<HoldFile, 'contract' | 'maintenance'>;
  contract: typeof loanContracts.$inferSelect | null;
  maintenance: typeof vehicleMaintenance.$inferSelect | null;
}): HoldFile {
  const { hold, contract, maintenance } = row;
  return {
    ...hold,
    contract: contract && {
      loanId: contract.loanId,
      beneficiaryId: contract.beneficiaryId,
      referralId: contract.referralId,
      waitingId: contract.waitingId,
      borrower: contract.borrower,
      terms: contract.terms,
      signedAt: contract.signedAt,
      signedByBorrower: contract.signedByBorrower,
      signedByMember: contract.signedByMember,
      outOn: contract.outOn,
      mileageOutKm: contract.mileageOutKm,
      returnedOn: contract.returnedOn,
      mileageInKm: contract.mileageInKm,
      owed: contract.owed,
      reasonText: contract.reasonText,
      lateToldOn: contract.lateToldOn,
    },
    maintenance: maintenance && {
      loanId: maintenance.loanId,
      kind: maintenance.kind,
      garage: maintenance.garage,
      note: maintenance.note,
      costCents: maintenance.costCents,
    },
  };
}
