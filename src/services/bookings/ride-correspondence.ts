import { Temporal } from 'temporal-polyfill';
import { isPaidByEach } from '../../domain/booking/booking.ts';
import { type LeaveRules, leaveAt, type MessageReader } from '../../domain/booking/leave-at.ts';
import { smsNumber } from '../../domain/messages/sms-number.ts';
import type { Context, TerritoryHandle } from '../context.ts';
import type { Booking } from '../ports/bookings.ts';
import type { Stores } from '../ports.ts';
import { newRideLink, rideLinkAddress } from './ride-link.ts';
import {
  type AdviserNotice,
  adviserMail,
  type Driverless,
  type DriverNotice,
  driverlessCall,
  driverMail,
  driverSms,
  reassignMail,
} from './ride-words/for-others.ts';
import { type RideNotice, rideMail, riderLanguage, rideSms, type ToldRide } from './ride-words/index.ts';
import { undeliveredCall } from './ride-words/undelivered.ts';
import { placeNames } from './view-booking.ts';

/** How long after a ride the driver's link still leads to it. */
const LINK_AFTER_HOURS = 24;
/** Colleagues of a structure without a mail address of its own who are written to. */
const MOST_COLLEAGUES = 5;
/** Changes of a ride that people count on: they do not wait for the morning. */
const URGENT: readonly (RideNotice | DriverNotice)[] = ['cancelled', 'refused', 'driverAbsent'];
/** Whoever drives has nothing to do, and nowhere to go: it wakes nobody. */
const CAN_WAIT: readonly DriverNotice[] = ['over', 'timeDeclined'];

/** Whom a message is for. */
export type Side = 'person' | 'driver' | 'adviser';

/** `what` makes a message one, however often it is told: the event, or the evening of a reminder. `knows`: it was them who said so. */
export type Told = { what: string; knows?: boolean };

/**
 * The ways to everybody concerned by one ride that has a time. Acts for the organisation that holds the person's file: their own phone
 * and mail are in no other hands. `departAt`: of the ride, or the one that is proposed.
 */
export async function rideCorrespondence(
  { deps, actor }: Context,
  stores: Stores,
  booking: Booking & { departAt: string },
  handle: TerritoryHandle,
) {
  const { territory } = handle;
  const { timeZone, rules } = territory;
  const now = deps.clock.now();
  const contact = await stores.bookings.findContact(booking.beneficiaryId);
  const key = `ride ${booking.id} `;
  const about = { entity: 'booking', id: booking.id };

  const queue = async (
    side: Side,
    what: string,
    message: Pick<Parameters<typeof stores.messages.queue>[0], 'to' | 'sendAfter' | 'leaves'> &
      ({ channel: 'sms'; body: ReturnType<typeof rideSms> } | { channel: 'email'; subject: string; body: string }),
  ) => stores.messages.queue({ ...message, id: deps.ids.next('msg'), about, dedupeKey: `${key}${side} ${what}` });

  /** When the day begins on which it leaves: until then a reminder may say tomorrow. */
  const theDay = Temporal.Instant.from(booking.departAt)
    .toZonedDateTimeISO(timeZone)
    .startOfDay()
    .toInstant()
    .toString();

  /** Puts a call into the queue of whoever holds the file. */
  async function haveCalled(reason: string, id = deps.ids.next('cal')): Promise<void> {
    if (actor.organisationId === null) return;
    await stores.intake.insertCallBack({
      id,
      subject: { beneficiaryId: booking.beneficiaryId },
      memberId: (await adviserOf(stores, booking, actor.organisationId))?.memberId ?? null,
      dueAt: now.toString(),
      reason,
    });
  }

  /** One call a ride and reader: what it says is what is newest, and made anew where that was not said yet. */
  async function callUndelivered(reader: MessageReader): Promise<void> {
    const reason = undeliveredCall(reader, booking, { now, timeZone });
    const { organisationId } = actor;
    if (reason === null || organisationId === null) return;
    const id = `cal_${booking.id}_${reader}_${organisationId}`;
    const known = await stores.intake.lockCallBack(id);
    if (known === null) return haveCalled(reason, id);
    const said = reason.slice(reason.indexOf(' : '));
    if (known.doneAt !== null && known.reason.endsWith(said)) return;
    if (known.reason !== reason) await stores.intake.renewCallBack(id, { dueAt: now.toString(), reason });
  }

  return {
    callUndelivered,

    /** What is older and waits for the morning, or for a server that is back, is not so any more for these: it is not sent. */
    async withdraw(sides: readonly Side[]): Promise<void> {
      for (const side of sides) await stores.messages.withdraw(`${key}${side} `);
    },

    async person(notice: RideNotice, { what }: Told): Promise<void> {
      const { rider, ride, offer, proposal } = booking;
      const language = riderLanguage(rider.language ?? contact?.language ?? null);
      const discreet = contact?.discreet ?? false;
      const urgent = URGENT.includes(notice);
      const leaves: LeaveRules = {
        safeHours: contact?.safeHours ?? [],
        discreet,
        departAt: booking.departAt,
        urgent,
        ...(notice === 'proposed' ? { answerBefore: booking.answerDueAt } : {}),
        ...(notice === 'reminder' ? { trueUntil: theDay } : { callInstead: 'person' }),
        ...(notice === 'driverAbsent' && !discreet ? { atAnyHour: true } : {}),
      };
      const { sendAfter, inTime } = leaveAt({ ...leaves, now, timeZone });
      // Nobody came: it is told after the hour it was to leave.
      const isLate = notice !== 'driverAbsent' && !inTime;
      const held = { sendAfter, leaves };
      const site = `${deps.publicUrl}/${language}/mes-trajets`;
      const told: ToldRide = {
        language,
        timeZone,
        departAt: booking.departAt,
        arriveAt: booking.arriveAt,
        otherDepartAt: proposal?.departAt ?? null,
        place: ride?.pickUp ?? null,
        placeIsPublic: await isPublicPlace(stores, booking),
        door: booking.direction === 'outbound' && ride !== null && ride.pickUp === null,
        seats: booking.seats,
        phone: booking.status === 'confirmed' ? offer.provider.phone : null,
        priceCents: booking.priceCents,
        priceByEach: isPaidByEach({ ...booking, kind: offer.kind }),
        emergencyPhone: rules.emergencyPlan.phone,
        ridesUrl: site,
        rideUrl: `${site}/${booking.id}`,
      };
      // What somebody types with a ride is told to whoever drives; nobody proved that it is theirs to be written to.
      const proved = booking.bookedBy === 'person' ? null : rider;
      const number = smsNumber(contact?.phone ?? proved?.phone ?? '').to;
      const address = contact?.email ?? proved?.email ?? null;
      if (!isLate && number !== undefined) {
        await queue('person', what, {
          channel: 'sms',
          to: number,
          ...held,
          body: rideSms(notice, told, { discreet }),
        });
      } else if (!isLate && address !== null) {
        await queue('person', what, {
          channel: 'email',
          to: address,
          ...held,
          ...rideMail(notice, told, { discreet }),
        });
      } else if (notice !== 'reminder') await haveCalled(TO_CALL[notice]);
    },

    /** To every address of whoever is asked, each with a link of its own; where there is none, somebody is to call them. */
    async driver(notice: DriverNotice, { what, knows = false }: Told): Promise<void> {
      const driver = await chosenDriver(stores, booking);
      const { phone } = driver ?? booking.offer.provider;
      const number = phone === null ? undefined : smsNumber(phone).to;
      const names = placeNames(booking, handle.gazetteer);
      const asked = {
        timeZone,
        from: names.from,
        to: names.to,
        departAt: booking.departAt,
        seats: booking.seats,
        detourMinutes: booking.ride?.detourSeconds == null ? null : Math.ceil(booking.ride.detourSeconds / 60),
        answerDueAt: booking.answerDueAt,
      };
      const link = async () => {
        const { token, hash } = newRideLink();
        const until = Temporal.Instant.from(booking.arriveAt ?? booking.departAt).add({ hours: LINK_AFTER_HOURS });
        await stores.bookings.addLink(booking.id, hash, until.toString());
        return rideLinkAddress(deps.publicUrl, territory.id, token);
      };
      const addresses = await driverAddresses(stores, booking);
      const toCall = knows ? undefined : TO_CALL_DRIVER[notice];
      if (number === undefined && addresses.length === 0 && toCall !== undefined) await haveCalled(toCall);
      for (const [i, to] of addresses.entries()) {
        // A mail wakes nobody, and whoever is up early finds it.
        await queue('driver', `${what} mail ${i}`, {
          channel: 'email',
          to,
          ...driverMail(notice, asked, await link()),
        });
      }
      if (number === undefined) return;
      const answers = notice === 'requested' || notice === 'waits';
      const leaves: LeaveRules = {
        safeHours: [],
        discreet: false,
        departAt: booking.departAt,
        urgent: URGENT.includes(notice),
        canWait: CAN_WAIT.includes(notice),
        ...(answers ? { answerBefore: booking.answerDueAt } : {}),
        ...(notice === 'reminder' ? { trueUntil: theDay } : {}),
        // A mail has told them, or whoever coordinates.
        ...(addresses.length === 0 && toCall !== undefined ? { callInstead: 'driver' } : {}),
      };
      const { sendAfter, inTime } = leaveAt({ ...leaves, now, timeZone });
      if (!inTime) {
        if (leaves.callInstead !== undefined) await callUndelivered(leaves.callInstead);
        return;
      }
      await queue('driver', `${what} sms`, {
        channel: 'sms',
        to: number,
        sendAfter,
        leaves,
        body: driverSms(notice, asked, await link()),
      });
    },

    /** Loud, to those who coordinate: nobody drives, and somebody counts on that ride. */
    async reassign(why: Driverless, { what }: Told): Promise<void> {
      const { from, to } = placeNames(booking, handle.gazetteer);
      const link = `${deps.publicUrl}/structure/trajets/${booking.id}`;
      for (const [i, address] of (await driverAddresses(stores, booking)).entries()) {
        const mail = reassignMail(why, { timeZone, from, to, departAt: booking.departAt }, link);
        await queue('driver', `${what} reassign ${i}`, { channel: 'email', to: address, ...mail });
      }
    },

    /** Nobody drives yet, and the time to find somebody is over: whoever holds the file is to know, once. */
    async callDriverless(since: string): Promise<void> {
      const id = `cal_${booking.id}_driverless_${Date.parse(since)}_${actor.organisationId}`;
      if ((await stores.intake.lockCallBack(id)) !== null) return;
      await haveCalled(driverlessCall(booking.departAt, timeZone), id);
    },

    /** Links that were given to whoever drove before lead nowhere any more. */
    async endLinks(): Promise<void> {
      await stores.bookings.endLinks(booking.id);
    },

    /** Who booked, or where the person did themselves their referent. */
    async adviser(notice: AdviserNotice, { what }: Told): Promise<void> {
      const organisationId = booking.organisationId ?? actor.organisationId;
      if (organisationId === null) return;
      const to =
        (await adviserOf(stores, booking, organisationId))?.email ??
        (await stores.referrals.findOrganisation(organisationId))?.email;
      if (to == null) return;
      const link = `${deps.publicUrl}/pro/personnes/${booking.beneficiaryId}`;
      await queue('adviser', what, { channel: 'email', to, ...adviserMail(notice, link) });
    },
  };
}

/** For whoever calls: a person without mobile phone or mail, or who would read it too late. */
const TO_CALL: Record<Exclude<RideNotice, 'reminder'>, string> = {
  accepted: 'Prévenir la personne : son trajet est confirmé.',
  refused: 'Prévenir la personne : un trajet demandé est refusé, il en faut un autre.',
  proposed: 'Demander à la personne si une autre heure lui convient pour son trajet.',
  cancelled: 'Prévenir la personne : son trajet est annulé.',
  driverAbsent: 'Rappeler vite la personne : personne n’est venu la chercher.',
};

/** The same of whoever drives, and can be written to nowhere: a landline and nothing else. What is only said again is not called. */
const TO_CALL_DRIVER: Partial<Record<DriverNotice, string>> = {
  requested: 'Appeler qui conduit, et noter la réponse : un trajet lui est demandé, et rien ne peut lui être écrit.',
  confirmed: 'Appeler qui conduit : la personne prend l’autre heure, et rien ne peut lui être écrit.',
  timeDeclined: 'Appeler qui conduit : la personne ne prend pas l’autre heure, et rien ne peut lui être écrit.',
  cancelled: 'Appeler vite qui conduit : le trajet est annulé, et rien ne peut lui être écrit.',
};

/** A meeting point, or any place of a structure. Where a private driver sets out from is where they live. */
export async function isPublicPlace(stores: Stores, { ride, offerId }: Booking): Promise<boolean> {
  const offer = ride?.pickUp == null ? null : await stores.offers.find(offerId);
  if (offer === null) return false;
  if (offer.provider.siret != null || offer.kind !== 'carpool') return true;
  return offer.details.meetingPoints.some(({ label }) => label === ride?.pickUp);
}

async function adviserOf(stores: Stores, { bookedBy, beneficiaryId }: Booking, organisationId: string) {
  const booker = await stores.members.find(bookedBy);
  if (booker !== null && booker.closedAt === null && booker.organisationId === organisationId) {
    return { memberId: booker.id, email: booker.email };
  }
  return stores.referrals.findPrescriber({ beneficiaryId, organisationId, memberId: null });
}

/** Which of the structure’s drivers it is, where one was chosen: it is they who are written to. */
async function chosenDriver(stores: Stores, { driverId }: Booking) {
  return driverId === null ? null : stores.drivers.find(driverId);
}

/** The offer's own address, else those of the people who answer for the structure here. */
async function driverAddresses(stores: Stores, { offer, providerOrganisationId }: Booking): Promise<string[]> {
  if (offer.provider.email !== null) return [offer.provider.email];
  if (providerOrganisationId === null) return [];
  const members = await stores.members.list({ organisationId: providerOrganisationId });
  return members
    .filter(({ role, joinedAt, closedAt }) => role === 'provider' && joinedAt !== null && closedAt === null)
    .slice(0, MOST_COLLEAGUES)
    .map(({ email }) => email);
}
