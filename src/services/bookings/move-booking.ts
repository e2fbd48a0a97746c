import {
  BOOKING_RULES,
  type BookingAction,
  type BookingSide,
  HOLDING_STATUSES,
  isAllowed,
} from '../../domain/booking/booking.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Booking, BookingChange } from '../ports/bookings.ts';
import type { Stores } from '../ports.ts';
import { noBooking, sidesOf } from './load-booking.ts';

export type Move = {
  action: BookingAction;
  change?: BookingChange;
  text?: string | null;
  details?: Record<string, unknown>;
};

/**
 * One step in the life of a booking that is locked: the row, its seats, its timeline, the audit, and the messages that follow, in the
 * caller's transaction. Gives the side on which it was done. Throws `notFound` for whoever may not do it at all, and `conflict` where
 * the step is not possible any more, saying what happened instead.
 */
export async function moveBooking(
  ctx: Context,
  stores: Stores,
  booking: Booking,
  { action, change = {}, text = null, details = {} }: Move,
): Promise<BookingSide> {
  const rule = BOOKING_RULES[action];
  const [side] = (await sidesOf(stores, ctx.actor, booking)).filter((one) => rule.by.includes(one));
  if (side === undefined) throw noBooking();
  if (!isAllowed(action, booking, side)) throw noLonger(booking);

  const status = rule.to === null ? {} : { status: rule.to };
  await stores.bookings.change(booking.id, { ...status, ...change });
  if (rule.to !== null && !HOLDING_STATUSES.includes(rule.to)) await stores.bookings.release(booking.id);
  const eventId = await stores.bookings.addEvent({
    bookingId: booking.id,
    kind: action,
    byKind: side,
    text,
    details,
  });
  await stores.audit.record({
    action: `booking.${action}`,
    entity: 'booking',
    entityId: booking.id,
    fields: Object.keys({ ...status, ...change }),
  });
  await stores.outbox.append({ type: 'bookingMoved', bookingId: booking.id, eventId });
  return side;
}

const TOLD: Record<Booking['status'], string> = {
  requested: 'attend encore une réponse',
  confirmed: 'est déjà confirmée',
  refused: 'a déjà été refusée',
  done: 'est terminée',
  cancelled: 'est annulée',
  noShow: 'est terminée',
};

const noLonger = ({ status, proposal }: Booking) =>
  new ProblemError(
    'conflict',
    proposal !== null && status === 'requested'
      ? 'Une autre heure a été proposée : la personne doit d’abord répondre.'
      : `Ce n’est plus possible : cette réservation ${TOLD[status]}.`,
  );
