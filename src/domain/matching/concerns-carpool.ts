import type { OfferOf } from '../catalogue/offer.ts';
import { DAY } from '../clock-time.ts';
import { shiftWeekday } from '../schedule/dates.ts';
import { carpoolCriteria } from './carpool.ts';
import { OVER_MIDNIGHT_SECONDS, SAME_DAY_SECONDS, timetableOf } from './carpool-runs.ts';
import type { OpenQuestion } from './concerns.ts';
import { eligibility } from './eligibility.ts';
import { isNear } from './near.ts';
import { personPlaces } from './person-places.ts';
import { type BoundLeg, type Stretch, stretchesOf } from './prune/near-runs.ts';
import type { Point, Travel } from './travel.ts';
import { walkReachMetres, walkReachSeconds } from './walk-reach.ts';

type Carpool = OfferOf<'carpool'>;

/**
 * What is known of the roads between one driver and one person, in whole seconds by car. `person` counts their places: home,
 * then each workplace.
 */
export type DriverBounds = {
  /** From the driver's origin (0) or destination (1) to a place of the person, and back: at least. */
  towards(end: 0 | 1, person: number): number;
  away(person: number, end: 0 | 1): number;
  /** From one place of the person to another: at least. */
  between(from: number, to: number): number;
  /** The driver's own way, out (0) or back (1), exactly; negative where no road joins the two. */
  own(run: 0 | 1): number;
  /** The part of every time that cancels in a detour, and the bounds of the common error (estimates only). */
  fixedSeconds: number;
  errorFactor: readonly [low: number, high: number];
};

/** A person as all drivers see them, worked out once. */
export type Rider = {
  /** Home, then the workplaces. */
  places: readonly Point[];
  stretches: readonly Stretch[];
  maxWait: number;
  maxTravel: number;
  /** Crow-flight metres beyond which nobody walks. */
  reachMetres: number;
};

export function riderOf(question: Pick<OpenQuestion, 'facts' | 'rules' | 'timeZone'>): Rider {
  const { facts, rules } = question;
  const places = personPlaces(facts);
  const seconds = (minutes: number | undefined) => (minutes === undefined ? Number.POSITIVE_INFINITY : minutes * 60);
  return {
    places,
    stretches: stretchesOf(question, places),
    maxWait: seconds(facts.maxWaitMinutes),
    maxTravel: seconds(facts.maxTravelMinutes),
    reachMetres: walkReachMetres(walkReachSeconds(facts, rules)),
  };
}

/**
 * False only where the reference matcher would say `impossible` on any roads that keep those bounds, whatever is taken: who
 * the offer is for, then hours and detour, held against each other as when a person's carpools are ruled out (ADR 0019). A
 * driver who may be walked to is not bounded by roads.
 */
export function mayCarry(question: OpenQuestion, rider: Rider, offer: Carpool, bounds: DriverBounds): boolean {
  const { facts, rules } = question;
  if (eligibility(facts, offer, rules).some(isUnmet)) return false;
  // Asks of the person alone.
  const noTimes = { ...question, offer, travel: {} as Travel, availability: { rides: new Map(), loans: new Map() } };
  if (carpoolCriteria(noTimes).some(isUnmet)) return false;
  if (facts.legs.length === 0) return true;
  const { details } = offer;
  const isWalked = [details.origin, details.destination, ...details.meetingPoints].some(({ lon, lat }) =>
    rider.places.some((place) => isNear(place, lon, lat, rider.reachMetres)),
  );
  const limit = details.maxDetourMinutes === null ? Number.POSITIVE_INFINITY : details.maxDetourMinutes * 60;
  for (const stretch of rider.stretches) {
    for (const run of RUNS) {
      const room = isWalked ? ANY_TIME : roomOf(rider, stretch, run, limit, bounds);
      if (room !== null && runsThen(offer, stretch, run, room)) return true;
    }
  }
  return false;
}

const RUNS = [0, 1] as const;

const isUnmet = ({ outcome }: { outcome: string }) => outcome === 'unmet';

/** How long after the run may leave, at least, and after it must have left, at most, the leg's clock time may come. */
type Room = { least: number; most: number };
const ANY_TIME: Room = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };

/** Null where the detour or the ride is too long whatever the hour. */
function roomOf(rider: Rider, stretch: Stretch, run: 0 | 1, limit: number, bounds: DriverBounds): Room | null {
  const { start, end, outbound } = stretch;
  const { fixedSeconds } = bounds;
  const [low, high] = bounds.errorFactor;
  const direct = bounds.own(run);
  if (direct < 0) return null;
  const slope = (seconds: number) => (seconds > fixedSeconds ? seconds - fixedSeconds : 0);
  const ride = bounds.between(start, end);
  if (ride * low > rider.maxTravel) return null;
  const [from, to] = run === 0 ? ([0, 1] as const) : ([1, 0] as const);
  const toPickUp = bounds.towards(from, start);
  const onward = bounds.away(end, to);
  // What the driver can spend on the way to the person and with them before the detour is too long.
  const spare = limit / low + slope(direct) - slope(onward);
  if (slope(toPickUp) + slope(ride) > spare) return null;
  if (outbound) {
    // There in time, by the least it takes; and not too early, by the most the detour allows.
    return { least: (toPickUp + ride) * low, most: rider.maxWait + (spare + 2 * fixedSeconds) * high };
  }
  // At the door after the shift, by the most the detour allows; and not too long after, by the least it takes.
  const latest = (spare - slope(ride) + fixedSeconds) * high;
  return { least: toPickUp * low - rider.maxWait, most: latest };
}

/** Whether a run that is near a leg leaves so long before (to work) or so early before the shift's end (home) as it may. */
function runsThen(offer: Carpool, { legs, outbound }: Stretch, run: 0 | 1, { least, most }: Room): boolean {
  for (const { direction, weekdays, departure, flexibility } of timetableOf(offer).trips) {
    if ((direction === 'outbound' ? 0 : 1) !== run) continue;
    for (const leg of legs) {
      for (let day = -1; day <= 1; day++) {
        if (!weekdays.includes(shiftWeekday(leg.weekday, day))) continue;
        if (isThen(leg, day, departure + day * DAY, flexibility)) return true;
      }
    }
  }
  return false;

  function isThen({ deadline, loose }: BoundLeg, day: number, nominal: number, flexibility: number): boolean {
    const near = (day === 0 ? SAME_DAY_SECONDS : OVER_MIDNIGHT_SECONDS) + loose;
    if (Math.abs(nominal - deadline) > near) return false;
    const after = deadline - nominal;
    const room = flexibility + loose + ROUNDING_SECONDS;
    // To work: room = after + flexibility ≥ the way; wait = after − flexibility − the way ≤ most.
    if (outbound) return after + room >= least && after - room <= most;
    // Home: the driver passes between −after ± flexibility and the way later.
    return after - room <= most && -after - room <= -least;
  }
}

const ROUNDING_SECONDS = 5;
