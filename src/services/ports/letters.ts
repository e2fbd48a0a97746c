import type { NewsOffer } from '../../domain/network/letter.ts';

/** Who has confirmed. `toldUntil`: what was news until then has been told. `isProfessional`: a member of the territory today. */
export type LetterReader = { id: string; email: string; isProfessional: boolean; toldUntil: string };

export type LetterStore = {
  /** By a visitor who holds `linkHash`: nothing is sent to them until they have confirmed. */
  ask(reader: { id: string; email: string; linkHash: string; purgeAfter: string }): Promise<void>;
  /** Of the link that a visitor holds. */
  findHeld(): Promise<{ id: string; email: string; isConfirmed: boolean } | null>;
  /** By whoever holds a link: nothing of it stays. Says of whom; null where there was none. */
  unsubscribeHeld(): Promise<string | null>;

  /** The rest is for workers. Whoever asked is a reader from now on; one address is one reader. */
  confirm(id: string, email: string): Promise<void>;
  /** A professional who pressed the button. False where that address is a reader already. */
  subscribe(reader: { id: string; email: string; memberId: string }): Promise<boolean>;
  isReader(email: string): Promise<boolean>;
  /** Says of whom; null where there was none. */
  unsubscribe(email: string): Promise<string | null>;
  /** Readers who were last told before that instant (ISO 8601). */
  listDue(toldBefore: string): Promise<LetterReader[]>;
  /** What is news until now has been told, by a mail with that link. False where somebody else just did. */
  markTold(reader: LetterReader, linkHash: string | null): Promise<boolean>;
  count(): Promise<number>;
  /** Offers that anybody may read, which came or changed after that instant and were confirmed since its day. */
  listNewOffers(since: string): Promise<NewsOffer[]>;
  deleteExpired(now: string): Promise<number>;
};
