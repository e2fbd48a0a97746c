import { Temporal } from 'temporal-polyfill';
import { type BookingNeed, HOLDING_STATUSES } from '../../domain/booking/booking.ts';
import type { RideWish } from '../../domain/booking/wish.ts';
import type { Place } from '../../domain/place.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { getFile } from '../people/held-file.ts';
import type { Booking } from '../ports/bookings.ts';
import { getBooking } from './get-booking.ts';
import { loadBooking, noBooking, requireBookings } from './load-booking.ts';
import { type BookingView, wallTime } from './view-booking.ts';

/** What the person wished for when they asked for a ride, and the ride of the same day in the other direction if there was one. */
export type OwnJourney = {
  home: Place;
  away: Place;
  seats: number;
  needs: readonly BookingNeed[];
  /** In order; the first is the ride itself, or the outbound of its day. */
  rides: readonly (RideWish & { bookingId: string })[];
  offerId: string;
  /** Offers that said no to this ride, or whose ride was called off. */
  refusedBy: readonly string[];
};

/**
 * The wish behind one of the person's own rides, to ask for it again: by the person, or by whoever holds the file of `personId`.
 * `alone`: that ride only. Throws `notFound` for anybody else's.
 */
export async function getOwnJourney({
  ctx,
  input: { id, alone, personId },
}: {
  ctx: Context;
  input: { id: string; alone: boolean; personId?: string };
}): Promise<OwnJourney> {
  const { timeZone } = (await ctx.deps.territory(ctx.actor.territoryId)).territory;
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { bookings } = stores;
    const beneficiaryId =
      personId === undefined ? await bookings.findOwnPerson() : (await getFile(stores, personId)).id;
    const one = await loadBooking(stores, id);
    if (beneficiaryId === null || one.beneficiaryId !== beneficiaryId) throw noBooking();
    const all = await bookings.list({ beneficiaryId, limit: 300 });
    const mate = alone ? undefined : all.filter((other) => isOtherWay(one, other)).toSorted(nearerTo(one))[0];
    const replaced = all.filter(({ id }) => id === one.replacesId);
    return {
      home: one.direction === 'outbound' ? one.from : one.to,
      away: one.direction === 'outbound' ? one.to : one.from,
      seats: one.seats,
      needs: one.needs,
      rides: [one, ...(mate ? [mate] : [])]
        .map((booking) => ({ ...wishOf(booking, timeZone), bookingId: booking.id }))
        .toSorted((a, b) => (`${a.date} ${a.at}` < `${b.date} ${b.at}` ? -1 : 1)),
      offerId: one.offerId,
      refusedBy: [one, ...replaced].map(({ offerId }) => offerId),
    };
  });
}

/**
 * The ride in the other direction that stays booked whatever becomes of this one; null where there is none. For whoever calls one
 * off to know. Throws `forbidden`, `notFound`.
 */
export async function findOtherWay({
  ctx,
  input: { id },
}: {
  ctx: Context;
  input: { id: string };
}): Promise<BookingView | null> {
  requireBookings(ctx);
  const other = await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const one = await loadBooking(stores, id);
    const all = await stores.bookings.list({ beneficiaryId: one.beneficiaryId, limit: 300 });
    const held = all.filter((each) => isHeld(each) && isOtherWay(one, each));
    return held.toSorted(nearerTo(one))[0] ?? null;
  });
  return other && getBooking({ ctx, input: { id: other.id } });
}

const isHeld = ({ status }: Booking) => HOLDING_STATUSES.includes(status);

const MOST_PLACES = 6;

/** Where the person rode from and to, the last first, each once. None where nobody is let in. */
export async function listOwnPlaces({ ctx }: { ctx: Context }): Promise<Place[]> {
  const all = await ctx.deps.database.transact(ctx.actor, async ({ bookings }) => {
    const beneficiaryId = await bookings.findOwnPerson();
    return beneficiaryId === null ? [] : bookings.list({ beneficiaryId, limit: 300 });
  });
  const places = all.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).flatMap(({ from, to }) => [to, from]);
  return places.filter((place, i) => places.findIndex((other) => sameSpot(other, place)) === i).slice(0, MOST_PLACES);
}

const sameSpot = (a: Place, b: Place) => a.lon === b.lon && a.lat === b.lat;

/** Between the same places, the other way, within a day. */
function isOtherWay(one: Booking, other: Booking): boolean {
  if (other.direction === one.direction || !sameSpot(one.from, other.to) || !sameSpot(one.to, other.from)) return false;
  const hours = (Date.parse(wishedAt(other)) - Date.parse(wishedAt(one))) / 3_600_000;
  return one.direction === 'outbound' ? hours > 0 && hours < 24 : hours < 0 && hours > -24;
}

/** One that took place or will before one that did not, those asked for together first, then the nearest. */
const nearerTo =
  (one: Booking) =>
  (a: Booking, b: Booking): number => {
    const isOff = ({ status }: Booking) => Number(status === 'cancelled' || status === 'refused');
    const isApart = ({ groupId }: Booking) => Number(groupId === null || groupId !== one.groupId);
    const away = (other: Booking) => Math.abs(Date.parse(wishedAt(other)) - Date.parse(wishedAt(one)));
    return isOff(a) - isOff(b) || isApart(a) - isApart(b) || away(a) - away(b);
  };

const wishedAt = (booking: Booking): string => booking.arriveBy ?? booking.departFrom ?? booking.departAt ?? '';

function wishOf(booking: Booking, timeZone: string): RideWish {
  const at = wishedAt(booking);
  return {
    direction: booking.direction,
    date: dateAt(Temporal.Instant.from(at), timeZone),
    at: wallTime(at, timeZone).time,
  };
}
