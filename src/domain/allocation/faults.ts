import { addDays } from '../schedule/dates.ts';
import { type AllocationProblem, isFree, type LoanOption, overlap, startWindow, unfitReasons } from './problem.ts';

/** A rule that an allocation breaks, with whom it is about. */
export type AllocationFault = {
  rule: 'unknown' | 'personTwice' | 'vehicleTwice' | 'unfit' | 'busy' | 'start' | 'length' | 'points';
  personId: string;
};

/**
 * Everything an allocation breaks, looked for rule by rule and without what made it: nothing is stored, shown or replayed that has one. Points are
 * those of the published rule.
 */
export function faultsOf(problem: AllocationProblem, given: readonly LoanOption[]): AllocationFault[] {
  const faults: AllocationFault[] = [];
  for (const [nth, loan] of given.entries()) {
    const { personId, start, until } = loan;
    const say = (rule: AllocationFault['rule']) => faults.push({ rule, personId });
    const person = problem.people.find(({ id }) => id === personId);
    const vehicle = problem.vehicles.find(({ id }) => id === loan.vehicleId);
    if (person === undefined || vehicle === undefined) {
      say('unknown');
      continue;
    }
    const earlier = given.slice(0, nth);
    if (earlier.some((other) => other.personId === personId)) say('personTwice');
    if (earlier.some((other) => other.vehicleId === loan.vehicleId && overlap(other, loan))) say('vehicleTwice');
    if (unfitReasons(person, vehicle).length > 0) say('unfit');
    if (!isFree(vehicle, { from: start, until })) say('busy');
    const window = startWindow(person, problem.period);
    if (window === null || start < window.from || start > window.until) say('start');
    if (until !== addDays(start, person.days - 1)) say('length');
    let late = 0;
    while (window !== null && addDays(window.from, late) < start) late++;
    if (loan.points !== Math.max(1, person.points - problem.lossPerDay * late)) say('points');
  }
  return faults;
}
