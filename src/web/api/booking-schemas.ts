import { z } from 'zod';
import { BOOKING_NEEDS, BOOKING_REASONS, BOOKING_STATUSES } from '../../domain/booking/booking.ts';
import { RIDE_KINDS } from '../../domain/booking/carried.ts';
import { bookRideFields } from '../../services/bookings/book-ride.ts';
import { bookingPatchSchema } from '../../services/bookings/change-booking.ts';
import type { BookingView } from '../../services/bookings/view-booking.ts';

export const bookingInputDocument = bookRideFields.meta({ id: 'BookingInput' });
export const bookingPatchDocument = bookingPatchSchema.meta({ id: 'BookingPatch' });

const clock = z.string();
const day = z.string();
const place = z.object({ label: z.string() });
const event = z.object({
  on: day,
  time: clock,
  kind: z.enum([
    'requested',
    'accept',
    'refuse',
    'proposeTime',
    'acceptTime',
    'declineTime',
    'remind',
    'lapse',
    'assign',
    'handBack',
    'cancel',
    'complete',
    'noShow',
  ]),
  by: z.enum(['person', 'adviser', 'provider', 'system']),
  text: z.string().nullable(),
});

const listed = z.object({
  id: z.string(),
  version: z.int(),
  side: z.enum(['adviser', 'provider']),
  status: z.enum(BOOKING_STATUSES),
  reason: z.enum(BOOKING_REASONS).nullable(),
  reasonText: z.string().nullable(),
  offerId: z.string(),
  offerKind: z.enum(RIDE_KINDS),
  providerName: z.string(),
  illustrative: z.boolean(),
  beneficiary: z.object({ id: z.string() }).nullable(),
  firstName: z.string().nullable(),
  direction: z.enum(['outbound', 'return']),
  date: day,
  arriveBy: clock.nullable(),
  departFrom: clock.nullable(),
  departOn: day.nullable(),
  departAt: clock.nullable(),
  arriveOn: day.nullable(),
  arriveAt: clock.nullable(),
  durationMinutes: z.int(),
  waitMinutes: z.int(),
  walkMinutes: z.int().nullable(),
  detourMinutes: z.int().nullable(),
  estimated: z.boolean(),
  from: place,
  to: place,
  pickUp: z.string().nullable(),
  dropOff: z.string().nullable(),
  priceCents: z.int().nullable(),
  seats: z.int(),
  needs: z.array(z.enum(BOOKING_NEEDS)),
  answerDue: z.object({ on: day, time: clock }).nullable(),
  proposal: z
    .object({ departOn: day, departAt: clock, arriveOn: day, arriveAt: clock, text: z.string().nullable() })
    .nullable(),
});
export const listedBookingSchema = listed.meta({ id: 'ListedBooking' });
export const bookingSchema = listed.extend({ timeline: z.array(event) }).meta({ id: 'Booking' });
export const bookingPageSchema = z
  .object({ items: z.array(listedBookingSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'BookingPage' });

/** As programs read it: what its side may know, all times on the wall there. */
export function presentListedBooking(seen: BookingView) {
  const { departs, arrives, wished, proposal, answerDue, offer, direction } = seen;
  const outbound = direction === 'outbound';
  return {
    id: seen.id,
    version: seen.version,
    side: seen.side,
    status: seen.status,
    reason: seen.reason,
    reasonText: seen.reasonText,
    offerId: seen.offerId,
    offerKind: offer.kind,
    providerName: offer.provider.name,
    illustrative: offer.illustrative,
    beneficiary: seen.beneficiaryId === null ? null : { id: seen.beneficiaryId },
    firstName: seen.firstName,
    direction,
    date: wished?.date ?? departs?.date,
    arriveBy: outbound ? (wished?.time ?? null) : null,
    departFrom: outbound ? null : (wished?.time ?? null),
    departOn: departs?.date ?? null,
    departAt: departs?.time ?? null,
    arriveOn: arrives?.date ?? null,
    arriveAt: arrives?.time ?? null,
    durationMinutes: seen.durationMinutes,
    waitMinutes: seen.waitMinutes,
    walkMinutes: seen.walkMinutes,
    detourMinutes: seen.detourMinutes,
    estimated: seen.estimated,
    from: { label: seen.from },
    to: { label: seen.to },
    pickUp: seen.pickUp,
    dropOff: seen.dropOff,
    priceCents: seen.priceCents,
    seats: seen.seats,
    needs: seen.needs,
    answerDue: answerDue && { on: answerDue.date, time: answerDue.time },
    proposal: proposal && {
      departOn: proposal.date,
      departAt: proposal.time,
      arriveOn: proposal.arrives.date,
      arriveAt: proposal.arrives.time,
      text: proposal.text,
    },
  };
}

export function presentBooking(seen: BookingView) {
  return {
    ...presentListedBooking(seen),
    timeline: seen.events.map(({ kind, byKind, text, at }) => ({ on: at.date, time: at.time, kind, by: byKind, text })),
  };
}

const COMMERCY = { label: 'Commercy', commune: '55122', lon: 5.5905, lat: 48.7612 };
const BAR_LE_DUC = { label: 'Site industriel – Bar-le-Duc', lon: 5.1606, lat: 48.7729 };
const asked = { offerId: 'off_3k8fjq0w2m5x7r9t1v4z6b8d0f', beneficiary: { reference: 'B-0042' } };

export const OUTBOUND_EXAMPLE = { ...asked, from: COMMERCY, to: BAR_LE_DUC, date: '2027-01-04', arriveBy: '04:50' };
export const RETURN_EXAMPLE = {
  ...asked,
  from: BAR_LE_DUC,
  to: COMMERCY,
  date: '2027-01-04',
  departFrom: '13:00',
  seats: 1,
  needs: ['walksLittle'],
};
