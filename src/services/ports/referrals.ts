import type { OfferKind } from '../../domain/catalogue/offer.ts';
import type { KnownPerson } from '../../domain/referral/facts.ts';
import type { ReferralSide, ReferralStatus } from '../../domain/referral/referral.ts';

/** A fact that was handed over, as the provider reads it; `on`: the day it tells, where it tells one. */
export type HandedFact = { code: string; label: string; value: string; on?: string };

/** Who is at both ends and what it is about, as they were when it was sent; nothing of it in rows of before. */
export type ReferralParties = {
  offer: { kind: OfferKind | null; title: string; illustrative: boolean };
  provider: { name: string; phone: string | null };
  referrer: { organisation: string; name: string | null; phone: string | null; email: string | null };
};

export type Referral = {
  id: string;
  version: number;
  beneficiaryId: string;
  offerId: string;
  /** Who refers. */
  organisationId: string;
  /** Who is asked, where it has accounts here. */
  providerOrganisationId: string | null;
  status: ReferralStatus;
  rejectionReason: string | null;
  outcome: string | null;
  diagnosticId: string | null;
  diagnosticVersion: number | null;
  /** A member's id, or a key's. */
  createdBy: string | null;
  message: string | null;
  facts: readonly HandedFact[];
  documents: readonly string[];
  parties: ReferralParties;
  providerEmail: string | null;
  linkExpiresAt: string | null;
  reminders: number;
  questionOpen: boolean;
  sentAt: string;
  answeredAt: string | null;
  startedOn: string | null;
  /** The refusal it follows. */
  previousId: string | null;
  createdAt: string;
  updatedAt: string;
};

/** A referral with who it is about, as far as the actor may know: a provider never does, but for the facts. */
export type ReferralOfPerson = Referral & {
  person: { reference: string | null; firstName: string | null; lastName: string | null };
};

export type NewReferral = Omit<
  Referral,
  | 'version'
  | 'status'
  | 'rejectionReason'
  | 'outcome'
  | 'reminders'
  | 'questionOpen'
  | 'sentAt'
  | 'answeredAt'
  | 'startedOn'
  | 'createdAt'
  | 'updatedAt'
  | 'organisationId'
>;

export type ReferralChange = Partial<
  Pick<Referral, 'status' | 'rejectionReason' | 'outcome' | 'questionOpen' | 'answeredAt' | 'startedOn' | 'reminders'>
>;

export type ReferralEventKind =
  | 'sent'
  | 'reminded'
  | 'asked'
  | 'replied'
  | 'accepted'
  | 'refused'
  | 'expired'
  | 'started'
  | 'followedUp'
  | 'handedOver'
  | 'ended';

/** `on`: a day. `to`: who answers for the person from then on. `onBehalf`: an answer the prescriber was told by telephone. `insistedOn`: the rules that said no. */
export type ReferralEventDetails = {
  reason?: string;
  outcome?: string;
  appointment?: string;
  on?: string;
  to?: string;
  onBehalf?: boolean;
  insistedOn?: string[];
};

export type ReferralEvent = {
  id: number;
  at: string;
  kind: ReferralEventKind;
  byKind: ReferralSide;
  byName: string | null;
  text: string | null;
  details: ReferralEventDetails;
};

export type NewReferralEvent = Omit<ReferralEvent, 'id' | 'at'> & { referralId: string };

/** What was tried for a person, with whom, and what came of it. */
export type ReferralOutline = Pick<
  Referral,
  'id' | 'offerId' | 'status' | 'rejectionReason' | 'parties' | 'providerEmail' | 'createdAt'
>;

export type ReferralFilter = {
  /** Which side the actor's organisation is on. */
  side: 'prescriber' | 'provider';
  beneficiaryId?: string;
  statuses?: readonly ReferralStatus[];
  limit: number;
  cursor?: string;
};

/** Whom the organisation that refers is told through: mail addresses of its members. */
export type PrescriberContact = { memberId: string; email: string };

/** Referrals, their timeline and what became of them. */
export type ReferralStore = {
  /** Nobody else sends that person to that offer until the transaction ends. */
  claim(beneficiaryId: string, offerId: string): Promise<void>;
  insert(referral: NewReferral): Promise<void>;
  find(id: string): Promise<ReferralOfPerson | null>;
  /** The one that the visitor's link leads to. */
  findByLink(): Promise<Referral | null>;
  /** The same, locked until the transaction ends; null where the actor may not change it. */
  lock(id: string): Promise<Referral | null>;
  /** For workers: null where another worker has it. */
  lockIfFree(id: string): Promise<Referral | null>;
  change(id: string, change: ReferralChange): Promise<void>;
  /** One more link leads to it. */
  addLink(id: string, hash: string): Promise<void>;
  /** Its links lead there until that instant. For workers: nobody makes what they were given last longer. */
  prolongLinks(id: string, until: string): Promise<void>;

  addEvent(event: NewReferralEvent): Promise<number>;
  /** In the order it happened. */
  listEvents(referralId: string): Promise<ReferralEvent[]>;
  /** For the territory's sums: of nobody in particular. */
  addOutcome(outcome: {
    on: string;
    offerId: string;
    offerKind: string | null;
    code: string;
    reason: string | null;
  }): Promise<void>;

  /** The newest first. */
  list(filter: ReferralFilter): Promise<{ items: ReferralOfPerson[]; nextCursor: string | null }>;
  /** Every referral of the person that the actor may see, the newest first. */
  listOfPerson(beneficiaryId: string): Promise<ReferralOutline[]>;
  /** Those of the actor's organisation whose service began: with which follow-ups were answered. */
  listStarted(limit: number): Promise<(ReferralOfPerson & { answered: string[] })[]>;
  /** For workers: sent before that instant and still waiting, the oldest first, after that id. */
  listWaiting(asked: {
    sentBefore: string;
    after: string;
    limit: number;
  }): Promise<{ id: string; organisationId: string }[]>;

  /** Null where the actor's organisation does not hold the whole file. */
  findPerson(beneficiaryId: string): Promise<(KnownPerson & { reference: string | null; email: string | null }) | null>;
  /** The file that the actor's organisation gave that reference to: a partner's number is nobody's here. */
  findPersonByReference(reference: string): Promise<string | null>;
  /** The newest diagnostic of that person. */
  findDiagnostic(beneficiaryId: string): Promise<string | null>;
  /** The provider's organisation on the platform, and the territory's mail address for it; null where it has none. */
  findProvider(offerId: string, siret: string | null): Promise<{ id: string; email: string | null } | null>;
  findOrganisation(id: string): Promise<{ name: string; phone: string | null; email: string | null } | null>;
  /** The person's referent in that organisation, else that member; open accounts only. */
  findPrescriber(asked: {
    beneficiaryId: string;
    organisationId: string;
    memberId: string | null;
  }): Promise<PrescriberContact | null>;
};
