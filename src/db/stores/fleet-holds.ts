import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { FleetStore, HoldFile } from '../../services/ports/fleet.ts';
import { loanContracts, vehicleLoans, vehicleMaintenance, vehiclePapers } from '../schema/fleet.ts';
import { retentionOf, type Session } from '../session.ts';

const from = sql<string>`lower(${vehicleLoans.period})::text`;
const until = sql<string>`(upper(${vehicleLoans.period}) - 1)::text`;
const days = (first: string, last: string) => `[${first},${last}]`;
/** `from` and `until` are `YYYY-MM-DD`, both included. */
const touches = (first: string, last: string) => sql`${vehicleLoans.period} && daterange(${first}, ${last}, '[]')`;
const holding = inArray(vehicleLoans.status, ['requested', 'confirmed', 'out']);

type Holds = Pick<
  FleetStore,
  | 'listHolds'
  | 'hold'
  | 'lockHold'
  | 'findHold'
  | 'listHoldFiles'
  | 'changeHold'
  | 'insertContract'
  | 'changeContract'
  | 'findLoanOfReferral'
  | 'insertMaintenance'
  | 'changeMaintenance'
  | 'listLate'
>;

/** The days vehicles are held for, with the contract of a loan and what is done in a maintenance. */
export function createFleetHolds({ tx, actor, now }: Session): Holds {
  const { territoryId } = actor;
  const at = now.toString();
  const hold = (id: string) => and(eq(vehicleLoans.territoryId, territoryId), eq(vehicleLoans.id, id));
  const contractOf = (loanId: string) =>
    and(eq(loanContracts.territoryId, territoryId), eq(loanContracts.loanId, loanId));

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
    async listHolds(asked) {
      if (asked.vehicleIds.length === 0) return [];
      return selectHolds(
        and(inArray(vehicleLoans.vehicleId, [...asked.vehicleIds]), holding, touches(asked.from, asked.until)),
      ).orderBy(asc(vehicleLoans.period), asc(vehicleLoans.id));
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
