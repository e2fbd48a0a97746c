import type { Context } from 'hono';

/** What the process that serves decides; everything else comes from its dependencies. */
export type AppOptions = {
  /** Whose public pages and answers are served when a request names no territory; the first one where absent. */
  territoryId?: string;
  /** Requests a minute from one address without a key. */
  anonymousRequestsPerMinute?: number;
  /** Where a request comes from, for that limit. */
  addressOf?(c: Context): string;
  /** One line about what went wrong on the server: ids and codes, nothing about people. */
  log?(line: string): void;
};
