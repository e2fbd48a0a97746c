import type { Offer, OfferInput } from '../../domain/catalogue/offer.ts';

/**
 * `pending`: being read. `checked`: waits to be confirmed. `failed`: nothing of it could be read. `undone`: taken back, but for what
 * others changed since.
 */
export type ImportStatus = 'pending' | 'checked' | 'applying' | 'done' | 'failed' | 'undoing' | 'undone' | 'discarded';
export type ImportTarget = 'offer' | 'partner' | 'place';
/** `conflict`: it was changed by others between the check and the confirmation, and was left as it is. */
export type ImportOutcome = 'create' | 'change' | 'same' | 'rejected' | 'conflict';
/** `path` is dotted, in what is posted; `heading`: of its column, where there is one. */
export type RowProblem = { path: string; message: string; heading?: string };

/** A structure of the directory, as it is imported. */
export type PartnerInput = {
  source: string;
  externalId: string;
  name: string;
  description: string | null;
  siret: string | null;
  phone: string | null;
  email: string | null;
  url: string | null;
  address: string | null;
  postcode: string | null;
  commune: string | null;
  lon: number | null;
  lat: number | null;
  openingHours: string | null;
  networks: string[];
  updatedOn: string | null;
};
export type MeetingPlaceInput = {
  kind: 'carpoolPlace' | 'stop';
  source: string;
  externalId: string;
  label: string;
  address: string | null;
  commune: string | null;
  lon: number;
  lat: number;
  licence: string | null;
  sourceDate: string | null;
  details: Record<string, unknown>;
};

/**
 * What a row makes of its target. `record`: as it came, to be given back; `recordBefore`: the one it takes the place of. `before`: what was there, where nothing else keeps it.
 * `revives`: it was archived. `fields`: headings of what changes.
 */
export type ImportChange = { revives?: true; recordBefore?: Record<string, unknown> } & (
  | { target: 'offer'; offer: OfferInput; fields?: string[]; record?: Record<string, unknown> }
  | { target: 'partner'; partner: PartnerInput; before?: PartnerInput; record: Record<string, unknown> }
  | { target: 'place'; place: MeetingPlaceInput; before?: MeetingPlaceInput }
);

export type Import = {
  id: string;
  format: string;
  fileName: string;
  fileBytes: number;
  status: ImportStatus;
  dryRun: boolean;
  failure: string | null;
  rows: number;
  accepted: number;
  rejected: number;
  done: number;
  total: number;
  createdBy: string;
  createdAt: string;
  confirmedBy: string | null;
  checkedAt: string | null;
  appliedAt: string | null;
  undoneAt: string | null;
};

export type ImportRow = {
  position: number;
  row: number;
  target: ImportTarget;
  outcome: ImportOutcome;
  label: string;
  targetId: string | null;
  problems: RowProblem[];
  notes: string[];
  change: ImportChange | null;
  versionBefore: number | null;
  versionAfter: number | null;
  appliedAt: string | null;
  undone: 'restored' | 'kept' | null;
};

/** Of something that is there already: `version` is its present one, archived or not. */
export type Present<T> = { id: string; version: number; isArchived: boolean; value: T };
export type SourceKey = { source: string; externalId: string };

/** What was done to one target; null where its version was not the expected one any more. */
export type Applied = { version: number } | null;

export type ImportStore = {
  insert(one: Pick<Import, 'id' | 'format' | 'fileName' | 'fileBytes' | 'dryRun'>, bytes: Uint8Array): Promise<void>;
  find(id: string): Promise<Import | null>;
  /** The same, and nobody else changes it until the transaction ends. */
  lock(id: string): Promise<Import | null>;
  list(asked: { limit: number }): Promise<Import[]>;
  update(
    id: string,
    fields: Partial<Omit<Import, 'id' | 'format' | 'fileName' | 'createdBy' | 'createdAt'>>,
  ): Promise<void>;
  readFile(id: string): Promise<Uint8Array | null>;
  deleteFile(id: string): Promise<void>;
  /** Forgets those that were sent before that instant, with what is kept of their rows; says how many. */
  deleteBefore(instant: string): Promise<number>;

  deleteRows(importId: string): Promise<void>;
  insertRows(importId: string, rows: readonly ImportRow[]): Promise<void>;
  listRows(
    importId: string,
    asked: {
      outcomes?: readonly ImportRow['outcome'][];
      after?: number;
      undone?: 'kept';
      noted?: boolean;
      target?: ImportTarget;
      revives?: boolean;
      limit: number;
    },
  ): Promise<ImportRow[]>;
  /** Rows to be applied, in their order. */
  listToApply(importId: string, limit: number): Promise<ImportRow[]>;
  /** Rows to be taken back, the last first. */
  listToUndo(importId: string, limit: number): Promise<ImportRow[]>;
  /** Their targets were made, in their first version. */
  markCreated(importId: string, positions: readonly number[]): Promise<void>;
  updateRow(
    importId: string,
    position: number,
    fields: Partial<
      Pick<
        ImportRow,
        'outcome' | 'targetId' | 'versionBefore' | 'versionAfter' | 'appliedAt' | 'undone' | 'problems' | 'change'
      >
    >,
  ): Promise<void>;
  countRows(importId: string): Promise<Partial<Record<ImportOutcome, number>>>;

  findOffers(asked: { ids?: readonly string[]; keys?: readonly SourceKey[] }): Promise<Present<OfferInput>[]>;
  findPartners(keys: readonly SourceKey[]): Promise<Present<PartnerInput>[]>;
  findPlaces(keys: readonly SourceKey[]): Promise<Present<MeetingPlaceInput>[]>;

  insertOffers(offers: readonly Offer[]): Promise<void>;
  insertPartners(partners: readonly (PartnerInput & { id: string })[]): Promise<void>;
  insertPlaces(places: readonly (MeetingPlaceInput & { id: string })[]): Promise<void>;
  /** Of that version, archived or not; it is there again if it was archived. */
  changeOffer(id: string, offer: OfferInput, expectedVersion: number): Promise<Applied>;
  changePartner(id: string, partner: PartnerInput, expectedVersion: number): Promise<Applied>;
  changePlace(id: string, place: MeetingPlaceInput, expectedVersion: number): Promise<Applied>;
  /** Takes it out, if it is of that version. */
  archive(target: ImportTarget, id: string, expectedVersion: number): Promise<Applied>;
  /** The content offers had in those versions; none of those where it was archived, or is not kept. */
  listOfferVersions(asked: readonly { id: string; version: number }[]): Promise<Offer[]>;
  /** The content an offer had in that version; null where it was archived, or is not kept. */
  findOfferVersion(id: string, version: number): Promise<OfferInput | null>;

  keepRecords(
    records: readonly { target: ImportTarget; targetId: string; format: string; record: Record<string, unknown> }[],
  ): Promise<void>;
  listRecords(target: ImportTarget, format: string): Promise<Map<string, Record<string, unknown>>>;

  /** Not archived; `onlyPublic`: nothing that is kept among professionals. */
  listPartners(asked: { onlyPublic: boolean }): Promise<(PartnerInput & { id: string })[]>;
  listPlaces(kind: MeetingPlaceInput['kind']): Promise<(MeetingPlaceInput & { id: string })[]>;
};
