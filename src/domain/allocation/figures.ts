import type { VehicleType } from '../catalogue/offer.ts';
import { addDays, daysBetween } from '../schedule/dates.ts';
import {
  type AllocationProblem,
  exclude,
  inPublishedOrder,
  isFree,
  type LendableVehicle,
  type LoanOption,
  loanOptions,
  startWindow,
  type UnfitReason,
  unfitReasons,
  type WaitingPerson,
} from './problem.ts';

/** Why somebody was given a vehicle, or none: figures only, of others no more than how many they are. */
export type AllocationFigures = {
  /** On the first day of the period. */
  points: number;
  /** The first day the loan could begin in the period; null where none lies in it. */
  from: string | null;
  given: { vehicleType: VehicleType; start: string; until: string; daysLate: number; points: number } | null;
  /** Vehicles of the fleet, those that they may use, and how many of the others each reason keeps from them. */
  vehicles: number;
  usable: number;
  unfit: Record<UnfitReason, number>;
  /** Of the usable ones, those that were free for the whole loan on some start, before anything was shared out. */
  free: number;
  /** People whose loan takes one of their ways to be served: with more points, with as many, with fewer. */
  before: { more: number; equal: number; fewer: number };
  /** With this sharing-out, the first day from which a vehicle they may use is free for the whole loan; null within a year. */
  freeFrom: string | null;
  /** Single changes that would give them a vehicle with this sharing-out, nobody else losing theirs. */
  changes: readonly AllocationChange[];
};

/** `acceptUntil`: a later start. `shorter`: the longest loan that fits. The others: one demand less. */
export type AllocationChange =
  | { kind: 'acceptUntil'; to: string }
  | { kind: 'shorter'; days: number }
  | { kind: Exclude<UnfitReason, 'days'> };

const LOOK_AHEAD_DAYS = 366;

/** The figures of each person, in the published order. */
export function figuresOf(
  problem: AllocationProblem,
  given: readonly LoanOption[],
): ReadonlyMap<string, AllocationFigures> {
  const { period, vehicles } = problem;
  const options = loanOptions(problem);
  const pointsOf = new Map(problem.people.map(({ id, points }) => [id, points]));
  // What is lent once this sharing-out stands.
  const after = vehicles.map((vehicle) => ({
    ...vehicle,
    busy: [
      ...vehicle.busy,
      ...given.filter(({ vehicleId }) => vehicleId === vehicle.id).map(({ start, until }) => ({ from: start, until })),
    ],
  }));

  return new Map(
    inPublishedOrder(problem.people).map((person) => {
      const window = startWindow(person, period);
      const own = options.filter(({ personId }) => personId === person.id);
      const loan = given.find(({ personId }) => personId === person.id) ?? null;
      const others = given.filter(({ personId }) => personId !== person.id);
      const wanted = loan === null ? own : own.filter(({ start }) => start < loan.start);
      const taking = others.filter((other) => wanted.some((option) => exclude(option, other)));
      const than = (other: LoanOption) => (pointsOf.get(other.personId) ?? 0) - person.points;
      const unfit = { type: 0, licence: 0, equipment: 0, days: 0 };
      for (const vehicle of vehicles) for (const reason of unfitReasons(person, vehicle)) unfit[reason] += 1;
      const usable = after.filter((vehicle) => unfitReasons(person, vehicle).length === 0);
      const freeFrom = loan === null && window !== null ? firstFree(usable, window.from, person.days) : null;
      const figures: AllocationFigures = {
        points: person.points,
        from: window?.from ?? null,
        given:
          loan === null || window === null
            ? null
            : {
                vehicleType: (vehicles.find(({ id }) => id === loan.vehicleId) as LendableVehicle).type,
                start: loan.start,
                until: loan.until,
                daysLate: daysBetween(window.from, loan.start),
                points: loan.points,
              },
        vehicles: vehicles.length,
        usable: usable.length,
        unfit,
        free: new Set(own.map(({ vehicleId }) => vehicleId)).size,
        before: {
          more: taking.filter((other) => than(other) > 0).length,
          equal: taking.filter((other) => than(other) === 0).length,
          fewer: taking.filter((other) => than(other) < 0).length,
        },
        freeFrom,
        changes: loan === null && window !== null ? changesFor(person, { after, window, freeFrom }) : [],
      };
      return [person.id, figures];
    }),
  );
}

function firstFree(vehicles: readonly LendableVehicle[], from: string, days: number): string | null {
  for (let later = 0; later <= LOOK_AHEAD_DAYS; later++) {
    const start = addDays(from, later);
    const loan = { from: start, until: addDays(start, days - 1) };
    if (vehicles.some((vehicle) => isFree(vehicle, loan))) return start;
  }
  return null;
}

function changesFor(
  person: WaitingPerson,
  asked: {
    after: readonly LendableVehicle[];
    window: { from: string; until: string };
    freeFrom: string | null;
  },
): AllocationChange[] {
  const { after, window, freeFrom } = asked;
  const changes: AllocationChange[] = [];
  if (freeFrom !== null) changes.push({ kind: 'acceptUntil', to: freeFrom });
  const isServed = (vehicles: readonly LendableVehicle[], days: number) => {
    const start = firstFree(vehicles, window.from, days);
    return start !== null && start <= window.until;
  };
  for (let days = person.days - 1; days >= 1; days--) {
    const lent = after.filter((vehicle) => unfitReasons({ ...person, days }, vehicle).length === 0);
    if (!isServed(lent, days)) continue;
    changes.push({ kind: 'shorter', days });
    break;
  }
  for (const kind of ['type', 'licence', 'equipment'] as const) {
    const withoutIt = after.filter((vehicle) => {
      const reasons = unfitReasons(person, vehicle);
      return reasons.length === 1 && reasons[0] === kind;
    });
    if (isServed(withoutIt, person.days)) changes.push({ kind });
  }
  return changes;
}
