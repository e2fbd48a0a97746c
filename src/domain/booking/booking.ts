import type { OfferKind } from '../catalogue/offer.ts';

/**
 * The life of a booked ride: `requested → confirmed | refused`, `confirmed → done | noShow`; either side cancels before. A request
 * holds its seat until it is answered, and lapses (`refused`, `noAnswer`) when nobody did in time.
 */
export const BOOKING_STATUSES = ['requested', 'confirmed', 'refused', 'done', 'cancelled', 'noShow'] as const;
export type BookingStatus = (typeof BOOKING_STATUSES)[number];

/** While it lasts, a booking holds its seats. */
export const HOLDING_STATUSES: readonly BookingStatus[] = ['requested', 'confirmed'];

/**
 * `person`: who rides. `adviser`: a professional who books for them or answers for a provider by telephone. `provider`: the driver,
 * volunteer or structure. `system`: the passing of time.
 */
export type BookingSide = 'person' | 'adviser' | 'provider' | 'system';

export const BOOKING_ACTIONS = [
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
] as const;
export type BookingAction = (typeof BOOKING_ACTIONS)[number];
export type BookingEventKind = 'requested' | BookingAction;

type Rule = {
  from: readonly BookingStatus[];
  by: readonly BookingSide[];
  /** Null: it stays. */
  to: BookingStatus | null;
  /** Only where the provider has proposed another time, or only where none has. Absent: either. */
  proposed?: boolean;
};

/** From which states, by whom, to which state. */
export const BOOKING_RULES: Record<BookingAction, Rule> = {
  accept: { from: ['requested'], by: ['provider', 'adviser'], to: 'confirmed', proposed: false },
  refuse: { from: ['requested'], by: ['provider', 'adviser'], to: 'refused' },
  proposeTime: { from: ['requested'], by: ['provider', 'adviser'], to: null },
  acceptTime: { from: ['requested'], by: ['person', 'adviser'], to: 'confirmed', proposed: true },
  declineTime: { from: ['requested'], by: ['person', 'adviser'], to: 'refused', proposed: true },
  remind: { from: ['requested'], by: ['system'], to: null },
  lapse: { from: ['requested'], by: ['system'], to: 'refused' },
  /** Somebody else of the structure drives. The promise to the person stands. */
  assign: { from: ['confirmed'], by: ['provider'], to: null },
  /** Whoever was to drive cannot: the structure finds somebody else. */
  handBack: { from: ['confirmed'], by: ['provider', 'system'], to: null },
  cancel: { from: ['requested', 'confirmed'], by: ['person', 'adviser', 'provider'], to: 'cancelled' },
  complete: { from: ['confirmed'], by: ['person', 'adviser', 'provider', 'system'], to: 'done' },
  noShow: { from: ['confirmed'], by: ['person', 'adviser', 'provider'], to: 'noShow' },
};

export function isAllowed(
  action: BookingAction,
  { status, proposal }: { status: BookingStatus; proposal: TimeProposal | null },
  side: BookingSide,
): boolean {
  const rule = BOOKING_RULES[action];
  if (!rule.from.includes(status) || !rule.by.includes(side)) return false;
  return rule.proposed === undefined || rule.proposed === (proposal !== null);
}

/** Why a ride was refused, or cancelled. `other` is told in words besides. */
export const REFUSAL_REASONS = ['notAvailable', 'full', 'tooFar', 'hours', 'needsDoNotFit', 'other'] as const;
export const BOOKING_REASONS = [
  ...REFUSAL_REASONS,
  /** Nobody answered in time. */
  'noAnswer',
  /** The person did not want the other time. */
  'timeDeclined',
  /** The person’s plans changed. */
  'plansChanged',
  'foundOther',
  'illness',
  'vehicleBroken',
  /** The offer is no more. */
  'offerGone',
] as const;
export type BookingReason = (typeof BOOKING_REASONS)[number];

/** Help that is asked for on the way: what is to be done, never why. */
export const BOOKING_NEEDS = ['wheelchair', 'walksLittle', 'helpGettingIn', 'childSeat', 'luggage', 'animal'] as const;
export type BookingNeed = (typeof BOOKING_NEEDS)[number];

/** The offer as it was told to the person. */
export type BookedOffer = {
  kind: OfferKind;
  title: string;
  provider: { name: string; phone: string | null; email: string | null };
  illustrative: boolean;
  /** Of a natural person: what is told of them until they say yes. Absent where the provider is a structure. */
  beforeAnswer?: { title: string; name: string };
};

/** Whether a price is to be paid once a seat: what a volunteer is given for the road is for the road. */
export const isPaidByEach = ({
  kind,
  seats,
  priceCents,
}: {
  kind: OfferKind;
  seats: number;
  priceCents: number | null;
}): boolean => seats > 1 && kind !== 'volunteerDriving' && (priceCents ?? 0) > 0;

/** Seconds from the local midnight of the ride’s date; `null` where the kind has no such thing. */
export type BookedRide = {
  departSeconds: number;
  arriveSeconds: number;
  durationSeconds: number;
  waitSeconds: number;
  walkSeconds: number | null;
  detourSeconds: number | null;
  distanceMetres: number;
  /** Times rest on an estimate. */
  estimated: boolean;
  /** Index in the carpool’s `trips`. */
  tripIndex: number | null;
  /** Days from the ride’s date to that of the run: −1 for one that left the evening before. */
  runDayOffset: number;
  /** Public places, where the person is not fetched at the door. */
  pickUp: string | null;
  dropOff: string | null;
  /** Where the place is a natural person's own: the commune that is told in its stead until they say yes. */
  pickUpCommune?: string;
  dropOffCommune?: string;
};

/** Who rides: handed over to the driver once the ride is accepted. */
export type Rider = { firstName: string | null; phone: string | null; email: string | null; language: string | null };

/** Another time, proposed by the provider. Instants. `driverId`: whose own trip it is, where they proposed it themselves. */
export type TimeProposal = {
  departAt: string;
  arriveAt: string;
  proposedAt: string;
  text: string | null;
  driverId?: string;
};
