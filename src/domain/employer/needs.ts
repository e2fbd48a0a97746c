import type { Lever } from '../counterfactual/counterfactual.ts';
import { crowMetres } from '../place-problems.ts';
import type { Cell } from './figures.ts';

/** What one person needs, without anything that says who they are. Null: not known, and never taken for a no. */
export type PersonInNeed = {
  /** Opaque, one and the same for all that is known of a person. */
  id: string;
  /** INSEE code of the commune they live in: nothing finer is looked at. */
  commune: string | null;
  maxTravelMinutes: number | null;
  /** Has a valid licence B. */
  drives: boolean | null;
  hasCar: boolean | null;
  job: { lon: number; lat: number; shifts: readonly { start: string; end: string }[] } | null;
  /** Something carries them on every day of that job. */
  hasWay: boolean | null;
  /** The single changes that would turn an offer which does not suit; amounts of hours in seconds. */
  changes: readonly { lever: Lever; amount: number }[];
};

/** Where people would work. Seconds by car from each commune; absent where no road leads or nobody lives. */
export type NeededSite = {
  id: string;
  place: { lon: number; lat: number };
  secondsFrom: ReadonlyMap<string, number>;
  patterns: readonly { id: string; shifts: readonly { start: string; end: string }[] }[];
};

/** What one thing would have to change. `hours`: the employer moves an hour by at most so many minutes. */
export const NEED_CHANGES = ['line', 'vehicle', 'hours15', 'hours30', 'hours60', 'driver', 'service'] as const;
export type NeedChange = (typeof NEED_CHANGES)[number];

/** A job that near to a site is a job at that site. */
const SAME_SITE_METRES = 1000;
/** By car: what is taken for accepted where nobody said, and what is never exceeded. */
const ROAD_MINUTES = { whenNotSaid: 45, most: 60 };
/** What somebody accepts is taken to the quarter of an hour below: no site sets them apart by a minute. */
const ROAD_STEP_MINUTES = 15;

const HOURS: readonly Lever[] = ['shiftStart', 'shiftEnd'];
const DRIVER: readonly Lever[] = ['departureTime', 'flexibility', 'maxDetour'];
const SERVICE: readonly Lever[] = ['serviceFrom', 'serviceTo', 'maxApproach', 'maxRide'];

export const needKey = (siteId: string, patternId: string | null, change: NeedChange) =>
  JSON.stringify([siteId, patternId, change]);

/**
 * Who could work at each of these sites if one thing changed, on the site as a whole and for each of its rotas: sets to be
 * counted together by `figuresOf`, and by nothing else.
 *
 * - `line`: lives near enough by road, surely has no car or may not drive one, and has no way there: a carpool line.
 * - `vehicle`: of those, may drive.
 * - `hours…`, `driver`, `service`: already goes for a job there, has no way, and a single change that was found would carry
 *   them on some of their rides: the employer moves an hour, a driver leaves or turns off otherwise, a service widens.
 */
export function needCells(people: readonly PersonInNeed[], sites: readonly NeededSite[]): Cell[] {
  return sites.flatMap((site) => {
    const line = new Set<string>();
    const vehicle = new Set<string>();
    const bound: PersonInNeed[] = [];
    for (const person of people) {
      const goesThere = person.job !== null && crowMetres(person.job, site.place) <= SAME_SITE_METRES;
      if (goesThere && person.hasWay === false) bound.push(person);
      if (goesThere && person.hasWay !== false) continue;
      if (!isNearEnough(person, site)) continue;
      if (person.drives === false || person.hasCar === false) line.add(person.id);
      if (person.drives === true && person.hasCar === false) vehicle.add(person.id);
    }
    const cellsFor = (patternId: string | null, goers: readonly PersonInNeed[]): Cell[] => {
      const turnedBy = (levers: readonly Lever[], mostSeconds = Number.POSITIVE_INFINITY) =>
        new Set(
          goers
            .filter(({ changes }) => changes.some((one) => levers.includes(one.lever) && one.amount <= mostSeconds))
            .map(({ id }) => id),
        );
      const sets: Record<NeedChange, ReadonlySet<string>> = {
        line,
        vehicle,
        hours15: turnedBy(HOURS, 15 * 60),
        hours30: turnedBy(HOURS, 30 * 60),
        hours60: turnedBy(HOURS, 60 * 60),
        driver: turnedBy(DRIVER),
        service: turnedBy(SERVICE),
      };
      return NEED_CHANGES.map((change) => ({ key: needKey(site.id, patternId, change), people: sets[change] }));
    };
    return [
      ...cellsFor(null, bound),
      ...site.patterns.flatMap(({ id, shifts }) =>
        cellsFor(
          id,
          bound.filter(({ job }) => job?.shifts.some((own) => shifts.some((one) => sameHours(own, one)))),
        ),
      ),
    ];
  });
}

const sameHours = (a: { start: string; end: string }, b: { start: string; end: string }) =>
  a.start === b.start && a.end === b.end;

function isNearEnough({ commune, maxTravelMinutes }: PersonInNeed, { secondsFrom }: NeededSite): boolean {
  const seconds = commune === null ? undefined : secondsFrom.get(commune);
  if (seconds === undefined) return false;
  const accepted = Math.min(maxTravelMinutes ?? ROAD_MINUTES.whenNotSaid, ROAD_MINUTES.most);
  return seconds <= Math.floor(accepted / ROAD_STEP_MINUTES) * ROAD_STEP_MINUTES * 60;
}
