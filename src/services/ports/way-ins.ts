import type { Contact } from '../../domain/booking/contact.ts';
import type { RiderLanguage } from '../../domain/booking/way-in.ts';

/** A link as whoever shows its secret finds it. */
export type HeldLink = {
  id: string;
  /** Null where nobody of that contact is known, or it was used. */
  personId: string | null;
  contact: Contact | null;
  language: RiderLanguage;
  draftId: string | null;
  usable: boolean;
  used: boolean;
};

/** A link that was asked for and is to be sent. */
export type AskedLink = { id: string; contact: Contact; language: RiderLanguage };

/** A device as it shows itself. Neither revoked nor past its day. */
export type HeldDevice = {
  id: string;
  /** Who may be served; null while `asks` is to be answered first. */
  personId: string | null;
  /** After a long silence: for the year of birth or, where none is known, for another link. */
  asks: 'birthYear' | 'newLink' | null;
  /** It was let in by a code on paper: it sees the rides asked for since then. */
  ridesSince: string | null;
  lastSeenAt: string;
};

/** What whoever holds the file may know of the ways in: no secret, no contact. */
export type GivenWayIn = {
  id: string;
  kind: 'device' | 'code' | 'calendar';
  createdAt: string;
  expiresAt: string;
  /** Of a device: when rides were last looked at. Of a code: when it last let somebody in. */
  lastSeenAt: string | null;
  /** Wrong secrets so far. */
  attempts: number;
  /** First part of a code. */
  publicCode: string | null;
  /** Of a device that a code let in. */
  byCode: boolean;
};

/** `right`: it may go on. `ended`: it was none, or is none any more. */
export type BirthYearAnswer = 'right' | 'wrong' | 'ended' | 'newLink';

export type NewDevice = { id: string; tokenHash: string; expiresAt: string };

/**
 * How people come to their rides without an account. The secret that a visitor shows is the actor's `link`: the walls show them the one
 * row it belongs to.
 */
export type WayInStore = {
  /** A visitor asks; whether anybody is known at that contact is not looked at here. */
  ask(link: {
    id: string;
    contact: Contact;
    language: RiderLanguage;
    draftId: string | null;
    expiresAt: string;
    purgeAfter: string;
  }): Promise<void>;
  /** How many links were asked for in the territory since that instant, whoever asked. */
  countAsked(since: string): Promise<number>;
  /** For workers: not sent, not past its day; locked until the transaction ends. */
  findAsked(id: string): Promise<AskedLink | null>;
  /**
   * For workers: whose contact it is, where it can be one person's only. `discreet`: somebody of that contact asked for discretion.
   */
  findPersonOf(contact: Contact): Promise<{ personId: string | null; discreet: boolean }>;
  markSent(
    id: string,
    sent: { tokenHash: string; personId: string | null; expiresAt: string; purgeAfter: string },
  ): Promise<void>;

  /** Of the secret that is shown. */
  findLink(): Promise<HeldLink | null>;
  /** Uses that link up and lets the device in; null where it opens nothing. A person nobody knows gets a file with that team. */
  takeLink(taken: {
    device: NewDevice;
    newPersonId: string;
    teamId: string | null;
    digits: string | null;
    purgeAfter: string;
  }): Promise<string | null>;
  /** Lets the device in by a code on paper; null where it opens nothing, and a wrong secret was counted. */
  takeCode(taken: {
    device: NewDevice;
    publicPart: string;
    codeHash: string;
    /** A form that goes on, with the hash of the secret that holds it. */
    draft: { id: string; holder: string } | null;
  }): Promise<string | null>;

  /** Of the secret that is shown. */
  findDevice(): Promise<HeldDevice | null>;
  /** It was seen: written down once a day. */
  touchDevice(): Promise<void>;
  /** After a long silence. Three wrong years end it. */
  answerBirthYear(year: number): Promise<BirthYearAnswer>;
  /** The device is nobody's from now on. */
  leaveDevice(): Promise<void>;

  /** Since when the person of the device has a calendar; null where they have none. */
  findOwnCalendar(): Promise<string | null>;
  /** In the place of the one they had. False where the device lets nobody in, or by a code on paper. */
  openCalendar(calendar: { id: string; tokenHash: string; language: string; expiresAt: string }): Promise<boolean>;
  closeCalendar(): Promise<void>;
  /** Of the secret that is shown: whose it is, and what it is read in. */
  findShownCalendar(): Promise<{ personId: string; language: string } | null>;

  /** By whoever holds the file. False where another code already has that first part. */
  giveCode(code: {
    id: string;
    personId: string;
    publicPart: string;
    codeHash: string;
    createdBy: string;
    expiresAt: string;
    purgeAfter: string;
  }): Promise<boolean>;
  /** The person's code of that hash, where it still holds. */
  findCode(personId: string, codeHash: string): Promise<{ expiresAt: string } | null>;
  /** Those that hold, the newest first. */
  list(personId: string): Promise<GivenWayIn[]>;
  /** Of that person: one, or all of a kind, or all. Returns the ids. */
  revoke(personId: string, which: { id?: string; kind?: GivenWayIn['kind'] }): Promise<string[]>;
  /** For workers. Says how many. */
  deleteExpired(now: string): Promise<number>;
};
