import type { CostSplit } from '../../domain/funding/cost-split.ts';
import type { ReferralStatus } from '../../domain/referral/referral.ts';
import type { BridgeNeed, JobKind, JobStatus, Quote } from '../../domain/workshop/job.ts';
import type { ReferralToPlace } from './programmes.ts';
import type { HandedFact } from './referrals.ts';

/** A repair or a sale. Days `YYYY-MM-DD`, hours `HH:MM`. */
export type Job = {
  id: string;
  version: number;
  organisationId: string;
  beneficiaryId: string;
  referralId: string;
  kind: JobKind;
  status: JobStatus;
  /** Make and model; never a plate. */
  vehicle: string | null;
  request: string;
  quote: Quote | null;
  funding: CostSplit;
  appointmentOn: string | null;
  appointmentAt: string | null;
  bridge: BridgeNeed;
  loanId: string | null;
  handedOverOn: string | null;
  illustrative: boolean;
  createdAt: string;
};
export type JobOfReferral = Job & { referralStatus: ReferralStatus; facts: readonly HandedFact[] };
export type JobChange = Partial<
  Pick<
    Job,
    | 'status'
    | 'vehicle'
    | 'request'
    | 'quote'
    | 'funding'
    | 'appointmentOn'
    | 'appointmentAt'
    | 'bridge'
    | 'loanId'
    | 'handedOverOn'
  >
>;

/** Vehicles being repaired for, or sold to, somebody. The walls say whose. */
export type WorkshopStore = {
  /** False where the referral leads to a job already. */
  insert(
    job: Pick<Job, 'id' | 'beneficiaryId' | 'referralId' | 'kind' | 'vehicle' | 'request' | 'illustrative'>,
  ): Promise<boolean>;
  find(id: string): Promise<Job | null>;
  lock(id: string): Promise<Job | null>;
  change(id: string, change: JobChange): Promise<void>;
  /** Of the actor's organisation, the newest first. */
  list(asked?: { id: string }): Promise<JobOfReferral[]>;
  /** Of a person, or of the person of a referral; the newest first. */
  listOf(of: { beneficiaryId: string } | { referralId: string }): Promise<Job[]>;
  /** For workers: whose appointment is on that day. */
  listScheduledOn(date: string): Promise<Job[]>;
  /** Put to the actor's organisation for a repair or a sale; who was told yes first comes first. */
  listReferralsToPlace(): Promise<ReferralToPlace[]>;
};
