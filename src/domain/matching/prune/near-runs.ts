import { DAY } from '../../clock-time.ts';
import { shiftWeekday } from '../../schedule/dates.ts';
import type { Leg } from '../../schedule/legs.ts';
import { clockOn, steadyClock } from '../../schedule/local-clock.ts';
import { OVER_MIDNIGHT_SECONDS, SAME_DAY_SECONDS } from '../carpool-runs.ts';
import type { MatchQuestion } from '../question.ts';
import type { Point } from '../travel.ts';
import type { CarpoolIndex } from './carpool-index.ts';

/**
 * The legs between the same two of the person's places. `hours`: those of the same deadline taken together, on all their days.
 * `isLoose`: some leg is of a night the clocks change.
 */
export type Stretch = {
  start: number;
  end: number;
  outbound: boolean;
  legs: BoundLeg[];
  hours: Hours[];
  isLoose: boolean;
};

/** A deadline that legs share. `weekdayBits`: of the days before, of the days themselves, of the days after. */
export type Hours = Pick<BoundLeg, 'weekdayBits' | 'deadline' | 'loose'>;

/** `weekdayBits`: the bit of the day before, of its own day, of the day after. `loose`: a night the clocks change, when an hour more or less counts for nothing. */
export type BoundLeg = {
  weekday: number;
  weekdayBits: readonly [number, number, number];
  deadline: number;
  loose: number;
};

/**
 * The runs near a leg, one after the other: the leg's deadline and when the run leaves, seconds on the leg's line. Good until
 * the next search.
 */
export type NearRuns = {
  count: number;
  deadline: Float64Array;
  earliest: Float64Array;
  latest: Float64Array;
};

export function stretchesOf(
  { facts, timeZone }: Pick<MatchQuestion, 'facts' | 'timeZone'>,
  places: readonly Point[],
): Stretch[] {
  const stretches = new Map<string, Stretch>();
  for (const leg of facts.legs) {
    const place = places.findIndex(({ lon, lat }) => lon === leg.place.lon && lat === leg.place.lat);
    const outbound = leg.direction === 'outbound';
    const [start, end] = outbound ? [0, place] : [place, 0];
    const key = `${start} ${end} ${outbound}`;
    const stretch = stretches.get(key) ?? { start, end, outbound, legs: [], hours: [], isLoose: false };
    stretches.set(key, stretch);
    stretch.legs.push(boundLeg(leg, facts.cycleDays === null, timeZone));
  }
  for (const stretch of stretches.values()) {
    stretch.hours = hoursOf(stretch.legs);
    stretch.isLoose = stretch.legs.some(({ loose }) => loose > 0);
  }
  return [...stretches.values()];
}

function hoursOf(legs: readonly BoundLeg[]): Hours[] {
  const same = Map.groupBy(legs, ({ deadline, loose }) => `${deadline} ${loose}`);
  return [...same.values()].map((alike) => {
    const { deadline, loose } = alike[0] as BoundLeg;
    const bits = (day: 0 | 1 | 2) => alike.reduce((all, { weekdayBits }) => all | weekdayBits[day], 0);
    return { deadline, loose, weekdayBits: [bits(0), bits(1), bits(2)] };
  });
}

function boundLeg(leg: Leg, isDated: boolean, timeZone: string): BoundLeg {
  const date = leg.dates[0];
  const clock = isDated && date !== undefined ? clockOn(date, timeZone) : steadyClock;
  const bit = (day: number) => 1 << (shiftWeekday(leg.weekday, day) - 1);
  return {
    weekday: leg.weekday,
    weekdayBits: [bit(-1), bit(0), bit(1)],
    deadline: leg.deadlineSeconds,
    loose: clock === steadyClock ? 0 : 3600,
  };
}

/** Finds the runs of a row that are near a leg, as `runsNear` does. */
export function createRunFinder(index: CarpoolIndex): {
  find(row: number, stretch: Stretch, returns: number): NearRuns;
  /** Whether some run, either way, is near each of the legs. */
  isNearEveryLeg(row: number, stretches: readonly Stretch[]): boolean;
} {
  let room = 256;
  const found = emptyRuns(room);

  function more(): void {
    room *= 2;
    const longer = emptyRuns(room);
    for (const name of ['deadline', 'earliest', 'latest'] as const) longer[name].set(found[name]);
    Object.assign(found, { deadline: longer.deadline, earliest: longer.earliest, latest: longer.latest });
  }

  return {
    find(row, { hours }, returns) {
      found.count = 0;
      const first = index.runStart[row] as number;
      const end = first + (index.runCount[row] as number);
      for (let run = first; run < end; run++) {
        if (index.runReturns[run] !== returns) continue;
        const weekdays = index.runWeekdays[run] as number;
        const departure = index.runDeparture[run] as number;
        const flexible = index.runFlexibility[run] as number;
        for (let h = 0; h < hours.length; h++) {
          const { weekdayBits, deadline, loose } = hours[h] as Hours;
          for (let day = 0; day < 3; day++) {
            if ((weekdays & (weekdayBits[day] as number)) === 0) continue;
            const nominal = departure + (day - 1) * DAY;
            const apart = Math.abs(nominal - deadline) - loose;
            if (apart > (day === 1 ? SAME_DAY_SECONDS : OVER_MIDNIGHT_SECONDS)) continue;
            if (found.count === room) more();
            found.deadline[found.count] = deadline;
            found.earliest[found.count] = nominal - flexible - loose;
            found.latest[found.count] = nominal + flexible + loose;
            found.count++;
          }
        }
      }
      return found;
    },

    isNearEveryLeg(row, stretches) {
      for (let s = 0; s < stretches.length; s++) {
        const { legs } = stretches[s] as Stretch;
        for (let l = 0; l < legs.length; l++) if (!isNear(row, legs[l] as BoundLeg)) return false;
      }
      return true;
    },
  };

  /** For sure: on a night the clocks change, at the worst of them. */
  function isNear(row: number, { weekdayBits, deadline, loose }: BoundLeg): boolean {
    const first = index.runStart[row] as number;
    const end = first + (index.runCount[row] as number);
    for (let run = first; run < end; run++) {
      for (let day = 0; day < 3; day++) {
        if (((index.runWeekdays[run] as number) & (weekdayBits[day] as number)) === 0) continue;
        const apart = Math.abs((index.runDeparture[run] as number) + (day - 1) * DAY - deadline) + loose;
        if (apart <= (day === 1 ? SAME_DAY_SECONDS : OVER_MIDNIGHT_SECONDS)) return true;
      }
    }
    return false;
  }
}

function emptyRuns(room: number): NearRuns {
  return {
    count: 0,
    deadline: new Float64Array(room),
    earliest: new Float64Array(room),
    latest: new Float64Array(room),
  };
}
