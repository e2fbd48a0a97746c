import type { Offer } from '../../domain/catalogue/offer.ts';
import type { PlanContent, PlanStatus, PlanStep } from '../../domain/plan/plan.ts';

/** The person a plan is for, as far as the actor may know them: no name for who may see facts alone. */
export type PlanPerson = {
  id: string;
  reference: string | null;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  /** Nothing is written to them that somebody else could read. */
  discreet: boolean;
  /** The language they read, as in `src/i18n/languages.ts`; null where nobody said. */
  language: string | null;
};

export type KeptStep = PlanStep & { position: number; referralId: string | null };

export type PlanRecord = {
  id: string;
  beneficiaryId: string;
  /** The diagnostic it was last proposed from; it may be gone. */
  diagnosticId: string | null;
  organisationId: string | null;
  version: number;
  /** How many steps it ever had: the number that the next one gets. */
  stepsMade: number;
  goal: string | null;
  note: string | null;
  status: PlanStatus;
  updatedBy: string | null;
  createdAt: string;
  updatedAt: string;
  /** While a link may be read. */
  share: { sharedAt: string; expiresAt: string } | null;
  /** In the order they are to be done. */
  steps: KeptStep[];
};

/** An offer as it is now, archived or not. */
export type PlanOffer = { offer: Offer; archivedAt: string | null };

/** What a step needs to know of a referral to its offer. */
export type PlanReferral = {
  id: string;
  offerId: string;
  status: 'sent' | 'accepted' | 'refused' | 'expired' | 'started' | 'ended';
  sentAt: string | null;
  answeredAt: string | null;
  /** Whom to ask for, as it was when it was sent; their organisation's number where the offer had none. */
  provider: { name: string; phone: string | null } | null;
  /** As the provider wrote it with its yes. */
  appointment: string | null;
};

/** A diagnostic whose result is there. */
export type PlanDiagnostic = { id: string; madeAt: string };

/** Action plans and their steps. */
export type PlanStore = {
  /** Null for whom the actor may not see. */
  findPerson(beneficiaryId: string): Promise<PlanPerson | null>;
  /** Nobody else makes a plan for that person until the transaction ends. */
  lockPerson(beneficiaryId: string): Promise<void>;
  /** The newest plan of that person. */
  findNewest(beneficiaryId: string): Promise<PlanRecord | null>;
  find(planId: string): Promise<PlanRecord | null>;
  /** The same, kept from changing until the transaction ends. */
  findAndLock(planId: string): Promise<PlanRecord | null>;
  /** With its steps, numbered from 0 in their order. */
  insert(plan: {
    id: string;
    beneficiaryId: string;
    diagnosticId: string | null;
    createdBy: string;
    content: PlanContent;
  }): Promise<void>;
  /**
   * Writes the content as the version after `plan.version`, of a plan that is locked. Steps without a number get the next
   * ones; those no longer there are removed; the referrals of the others stay.
   */
  save(plan: PlanRecord, change: { content: PlanContent; updatedBy: string; diagnosticId?: string }): Promise<void>;
  /** The link under which it can be read from now on, or none; the one before is void. */
  setShare(planId: string, share: { hash: string; expiresAt: string } | null): Promise<void>;
  /** Whether that is the hash of the plan's present link. */
  isShare(planId: string, hash: string): Promise<boolean>;
  /** Of the link that the visitor holds, while it lasts. */
  findShared(): Promise<PlanRecord | null>;
  /** Archived ones too; those the actor may not see, or that no longer fit their kind, are absent. */
  listOffers(ids: readonly string[]): Promise<PlanOffer[]>;
  /** Of that person, those a plan can be proposed from, newest first; five at most. */
  listDiagnostics(beneficiaryId: string): Promise<PlanDiagnostic[]>;
  /** Of that person, newest first. */
  listReferrals(beneficiaryId: string): Promise<PlanReferral[]>;
  /** The step shows that referral from now on; false where there is no such step. The plan's version stays. */
  linkReferral(planId: string, position: number, referralId: string): Promise<boolean>;
};
