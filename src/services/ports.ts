import type { Temporal } from 'temporal-polyfill';
import type { Mode, Router, Turn } from '../../geo/router.ts';
import type { Role } from '../domain/accounts/roles.ts';
import { SCOPES, type Scope } from '../domain/accounts/scopes.ts';
import type { Offer, OfferKind, Theme } from '../domain/catalogue/offer.ts';
import type { Gap } from '../domain/counterfactual/gaps.ts';
import type { DiagnosticInput } from '../domain/diagnostic/diagnostic.ts';
import type { Availability } from '../domain/matching/facts.ts';
import type { MatchResult } from '../domain/matching/result.ts';
import type { Territory } from '../domain/territory.ts';
import type { MemberStore, Memberships } from './ports/accounts.ts';
import type { AllocationStore } from './ports/allocation.ts';
import type { AssessmentStore } from './ports/assessments.ts';
import type { BookingStore } from './ports/bookings.ts';
import type { CatalogueStore } from './ports/catalogue.ts';
import type { DraftStore } from './ports/drafts.ts';
import type { DriverStore } from './ports/drivers.ts';
import type { EmployerStore } from './ports/employers.ts';
import type { EventStore } from './ports/events.ts';
import type { FleetStore } from './ports/fleet.ts';
import type { FreshnessStore } from './ports/freshness.ts';
import type { ImportStore } from './ports/imports.ts';
import type { IntakeStore } from './ports/intake.ts';
import type { LetterStore } from './ports/letters.ts';
import type { LibraryStore } from './ports/library.ts';
import type { MessageStore } from './ports/messages.ts';
import type { PartnerStore } from './ports/partners.ts';
import type { PeopleStore } from './ports/people.ts';
import type { PlanStore } from './ports/plans.ts';
import type { ProgrammeStore } from './ports/programmes.ts';
import type { ReferralStore } from './ports/referrals.ts';
import type { RideSearchStore } from './ports/ride-searches.ts';
import type { UnmetStore } from './ports/unmet.ts';
import type { WayInStore } from './ports/way-ins.ts';
import type { WorkshopStore } from './ports/workshop.ts';

export { SCOPES, type Scope };

/**
 * On whose behalf something is done. The database's row-level security reads `territoryId`, `organisationId` and
 * `kind`; `system` is a worker inside one territory, `visitor` is the public (catalogue, nameless trials).
 */
export type Actor = {
  kind: 'system' | 'program' | 'member' | 'visitor';
  territoryId: string;
  organisationId: string | null;
  scopes: ReadonlySet<Scope>;
  /** Id of the key, member or worker; goes into the audit. */
  id: string;
  /** Of a member. */
  role?: Role;
  /**
   * SHA-256 of the secret that a visitor shows (of a signed link or a draft), or the code of a poster: row-level security lets
   * them see what it was made for.
   */
  link?: string;
};

export type Clock = { now(): Temporal.Instant };
export type Ids = { next(prefix: string): string };

export type Commune = {
  code: string;
  name: string;
  epciCode: string | null;
  epciName: string | null;
  departement: string;
  population: number;
  lon: number;
  lat: number;
  postcodes: readonly string[];
};

/** The contour of a commune: rings of `[lon, lat]`, holes among them. */
export type Outline = { code: string; rings: readonly (readonly (readonly [lon: number, lat: number])[])[] };

/** Where things lie: the communes of a territory with their contours, and the chef-lieux of the communes around. */
export type Gazetteer = {
  /** A commune of the territory or of its surroundings. */
  findByCode(code: string): Commune | null;
  /** The commune of the territory whose contour holds the point (within 500 m of a simplified contour), else null. */
  locate(point: { lon: number; lat: number }): Commune | null;
  /** Metres from the point to the territory, 0 inside. */
  metresOutside(point: { lon: number; lat: number }): number;
  /** Every commune of the territory, by name. */
  communes(): readonly Commune[];
  /** The contours of those communes, to be drawn. */
  outlines(): readonly Outline[];
  /** Communes (territory and around) whose name or postcode starts with, or holds, the text; the biggest first. */
  search(text: string, limit: number): readonly Commune[];
};

export type OfferFilter = {
  kind?: OfferKind;
  theme?: Theme;
  /** Free text over title, provider and description, accents and case ignored. */
  q?: string;
  ids?: readonly string[];
  limit: number;
  cursor?: string;
};

export type Page<T> = { items: T[]; nextCursor: string | null };

export type OfferStore = {
  insert(offer: Offer): Promise<void>;
  /** False when the row's version is not `expectedVersion` any more. `restoredFrom`: the version whose content this brings back. */
  update(offer: Offer, expectedVersion: number, restoredFrom?: number): Promise<boolean>;
  archive(id: string): Promise<boolean>;
  find(id: string): Promise<Offer | null>;
  list(filter: OfferFilter): Promise<Page<Offer>>;
  /** Every offer that is not archived, by id. */
  listAll(): Promise<Offer[]>;
  /** Grows with every change to any offer, hold or loan of the territory, and to what the road says of an offer. */
  catalogueVersion(): Promise<number>;
  /**
   * What changed in the offers and their road facts after that position, in the order it happened. Nothing that was
   * committed before is ever missing from it, and nothing that comes later lies before `next`. For workers.
   */
  changesSince(
    position: CataloguePosition,
    asked: {
      /** How many offers at most, gone ones included. */
      limit: number;
      /** An offer the caller holds in that version: it is neither read nor checked again. */
      known?(offerId: string, version: number): Offer | undefined;
    },
  ): Promise<CatalogueChanges>;
  /** What is taken on the days `from`…`until`, both included; of those offers only, where they are given. */
  availability(range: { from: string; until: string; offerIds?: readonly string[] }): Promise<Availability>;
};

/** Everything before `version` is known, and of `version` itself the offers up to `offerId`; all of them where null. */
export type CataloguePosition = { version: number; offerId: string | null };
export const BEFORE_ANYTHING: CataloguePosition = { version: 0, offerId: null };

export type CatalogueChanges = {
  changed: { offer: Offer; roads: OfferRoads | null }[];
  /** Archived, or gone. */
  removed: string[];
  /** Rows that no longer fit what this program takes for an offer. They are in `removed` too. */
  unreadable: { offerId: string; reason: string }[];
  next: CataloguePosition;
  /** False once everything committed so far is known. */
  more: boolean;
};

/**
 * What the road says of one version of an offer, on one data set: times to and from the landmarks (`vectors`) and among
 * its own places (`own`), encoded by the engine. Its places are, in this order, `[origin, destination, ...meetingPoints]`.
 */
export type OfferRoads = {
  offerId: string;
  offerVersion: number;
  dataSet: string;
  vectors: Uint8Array;
  own: Uint8Array;
};

/** For workers. */
export type RoadStore = {
  findLandmarks(mode: Mode, dataSet: string): Promise<Uint8Array | null>;
  /** The first set saved for a mode and a data set stays, and is what is returned: offers are measured against one only. */
  keepLandmarks(set: { mode: Mode; dataSet: string; payload: Uint8Array; since?: string | null }): Promise<Uint8Array>;
  /** Of the sets that there are, that of the roads that came into use last, and when it was last measured against. Null if yours. */
  findRival(yours: { mode: Mode; dataSet: string }): Promise<{ since: string; usedAt: string | null } | null>;
  /** Carpools without road facts of that data set and of their present version, by id: fewer than `limit`, there are no others. */
  listOffersToMeasure(asked: { dataSet: string; limit: number }): Promise<Offer[]>;
  /** Those of an offer that changed or went meanwhile are left out. Says how many were kept. */
  saveOfferRoads(rows: readonly OfferRoads[]): Promise<number>;
  /** Forgets everything of other data sets: should one come back, its landmarks may be others. */
  forgetOthers(dataSet: string): Promise<void>;
};

/** Measures offers on the road. Throws `RouterError`; encodes what it finds as it likes. */
export type RoadSurvey = {
  /** The data set of that territory's roads; null while no real road answers. */
  dataSet(territoryId: string): Promise<string | null>;
  /** Chooses landmarks and measures them, for `keepLandmarks`. */
  chooseLandmarks(call: { territoryId: string; gazetteer: Gazetteer }): Promise<Uint8Array>;
  measure(call: { territoryId: string; landmarks: Uint8Array; offers: readonly Offer[] }): Promise<OfferRoads[]>;
};

/** A version of a diagnostic. `input` holds matching facts only: identity lives in its own table. */
export type DiagnosticRecord = {
  id: string;
  version: number;
  beneficiaryId: string;
  reference: string | null;
  /** Completed years on `startsOn`; null where the birth date is not known. */
  age: number | null;
  /** Without `beneficiary.reference` and `beneficiary.birthDate`. */
  input: DiagnosticInput;
  createdAt: string;
  /** Set on trials: gone after that. */
  expiresAt: string | null;
};

/** What a result must rest on in those modes, as it says itself (`MatchResult.roads`), where it was computed before that instant. */
export type RoadsOfResult = { roads: Partial<Record<Mode, string>>; before: string };

export type DiagnosticStore = {
  /** The person of that reference whom the actor may see; makes one (with access for the actor's organisation) if new. */
  findOrCreateBeneficiary(input: {
    newId: string;
    reference: string | null;
    birthDate: string | null;
  }): Promise<{ id: string; birthDate: string | null }>;
  insertVersion(record: DiagnosticRecord): Promise<void>;
  /** The newest version, or that one. */
  find(id: string, version?: number): Promise<DiagnosticRecord | null>;
  /**
   * Newest versions whose match is to be made (again): pending since before that instant, and, when asked for, those
   * matched on estimates in place of a router, all of them or where these roads answer now; and those matched on other roads
   * than these before these came into use.
   */
  listToMatch(asked: {
    pendingSince: string;
    provisional: boolean | RoadsOfResult['roads'];
    otherThan?: RoadsOfResult | null;
    limit: number;
  }): Promise<{ id: string; version: number }[]>;
  deleteExpired(now: string): Promise<number>;
  /** From the identity, apart from every matching fact; null where it is not known. */
  findBirthDate(beneficiaryId: string): Promise<string | null>;
  /** Null forgets it. */
  setBirthDate(beneficiaryId: string, birthDate: string | null): Promise<void>;
};

/** A known place people go to: a France Services house, a station, a carpool area, an employer's site. */
export type PointOfInterest = {
  id: string;
  kind: string;
  label: string;
  commune: string | null;
  lon: number;
  lat: number;
};

/** A known place with its source; `details` is what the source says besides (opening hours, sector, spaces…). */
export type SourcedPlace = PointOfInterest & {
  address: string | null;
  source: string;
  /** As precise as the source tells: `2024-08-01`, `2026-05`, `vers 2017`. */
  sourceDate: string | null;
  licence: string | null;
  details: Record<string, unknown>;
};

export type PlaceStore = {
  /** Those of the territory whose label holds the text, accents and case ignored; best first. */
  search(text: string, limit: number): Promise<PointOfInterest[]>;
  /** Every known place of the territory with where the knowledge comes from, by kind and label. */
  list(filter?: { kinds?: readonly string[] }): Promise<SourcedPlace[]>;
};

export type StoredMatch = {
  diagnosticId: string;
  version: number;
  status: 'pending' | 'ready' | 'failed';
  computedAt: string | null;
  result: MatchResult | null;
  /** Why it failed, for people. */
  failure: string | null;
  /** The catalogue changed in a way that may concern it: the result is being made again. */
  rematching: boolean;
};

export type MatchState = Pick<StoredMatch, 'status' | 'computedAt' | 'rematching'>;

export type MatchStore = {
  insertPending(diagnosticId: string, version: number): Promise<void>;
  find(diagnosticId: string, version: number): Promise<StoredMatch | null>;
  /** The same without the result itself, for who only waits for it. */
  findState(diagnosticId: string, version: number): Promise<MatchState | null>;
  /**
   * `catalogueVersion`: of the catalogue before anything of it was read for this result. Where it is not given the result
   * counts as older than any change.
   */
  saveReady(
    diagnosticId: string,
    version: number,
    computedAt: string,
    result: MatchResult,
    catalogueVersion?: number,
  ): Promise<void>;
  /** Puts another in the place of the result that was made at that instant on that catalogue; false where it is no more. */
  replaceReady(
    stored: { diagnosticId: string; version: number; computedAt: string; catalogueVersion: number },
    result: MatchResult,
  ): Promise<boolean>;
  saveFailed(diagnosticId: string, version: number, failure: string): Promise<void>;
  /**
   * The single changes that stand for gaps, of every result the actor may see, as `saveReady` kept them; none of trials,
   * and of a diagnostic its last result's only.
   */
  listGaps(): Promise<Gap[]>;
};

/** An offer as it is now, null when it is gone, and the version of the catalogue at which it or what is taken of it changed. */
export type AnswerChange = { offerId: string; version: number; offer: Offer | null };

/** A diagnostic whose result may have to be made again. */
export type OpenVersion = { diagnosticId: string; version: number; catalogueVersion: number | null };

export type RematchCampaign = {
  id: number;
  reason: 'catalogue';
  /** How many offers changed. */
  offers: number;
  /** Diagnostics to be matched again, and those of them that wait no more. */
  total: number;
  done: number;
  startedAt: string;
  endedAt: string | null;
};

/** How the changes of a catalogue become new results for open diagnostics. For workers, but for the reading of progress. */
export type RematchStore = {
  /**
   * From now on a result that rests on an older catalogue than `upTo` counts as having missed something; changes after
   * `from` have not been looked at. Commits by itself alone: call it in a transaction of its own.
   */
  beginPlanning(): Promise<{ from: number; upTo: number }>;
  /** Changes that may change an answer, after `from` and up to `upTo`, newest first; at most `limit`. */
  listAnswerChanges(asked: { from: number; upTo: number; limit: number }): Promise<AnswerChange[]>;
  countAnswerChanges(asked: { from: number; upTo: number }): Promise<number>;
  /** Open diagnostics whose result says of one of those offers that it is not impossible, with which of them. */
  listTelling(offerIds: readonly string[]): Promise<{ diagnosticId: string; offerIds: string[] }[]>;
  /**
   * Newest versions of diagnostics that are open, by id, whose result rests on an older catalogue than `olderThan`.
   * `catalogueVersion` is that of the result, null where none is known. Those that wait for a result on `olderThan`
   * already are left out.
   */
  listOpen(asked: { olderThan: number; afterId: string; limit: number }): Promise<OpenVersion[]>;
  /** The newest versions of those diagnostics; those that this program cannot read any more are left out. */
  readNewest(diagnosticIds: readonly string[]): Promise<DiagnosticRecord[]>;
  /**
   * Asks for new results, each on at least that version of the catalogue, because so many offers changed. Says which
   * diagnostics did not wait for one already, and are not waiting for their first: for those, and only those, a job is to
   * be made. They are a campaign.
   */
  want(
    wanted: readonly { diagnosticId: string; version: number }[],
    because: { offers: number },
  ): Promise<{ diagnosticId: string; trial: boolean }[]>;
  endPlanning(upTo: number): Promise<void>;
  /** The newest versions, among those diagnostics, whose result is still to be replaced; ids of those that are no diagnostic any more. */
  listWanting(diagnosticIds: readonly string[]): Promise<{ records: DiagnosticRecord[]; unreadable: string[] }>;
  /** Those that have waited since before that instant: their job was lost. They are taken to wait since now. */
  listForgotten(waitingSince: string, limit: number): Promise<{ diagnosticId: string; trial: boolean }[]>;
  /** Locks the result until the transaction ends; false when it is not to be replaced any more. */
  lockWanting(diagnosticId: string, version: number): Promise<boolean>;
  /** What is stored stays as it is, with its date: it could not be made again. */
  giveUp(diagnosticIds: readonly string[]): Promise<void>;
  /** Counts what is done in the campaigns that are not over. */
  noteProgress(): Promise<void>;
  /** The campaigns under way, then the last ones, newest first. */
  progress(limit: number): Promise<{ campaigns: RematchCampaign[] }>;
  /** Forgets the campaigns that ended before that instant; says how many. */
  deleteEndedBefore(instant: string): Promise<number>;
};

/** How a result differed from the reference's: the first thing that did, and the offers it is about. */
export type AuditDifference = { diagnosticId: string; version: number; what: string; offerIds: readonly string[] };

export type AuditSums = {
  audited: number;
  differing: number;
  voided: number;
  lastAt: string | null;
  lastDifference: AuditDifference | null;
};

/** Results held against the reference matcher, territory by territory. For workers; figures for whoever operates. */
export type AuditStore = {
  note(outcome: 'equal' | 'void' | AuditDifference): Promise<void>;
  sums(): Promise<AuditSums>;
};

/** What was changed, by whom: ids and names of fields only, never values. */
export type AuditEntry = { action: string; entity: string; entityId: string; fields: readonly string[] };

/**
 * Events that leave with the transaction; `relay-outbox` turns them into jobs. `inBackground`: nobody waits for that
 * match, it lets those that somebody waits for go before. `notBefore`: ISO 8601. `catalogueChanged` is left
 * by the database itself, once a transaction, whoever changed an offer or what is taken of one.
 */
export type OutboxEvent =
  | { type: 'diagnosticRecorded'; diagnosticId: string; version: number; inBackground?: true }
  | { type: 'catalogueChanged' }
  | { type: 'rematchWanted'; diagnosticIds: readonly string[]; trial: boolean }
  | { type: 'messageWritten'; messageId: string; notBefore?: string }
  | { type: 'wayInAsked'; wayInId: string }
  | { type: 'referralMoved'; referralId: string; eventId: number }
  | { type: 'bookingMoved'; bookingId: string; eventId: number }
  /** A file waits to be read, applied or taken back. */
  | { type: 'importMoved'; importId: string }
  | { type: 'waitingJoined'; entryId: string }
  | { type: 'roundAsked'; roundId: string; replay: boolean }
  | { type: 'loanDecided'; roundId: string; entryId: string }
  | { type: 'auditWanted'; diagnosticId: string; version: number; computedAt: string; catalogueVersion: number };

export type IdempotencyRecord = { key: string; requestHash: string; status: number; body: unknown };

export type Stores = {
  members: MemberStore;
  messages: MessageStore;
  drafts: DraftStore;
  people: PeopleStore;
  intake: IntakeStore;
  assessments: AssessmentStore;
  plans: PlanStore;
  referrals: ReferralStore;
  employers: EmployerStore;
  wayIns: WayInStore;
  bookings: BookingStore;
  rideSearches: RideSearchStore;
  drivers: DriverStore;
  programmes: ProgrammeStore;
  workshop: WorkshopStore;
  fleet: FleetStore;
  allocation: AllocationStore;
  offers: OfferStore;
  catalogue: CatalogueStore;
  freshness: FreshnessStore;
  imports: ImportStore;
  partners: PartnerStore;
  events: EventStore;
  library: LibraryStore;
  letters: LetterStore;
  diagnostics: DiagnosticStore;
  matches: MatchStore;
  unmet: UnmetStore;
  roads: RoadStore;
  rematching: RematchStore;
  audits: AuditStore;
  places: PlaceStore;
  audit: {
    record(entry: AuditEntry): Promise<void>;
    /** Many at once, in that order. */
    recordAll(entries: readonly AuditEntry[]): Promise<void>;
  };
  outbox: { append(event: OutboxEvent): Promise<void> };
  idempotency: {
    /** Locks the key until the transaction ends; null when it was never used. */
    claim(key: string): Promise<IdempotencyRecord | null>;
    save(record: IdempotencyRecord): Promise<void>;
    /** Forgets the keys saved before that instant; says how many. */
    deleteBefore(instant: string): Promise<number>;
  };
};

export type ApiKeyRecord = {
  id: string;
  territoryId: string;
  organisationId: string;
  scopes: readonly Scope[];
  requestsPerMinute: number;
};

/** The database did not answer: no connection, a connection lost on the way, a server starting or stopping. */
export class DatabaseUnavailableError extends Error {
  constructor(cause: unknown) {
    super('The database does not answer.', { cause });
    this.name = 'DatabaseUnavailableError';
  }
}

/** `reason` names fields and what is wrong with them, in one line. */
export type UnreadableTerritory = (territoryId: string, reason: string) => void;

/**
 * The only way to data. Every transaction runs as one actor, behind row-level security. Every method throws
 * `DatabaseUnavailableError` when the server cannot be reached.
 */
export type Database = {
  transact<T>(actor: Actor, work: (stores: Stores) => Promise<T>): Promise<T>;
  /** By SHA-256 of the key, in hexadecimal; null when unknown or revoked. Crosses no wall but this one. */
  findApiKey(hash: string): Promise<ApiKeyRecord | null>;
  /** Of whoever has just proven who they are. Shows nobody else. */
  memberships: Memberships;
  /** By id. One whose stored rules do not fit this program is left out, and told to who wants to know of it. */
  listTerritories(unreadable?: UnreadableTerritory): Promise<Territory[]>;
  loadGazetteer(territoryId: string): Promise<Gazetteer>;
  /**
   * Resolves with true when that diagnostic's match is no longer pending, false after `timeoutMs`. Who holds the result of
   * `computedAt` waits for another, so long as one is being made. Listens, never polls hard.
   */
  waitForMatch(input: {
    diagnosticId: string;
    version: number;
    actor: Actor;
    timeoutMs: number;
    computedAt?: string;
  }): Promise<boolean>;
  /** Resolves with true when that booking is not that version any more, or out of sight; false after `timeoutMs`. Listens as well. */
  waitForBooking(input: { bookingId: string; version: number; actor: Actor; timeoutMs: number }): Promise<boolean>;
  /**
   * Calls back with the territory each time a catalogue changed, and with null when notifications may have been missed.
   * Resolves with a way to stop.
   */
  onCatalogueChange(callback: (territoryId: string | null) => void): Promise<() => Promise<void>>;
  ping(): Promise<void>;
};

export type RouterPorts = {
  /** What the operator configured: servers, roads of the territory; supports no mode, and has the estimate's name, where nothing. */
  configured: Router;
  /** In whose name answers are kept that are the same for everybody, where `configured` stands before it for one match. */
  keptFor?: Router;
  /** Always answers. */
  estimate: Router;
  /** When `configured` became what it is, where known: results of before may rest on other roads. */
  since?: string | null;
  /** Taken before each small piece of work that nobody waits for. Absent: somebody waits. */
  turn?: Turn;
};

export type QueueHealth = { ping(): Promise<void> };
