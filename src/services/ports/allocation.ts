import type { AllocationCriteria, AllocationFacts, Points } from '../../domain/allocation/criteria.ts';
import type { AllocationFigures } from '../../domain/allocation/figures.ts';
import type { AllocationProblem, LoanOption, WaitingPerson } from '../../domain/allocation/problem.ts';

export type WaitingStatus = 'waiting' | 'served' | 'withdrawn';
/** Days `YYYY-MM-DD`. A loan may begin up to so many days later than the first day it could. */
export type WaitingWish = Pick<WaitingPerson, 'wantedFrom' | 'days' | 'vehicleTypes' | 'licences' | 'equipment'> & {
  acceptsLaterDays: number;
};
export type StoredFacts = Omit<AllocationFacts, 'waitingSince'>;

export type WaitingEntry = {
  id: string;
  version: number;
  organisationId: string;
  beneficiaryId: string;
  referralId: string;
  status: WaitingStatus;
  statusReason: string | null;
  wish: WaitingWish;
  facts: StoredFacts;
  waitingSince: string;
  illustrative: boolean;
  /** The member who put them on the list. */
  createdBy: string;
  createdAt: string;
};
export type NewWaitingEntry = Omit<WaitingEntry, 'version' | 'status' | 'statusReason' | 'createdBy' | 'createdAt'>;
export type WaitingChange = Partial<Pick<WaitingEntry, 'status' | 'statusReason' | 'wish' | 'facts'>>;

export type RoundStatus = 'computing' | 'proposed' | 'failed' | 'decided';
/** Everything a round rests on. Points by entry, as they were made up; of vehicles how they are called. */
export type RoundSnapshot = {
  problem: AllocationProblem;
  points: Readonly<Record<string, Points>>;
  vehicles: Readonly<Record<string, { label: string }>>;
};
export type RoundResult = {
  given: readonly LoanOption[];
  points: number;
  served: number;
  provenBy: 'bound' | 'solver';
};
export type DecidedLoan = { vehicleId: string; start: string; until: string };

export type AllocationRound = {
  id: string;
  from: string;
  until: string;
  status: RoundStatus;
  criteria: AllocationCriteria;
  snapshot: RoundSnapshot;
  result: RoundResult | null;
  solver: string | null;
  solverVersion: string | null;
  progress: number;
  failure: 'tooLong' | 'failed' | null;
  replayedAt: string | null;
  replayedEqual: boolean | null;
  createdBy: string;
  createdAt: string;
  computedAt: string | null;
};
export type RoundChange = Partial<
  Pick<
    AllocationRound,
    | 'status'
    | 'result'
    | 'solver'
    | 'solverVersion'
    | 'progress'
    | 'failure'
    | 'replayedAt'
    | 'replayedEqual'
    | 'computedAt'
  >
>;

export type AllocationDecision = {
  roundId: string;
  entryId: string;
  points: Points;
  figures: AllocationFigures;
  proposed: DecidedLoan | null;
  decision: 'confirmed' | 'overridden' | null;
  decided: DecidedLoan | null;
  reason: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  loanId: string | null;
};
export type NewDecision = Pick<AllocationDecision, 'roundId' | 'entryId' | 'points' | 'figures' | 'proposed'>;

/** Waiting lists of structures, and how their vehicles are shared out. The walls say whose. */
export type AllocationStore = {
  /** False where that referral is on the list already. */
  insertEntry(entry: NewWaitingEntry): Promise<boolean>;
  findEntry(id: string): Promise<WaitingEntry | null>;
  /** Locked until the transaction ends; null where the actor may not change it. */
  lockEntry(id: string): Promise<WaitingEntry | null>;
  changeEntry(id: string, change: WaitingChange): Promise<void>;
  /** Of the actor's organisation; who has waited longest first. */
  listEntries(filter: { statuses: readonly WaitingStatus[] }): Promise<WaitingEntry[]>;
  /** The newest entry of that referral. */
  findEntryOfReferral(referralId: string): Promise<WaitingEntry | null>;

  insertRound(round: Pick<AllocationRound, 'id' | 'from' | 'until' | 'criteria' | 'snapshot'>): Promise<void>;
  findRound(id: string): Promise<AllocationRound | null>;
  lockRound(id: string): Promise<AllocationRound | null>;
  changeRound(id: string, change: RoundChange): Promise<void>;
  /** Of the actor's organisation, for workers of the territory; the newest first. */
  listRounds(limit: number): Promise<AllocationRound[]>;

  insertDecisions(decisions: readonly NewDecision[]): Promise<void>;
  /** In the published order. */
  listDecisions(roundId: string): Promise<AllocationDecision[]>;
  lockDecision(asked: { roundId: string; entryId: string }): Promise<AllocationDecision | null>;
  decide(
    asked: { roundId: string; entryId: string },
    decision: Pick<AllocationDecision, 'decision' | 'decided' | 'reason' | 'loanId'>,
  ): Promise<void>;
  /** The last one of that entry. */
  findLastDecision(entryId: string): Promise<AllocationDecision | null>;
};
