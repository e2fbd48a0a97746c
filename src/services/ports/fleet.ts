import type { VehicleType } from '../../domain/catalogue/offer.ts';
import type { ConditionPoint } from '../../domain/fleet/condition.ts';
import type { HoldKind, LoanStatus } from '../../domain/fleet/loan-states.ts';
import type { LoanTerms, Owed } from '../../domain/fleet/owed.ts';
import type {
  CostKind,
  Equipment,
  Gearbox,
  IncidentKind,
  MaintenanceKind,
  VehicleStatus,
} from '../../domain/fleet/vehicle.ts';

/** Dates are `YYYY-MM-DD`, days of a hold are both included. */
export type Vehicle = {
  id: string;
  organisationId: string;
  offerId: string;
  label: string;
  vehicleType: VehicleType;
  make: string | null;
  model: string | null;
  equipment: readonly Equipment[];
  requiredLicence: 'B' | 'AM' | null;
  gearbox: Gearbox | null;
  seats: number | null;
  status: VehicleStatus;
  illustrative: boolean;
  version: number;
};

/** What the own structure alone knows. */
export type VehiclePapers = {
  plate: string | null;
  insuranceDueOn: string | null;
  inspectionDueOn: string | null;
  mileageKm: number | null;
};
export type OwnVehicle = Vehicle & { papers: VehiclePapers };

/** A vehicle held for days: lent, or in maintenance. Of whom it says nothing. */
export type VehicleHold = {
  id: string;
  kind: HoldKind;
  vehicleId: string;
  offerId: string;
  bookingId: string | null;
  from: string;
  until: string;
  status: LoanStatus;
  version: number;
};

/** As they are written into the contract; once it is there it is the structure’s own record. */
export type Borrower = {
  firstName: string;
  lastName: string | null;
  phone: string | null;
  email: string | null;
  address: string | null;
};

export type LoanContract = {
  loanId: string;
  beneficiaryId: string | null;
  referralId: string | null;
  waitingId: string | null;
  borrower: Borrower;
  terms: LoanTerms;
  signedAt: string | null;
  signedByBorrower: string | null;
  signedByMember: string | null;
  outOn: string | null;
  mileageOutKm: number | null;
  returnedOn: string | null;
  mileageInKm: number | null;
  owed: Owed | null;
  reasonText: string | null;
  lateToldOn: string | null;
};

export type Maintenance = {
  loanId: string;
  kind: MaintenanceKind;
  garage: string | null;
  note: string | null;
  costCents: number | null;
};

/** A hold with what its structure knows of it: `contract` of a loan, `maintenance` of the other kind. */
export type HoldFile = VehicleHold & { contract: LoanContract | null; maintenance: Maintenance | null };

export type NewHold = Omit<VehicleHold, 'version'>;
export type NewContract = Pick<
  LoanContract,
  'loanId' | 'beneficiaryId' | 'referralId' | 'waitingId' | 'borrower' | 'terms'
> & { organisationId: string };
export type ContractChange = Partial<Omit<LoanContract, 'loanId' | 'beneficiaryId' | 'referralId' | 'waitingId'>>;

export type ConditionPhoto = { id: string; position: number; widthPixels: number; heightPixels: number };
export type ConditionReport = {
  id: string;
  loanId: string;
  moment: 'start' | 'end';
  mileageKm: number;
  energyPercent: number | null;
  points: readonly ConditionPoint[];
  note: string | null;
  signedByBorrower: string;
  signedByMember: string;
  signedAt: string;
  photos: readonly ConditionPhoto[];
};
export type NewConditionReport = Omit<ConditionReport, 'photos' | 'signedAt'> & { organisationId: string };

export type Incident = {
  id: string;
  vehicleId: string;
  loanId: string | null;
  happenedOn: string;
  kind: IncidentKind;
  words: string;
};
export type Cost = {
  id: string;
  vehicleId: string;
  paidOn: string;
  kind: CostKind;
  cents: number;
  note: string | null;
  loanId: string | null;
};
export type MileageReading = { readOn: string; km: number; source: 'start' | 'end' | 'reading' };
/** `misreadKm`: what was first written down, where it was put right since, and `correction` why. */
export type KeptReading = MileageReading & { id: number; misreadKm: number | null; correction: string | null };

/** Of the actor’s own structure where nothing else is said. */
export type FleetStore = {
  /** The territory’s vehicles, of those offers or of all, those that are withdrawn left out: for whoever shares them out. */
  listLendable(asked?: { offerIds?: readonly string[] }): Promise<Vehicle[]>;
  /** Of any vehicle of the territory: the days it is held within those, both included. */
  listHolds(asked: { vehicleIds: readonly string[]; from: string; until: string }): Promise<VehicleHold[]>;
  /** Any vehicle of the territory. */
  findVehicle(id: string): Promise<Vehicle | null>;
  /** Locks it for the transaction; own ones. */
  lockVehicle(id: string): Promise<OwnVehicle | null>;
  list(): Promise<OwnVehicle[]>;
  find(id: string): Promise<OwnVehicle | null>;
  /** False where another vehicle of the structure has that plate. */
  insertVehicle(vehicle: Omit<OwnVehicle, 'version'>): Promise<boolean>;
  changeVehicle(
    id: string,
    change: Partial<Omit<Vehicle, 'id' | 'organisationId' | 'version' | 'illustrative'>>,
    papers?: Partial<VehiclePapers>,
  ): Promise<void>;
  /** The loans that the structure itself offers, by title: those that a referral would put to it. */
  listOwnOffers(): Promise<{ id: string; title: string; vehicleType: VehicleType; illustrative: boolean }[]>;
  /** How many vehicles of that offer are available; null where it has none at all, so that nobody counts them here. */
  countUnits(offerId: string): Promise<number | null>;

  /** Throws `conflict` where the vehicle is held on one of those days. */
  hold(hold: NewHold): Promise<void>;
  /** For the structure of the vehicle and workers. */
  lockHold(id: string): Promise<HoldFile | null>;
  findHold(id: string): Promise<HoldFile | null>;
  /** What its vehicles are held for, with contracts: those that touch those days, or are out. */
  listHoldFiles(asked: { from: string; until: string; vehicleId?: string }): Promise<HoldFile[]>;
  /** Throws `conflict` as `hold`. */
  changeHold(
    id: string,
    change: Partial<Pick<VehicleHold, 'from' | 'until' | 'status' | 'vehicleId' | 'offerId'>>,
  ): Promise<void>;
  insertContract(contract: NewContract): Promise<void>;
  changeContract(loanId: string, change: ContractChange): Promise<void>;
  /** Of one referral: the loan that came of it and is neither refused nor cancelled. */
  findLoanOfReferral(referralId: string): Promise<string | null>;
  insertMaintenance(maintenance: Maintenance & { organisationId: string }): Promise<void>;
  changeMaintenance(loanId: string, change: Partial<Omit<Maintenance, 'loanId'>>): Promise<void>;

  insertReport(report: NewConditionReport): Promise<void>;
  addPhoto(photo: ConditionPhoto & { reportId: string; jpeg: Uint8Array; organisationId: string }): Promise<void>;
  listReports(loanId: string): Promise<ConditionReport[]>;
  /** The bytes of a photo, of a report of the structure’s own. */
  readPhoto(id: string): Promise<Uint8Array | null>;

  insertIncident(incident: Incident & { organisationId: string }): Promise<void>;
  listIncidents(asked: { vehicleId?: string; loanId?: string }): Promise<Incident[]>;
  insertCost(cost: Cost & { organisationId: string }): Promise<void>;
  listCosts(vehicleId: string): Promise<Cost[]>;
  noteMileage(reading: MileageReading & { vehicleId: string; organisationId: string }): Promise<void>;
  /** The newest first. */
  listMileage(vehicleId: string): Promise<KeptReading[]>;
  correctMileage(id: number, reading: Pick<KeptReading, 'km' | 'misreadKm' | 'correction'>): Promise<void>;

  /** The loan is over: its reports are kept as long as a file, its photos for a while. */
  closeRecords(loanId: string): Promise<void>;
  /** For workers: loans that are out past their last day and were not told of today. */
  listLate(today: string): Promise<HoldFile[]>;
  /** Forgets contracts, reports, photos and incidents past their day; says how many. */
  deleteExpired(instant: string): Promise<number>;
};
