/** A mail to be sent once the transaction is there. Its words are written by the verb that sends it. */
export type NewMessage = {
  /** From `deps.ids.next('msg')`. */
  id: string;
  to: string;
  subject: string;
  /** Plain text. */
  body: string;
  /** What it tells of: `{ entity: 'referral', id }`. */
  about: { entity: string; id: string };
};

/** A mail that waits. */
export type WaitingMessage = { id: string; to: string; subject: string; body: string; createdAt: string };

export type MessageStore = {
  /** Leaves with the transaction: stored, and told to the outbox. */
  queue(message: NewMessage): Promise<void>;
  /** For workers. Null where it was sent already, or given up. Locks it until the transaction ends. */
  findWaiting(id: string): Promise<WaitingMessage | null>;
  /** Forgets address, subject and words. */
  markSent(id: string): Promise<void>;
  /** `final`: it is given up, and its words are forgotten. `failure` is a code. */
  markFailed(id: string, failure: string, final: boolean): Promise<void>;
  /** For workers: those that have waited since before that instant, the oldest first. */
  listWaiting(before: string, limit: number): Promise<string[]>;
  deleteExpired(now: string): Promise<number>;
};

/** Throws `MailError`. */
export type Mailer = { send(mail: { to: string; subject: string; text: string }): Promise<void> };

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

/** A letter of the demonstration's mailbox, where no mail server is configured. */
export type Letter = { id: string; to: string; subject: string; text: string; at: string };

/** What the demonstration would have sent, newest first. */
export type Mailbox = { list(): Promise<Letter[]> };
