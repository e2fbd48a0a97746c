import type { Lever } from '../../domain/counterfactual/counterfactual.ts';
import type { Cycle, DiagnosticInput } from '../../domain/diagnostic/diagnostic.ts';
import type { Place } from '../../domain/place.ts';

/** A rota that is worked at a site. `updatedAt` is its version: who changes an older one is told. */
export type ShiftPattern = {
  id: string;
  siteId: string;
  label: string;
  cycle: Cycle;
  updatedAt: string;
};

/** Where an employer's people work, with the rotas that are worked there, by label. */
export type JobSite = {
  id: string;
  organisationId: string;
  organisationName: string;
  label: string;
  place: Place;
  /** Of an employer of the demonstration. */
  illustrative: boolean;
  updatedAt: string;
  patterns: ShiftPattern[];
};

/** Job sites and shift patterns. What is archived is found by id alone, where that is said. */
export type SiteStore = {
  /** Of one organisation, or of the whole territory; those that are not archived, by employer and label. */
  listSites(filter?: { organisationId?: string }): Promise<JobSite[]>;
  /** Null where it is archived. */
  findSite(id: string): Promise<JobSite | null>;
  /** Illustrative where the actor's organisation is. */
  insertSite(site: { id: string; label: string; place: Place }): Promise<void>;
  /** False where the site is not as it was at `expectedVersion` any more. */
  changeSite(id: string, change: { label: string; place: Place }, expectedVersion: string): Promise<boolean>;
  /** With its patterns, and its lines closed. */
  archiveSite(id: string): Promise<void>;
  insertPattern(pattern: { id: string; siteId: string; label: string; cycle: Cycle }): Promise<void>;
  changePattern(id: string, change: { label: string; cycle: Cycle }, expectedVersion: string): Promise<boolean>;
  /** Lines of that pattern keep its hours. */
  archivePattern(id: string): Promise<void>;
  /** The rota of a line, archived or not. */
  findPattern(id: string): Promise<ShiftPattern | null>;
  /** The site of a line, archived or not. */
  findAnySite(id: string): Promise<JobSite | null>;
};

/** A line that an employer opens with a poster. */
export type CarpoolLine = {
  id: string;
  organisationId: string;
  organisationName: string;
  siteId: string;
  patternId: string | null;
  /** Of the team that calls back whoever answers. */
  toOrganisationId: string;
  label: string;
  code: string;
  createdAt: string;
  closedAt: string | null;
};

export type LineRole = 'driver' | 'passenger';

/** Who would drive or ride. For the team that calls back; the employer never reads one. */
export type LineAnswer = {
  id: string;
  lineId: string;
  role: LineRole;
  /** INSEE code of where they come from. */
  commune: string;
  firstName: string | null;
  phone: string | null;
  handledAt: string | null;
  handledBy: string | null;
  createdAt: string;
};

export type LineStore = {
  /** Those of an organisation, open ones first, then the last opened first. */
  listLines(filter: { organisationId: string } | { toOrganisationId: string }): Promise<CarpoolLine[]>;
  findLine(id: string): Promise<CarpoolLine | null>;
  /** The open one whose code the visitor shows. */
  findLineByCode(code: string): Promise<CarpoolLine | null>;
  /** False where the code is taken. */
  insertLine(line: {
    id: string;
    siteId: string;
    patternId: string | null;
    toOrganisationId: string;
    label: string;
    code: string;
  }): Promise<boolean>;
  closeLine(id: string): Promise<boolean>;

  insertAnswer(answer: {
    id: string;
    lineId: string;
    toOrganisationId: string;
    role: LineRole;
    commune: string;
    firstName: string;
    phone: string;
    /** What they agreed to, in the words they read. */
    consentWording: string;
  }): Promise<void>;
  /** Those that the actor's team calls back: waiting ones the oldest first, then those handled, the last first. */
  listAnswers(filter: { limit: number }): Promise<LineAnswer[]>;
  /** False where it was handled already, or is none of the team's. */
  markHandled(id: string): Promise<boolean>;
  /** For workers: how many people answered those lines before `since`, those who are to be forgotten before `until` left out. */
  countAnswers(
    lineIds: readonly string[],
    stood: { since: string; until: string },
  ): Promise<{ lineId: string; role: LineRole; people: number }[]>;
  /** For workers. */
  deleteExpiredAnswers(now: string): Promise<number>;
};

/** What sums are made of: nothing of it leaves the verb that reads it. For workers. */
export type NeedStore = {
  /**
   * What each person of the territory needed at that instant, by their last diagnostic: whoever accompanies them, but for trials
   * and people no longer accompanied.
   */
  listPeopleInNeed(at: string): Promise<PersonOnRecord[]>;
};

/** Null: not known. */
export type PersonOnRecord = {
  personId: string;
  facts: Pick<DiagnosticInput, 'home' | 'job' | 'means'>;
  /** Something carries them on every ride; null without a result. */
  hasWay: boolean | null;
  changes: { lever: Lever; amount: number }[];
};

/** Job sites, shift patterns, carpool lines, and what people need to come. */
export type EmployerStore = SiteStore & LineStore & NeedStore;
