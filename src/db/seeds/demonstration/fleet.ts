import { type Role, SCOPES_OF_ROLE } from '../../../domain/accounts/roles.ts';
import { tiersOf } from '../../../domain/fleet/owed.ts';
import { addDays } from '../../../domain/schedule/dates.ts';
import type { Actor, Database, Stores } from '../../../services/ports.ts';

const ORGANISATION = 'org_demo_structure';
const MODELS = [
  ['Renault', 'Clio'],
  ['Peugeot', '208'],
  ['Citroën', 'C3'],
] as const;

type ExampleLoan = {
  nth: number;
  from: number;
  days: number;
  firstName: string;
  lastName: string;
  phone: string;
  out: boolean;
  signed: boolean;
};

/** Days from today. One that is late, one that is back today, one that is signed and one that is not. Nobody of them exists. */
// biome-ignore format: a table, one line each
const LOANS: readonly ExampleLoan[] = [
  { nth: 0, from: -16, days: 15, firstName: 'Élodie', lastName: 'Mangin', phone: '06 39 98 00 71', out: true, signed: true },
  { nth: 1, from: -29, days: 30, firstName: 'Karim', lastName: 'Haddad', phone: '06 39 98 00 72', out: true, signed: true },
  { nth: 2, from: 6, days: 30, firstName: 'Louane', lastName: 'Petit', phone: '06 39 98 00 73', out: false, signed: false },
];
const MAINTENANCE = { nth: 1, from: 4, days: 2 };

/**
 * As many vehicles as the offers of the structure say that they have, some of them lent. Their plates are none that is given out. Those that are
 * there stay as they are.
 */
export async function seedFleet(database: Database, territoryId: string, today: string): Promise<void> {
  const role: Role = 'provider';
  const actor: Actor = {
    kind: 'member',
    territoryId,
    organisationId: ORGANISATION,
    role,
    scopes: new Set(SCOPES_OF_ROLE[role]),
    id: 'mem_demo_fleet',
  };
  await database.transact(actor, async (stores) => {
    const vehicles: string[] = [];
    for (const { id: offerId, title } of await stores.fleet.listOwnOffers()) {
      const offer = await stores.offers.find(offerId);
      if (offer === null || offer.kind !== 'vehicleLoan' || offer.details.vehicleType !== 'car') continue;
      const town = title.split(', ').at(-1) ?? title;
      for (let n = 1; n <= offer.details.units; n++) {
        const id = `veh_demo_${offerId}_${n}`;
        const nth = vehicles.push(id);
        if ((await stores.fleet.find(id)) !== null) continue;
        const [make, model] = MODELS[nth % MODELS.length] ?? MODELS[0];
        const mileageKm = 60_000 + 7000 * nth;
        await stores.fleet.insertVehicle({
          id,
          organisationId: ORGANISATION,
          offerId,
          label: `${model} ${n}, ${town}`,
          vehicleType: 'car',
          make,
          model,
          equipment: nth % 2 === 0 ? ['childSeat', 'winterTyres'] : ['winterTyres'],
          requiredLicence: 'B',
          gearbox: nth % 3 === 0 ? 'automatic' : 'manual',
          seats: 5,
          status: 'available',
          illustrative: true,
          papers: {
            plate: `XX-${String(nth).padStart(3, '0')}-XX`,
            insuranceDueOn: addDays(today, 40 * nth),
            inspectionDueOn: addDays(today, 12 + 90 * nth),
            mileageKm,
          },
        });
        await stores.fleet.noteMileage({
          organisationId: ORGANISATION,
          vehicleId: id,
          readOn: today,
          km: mileageKm,
          source: 'reading',
        });
      }
    }
    for (const loan of LOANS) await seedLoan(stores, vehicles[loan.nth], loan, today);
    await seedMaintenance(stores, vehicles[MAINTENANCE.nth], today);
  });
}

async function seedLoan(
  stores: Stores,
  vehicleId: string | undefined,
  loan: ExampleLoan,
  today: string,
): Promise<void> {
  const id = `loa_demo_${loan.nth}`;
  const vehicle = vehicleId === undefined ? null : await stores.fleet.find(vehicleId);
  const offer = vehicle && (await stores.offers.find(vehicle.offerId));
  if (!vehicle || offer?.kind !== 'vehicleLoan' || (await stores.fleet.findHold(id)) !== null) return;
  const from = addDays(today, loan.from);
  const until = addDays(from, loan.days - 1);
  // A second run on another day: what is promised there meanwhile stays.
  if ((await stores.fleet.listHolds({ vehicleIds: [vehicle.id], from, until })).length > 0) return;
  await stores.fleet.hold({
    id,
    kind: 'loan',
    vehicleId: vehicle.id,
    offerId: offer.id,
    bookingId: null,
    from,
    until,
    status: loan.out ? 'out' : 'confirmed',
  });
  const { firstName, lastName, phone } = loan;
  await stores.fleet.insertContract({
    loanId: id,
    organisationId: ORGANISATION,
    beneficiaryId: null,
    referralId: null,
    waitingId: null,
    borrower: { firstName, lastName, phone, email: null, address: null },
    terms: {
      from,
      until,
      tiers: tiersOf(offer.details.tariff),
      depositCents: offer.details.depositCents,
      kmCap: 1500,
      kmBeyondCents: 15,
    },
  });
  if (!loan.signed) return;
  await stores.fleet.changeContract(id, {
    signedAt: `${from}T09:00:00Z`,
    signedByBorrower: `${firstName} ${lastName}`,
    signedByMember: 'Exemple de signature',
    outOn: from,
    mileageOutKm: vehicle.papers.mileageKm,
  });
}

async function seedMaintenance(stores: Stores, vehicleId: string | undefined, today: string): Promise<void> {
  const id = 'loa_demo_maintenance';
  const vehicle = vehicleId === undefined ? null : await stores.fleet.find(vehicleId);
  if (!vehicle || (await stores.fleet.findHold(id)) !== null) return;
  const from = addDays(today, MAINTENANCE.from);
  const until = addDays(from, MAINTENANCE.days - 1);
  if ((await stores.fleet.listHolds({ vehicleIds: [vehicle.id], from, until })).length > 0) return;
  const { offerId } = vehicle;
  await stores.fleet.hold({
    id,
    kind: 'maintenance',
    vehicleId: vehicle.id,
    offerId,
    bookingId: null,
    from,
    until,
    status: 'confirmed',
  });
  await stores.fleet.insertMaintenance({
    loanId: id,
    organisationId: ORGANISATION,
    kind: 'service',
    garage: 'Garage d’exemple',
    note: null,
    costCents: null,
  });
}
