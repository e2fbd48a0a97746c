import type { Temporal } from 'temporal-polyfill';
import type { Router, RouterName } from '../../geo/router.ts';
import type { Offer, OfferKind, Theme } from '../domain/catalogue/offer.ts';
import type { DiagnosticInput } from '../domain/diagnostic/diagnostic.ts';
import type { Availability } from '../domain/matching/facts.ts';
import type { MatchResult } from '../domain/matching/result.ts';
import type { Territory } from '../domain/territory.ts';

/** What an API key, an account or a worker may do. */
export const SCOPES = [
  'offers:read',
  'offers:write',
  'diagnostics:read',
  'diagnostics:write',
  'referrals:write',
  'bookings:write',
  'imports:write',
] as const;
export type Scope = (typeof SCOPES)[number];

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
  /** False when the row's version is not `expectedVersion` any more. */
  update(offer: Offer, expectedVersion: number): Promise<boolean>;
  archive(id: string): Promise<boolean>;
  find(id: string): Promise<Offer | null>;
  list(filter: OfferFilter): Promise<Page<Offer>>;
  /** Every offer that is not archived, by id. */
  listAll(): Promise<Offer[]>;
  /** Grows with every change to any offer, hold or loan of the territory. */
  catalogueVersion(): Promise<number>;
  availability(range: { from: string; until: string }): Promise<Availability>;
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

/** What a result must rest on, where it was computed before that instant. */
export type RoadsOfResult = { router: RouterName; dataSet: string; before: string };

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
   * matched on estimates in place of a router, and those matched on other roads than these before these came into use.
   */
  listToMatch(asked: {
    pendingSince: string;
    provisional: boolean;
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
};

export type MatchStore = {
  insertPending(diagnosticId: string, version: number): Promise<void>;
  find(diagnosticId: string, version: number): Promise<StoredMatch | null>;
  saveReady(diagnosticId: string, version: number, computedAt: string, result: MatchResult): Promise<void>;
  saveFailed(diagnosticId: string, version: number, failure: string): Promise<void>;
};

/** What was changed, by whom: ids and names of fields only, never values. */
export type AuditEntry = { action: string; entity: string; entityId: string; fields: readonly string[] };

/**
 * Events that leave with the transaction; `relay-outbox` turns them into jobs. `inBackground`: nobody waits for that
 * match, it lets those that somebody waits for go before.
 */
export type OutboxEvent =
  | { type: 'diagnosticRecorded'; diagnosticId: string; version: number; inBackground?: true }
  | { type: 'offerChanged'; offerId: string };

export type IdempotencyRecord = { key: string; requestHash: string; status: number; body: unknown };

export type Stores = {
  offers: OfferStore;
  diagnostics: DiagnosticStore;
  matches: MatchStore;
  places: PlaceStore;
  audit: { record(entry: AuditEntry): Promise<void> };
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

/**
 * The only way to data. Every transaction runs as one actor, behind row-level security. Every method throws
 * `DatabaseUnavailableError` when the server cannot be reached.
 */
export type Database = {
  transact<T>(actor: Actor, work: (stores: Stores) => Promise<T>): Promise<T>;
  /** By SHA-256 of the key, in hexadecimal; null when unknown or revoked. Crosses no wall but this one. */
  findApiKey(hash: string): Promise<ApiKeyRecord | null>;
  listTerritories(): Promise<Territory[]>;
  loadGazetteer(territoryId: string): Promise<Gazetteer>;
  /** Resolves with true when that diagnostic's match is no longer pending, false after `timeoutMs`. Listens, never polls hard. */
  waitForMatch(input: { diagnosticId: string; version: number; actor: Actor; timeoutMs: number }): Promise<boolean>;
  ping(): Promise<void>;
};

export type RouterPorts = {
  /** What the operator configured: servers, roads of the territory; supports no mode, and has the estimate's name, where nothing. */
  configured: Router;
  /** Always answers. */
  estimate: Router;
  /** When `configured` became what it is, where known: results of before may rest on other roads. */
  since?: string | null;
};

export type QueueHealth = { ping(): Promise<void> };
