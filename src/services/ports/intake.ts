/** Requests, contact log, call-backs, appointments. */
export type IntakeStore = Record<never, never>;
