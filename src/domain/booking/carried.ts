import { Temporal } from 'temporal-polyfill';
import type { Offer, OfferKind } from '../catalogue/offer.ts';
import type { LegMatch } from '../matching/result.ts';
import { whichOfTwo } from '../schedule/clock-change.ts';
import { addDays } from '../schedule/dates.ts';
import type { BookedRide } from './booking.ts';
import type { RideWish } from './wish.ts';

/** Kinds whose rides are asked for one by one. The others are a matter of a referral. */
export const RIDE_KINDS = ['carpool', 'demandResponsiveTransport', 'volunteerDriving'] as const;
export type RideKind = (typeof RIDE_KINDS)[number];
export const isRideKind = (kind: OfferKind): kind is RideKind => (RIDE_KINDS as readonly OfferKind[]).includes(kind);

/** How that leg is carried, as a booking keeps it; null where it is not. */
export function carriedRide(leg: LegMatch): BookedRide | null {
  if (!leg.served || leg.departSeconds === null || leg.arriveSeconds === null) return null;
  return {
    departSeconds: leg.departSeconds,
    arriveSeconds: leg.arriveSeconds,
    durationSeconds: leg.durationSeconds ?? leg.arriveSeconds - leg.departSeconds,
    waitSeconds: leg.waitSeconds ?? 0,
    walkSeconds: leg.walkSeconds,
    detourSeconds: leg.detourSeconds,
    distanceMetres: leg.distanceMetres ?? 0,
    estimated: leg.estimated,
    tripIndex: leg.tripIndex ?? null,
    runDayOffset: leg.runDayOffset ?? 0,
    pickUp: leg.pickUp ?? null,
    dropOff: leg.dropOff ?? null,
  };
}

const DAY = 86_400;

/**
 * That second on that day’s wall as an instant. Departures are told rounded down to the minute, arrivals rounded up: whoever goes by
 * them is never late. On the night the clocks go back the first of two equal hours is meant; an hour that is skipped is the one
 * that comes in its place.
 */
export function instantOf(date: string, seconds: number, timeZone: string, round: 'down' | 'up'): Temporal.Instant {
  return onTheWall(date, (round === 'down' ? Math.floor(seconds / 60) : Math.ceil(seconds / 60)) * 60, timeZone);
}

type Reading = 'compatible' | 'earlier' | 'later';

function onTheWall(
  date: string,
  seconds: number,
  timeZone: string,
  disambiguation: Reading = 'compatible',
): Temporal.Instant {
  const days = Math.floor(seconds / DAY);
  const ofDay = Math.floor(seconds - days * DAY);
  const plainTime = { hour: Math.floor(ofDay / 3600), minute: Math.floor(ofDay / 60) % 60, second: ofDay % 60 };
  const plain = Temporal.PlainDate.from(addDays(date, days)).toPlainDateTime(plainTime);
  return plain.toZonedDateTime(timeZone, { disambiguation }).toInstant();
}

/** A wished hour, read on the safe side as the engine reads it: the first of two to be there by, the second to leave from. */
export function wishedInstant(
  { date, seconds, direction }: { date: string; seconds: number; direction: 'outbound' | 'return' },
  timeZone: string,
): Temporal.Instant {
  const instant = onTheWall(date, seconds, timeZone);
  if (direction === 'outbound' || whichOfTwo(instant, timeZone) === null) return instant;
  return onTheWall(date, seconds, timeZone, 'later');
}

/**
 * When a ride leaves and arrives. Of a departure that comes twice the first is meant on the way there: whoever takes it for the second
 * is waited for, and nobody waits for who left an hour ago. On the way back the second is, where both ends come twice, as the wish was
 * read; else those that are as far apart as the ride is long.
 */
export function rideInstants(
  { date, direction, ride }: { date: string; direction: 'outbound' | 'return'; ride: BookedRide },
  timeZone: string,
): { departAt: Temporal.Instant; arriveAt: Temporal.Instant } {
  const departAt = instantOf(date, ride.departSeconds, timeZone, 'down');
  const arriveAt = instantOf(date, ride.arriveSeconds, timeZone, 'up');
  if (direction === 'outbound') return { departAt, arriveAt };
  const both = (instant: Temporal.Instant) =>
    whichOfTwo(instant, timeZone) === null ? [instant] : [instant.add({ hours: 1 }), instant];
  const pairs = both(departAt).flatMap((departs) =>
    both(arriveAt).map((arrives) => ({ departAt: departs, arriveAt: arrives })),
  );
  const off = (pair: (typeof pairs)[number]) =>
    Math.abs(pair.arriveAt.since(pair.departAt).total('seconds') - ride.durationSeconds);
  // Rounding to the minute makes no difference of two hours: equal ones stay in the order of the wish.
  const [best] = pairs.toSorted((one, other) => Math.round((off(one) - off(other)) / 600));
  return best ?? { departAt, arriveAt };
}

/**
 * Whether what is told keeps what was asked: there by then, or not leaving before. On estimated times the engine lets stand what may be
 * in time; what is most likely too late is no promise.
 */
export function keepsWish(
  { date, at, direction }: RideWish,
  { departAt, arriveAt }: { departAt: Temporal.Instant; arriveAt: Temporal.Instant },
  timeZone: string,
): boolean {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const wished = wishedInstant({ date, direction, seconds: hours * 3600 + minutes * 60 }, timeZone);
  return direction === 'outbound'
    ? Temporal.Instant.compare(arriveAt, wished) <= 0
    : Temporal.Instant.compare(departAt, wished) >= 0;
}

/** What a ride takes of an offer, and for how long. `from` and `until` are instants. */
export type SeatsTaken = {
  /** The run's day for a carpool, the ride's for the others. */
  date: string;
  tripIndex: number | null;
  departSeconds: number;
  arriveSeconds: number;
  from: string;
  until: string;
};

/**
 * A carpool's seat is one of a run on a date: whoever gets in at the third village sits there for the whole of it. A vehicle that
 * comes for somebody is taken while they are in it.
 */
export function seatsTaken(
  offer: Pick<Offer, 'kind'>,
  { date, ride, timeZone }: { date: string; ride: BookedRide; timeZone: string },
): SeatsTaken {
  if (offer.kind === 'carpool') {
    const runDate = addDays(date, ride.runDayOffset);
    const shift = ride.runDayOffset * DAY;
    return {
      date: runDate,
      tripIndex: ride.tripIndex,
      departSeconds: ride.departSeconds - shift,
      arriveSeconds: ride.arriveSeconds - shift,
      from: onTheWall(runDate, 0, timeZone).toString(),
      until: onTheWall(addDays(runDate, 1), 0, timeZone).toString(),
    };
  }
  return {
    date,
    tripIndex: null,
    departSeconds: ride.departSeconds,
    arriveSeconds: ride.arriveSeconds,
    from: onTheWall(date, ride.departSeconds, timeZone).toString(),
    until: laterOf(
      // Of an hour that comes twice it is taken both times.
      onTheWall(date, ride.arriveSeconds, timeZone, 'later'),
      // On the night the clocks go forward an hour on the wall may come before the one that was set out at.
      onTheWall(date, ride.departSeconds, timeZone).add({ seconds: Math.max(1, Math.ceil(ride.durationSeconds)) }),
    ).toString(),
  };
}

/** How many seats that offer has on a run or in its vehicle; null where nobody said. */
export function seatsOf(offer: Offer): number | null {
  return isRideKind(offer.kind) && 'seats' in offer.details ? (offer.details.seats ?? null) : null;
}

/** The same ride at another time of the day on which it leaves. Instants to the minute; of two equal hours as any ride's are. */
export function carriedTimes(
  { date, direction }: { date: string; direction: 'outbound' | 'return' },
  ride: BookedRide,
  departAt: string,
  timeZone: string,
) {
  const [hours = 0, minutes = 0] = departAt.split(':').map(Number);
  const day = Math.floor(ride.departSeconds / DAY);
  const departSeconds = day * DAY + hours * 3600 + minutes * 60;
  const arriveSeconds = departSeconds + (ride.arriveSeconds - ride.departSeconds);
  const moved: BookedRide = { ...ride, departSeconds, arriveSeconds };
  const times = rideInstants({ date, direction, ride: moved }, timeZone);
  const rideMinutes = Math.ceil((arriveSeconds - departSeconds) / 60);
  return {
    ride: moved,
    departAt: times.departAt.toString(),
    arriveAt: laterOf(times.arriveAt, times.departAt.add({ minutes: rideMinutes })).toString(),
  };
}

const laterOf = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) >= 0 ? a : b);
