import type { Identity } from '../../domain/people/identity.ts';

/** Files: names, referents, consents, other schemes. */
export type PeopleStore = {
  /**
   * A new file with its identity, seen by the actor's organisation, with that member as its referent. False when the
   * organisation already uses the reference, or used it.
   */
  open(file: { id: string; identity: Identity; referentId: string | null }): Promise<boolean>;
  /** Somebody was in contact with the person: the file is kept two years from now on. */
  prolong(beneficiaryId: string): Promise<void>;
};
