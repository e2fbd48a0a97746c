import type {
  BookedOffer,
  BookedRide,
  BookingEventKind,
  BookingNeed,
  BookingReason,
  BookingSide,
  BookingStatus,
  Rider,
  TimeProposal,
} from '../../domain/booking/booking.ts';
import type { SeatsTaken } from '../../domain/booking/carried.ts';
import type { Hours } from '../../domain/catalogue/offer.ts';
import type { Place } from '../../domain/place.ts';

/** One ride that was asked for. Instants as ISO 8601 in UTC; `date` is the local day of the hour that was wished for. */
export type Booking = {
  id: string;
  beneficiaryId: string;
  offerId: string;
  offerVersion: number;
  /** Who booked for the person; null where they did themselves. */
  organisationId: string | null;
  bookedBy: string;
  providerOrganisationId: string | null;
  from: Place;
  to: Place;
  date: string;
  direction: 'outbound' | 'return';
  arriveBy: string | null;
  departFrom: string | null;
  seats: number;
  needs: readonly BookingNeed[];
  status: BookingStatus;
  departAt: string | null;
  arriveAt: string | null;
  priceCents: number | null;
  ride: BookedRide | null;
  offer: BookedOffer;
  rider: Rider;
  groupId: string | null;
  replacesId: string | null;
  /** Which of the structure’s drivers; null where whoever is asked drives, or nobody is found yet. */
  driverId: string | null;
  /** Since their driver cannot: somebody else is looked for. */
  reassignSince: string | null;
  reason: BookingReason | null;
  reasonText: string | null;
  answerDueAt: string | null;
  remindedAt: string | null;
  proposal: TimeProposal | null;
  version: number;
  createdAt: string;
  updatedAt: string;
};

export type NewBooking = Omit<
  Booking,
  | 'organisationId'
  | 'status'
  | 'version'
  | 'createdAt'
  | 'updatedAt'
  | 'remindedAt'
  | 'proposal'
  | 'reason'
  | 'reasonText'
  | 'driverId'
  | 'reassignSince'
>;

export type BookingEvent = {
  id: number;
  bookingId: string;
  at: string;
  kind: BookingEventKind;
  byKind: BookingSide;
  text: string | null;
  details: Record<string, unknown>;
};

/** What a move changes. */
export type BookingChange = Partial<
  Pick<
    Booking,
    | 'status'
    | 'departAt'
    | 'arriveAt'
    | 'priceCents'
    | 'ride'
    | 'reason'
    | 'reasonText'
    | 'answerDueAt'
    | 'remindedAt'
    | 'proposal'
    | 'driverId'
    | 'reassignSince'
  >
>;

export type BookingFilter = {
  beneficiaryId?: string;
  statuses?: readonly BookingStatus[];
  /** Rides that leave from that instant on, or before it. */
  leavesFrom?: string;
  leavesBefore?: string;
  groupId?: string;
  /** Of the organisation that is asked, or that books. */
  side?: 'provider' | 'adviser';
  limit: number;
  /** Id of the last one of the page before. */
  cursor?: string;
};

/** `discreet`: others may read their phone. */
export type RiderContact = {
  phone: string | null;
  email: string | null;
  language: string | null;
  discreet: boolean;
  safeHours: readonly Hours[];
};

export type BookingStore = {
  /** The person whose device the visitor holds; null where it lets nobody in. */
  findOwnPerson(): Promise<string | null>;
  /** Whether the actor's organisation holds the whole file of that person now. */
  holdsFile(beneficiaryId: string): Promise<boolean>;
  /** Whom a ride of that offer is put to; null where it is no organisation of the territory. */
  findProvider(offerId: string, siret: string | null): Promise<string | null>;
  /** Until the transaction ends nobody else takes seats of that offer. */
  claimOffer(offerId: string): Promise<void>;
  /**
   * So many of `seats` that are free all the while, lowest numbers first; null where there are not so many. `seats` null: as many
   * as are asked for. `except`: a booking whose own seats count as free.
   */
  findFreeSeats(
    offerId: string,
    taken: Pick<SeatsTaken, 'tripIndex' | 'from' | 'until'>,
    asked: { seats: number; of: number | null; except?: string },
  ): Promise<number[] | null>;
  /** With its seats. Throws `conflict` where one is held already: the last guard behind `claimOffer`. */
  insert(booking: NewBooking, seats: { numbers: readonly number[]; taken: SeatsTaken }): Promise<void>;
  /** The same ride of the same offer that the person has asked for and that is not over. */
  findSame(asked: { beneficiaryId: string; offerId: string; departAt: string }): Promise<Booking | null>;
  /** For the visitor's own person, and rides they may not see: those of before the paper code that lets them in. */
  isAskedAlready(asked: { offerId: string; departAt: string }): Promise<boolean>;
  /** How many rides to come the person has asked for or has. */
  countOpen(beneficiaryId: string, from: string): Promise<number>;
  find(id: string): Promise<Booking | null>;
  /** Locks it until the transaction ends. */
  lock(id: string): Promise<Booking | null>;
  /** Null where another worker has it. */
  lockIfFree(id: string): Promise<Booking | null>;
  /** The one the visitor's link leads to; locks it where asked to. */
  findByLink(): Promise<Booking | null>;
  change(id: string, change: BookingChange): Promise<void>;
  /** Lets go of its seats, and of whoever was to drive. */
  release(id: string): Promise<void>;
  /** Another time: its seats move there. */
  moveSeats(id: string, seats: { numbers: readonly number[]; taken: SeatsTaken }): Promise<void>;
  /** For workers. */
  addLink(id: string, hash: string, until: string): Promise<void>;
  /** For workers: the links that were given lead nowhere any more. */
  endLinks(id: string): Promise<void>;
  addEvent(event: Omit<BookingEvent, 'id' | 'at'>): Promise<number>;
  listEvents(bookingId: string): Promise<BookingEvent[]>;
  /** Newest ride last. */
  list(filter: BookingFilter): Promise<Booking[]>;
  /** For workers: confirmed rides that leave between these instants, the next first. */
  listLeaving(asked: { from: string; until: string }): Promise<Booking[]>;
  /** For workers: the organisation for which the person is written to, that which booked first of all; null where nobody holds the file. */
  findHolder(beneficiaryId: string, bookedFor: string | null): Promise<string | null>;
  /** How to reach the person; null where the actor's organisation does not hold the file. */
  findContact(beneficiaryId: string): Promise<RiderContact | null>;
  /** Forgets bookings past their day, with what hangs from them. */
  deleteExpired(now: string): Promise<number>;
  /** For workers: requests whose answer is due, or half due and not reminded, or rides that are over and still `confirmed`. */
  listDue(asked: { now: string; overSince: string; after: string; limit: number }): Promise<string[]>;
};
