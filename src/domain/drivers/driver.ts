import { z } from 'zod';
import { clockTimeSchema, weekdaySchema } from '../clock-time.ts';

/** `volunteer`: drives people where they need to go. `carpooler`: takes somebody along on trips that are made anyway. */
export const DRIVER_KINDS = ['volunteer', 'carpooler'] as const;
export type DriverKind = (typeof DRIVER_KINDS)[number];

/** `applied`: nobody has looked yet. Only `active` drives. */
export const DRIVER_STATUSES = ['applied', 'active', 'paused', 'left', 'refused'] as const;
export type DriverStatus = (typeof DRIVER_STATUSES)[number];

/** What a structure has seen with its own eyes. Of each only the fact and its dates are kept: no copy, no number, no content. */
export const CHECK_KINDS = ['licence', 'insurance', 'honorability'] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/** Dates as `YYYY-MM-DD`; `validUntil` null: until it is looked at again. */
export type DriverCheck = { kind: CheckKind; checkedOn: string; validUntil: string | null };

/** Both days included. Why is nobody’s business, and is not kept. */
export type DriverAbsence = { from: string; until: string };

/** A trip that is made anyway: there at `departureTime`, back at `returnTime` where they come back. Communes by INSEE code. */
export const usualTripSchema = z.object({
  from: z.string().max(20),
  to: z.string().max(20),
  weekdays: z.array(weekdaySchema).min(1).max(7),
  departureTime: clockTimeSchema,
  returnTime: clockTimeSchema.nullable().default(null),
});
export type UsualTrip = z.infer<typeof usualTripSchema>;

export const MOST_TRIPS = 10;

/** What decides whether somebody may take a ride. */
export type Driver = {
  id: string;
  kind: DriverKind;
  status: DriverStatus;
  /** Of the charter they said yes to; null where they said nothing yet. */
  charterVersion: string | null;
  /** In their car, beside their own. */
  seats: number;
  /** Of their own; null: that of the territory. */
  weeklyRides: number | null;
  weeklyMinutes: number | null;
  checks: readonly DriverCheck[];
  absences: readonly DriverAbsence[];
};

/** The check of that kind that counts: the one that was made last. */
export const lastCheck = (checks: readonly DriverCheck[], kind: CheckKind): DriverCheck | null =>
  checks.filter((one) => one.kind === kind).reduce<DriverCheck | null>(later, null);

const later = (known: DriverCheck | null, one: DriverCheck) =>
  known === null || one.checkedOn >= known.checkedOn ? one : known;

export const isValidOn = ({ validUntil }: DriverCheck, date: string): boolean =>
  validUntil === null || validUntil >= date;

export const isAbsentOn = (absences: readonly DriverAbsence[], date: string): boolean =>
  absences.some(({ from, until }) => from <= date && date <= until);
