import type { BookingSide } from '../../domain/booking/booking.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Booking, BookingEvent } from '../ports/bookings.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { rideCorrespondence, type Side } from './ride-correspondence.ts';

/**
 * Writes to whoever is to know of one event in the life of a ride, once, however often it is called. For workers.
 */
export async function tellBooking({
  ctx,
  input,
}: {
  ctx: Context;
  input: { bookingId: string; eventId: number };
}): Promise<void> {
  const key = `booking-told ${input.eventId}`;
  await withCorrespondence(ctx, { bookingId: input.bookingId, key }, async (to, { stores, booking }) => {
    const events = await stores.bookings.listEvents(booking.id);
    const event = events.find(({ id }) => id === input.eventId);
    if (event === undefined) return;
    // What waits tells of an earlier hour; what came later has told of itself.
    if (events.at(-1)?.id === event.id) await to.withdraw(outdated(booking, event));
    const wasConfirmed = events.some(({ kind }) => kind === 'accept' || kind === 'acceptTime');
    await tell(to, booking, event, wasConfirmed);
    if (await needsDriver(stores, booking, event)) {
      await stores.bookings.change(booking.id, { reassignSince: ctx.deps.clock.now().toString() });
      await stores.audit.record({
        action: 'booking.driverAsked',
        entity: 'booking',
        entityId: booking.id,
        fields: ['reassignSince'],
      });
      await to.reassign(event.kind === 'acceptTime' ? 'otherHour' : 'byTelephone', { what: String(event.id) });
    }
  });
}

/**
 * A yes that none of a structure’s drivers stands behind: to another hour, or as somebody heard it on the telephone. The structure is to
 * say which of them drives. A coordinator who says yes without naming anybody sees to it.
 */
async function needsDriver(stores: Stores, booking: Booking, { kind, byKind }: BookingEvent): Promise<boolean> {
  const { status, driverId, reassignSince, providerOrganisationId, offer } = booking;
  if (status !== 'confirmed' || driverId !== null || reassignSince !== null || providerOrganisationId === null) {
    return false;
  }
  // A minibus on demand has its own rota.
  if (offer.kind === 'demandResponsiveTransport') return false;
  const isOpen = kind === 'acceptTime' || (kind === 'accept' && byKind === 'adviser');
  return isOpen && (await stores.drivers.isDriving(providerOrganisationId));
}

export type RideCorrespondence = Awaited<ReturnType<typeof rideCorrespondence>>;

/**
 * With the row locked, for the organisation that holds the person's file, once under that key. Nothing where the booking is gone, or is
 * no ride.
 */
export async function withCorrespondence(
  ctx: Context,
  { bookingId, key }: { bookingId: string; key: string },
  work: (to: RideCorrespondence, found: { stores: Stores; booking: Booking }) => Promise<void>,
): Promise<void> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'Prévenir revient aux tâches de fond.');
  const handle = await deps.territory(actor.territoryId);
  const organisationId = await deps.database.transact(actor, async ({ bookings }) => {
    const booking = await bookings.find(bookingId);
    return booking === null ? undefined : bookings.findHolder(booking.beneficiaryId, booking.organisationId);
  });
  if (organisationId === undefined) return;
  const holder: Context = { deps, actor: { ...actor, organisationId }, idempotency: { key, requestHash: key } };
  await transactOnce(holder, {
    async effect(stores) {
      const booking = await stores.bookings.lock(bookingId);
      if (booking === null || booking.departAt === null) return null;
      const to = await rideCorrespondence(holder, stores, { ...booking, departAt: booking.departAt }, handle);
      await work(to, { stores, booking });
      return null;
    },
    answer: async () => undefined,
  });
}

/** Who would read something that this event has made untrue, or that it says once more. */
function outdated({ proposal }: Booking, { kind }: BookingEvent): readonly Side[] {
  switch (kind) {
    case 'complete':
      return [];
    case 'remind':
      return proposal === null ? ['driver'] : ['person'];
    case 'assign':
    case 'handBack':
      return ['driver'];
    default:
      return ['person', 'driver', 'adviser'];
  }
}

/** What is not so any more is not told: what came after it is another event. */
async function tell(
  to: RideCorrespondence,
  { status, proposal, driverId }: Booking,
  event: BookingEvent,
  wasConfirmed: boolean,
): Promise<void> {
  const { kind, byKind, details } = event;
  const what = { what: String(event.id) };
  const isBy = (...sides: readonly BookingSide[]) => sides.includes(byKind);
  switch (kind) {
    case 'requested':
      return status === 'requested' && proposal === null ? to.driver('requested', what) : undefined;
    case 'remind':
      if (status !== 'requested') return;
      // Whoever drives has said something: it is the person who is waited for.
      return proposal === null ? to.driver('waits', what) : to.person('proposed', what);
    case 'proposeTime':
      if (status !== 'requested' || proposal === null) return;
      await to.person('proposed', what);
      return isBy('adviser') ? undefined : to.adviser('proposed', what);
    case 'accept':
    case 'acceptTime':
      if (status !== 'confirmed') return;
      await to.driver('confirmed', { ...what, knows: kind === 'accept' });
      // Who has just said yes knows.
      if (!isBy('person')) await to.person('accepted', what);
      return isBy('adviser') ? undefined : to.adviser('accepted', what);
    case 'refuse':
      await to.person('refused', what);
      return isBy('adviser') ? undefined : to.adviser('refused', what);
    case 'lapse':
      await to.person('refused', what);
      await to.driver('over', what);
      return to.adviser('lapsed', what);
    case 'declineTime':
      return to.driver('timeDeclined', what);
    case 'cancel':
      // Nobody sets out for a ride they have not said yes to. Whoever drives is told what a colleague of theirs has called off.
      if (!isBy('provider') || (driverId !== null && details.byAccount === true))
        await to.driver(wasConfirmed ? 'cancelled' : 'over', what);
      if (!isBy('person')) await to.person('cancelled', what);
      return isBy('adviser') ? undefined : to.adviser('cancelled', what);
    case 'assign':
      if (status !== 'confirmed') return;
      await to.endLinks();
      return to.driver('confirmed', what);
    case 'handBack':
      await to.endLinks();
      return status === 'confirmed' ? to.reassign('cannot', what) : undefined;
    case 'noShow':
      if (details.who !== 'driverDidNotCome') return to.adviser('personAbsent', what);
      await to.person('driverAbsent', what);
      return to.adviser('driverAbsent', what);
    case 'complete':
      return;
  }
}
