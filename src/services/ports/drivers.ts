import type {
  CheckKind,
  Driver,
  DriverAbsence,
  DriverCheck,
  DriverKind,
  UsualTrip,
} from '../../domain/drivers/driver.ts';
import type { PromisedRide } from '../../domain/drivers/may-drive.ts';

/** Somebody who drives with a structure. Instants in ISO 8601 UTC; `commune` is an INSEE code. */
export type DriverFile = Omit<Driver, 'checks' | 'absences'> & {
  statusReason: string | null;
  firstName: string;
  lastName: string | null;
  phone: string;
  email: string | null;
  commune: string;
  language: string;
  maxDetourMinutes: number | null;
  trips: readonly UsualTrip[];
  charterAcceptedAt: string | null;
  illustrative: boolean;
  version: number;
  createdAt: string;
  checks: readonly (DriverCheck & { id: string; checkedBy: string })[];
  absences: readonly (DriverAbsence & { id: string })[];
};

export type NewDriver = Omit<
  DriverFile,
  'version' | 'createdAt' | 'checks' | 'absences' | 'statusReason' | 'charterAcceptedAt'
> & {
  organisationId: string;
  phoneDigits: string;
  linkHash: string | null;
};

export type DriverChange = Partial<
  Pick<
    DriverFile,
    | 'status'
    | 'statusReason'
    | 'seats'
    | 'maxDetourMinutes'
    | 'trips'
    | 'weeklyRides'
    | 'weeklyMinutes'
    | 'charterVersion'
    | 'charterAcceptedAt'
  >
> & { linkHash?: string | null };

/** A structure that somebody may drive with. */
export type DrivingStructure = {
  id: string;
  name: string;
  phone: string | null;
  email: string | null;
  illustrative: boolean;
  kinds: readonly DriverKind[];
};

/** `metres`: by road, for the whole drive. */
export type DriverRide = PromisedRide & { driverId: string; metres: number };

export type DriverStore = {
  /** For everybody. */
  listStructures(): Promise<DrivingStructure[]>;
  /** False where that number is a driver of that structure already. */
  insert(driver: NewDriver): Promise<boolean>;
  find(id: string): Promise<DriverFile | null>;
  /** Locks it until the transaction ends. */
  lock(id: string): Promise<DriverFile | null>;
  /** Of the actor’s organisation; of the whole territory for workers. By name, then by id. */
  list(filter?: { statuses?: readonly DriverFile['status'][] }): Promise<DriverFile[]>;
  /** The one the visitor’s link leads to, and the structure they drive with. */
  findByLink(): Promise<{ id: string; status: DriverFile['status']; firstName: string; structure: string } | null>;
  leaveByLink(): Promise<boolean>;
  change(id: string, change: DriverChange): Promise<void>;
  addCheck(check: {
    id: string;
    driverId: string;
    kind: CheckKind;
    checkedOn: string;
    validUntil: string | null;
  }): Promise<void>;
  addAbsence(absence: { id: string; driverId: string; from: string; until: string }): Promise<void>;
  removeAbsence(driverId: string, id: string): Promise<boolean>;
  erase(id: string): Promise<void>;
  deleteExpired(now: string): Promise<number>;
  /** Offers made of their usual trips, archived ones included. */
  listOffers(driverId: string): Promise<string[]>;
  addOffer(driverId: string, offerId: string): Promise<void>;
  /** Whose usual trip that offer is; null where it is nobody’s. For everybody, an id and nothing else. */
  findOfOffer(offerId: string): Promise<string | null>;
  /** What those drivers drove or have promised on those days, both included. */
  listRides(asked: { driverIds: readonly string[]; from: string; until: string }): Promise<DriverRide[]>;
  /** Who drives that ride, in the place of whoever did. Throws `conflict` where they are on the road for another. */
  assign(ride: DriverRide): Promise<void>;
  /** Nobody holds that ride any more. */
  release(bookingId: string): Promise<void>;
  /** For workers and the structure: whether somebody drives with that structure now. */
  isDriving(organisationId: string): Promise<boolean>;
  /** For workers: confirmed rides to come that wait for the structure to name a driver, and since when. Instants. */
  listDriverless(now: string): Promise<{ id: string; departAt: string; reassignSince: string }[]>;
  /** For workers and the structure: confirmed rides to come whose driver is not active any more, or absent that day. */
  listLost(now: string): Promise<string[]>;
  /** Rides that this driver drove between those days, both included. */
  listDriven(asked: {
    driverId: string;
    from: string;
    until: string;
    now: string;
  }): Promise<{ bookingId: string; run: string; date: string; metres: number; minutes: number }[]>;
};
