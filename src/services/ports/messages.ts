import type { LeaveRules } from '../../domain/booking/leave-at.ts';
import type { SmsText } from '../../domain/messages/sms-text.ts';

export type MessageChannel = 'email' | 'sms';

/** A mail or an SMS to be sent once the transaction is there. Its words are written by the verb that sends it. */
export type NewMessage = {
  /** From `deps.ids.next('msg')`. */
  id: string;
  /** An address of mail; for an SMS what `smsNumber` made of a number, `+33639980001`. */
  to: string;
  /** What it tells of: `{ entity: 'referral', id }`. */
  about: { entity: string; id: string };
  /** ISO 8601, not before: people sleep (`sendAfterOf`). At once where there is none. */
  sendAfter?: string | null;
  /** In which hours it may leave, looked at again whenever it is about to: it may be tried again at night. Any, where absent. */
  leaves?: LeaveRules | null;
  /**
   * What it is, so that nobody is told the same twice: `ride-reminder bkg_…`. With a key that was used before nothing is written,
   * as long as it is remembered (ninety days).
   */
  dedupeKey?: string;
} & (MailWords | SmsWords);

/** `body`: plain text; `html`: the same as a page. `unsubscribeUrl`: of a letter, where mail programs unsubscribe by one POST. */
type MailWords = { channel?: 'email'; subject: string; body: string; html?: string; unsubscribeUrl?: string };
/** `body` comes from `smsText`, which refuses what is too long. */
type SmsWords = { channel: 'sms'; subject?: undefined; body: SmsText; html?: undefined; unsubscribeUrl?: undefined };

/** A message that waits. `subject` is empty for an SMS; `sendAfter`: ISO 8601, null where nothing holds it. */
export type WaitingMessage = {
  id: string;
  channel: MessageChannel;
  about: { entity: string; id: string };
  to: string;
  subject: string;
  body: string;
  html: string | null;
  unsubscribeUrl: string | null;
  createdAt: string;
  sendAfter: string | null;
  leaves: LeaveRules | null;
};

export type MessageStore = {
  /** Leaves with the transaction: stored, and told to the outbox. Nothing at all where its `dedupeKey` was used. */
  queue(message: NewMessage): Promise<void>;
  /** For workers. Null where it was sent already, or given up. Locks it until the transaction ends. */
  findWaiting(id: string): Promise<WaitingMessage | null>;
  /** Not before that instant; the follow-up comes back to it then. */
  hold(id: string, until: string): Promise<void>;
  /** Counts an attempt that is about to be made; says how many were begun before. */
  beginAttempt(id: string): Promise<number>;
  /**
   * For workers: what waits under a key that begins so, for the morning or for a server that is back, is not sent any more: something
   * newer is to be said. Those under a key in `but` stay. Says how many were.
   */
  withdraw(keyStart: string, but?: readonly string[]): Promise<number>;
  /** Forgets address, subject and words. */
  markSent(id: string): Promise<void>;
  /** `final`: it is given up, and its words are forgotten. `failure` is a code. */
  markFailed(id: string, failure: string, final: boolean): Promise<void>;
  /** For workers: those that have waited since before that instant, counted from when they may leave, the oldest first. */
  listWaiting(before: string, limit: number): Promise<string[]>;
  deleteExpired(now: string): Promise<number>;
};

/** Throws `MailError`. */
export type Mailer = { send(mail: Mail): Promise<void> };

export type Mail = { to: string; subject: string; text: string; html?: string | null; unsubscribeUrl?: string | null };

/** `code` is of the mail server (`EENVELOPE`, `550`): its sentence may quote the address, and is not kept. */
export class MailError extends Error {
  readonly code: string;
  /** It will never be taken: another attempt is of no use. */
  readonly refused: boolean;
  constructor(code: string, refused: boolean, cause?: unknown) {
    super(`The mail was not taken (${code}).`, { cause });
    this.name = 'MailError';
    this.code = code;
    this.refused = refused;
  }
}

/** Throws `SmsError`. */
export type SmsSender = {
  /** `to`: E.164. `reference`: of the message, the same at every attempt. */
  send(sms: { to: string; text: string; reference: string }): Promise<void>;
  /**
   * Whether an earlier attempt got through after all: asked before another is made, for nobody is to get the same twice because an
   * answer was lost.
   */
  wasTaken(reference: string): Promise<boolean>;
};

/** `code` is a word of ours or the provider's, never its sentence, which may quote number and text. */
export class SmsError extends Error {
  readonly code: string;
  /** It will never be taken: another attempt is of no use. */
  readonly refused: boolean;
  /** No answer came: it may have been taken. Asked too soon, the provider does not know yet. */
  readonly inDoubt: boolean;
  constructor(code: string, { refused, inDoubt = false }: { refused: boolean; inDoubt?: boolean }) {
    super(`The SMS was not taken (${code}).`);
    this.name = 'SmsError';
    this.code = code;
    this.refused = refused;
    this.inDoubt = inDoubt;
  }
}

/** An SMS of the demonstration's mailbox, where no provider is configured. */
export type KeptSms = { id: string; to: string; text: string; at: string };

/** What the demonstration would have sent by SMS, newest first. */
export type SmsBox = { list(): Promise<KeptSms[]> };

/** A letter of the demonstration's mailbox, where no mail server is configured. */
export type Letter = { id: string; to: string; subject: string; text: string; at: string };

/** What the demonstration would have sent, newest first. */
export type Mailbox = { list(): Promise<Letter[]> };
