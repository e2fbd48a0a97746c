import type { CostSplit } from '../../domain/funding/cost-split.ts';
import type { Attendance } from '../../domain/programmes/attendance.ts';
import type { DropOutReason, EnrolmentStatus } from '../../domain/programmes/enrolment.ts';
import type { CohortContent } from '../../domain/programmes/programme.ts';
import type { Progress } from '../../domain/programmes/progress.ts';
import type { ReferralStatus } from '../../domain/referral/referral.ts';
import type { HandedFact, ReferralParties } from './referrals.ts';

export type Cohort = CohortContent & { id: string; organisationId: string; version: number; illustrative: boolean };
/** How many have a place, wait for one, came to the end, stopped. */
export type CohortFigures = { taken: number; waiting: number; completed: number; droppedOut: number };

/** Somebody's place. `waitingSince`: an instant. `outOfTurn`: why they were let in before others who had waited longer. */
export type Enrolment = {
  id: string;
  version: number;
  cohortId: string;
  organisationId: string;
  beneficiaryId: string;
  referralId: string;
  status: EnrolmentStatus;
  waitingSince: string;
  outOfTurn: string | null;
  progress: Progress;
  funding: CostSplit;
  dropOutReason: DropOutReason | null;
  /** `YYYY-MM-DD` */
  endedOn: string | null;
  illustrative: boolean;
};
export type EnrolmentChange = Partial<
  Pick<Enrolment, 'status' | 'outOfTurn' | 'progress' | 'funding' | 'dropOutReason' | 'endedOn'>
>;

/** As whoever teaches sees it: the person is what the referral handed over. */
export type EnrolmentOfReferral = Enrolment & { referralStatus: ReferralStatus; facts: readonly HandedFact[] };

/** A referral that was said yes to and leads to nothing yet. */
export type ReferralToPlace = {
  id: string;
  beneficiaryId: string;
  offerId: string;
  status: ReferralStatus;
  answeredAt: string | null;
  parties: ReferralParties;
  facts: readonly HandedFact[];
  illustrative: boolean;
};

/** Groups that structures teach, who has a place in them and how far they are. The walls say whose. */
export type ProgrammeStore = {
  insertCohort(cohort: Omit<Cohort, 'version' | 'organisationId'>): Promise<void>;
  findCohort(id: string): Promise<Cohort | null>;
  /** Locked until the transaction ends: nobody else gives a place in it. Null where the actor may not change it. */
  lockCohort(id: string): Promise<Cohort | null>;
  changeCohort(id: string, content: CohortContent): Promise<void>;
  /** Of the actor's organisation, the last to end first. */
  listCohorts(): Promise<(Cohort & CohortFigures)[]>;

  /** False where the referral leads to a place already. */
  insertEnrolment(
    enrolment: Pick<Enrolment, 'id' | 'cohortId' | 'beneficiaryId' | 'referralId' | 'status' | 'illustrative'>,
  ): Promise<boolean>;
  findEnrolment(id: string): Promise<Enrolment | null>;
  lockEnrolment(id: string): Promise<Enrolment | null>;
  changeEnrolment(id: string, change: EnrolmentChange): Promise<void>;
  /** Whoever has waited longest first. */
  listEnrolments(cohortId: string): Promise<EnrolmentOfReferral[]>;
  /** Of a person, or of the person of a referral; the newest first. */
  listProgress(of: { beneficiaryId: string } | { referralId: string }): Promise<(Enrolment & { cohort: Cohort })[]>;
  /** For workers: whose group may meet on that day, of those who have a place in it. */
  listWithPlaceOn(date: string): Promise<(Enrolment & { cohort: Cohort })[]>;
  /** What the actor's organisation teaches, as the catalogue has it: its own offers, and those that bear its SIRET. */
  listTaughtOffers(): Promise<{ id: string; title: string; illustrative: boolean }[]>;
  /** Put to the actor's organisation for a training; who was told yes first comes first. */
  listReferralsToPlace(): Promise<ReferralToPlace[]>;

  /** In place of what was noted of that session before. */
  noteAttendance(rows: readonly (Attendance & { enrolmentId: string })[]): Promise<void>;
  listAttendance(cohortId: string): Promise<(Attendance & { enrolmentId: string })[]>;
  listAttendanceOf(enrolmentIds: readonly string[]): Promise<(Attendance & { enrolmentId: string })[]>;
};
