import type { MatchingFacts } from '../matching/facts.ts';
import type { LocatedPlace, Place } from '../place.ts';
import { laterDate } from '../schedule/dates.ts';
import type { LegStop } from '../schedule/legs.ts';
import { datedLegs, unrollCycle, wholeMinutes } from '../schedule/unroll.ts';
import type { TerritoryRules } from '../territory.ts';
import type { DiagnosticInput } from './diagnostic.ts';

/** The day from which everything is judged: the later of the wished start and today; the first date of another goal. */
export function startOf(input: DiagnosticInput, today: string): string {
  if (input.job) return laterDate(input.job.startsOn ?? input.job.cycle.anchorDate, today);
  const dates = (input.goal?.dates ?? []).map((d) => d.date).filter((date) => date >= today);
  return dates.sort()[0] ?? today;
}

/** A validated diagnostic turned into what the engine may know. `locate` says in which zones a place lies. */
export function factsOf(input: {
  diagnostic: DiagnosticInput;
  age: number | null;
  today: string;
  rules: TerritoryRules;
  locate: (place: Place) => LocatedPlace;
}): MatchingFacts {
  const { diagnostic, age, today, rules, locate } = input;
  const { job, goal, beneficiary, means, barriers } = diagnostic;
  const startsOn = startOf(diagnostic, today);
  const home = locate(diagnostic.home);
  const stops = { outbound: stopsOf(diagnostic, 'outbound', locate), return: stopsOf(diagnostic, 'return', locate) };
  const limits = job ?? goal;
  const arrivalMarginMinutes = limits?.arrivalMarginMinutes ?? rules.defaults.arrivalMarginMinutes;
  const unrolled = job
    ? unrollCycle({
        cycle: job.cycle,
        startsOn,
        arrivalMarginMinutes,
        places: job.cycle.shifts.map((shift) => locate(shift.place ?? job)),
        stops,
      })
    : {
        unrolledDays: null,
        ...(goal?.place
          ? datedLegs({
              dates: goal.dates.filter((d) => d.date >= today),
              arrivalMarginMinutes,
              place: locate(goal.place),
              stops,
            })
          : { legs: [], shifts: [] }),
      };
  return {
    ...(age === null ? {} : { age }),
    ...(beneficiary?.statuses === undefined ? {} : { statuses: beneficiary.statuses }),
    ...(beneficiary?.frenchLevel === undefined ? {} : { frenchLevel: beneficiary.frenchLevel }),
    means,
    barriers,
    home,
    startsOn,
    cycleDays: job ? job.cycle.lengthDays : null,
    ...(goal?.seats === undefined ? {} : { seats: goal.seats }),
    ...unrolled,
    arrivalMarginSeconds: wholeMinutes(arrivalMarginMinutes),
    ...(limits?.maxWaitMinutes === undefined ? {} : { maxWaitMinutes: limits.maxWaitMinutes }),
    ...(limits?.maxTravelMinutes === undefined ? {} : { maxTravelMinutes: limits.maxTravelMinutes }),
  };
}

function stopsOf(
  { stops }: DiagnosticInput,
  direction: 'outbound' | 'return',
  locate: (place: Place) => LocatedPlace,
): LegStop[] {
  return stops
    .filter((s) => s.direction === direction)
    .map((s) => ({ place: locate(s), dwellSeconds: Math.round(s.dwellMinutes * 60), childSeats: s.childSeats }));
}
