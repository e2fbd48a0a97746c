import type { Cycle } from '../../domain/diagnostic/diagnostic.ts';
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

export type EmployerStore = SiteStore;
