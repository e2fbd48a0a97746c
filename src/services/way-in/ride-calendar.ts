import { z } from 'zod';
import type { BookingStatus } from '../../domain/booking/booking.ts';
import { DEVICE_DAYS, RIDER_LANGUAGES } from '../../domain/booking/way-in.ts';
import type { Territory } from '../../domain/territory.ts';
import { loadBooking, noBooking, requireBookings, sidesOf } from '../bookings/load-booking.ts';
import { isPublicPlace } from '../bookings/ride-correspondence.ts';
import type { Context, Deps } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Booking } from '../ports/bookings.ts';
import type { Stores } from '../ports.ts';
import { visitorOf } from '../visitor.ts';
import { onOwnDevice } from './on-own-device.ts';
import { deviceHash } from './secrets.ts';

const PAST_HOURS = 24 * 31;
const MOST = 1000;

const openSchema = z.object({ secret: z.string().max(100), language: z.enum(RIDER_LANGUAGES) });

/**
 * A secret address by which a calendar reads the person's rides, in place of the one they had. `secret`: of `newDeviceSecret`, drawn
 * with the form: sent twice it is one calendar; kept as its hash only. `ctx`: of `findRider`. Throws `malformed`, and `forbidden` for a
 * device that lets nobody in, or by a code on paper.
 */
export async function openRideCalendar({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof openSchema>;
}): Promise<{ token: string }> {
  const { secret, language } = parseInput(openSchema, input);
  const tokenHash = deviceHash(secret);
  if (tokenHash === null) throw new ProblemError('malformed', 'Cette adresse n’est pas de la bonne forme.');
  const { actor, deps } = ctx;
  const expiresAt = deps.clock
    .now()
    .add({ hours: 24 * DEVICE_DAYS })
    .toString();
  const isOpen = await onOwnDevice(ctx, 'wayIn.calendarOpened', ({ wayIns }) =>
    wayIns.openCalendar({ id: deps.ids.next('way'), tokenHash, language, expiresAt }),
  );
  if (!isOpen) throw new ProblemError('forbidden', 'Ouvrez d’abord le lien que nous vous avons envoyé.');
  // The territory is no secret, and says behind which wall to look.
  return { token: `${actor.territoryId}.${secret}` };
}

/** From now on its address leads nowhere. Harmless to repeat. `ctx`: of `findRider`. */
export async function closeRideCalendar({ ctx }: { ctx: Context }): Promise<void> {
  await onOwnDevice(ctx, 'wayIn.calendarClosed', ({ wayIns }) => wayIns.closeCalendar());
}

/** Since when the person of the device has a calendar; null where they have none. */
export async function findRideCalendar({ ctx }: { ctx: Context }): Promise<{ since: string } | null> {
  const since = await ctx.deps.database.transact(ctx.actor, ({ wayIns }) => wayIns.findOwnCalendar());
  return since === null ? null : { since };
}

/** A ride as a calendar may tell it: hours, a public place, what became of it. Instants. */
export type CalendarRide = {
  id: string;
  departAt: string;
  arriveAt: string;
  changedAt: string;
  /** Where one is met; a commune for a natural person's own place. Null where one is fetched at the door. */
  place: string | null;
  status: BookingStatus;
};

/**
 * The rides behind a secret address: those of a month ago and all to come, what was called off too. Throws `notFound`, the same for one
 * that was closed and one that never was.
 */
export async function readRideCalendar({
  deps,
  input: { token },
}: {
  deps: Deps;
  input: { token: string };
}): Promise<{ rides: CalendarRide[]; language: string; territory: Pick<Territory, 'id' | 'timeZone'> }> {
  const [, territoryId = '', secret = ''] = /^([a-z][a-z0-9-]{1,40})\.([\w-]{43})$/.exec(token) ?? [];
  const hash = deviceHash(secret);
  if (hash === null) throw noCalendar();
  const { territory } = await deps.territory(territoryId);
  const leavesFrom = deps.clock.now().subtract({ hours: PAST_HOURS }).toString();
  return deps.database.transact(visitorOf(territoryId, hash), async (stores) => {
    const { wayIns, bookings } = stores;
    const shown = await wayIns.findShownCalendar();
    if (shown === null) throw noCalendar();
    const found = await bookings.list({ beneficiaryId: shown.personId, leavesFrom, limit: MOST });
    const rides: CalendarRide[] = [];
    for (const booking of found) {
      const ride = await inCalendar(stores, booking);
      if (ride !== null) rides.push(ride);
    }
    return { rides, language: shown.language, territory };
  });
}

/** One ride of whoever the device lets in, to be put into a calendar once; null where it has no hours. Throws `notFound`. */
export async function getCalendarRide({
  ctx,
  input: { id },
}: {
  ctx: Context;
  input: { id: string };
}): Promise<CalendarRide | null> {
  requireBookings(ctx);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const booking = await loadBooking(stores, id);
    if (!(await sidesOf(stores, ctx.actor, booking)).includes('person')) throw noBooking();
    return inCalendar(stores, booking);
  });
}

async function inCalendar(stores: Stores, booking: Booking): Promise<CalendarRide | null> {
  const { id, departAt, arriveAt, updatedAt, ride, status } = booking;
  if (departAt === null || arriveAt === null) return null;
  const isPublic = await isPublicPlace(stores, booking);
  const place = isPublic ? (ride?.pickUp ?? null) : (ride?.pickUpCommune ?? null);
  return { id, departAt, arriveAt, status, place, changedAt: updatedAt };
}

const noCalendar = () => new ProblemError('notFound', 'Cet agenda n’existe pas, ou plus.');
