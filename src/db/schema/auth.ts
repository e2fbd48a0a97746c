import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgSchema, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import type { SignInMethod } from '../../services/ports/accounts.ts';

/**
 * Who somebody is: what signing in needs, in a schema of its own that only the role `pouvoir_bouger_auth` reaches. What
 * they may do is told by `members`, behind the walls of the territories. Columns are those that better-auth asks for.
 */
export const auth = pgSchema('auth');

const moment = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' });
const written = () => ({
  createdAt: moment().notNull().default(sql`now()`),
  updatedAt: moment().notNull().default(sql`now()`),
});

/** A person with an account, whatever the territories and organisations they work in. */
export const user = auth.table('user', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** In lower case. */
  email: text().notNull().unique(),
  emailVerified: boolean().notNull().default(false),
  image: text(),
  twoFactorEnabled: boolean().notNull().default(false),
  ...written(),
});

const ofUser = () =>
  text()
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' });

export const session = auth.table(
  'session',
  {
    id: text().primaryKey(),
    token: text().notNull().unique(),
    userId: ofUser(),
    expiresAt: moment().notNull(),
    /** Never filled: where somebody works from is not ours to keep. */
    ipAddress: text(),
    userAgent: text(),
    /** How they came in: this decides whether a forgotten password may be replaced. */
    method: text().$type<SignInMethod>(),
    /** `territory/member` that was chosen, for who works in several places. */
    membership: text(),
    ...written(),
  },
  (t) => [index().on(t.userId)],
);

/** A way to prove it: a password (scrypt), or the subject of an OpenID provider. */
export const account = auth.table(
  'account',
  {
    id: text().primaryKey(),
    accountId: text().notNull(),
    providerId: text().notNull(),
    userId: ofUser(),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: moment(),
    refreshTokenExpiresAt: moment(),
    scope: text(),
    password: text(),
    ...written(),
  },
  (t) => [index().on(t.userId), uniqueIndex('account_of_a_provider').on(t.providerId, t.accountId)],
);

/** What waits to be proven once: links (by the SHA-256 of their token), OpenID states, second factors. */
export const verification = auth.table(
  'verification',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: moment().notNull(),
    ...written(),
  },
  (t) => [index().on(t.identifier), index().on(t.expiresAt)],
);

/** The shared secret of an authenticator and the recovery codes, both encrypted. */
export const twoFactor = auth.table(
  'two_factor',
  {
    id: text().primaryKey(),
    secret: text().notNull(),
    backupCodes: text().notNull(),
    userId: ofUser(),
    verified: boolean().notNull().default(true),
    failedVerificationCount: integer().notNull().default(0),
    lockedUntil: moment(),
  },
  (t) => [index().on(t.userId)],
);

/** How often something was tried since `startedAt`; `key` is a SHA-256, of an address or of what was tried. */
export const attempts = auth.table(
  'attempts',
  {
    key: text().primaryKey(),
    count: integer().notNull(),
    startedAt: moment().notNull(),
    expiresAt: moment().notNull(),
  },
  (t) => [index().on(t.expiresAt)],
);
