import type { ContactFacts, PartnerFacts } from '../../domain/network/partner.ts';

/** A structure of the directory as it is now. */
export type Partner = PartnerFacts & {
  id: string;
  version: number;
  illustrative: boolean;
  /** The directory it was imported from; null where it was typed here. */
  importedFrom: string | null;
  /** When that directory last changed it, `YYYY-MM-DD`. */
  updatedOn: string | null;
  archivedAt: string | null;
};

export type PartnerVersion = {
  version: number;
  at: string;
  /** As it was then, by the names of columns. */
  facts: Readonly<Record<string, unknown>>;
  /** `name` is null where an import made it, or its author is a member no more. */
  by: { kind: string; name: string | null };
};

export type PartnerContact = ContactFacts & {
  id: string;
  partnerId: string;
  version: number;
  confirmedAt: string;
  /** When it is forgotten, unless it is confirmed before. */
  purgeAfter: string;
};

export type PartnerStore = {
  /** By name. Every word of `q` is in each, accents and case ignored. Archived ones alone where asked for. */
  list(filter?: { q?: string; isArchived?: boolean }): Promise<Partner[]>;
  /** Archived or not. */
  find(id: string): Promise<Partner | null>;
  insert(partner: { id: string; facts: PartnerFacts; illustrative?: boolean }): Promise<void>;
  /** False where it is not `expectedVersion` any more, or archived. */
  change(id: string, facts: PartnerFacts, expectedVersion: number): Promise<boolean>;
  /** False where it was so already. */
  setArchived(id: string, isArchived: boolean): Promise<boolean>;
  /** The newest first. */
  listVersions(id: string): Promise<PartnerVersion[]>;

  /** Of one structure, by name; nobody for who is no member. */
  listContacts(partnerId: string): Promise<PartnerContact[]>;
  /** `purgeAfter`: when they are forgotten, unless somebody confirms them. */
  insertContact(contact: ContactFacts & { id: string; partnerId: string; purgeAfter: string }): Promise<void>;
  /** What is said of them is true as of now. False where it is not `expectedVersion` any more. */
  changeContact(
    contact: ContactFacts & { id: string; partnerId: string; purgeAfter: string },
    expectedVersion: number,
  ): Promise<boolean>;
  /** False where there was none. */
  removeContact(partnerId: string, id: string): Promise<boolean>;
  /** For workers; says how many. */
  deleteExpiredContacts(now: string): Promise<number>;
};
