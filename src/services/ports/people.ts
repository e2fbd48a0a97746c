/** Files: names, referents, consents, other schemes. */
export type PeopleStore = Record<never, never>;
