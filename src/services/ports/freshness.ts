import type { ConfirmationSource, ReportKind } from '../../domain/catalogue/freshness.ts';
import type { Offer } from '../../domain/catalogue/offer.ts';

export type Confirmation = {
  on: string;
  source: ConfirmationSource;
  note: string | null;
  /** The member of the pôle ressources; null where it is somebody else, or nobody's business. */
  by: string | null;
};

export type OfferLink = {
  offerId: string;
  sentAt: string;
  expiresAt: string;
  usedAt: string | null;
  answer: 'confirmed' | 'changed' | null;
};

export type OfferReport = {
  id: string;
  offerId: string;
  kind: ReportKind;
  note: string | null;
  memberId: string | null;
  /** Who reported; null for the provider itself. */
  by: string | null;
  createdAt: string;
  closedAt: string | null;
};

/** An offer whose turn it is to be looked at. */
export type ToCheck = { id: string; reports: number; people: number };

export type PairDecision = {
  decision: 'different' | 'merged' | 'separate';
  merge: { keptId: string; keptBefore: number; keptAfter: number; goneBefore: number; goneAfter: number } | null;
};
export type OfferPair = PairDecision & { firstId: string; secondId: string; decidedAt: string };

/** Whether offers are true still, who said so, and what is said against it. */
export type FreshnessStore = {
  /** The newest first. */
  listConfirmations(offerId: string, limit: number): Promise<Confirmation[]>;
  /** Beside the one that the database keeps by itself: of that version it is written first. */
  noteConfirmation(one: {
    offerId: string;
    version: number;
    on: string;
    source: ConfirmationSource;
    note: string | null;
  }): Promise<void>;

  addLink(link: { hash: string; offerId: string; sentBy: string | null; expiresAt: string }): Promise<void>;
  findLink(hash: string): Promise<OfferLink | null>;
  /** False where it was used already. */
  useLink(hash: string, answer: 'confirmed' | 'changed'): Promise<boolean>;
  /** When links of an offer were sent, the newest first. */
  listSent(offerId: string): Promise<string[]>;
  /** Of how many offers a link was sent since, by itself. */
  countAskedAbout(since: string): Promise<number>;
  /**
   * Those confirmed longest ago first: offers in service confirmed on that day or before, with somebody to ask, that were sent fewer than two links since, and none after
   * `sentBefore`, and whose provider told of no change that waits to be looked at; examples are left out, for nobody is there.
   */
  listToRemind(asked: { confirmedUpTo: string; sentBefore: string }): Promise<Offer[]>;

  addReport(report: {
    id: string;
    offerId: string;
    kind: ReportKind;
    note: string | null;
    memberId: string | null;
    organisationId: string | null;
  }): Promise<boolean>;
  /** Those that are open, the oldest first. */
  listReports(offerId: string): Promise<OfferReport[]>;
  findReport(id: string): Promise<OfferReport | null>;
  /** For workers: reports that were seen to before that instant. Says how many there were. */
  deleteClosedReports(before: string): Promise<number>;
  /** False where it was closed already. */
  closeReport(id: string, reason: string): Promise<boolean>;

  /** For workers: offers to verify or reported, reported ones first, then by how many people stand on them, in steps of five. */
  listToCheck(asked: { confirmedUpTo: string; today: string; limit: number; skip: number }): Promise<ToCheck[]>;
  countToCheck(confirmedUpTo: string): Promise<number>;

  listPairs(offerId?: string): Promise<OfferPair[]>;
  findPair(firstId: string, secondId: string): Promise<OfferPair | null>;
  decidePair(firstId: string, secondId: string, decided: PairDecision): Promise<void>;
};
