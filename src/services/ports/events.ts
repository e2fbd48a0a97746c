import type { EventFacts } from '../../domain/network/event.ts';
import type { MessageChannel } from './messages.ts';

/** An event of the network as it is now. */
export type NetworkEvent = EventFacts & {
  id: string;
  version: number;
  illustrative: boolean;
  /** Null where none is named, or whoever asks may not see it. */
  organiser: { id: string; name: string } | null;
  cancelledAt: string | null;
  /** Empty where it is not called off. */
  cancelReason: string;
  archivedAt: string | null;
  createdAt: string;
  updatedAt: string;
};

/** How many have a place, and how many wait for one. */
export type Turnout = { seated: number; waiting: number };
export type SignUpStatus = 'seated' | 'waiting';

/** `contact`: a mail address, or a number in E.164. */
export type SignUp = {
  id: string;
  eventId: string;
  name: string;
  structure: string;
  channel: MessageChannel;
  contact: string;
  status: SignUpStatus;
  createdAt: string;
};

export type EventStore = {
  /** By their beginning. Those that are not archived, unless they are asked for; `endsAfter`, `endsBefore`: ISO 8601. */
  list(filter?: { endsAfter?: string; endsBefore?: string; isArchived?: boolean }): Promise<NetworkEvent[]>;
  /** Archived or not, as far as the actor may see. */
  find(id: string): Promise<NetworkEvent | null>;
  insert(event: { id: string; facts: EventFacts; illustrative?: boolean }): Promise<void>;
  /** False where it is not `expectedVersion` any more, archived or called off. */
  change(id: string, facts: EventFacts, expectedVersion: number): Promise<boolean>;
  /** False where it was so already. */
  cancel(id: string, reason: string): Promise<boolean>;
  setArchived(id: string, isArchived: boolean): Promise<boolean>;
  /** Of each event asked for that somebody signed up to. */
  turnout(ids: readonly string[]): Promise<ReadonlyMap<string, Turnout>>;

  /** By a visitor who holds `linkHash`. Says what they have; null where that contact is signed up already. */
  signUp(
    signUp: Omit<SignUp, 'status' | 'createdAt'> & { linkHash: string; consentWording: string; purgeAfter: string },
  ): Promise<SignUpStatus | null>;
  /** The first come first. */
  listSignUps(eventId: string): Promise<SignUp[]>;
  /** Of the link that a visitor holds. */
  findHeldSignUp(): Promise<SignUp | null>;
  /** By whoever holds its link: nothing of it stays. False where there was none. */
  signOff(): Promise<boolean>;
  /** One more link by which they sign off. */
  addLink(signUpId: string, linkHash: string): Promise<void>;
  keepSignUpsUntil(eventId: string, purgeAfter: string): Promise<void>;
  /** For workers: events to come, not called off, that somebody waits for a place of. */
  listAwaited(now: string): Promise<NetworkEvent[]>;
  /** For workers: gives free places to who waits, the first come first; nobody signs up meanwhile. Says to whom. */
  seatWaiting(eventId: string): Promise<SignUp[]>;
  /** For workers; says how many. */
  deleteExpiredSignUps(now: string): Promise<number>;
};
