/** A form being filled in. */
export type DraftStore = Record<never, never>;
