import type { Offer, OfferKind, Theme } from '../../domain/catalogue/offer.ts';
import type { DiagnosticRecord, Page } from '../ports.ts';

/** An offer as the catalogue keeps it, archived ones included. */
export type KeptOffer = { offer: Offer; archivedAt: string | null };

export type OfferSearch = {
  /** Words and parts of words over title, provider, description and SIRET, accents and case ignored; all of them must be there. */
  q?: string;
  /** Asks for what is written like `q`, where nothing holds it. */
  isLoose?: boolean;
  kind?: OfferKind;
  theme?: Theme;
  /** A part of the provider's name. */
  provider?: string;
  isArchived: boolean;
  /** Day of the last confirmation, `YYYY-MM-DD`: after the one, up to the other; `orNever`: those never confirmed too. */
  confirmed?: { after?: string; upTo?: string; orNever?: boolean };
  limit: number;
  cursor?: string;
};

/** Offers of one kind: those in service by how long ago they were confirmed, and those that are archived. */
export type KindCount = { kind: OfferKind; fresh: number; ageing: number; toVerify: number; archived: number };

export type OfferVersion = {
  version: number;
  at: string;
  /** Null when this version archived the offer. */
  offer: Offer | null;
  /** The row no longer fits what this program takes for an offer. */
  isUnreadable: boolean;
  by: { kind: 'member' | 'program' | 'system' | 'visitor' | null; id: string | null; name: string | null };
  /** Which version it brought back. */
  restoredFrom: number | null;
};

/** The catalogue as those who maintain it see it. */
export type CatalogueStore = {
  find(id: string): Promise<KeptOffer | null>;
  search(asked: OfferSearch): Promise<Page<KeptOffer>>;
  countKinds(days: { freshAfter: string; ageingAfter: string }): Promise<KindCount[]>;
  /** The newest first. */
  listVersions(id: string): Promise<OfferVersion[]>;
  findVersion(id: string, version: number): Promise<OfferVersion | null>;
  /** Puts an archived offer back, as a new version; null where there is none. */
  revive(id: string): Promise<Offer | null>;

  /** What the actor's organisation was told that week, whose Monday is given, of that question. */
  findPreview(asked: { week: string; asked: string }): Promise<{ atLeast: number | null } | null>;
  countPreviews(week: string): Promise<number>;
  /** Forgets those of weeks gone by. */
  keepPreview(told: { week: string; asked: string; atLeast: number | null }): Promise<void>;
  /**
   * The last diagnostic of everybody who is accompanied, as long as it has not changed since that instant: trials left out. For
   * workers: nothing of it leaves the verb that reads it.
   */
  listPeopleAsOf(at: string): Promise<DiagnosticRecord[]>;
};
