import type { BookingSide } from '../../domain/booking/booking.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Booking } from '../ports/bookings.ts';
import type { Actor, Stores } from '../ports.ts';

/** The same words for one that is somebody else's as for one that never was. */
export const noBooking = () => new ProblemError('notFound', 'Cette réservation n’existe pas, ou plus.');

/** A right on either side, or what a visitor shows: a device or a link. Throws `forbidden`. */
export function requireBookings({ actor }: Context): void {
  if (actor.kind === 'visitor' && actor.link !== undefined) return;
  if (actor.kind === 'system' || actor.scopes.has('bookings:write') || actor.scopes.has('bookings:answer')) return;
  const who = actor.kind === 'program' ? 'Cette clé n’a' : 'Votre compte n’a';
  throw new ProblemError('forbidden', `${who} ni le droit « bookings:write » ni le droit « bookings:answer ».`);
}

/**
 * On which sides of a booking that it sees the actor stands. Whoever sees it without being the one who is asked sees it as the
 * person's adviser; whoever is asked is an adviser besides only where it holds the person's file, which tells where they live.
 */
export async function sidesOf(stores: Stores, actor: Actor, booking: Booking): Promise<BookingSide[]> {
  if (actor.kind === 'system') return ['system'];
  if (actor.kind === 'visitor') {
    return [(await stores.bookings.findOwnPerson()) === booking.beneficiaryId ? 'person' : 'provider'];
  }
  const isAsked = booking.providerOrganisationId !== null && booking.providerOrganisationId === actor.organisationId;
  const isAdviser =
    actor.scopes.has('bookings:write') && (!isAsked || (await stores.bookings.holdsFile(booking.beneficiaryId)));
  return [
    ...(isAsked && actor.scopes.has('bookings:answer') ? ['provider' as const] : []),
    ...(isAdviser ? ['adviser' as const] : []),
  ];
}

/** Throws `notFound`. */
export async function loadBooking(stores: Stores, id: string): Promise<Booking> {
  const booking = await stores.bookings.find(id);
  if (booking === null) throw noBooking();
  return booking;
}

/**
 * To be changed: by its id, or where `id` is null the one that the visitor's link leads to. Throws `notFound`, `conflict` where it is
 * not that version any more.
 */
export async function lockBooking(
  stores: Stores,
  { id, expectedVersion }: { id: string | null; expectedVersion?: number | undefined },
): Promise<Booking> {
  const wanted = id ?? (await stores.bookings.findByLink())?.id ?? null;
  const booking = wanted === null ? null : await stores.bookings.lock(wanted);
  if (booking === null) throw noBooking();
  if (expectedVersion !== undefined && booking.version !== expectedVersion) {
    throw new ProblemError('conflict', 'Cette réservation a changé entre-temps : relisez-la, puis recommencez.');
  }
  return booking;
}
