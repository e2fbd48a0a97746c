import { Temporal } from 'temporal-polyfill';
import {
  BOOKING_ACTIONS,
  type BookingAction,
  type BookingNeed,
  type BookingSide,
  isAllowed,
} from '../../domain/booking/booking.ts';
import { whichOfTwo } from '../../domain/schedule/clock-change.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Territory } from '../../domain/territory.ts';
import type { Context, TerritoryHandle } from '../context.ts';
import type { Booking, BookingEvent } from '../ports/bookings.ts';
import type { Gazetteer } from '../ports.ts';

/** How long after a ride the driver may still read where it was. */
const READABLE_HOURS = 24;

/** A moment on the wall there. `twice`: which of two equal hours it is, on the night the clocks go back. */
export type WallTime = { date: string; time: string; twice?: 'first' | 'second' };

/** A ride as one side is told of it. */
export type BookingView = {
  id: string;
  version: number;
  status: Booking['status'];
  side: BookingSide;
  /** Not to whoever drives. */
  beneficiaryId: string | null;
  direction: Booking['direction'];
  departs: WallTime | null;
  arrives: WallTime | null;
  /** What was wished for: be there by, or leave from. */
  wished: WallTime | null;
  /**
   * Labels: to the person the places they gave and where they are met; to a driver communes before the answer, the meeting point
   * after it, the address only where the ride is from door to door, and communes again a day later.
   */
  from: string;
  to: string;
  /** Public meeting points; null where the ride is from door to door. */
  pickUp: string | null;
  dropOff: string | null;
  /** The exact place is told once the driver has said yes: `pickUp` or `dropOff` is a commune until then. */
  placeToldLater: boolean;
  walkMinutes: number | null;
  waitMinutes: number;
  durationMinutes: number;
  detourMinutes: number | null;
  estimated: boolean;
  priceCents: number | null;
  seats: number;
  needs: readonly BookingNeed[];
  offerId: string;
  offer: Booking['offer'];
  /** To the driver once it is accepted. */
  firstName: string | null;
  reason: Booking['reason'];
  reasonText: string | null;
  answerDue: WallTime | null;
  proposal: (WallTime & { arrives: WallTime; text: string | null }) | null;
  groupId: string | null;
  replacesId: string | null;
  /** To whoever is asked: which of the structure’s drivers, and since when another is looked for. */
  driverId: string | null;
  reassignSince: WallTime | null;
  /** Somebody booked for the person. */
  bookedByOther: boolean;
  actions: readonly BookingAction[];
  emergency: Territory['rules']['emergencyPlan'];
  /** `byTelephone`: the member to whom it was said on the telephone. */
  events: readonly (Pick<BookingEvent, 'kind' | 'byKind' | 'text'> & { at: WallTime; byTelephone: string | null })[];
};

/** `gazetteer` names the communes that a driver is told. */
export function viewBooking(
  { deps }: Context,
  booking: Booking,
  { side, handle, events = [] }: { side: BookingSide; handle: TerritoryHandle; events?: readonly BookingEvent[] },
): BookingView {
  const { territory, gazetteer } = handle;
  const { timeZone } = territory;
  const on = (instant: string) => wallTime(instant, timeZone);
  const { ride, proposal, departAt, arriveAt, answerDueAt, arriveBy, departFrom } = booking;
  const now = deps.clock.now();
  const isOver =
    arriveAt !== null &&
    Temporal.Instant.compare(now, Temporal.Instant.from(arriveAt).add({ hours: READABLE_HOURS })) > 0;
  const isAccepted = ['confirmed', 'done', 'noShow'].includes(booking.status);
  const isTold = side !== 'provider' || (isAccepted && !isOver);
  // A natural person who drives is told of once they have said yes.
  const hidesDriver = side === 'person' && !isAccepted;
  const wished = arriveBy ?? departFrom;
  const minutes = (seconds: number) => Math.ceil(seconds / 60);

  return {
    id: booking.id,
    version: booking.version,
    status: booking.status,
    side,
    beneficiaryId: side === 'provider' ? null : booking.beneficiaryId,
    direction: booking.direction,
    departs: departAt === null ? null : on(departAt),
    arrives: arriveAt === null ? null : on(arriveAt),
    wished: wished === null ? null : on(wished),
    from:
      isTold && !hidesEnd(booking, 'from', side)
        ? labelOf(booking.from, gazetteer)
        : communeOf(booking.from, gazetteer),
    to: isTold && !hidesEnd(booking, 'to', side) ? labelOf(booking.to, gazetteer) : communeOf(booking.to, gazetteer),
    pickUp: isTold ? ((hidesDriver ? ride?.pickUpCommune : undefined) ?? ride?.pickUp ?? null) : null,
    dropOff: isTold ? ((hidesDriver ? ride?.dropOffCommune : undefined) ?? ride?.dropOff ?? null) : null,
    placeToldLater: hidesDriver && (ride?.pickUpCommune ?? ride?.dropOffCommune) !== undefined,
    walkMinutes: ride?.walkSeconds == null ? null : minutes(ride.walkSeconds),
    waitMinutes: minutes(ride?.waitSeconds ?? 0),
    durationMinutes: minutes(ride?.durationSeconds ?? 0),
    detourMinutes: ride?.detourSeconds == null ? null : minutes(ride.detourSeconds),
    estimated: ride?.estimated ?? false,
    priceCents: booking.priceCents,
    seats: booking.seats,
    needs: booking.needs,
    offerId: booking.offerId,
    offer: hidesDriver ? beforeAnswer(booking.offer) : booking.offer,
    firstName: isTold ? booking.rider.firstName : null,
    reason: booking.reason,
    reasonText: booking.reasonText,
    answerDue: booking.status === 'requested' && answerDueAt !== null ? on(answerDueAt) : null,
    proposal:
      proposal === null ? null : { ...on(proposal.departAt), arrives: on(proposal.arriveAt), text: proposal.text },
    groupId: booking.groupId,
    replacesId: booking.replacesId,
    driverId: side === 'provider' ? booking.driverId : null,
    reassignSince:
      side === 'provider' && booking.reassignSince !== null && booking.status === 'confirmed'
        ? on(booking.reassignSince)
        : null,
    bookedByOther: booking.bookedBy !== 'person',
    actions: actionsOf(booking, side, now),
    emergency: territory.rules.emergencyPlan,
    events: events
      // Who drives is between the structure and its drivers: what was promised to the person has not changed.
      .filter(({ kind }) => side === 'provider' || (kind !== 'assign' && kind !== 'handBack'))
      .map(({ kind, byKind, text, at, details }) => ({
        kind,
        byKind,
        text,
        at: on(at),
        byTelephone: side === 'provider' && typeof details.byTelephone === 'string' ? details.byTelephone : null,
      })),
  };
}

function beforeAnswer({ beforeAnswer, ...offer }: Booking['offer']): Booking['offer'] {
  if (beforeAnswer === undefined) return offer;
  const { title, name } = beforeAnswer;
  return { ...offer, title, provider: { name, phone: null, email: null } };
}

/** A moment as the clock on the wall shows it. */
export function wallTime(instant: string, timeZone: string): WallTime {
  const at = Temporal.Instant.from(instant);
  const time = at.toZonedDateTimeISO(timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
  const twice = whichOfTwo(at, timeZone);
  return { date: dateAt(at, timeZone), time, ...(twice === null ? {} : { twice }) };
}

/** What that side may do now: what is only possible before a ride leaves is not offered after it, and the other way round. */
function actionsOf(booking: Booking, side: BookingSide, now: Temporal.Instant): BookingAction[] {
  const hasLeft =
    booking.departAt !== null && Temporal.Instant.compare(Temporal.Instant.from(booking.departAt), now) <= 0;
  const after: readonly BookingAction[] = ['complete', 'noShow'];
  return BOOKING_ACTIONS.filter(
    (action) =>
      isAllowed(action, booking, side) &&
      after.includes(action) === hasLeft &&
      (action !== 'handBack' || booking.driverId !== null),
  );
}

/** A driver who meets somebody in a public place is not told where they live. */
const hidesEnd = ({ ride }: Booking, end: 'from' | 'to', side: BookingSide) =>
  side === 'provider' && (end === 'from' ? ride?.pickUp : ride?.dropOff) != null;

/** Both ends by their communes: what whoever drives may know before the answer. */
export const placeNames = ({ from, to }: Pick<Booking, 'from' | 'to'>, gazetteer: Gazetteer) => ({
  from: communeOf(from, gazetteer),
  to: communeOf(to, gazetteer),
});

const communeOf = (place: Booking['from'], gazetteer: Gazetteer): string =>
  (place.commune === undefined ? gazetteer.locate(place) : gazetteer.findByCode(place.commune))?.name ??
  place.label ??
  '';

const labelOf = (place: Booking['from'], gazetteer: Gazetteer): string => place.label ?? communeOf(place, gazetteer);
