import type { VehicleType } from '../catalogue/offer.ts';
import { addDays, daysBetween, laterDate } from '../schedule/dates.ts';

/** Days, both included, `YYYY-MM-DD`. */
export type Days = { from: string; until: string };

/**
 * Somebody who waits for a vehicle: no name, no address, only what decides. `points` are theirs by the published criteria on the
 * first day of the period. A loan of `days` days may begin from `wantedFrom` to `acceptsUntil`, both included.
 */
export type WaitingPerson = {
  id: string;
  wantedFrom: string;
  acceptsUntil: string;
  days: number;
  vehicleTypes: readonly VehicleType[];
  /** Categories they may drive, those that a category includes with it. */
  licences: readonly string[];
  equipment: readonly string[];
  points: number;
  /** ISO 8601; of two with equal points, who has waited longer comes first. */
  waitingSince: string;
};

/** One vehicle, with the days on which it is lent, mended or promised already. */
export type LendableVehicle = {
  id: string;
  type: VehicleType;
  licence: string | null;
  equipment: readonly string[];
  /** The longest loan it is lent for; null: no such limit. */
  mostDays: number | null;
  busy: readonly Days[];
};

/** Everything an allocation rests on. Loans begin within the period; they may end after it. */
export type AllocationProblem = {
  period: Days;
  /** What a person loses for each day the loan begins after the first day it could have. */
  lossPerDay: number;
  people: readonly WaitingPerson[];
  vehicles: readonly LendableVehicle[];
};

/** One way to serve one person: that vehicle, from that day. `points` is what it counts for. */
export type LoanOption = { personId: string; vehicleId: string; start: string; until: string; points: number };

/** Why somebody may not use a vehicle, whenever it is free. */
export type UnfitReason = 'type' | 'licence' | 'equipment' | 'days';

export function unfitReasons(
  person: Pick<WaitingPerson, 'vehicleTypes' | 'licences' | 'equipment' | 'days'>,
  vehicle: Pick<LendableVehicle, 'type' | 'licence' | 'equipment' | 'mostDays'>,
): UnfitReason[] {
  const reasons: UnfitReason[] = [];
  if (!person.vehicleTypes.includes(vehicle.type)) reasons.push('type');
  if (vehicle.licence !== null && !person.licences.includes(vehicle.licence)) reasons.push('licence');
  if (!person.equipment.every((one) => vehicle.equipment.includes(one))) reasons.push('equipment');
  if (vehicle.mostDays !== null && person.days > vehicle.mostDays) reasons.push('days');
  return reasons;
}

export const isFree = (vehicle: Pick<LendableVehicle, 'busy'>, { from, until }: Days): boolean =>
  vehicle.busy.every((one) => one.until < from || until < one.from);

/** The first and the last day on which a loan to that person may begin in the period; null where there is none. */
export function startWindow(person: Pick<WaitingPerson, 'wantedFrom' | 'acceptsUntil'>, period: Days): Days | null {
  const from = laterDate(person.wantedFrom, period.from);
  const until = person.acceptsUntil < period.until ? person.acceptsUntil : period.until;
  return from <= until ? { from, until } : null;
}

/**
 * The order that is published: more points first, then who has waited longer, then the id. Nothing else ever decides between two
 * people, the order they were read in least of all.
 */
export const inPublishedOrder = <T extends Pick<WaitingPerson, 'id' | 'points' | 'waitingSince'>>(
  people: readonly T[],
): T[] =>
  people.toSorted((a, b) => b.points - a.points || compare(a.waitingSince, b.waitingSince) || compare(a.id, b.id));

/** Every way to serve each person, in the published order of people and, of each, the earliest start first, then by vehicle. */
export function loanOptions({ period, lossPerDay, people, vehicles }: AllocationProblem): LoanOption[] {
  const sorted = vehicles.toSorted((a, b) => compare(a.id, b.id));
  return inPublishedOrder(people).flatMap((person) => {
    const window = startWindow(person, period);
    if (window === null) return [];
    const fitting = sorted.filter((vehicle) => unfitReasons(person, vehicle).length === 0);
    const late = Array.from({ length: daysBetween(window.from, window.until) + 1 }, (_, days) => days);
    return late.flatMap((daysLate) => {
      const start = addDays(window.from, daysLate);
      const until = addDays(start, person.days - 1);
      // Whoever is on the list counts for something: nobody is left out because serving them were worth nothing.
      const points = Math.max(1, person.points - lossPerDay * daysLate);
      return fitting
        .filter((vehicle) => isFree(vehicle, { from: start, until }))
        .map(({ id }) => ({ personId: person.id, vehicleId: id, start, until, points }));
    });
  });
}

export const overlap = (a: Pick<LoanOption, 'start' | 'until'>, b: Pick<LoanOption, 'start' | 'until'>): boolean =>
  a.start <= b.until && b.start <= a.until;

/** Whether both cannot be: one person twice, or one vehicle twice on a day. */
export const exclude = (a: LoanOption, b: LoanOption): boolean =>
  a.personId === b.personId || (a.vehicleId === b.vehicleId && overlap(a, b));

export function compare<T extends string | number>(a: T, b: T): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}
