import { type Role, SCOPES_OF_ROLE } from '../../domain/accounts/roles.ts';
import type { Actor } from '../ports.ts';

/** A professional in an organisation of a territory. */
export type Member = {
  territoryId: string;
  id: string;
  organisationId: string;
  organisationName: string;
  /** Of an organisation of the demonstration. */
  illustrative: boolean;
  displayName: string;
  email: string;
  role: Role;
  userId: string | null;
  joinedAt: string | null;
  invitationExpiresAt: string | null;
  closedAt: string | null;
};

/** The member at work: what their role may do, in their organisation and territory. */
export function actorOf({ territoryId, organisationId, id, role }: Member): Actor {
  return { kind: 'member', territoryId, organisationId, id, role, scopes: new Set(SCOPES_OF_ROLE[role]) };
}

/** Values for `Set-Cookie`, to be handed to the browser. */
export type Cookies = readonly string[];

/** How somebody came in. */
export type SignInMethod = 'password' | 'link' | 'oidc';

/** Who is signed in, whatever they are members of. */
export type SignedInUser = {
  userId: string;
  sessionId: string;
  email: string;
  method: SignInMethod | null;
  /** When this session began, ISO 8601. */
  since: string;
  hasSecondFactor: boolean;
  /** `territory/member` they chose to act as in this session. */
  membership: string | null;
  /** The session was prolonged: the browser is to be told. */
  cookies: Cookies;
};

/** `refused` says no more: an unknown address, a wrong password and a spent link look alike. */
export type SignInOutcome =
  | { kind: 'signedIn'; userId: string; sessionId: string; email: string; cookies: Cookies }
  /** The code of the second factor is still to be given, within ten minutes. */
  | { kind: 'secondFactor'; cookies: Cookies }
  | { kind: 'refused'; cookies: Cookies };

export type CodeOutcome = SignInOutcome | { kind: 'wrongCode' } | { kind: 'locked' };

export type SessionView = { id: string; userAgent: string | null; lastSeen: string; since: string };

/** What an authenticator is set up with, shown once. */
export type SecondFactorSetup = { secret: string; uri: string; recoveryCodes: readonly string[] };

/**
 * Proves who somebody is; says nothing of what they may do. Every method throws `DatabaseUnavailableError` when its tables
 * cannot be reached.
 */
export type Accounts = {
  /** From the request's cookies; null where nobody is signed in. */
  findSession(headers: Headers): Promise<SignedInUser | null>;
  signInWithPassword(input: { email: string; password: string; headers: Headers }): Promise<SignInOutcome>;
  /** The secret of a link that signs in once, within 20 minutes or so long as asked. It is kept as its hash only. */
  createLink(input: { email: string; name: string; lifeSeconds?: number }): Promise<string>;
  /** Whether following it would lead anywhere. Consumes nothing. */
  isLinkGood(token: string): Promise<boolean>;
  /** Consumes the link. */
  followLink(input: { token: string; headers: Headers }): Promise<SignInOutcome>;
  /** A code of the authenticator, or one of the recovery codes, which is then spent. */
  answerSecondFactor(input: { code: string; headers: Headers }): Promise<CodeOutcome>;
  /** Where the OpenID provider ends its own session, if it does. */
  signOut(headers: Headers): Promise<{ cookies: Cookies; providerUrl: string | null }>;

  /** Those that have not ended, the last seen first. */
  listSessions(userId: string): Promise<SessionView[]>;
  /** False where that person has no such session. */
  revokeSession(input: { userId: string; sessionId: string }): Promise<boolean>;
  revokeOtherSessions(input: { userId: string; sessionId: string }): Promise<void>;
  chooseMembership(input: { sessionId: string; membership: string }): Promise<void>;

  hasPassword(userId: string): Promise<boolean>;
  isPassword(input: { userId: string; password: string }): Promise<boolean>;
  /** Ends every other session. */
  setPassword(input: { userId: string; password: string; sessionId: string }): Promise<void>;

  /** A secret that counts once `confirmSecondFactor` has seen a code of it. */
  prepareSecondFactor(input: { headers: Headers; password?: string }): Promise<SecondFactorSetup>;
  /** Null where the code is wrong; else the cookies of the session that takes the place of this one. */
  confirmSecondFactor(input: { code: string; headers: Headers }): Promise<Cookies | null>;
  /** False where the code is neither the authenticator's nor a recovery code. */
  removeSecondFactor(input: { userId: string; code: string; headers: Headers }): Promise<boolean>;

  /** Null where no OpenID provider is set up. */
  oidc: { name: string } | null;
  /** Where the provider asks who it is; throws `unavailable` when it does not answer. */
  startOidc(input: { returnTo: string }): Promise<{ url: string; cookies: Cookies }>;
  /** The provider's answer, as it came to our address: a redirection to `returnTo`, the code page or the sign-in page. */
  finishOidc(request: Request): Promise<Response>;

  /**
   * Counts one more of these, in any process, and throws `tooManyRequests` past `max` in the window that the first one opened.
   * `what` may hold an address: only its hash is kept. `by: 0` counts nothing and throws where the next one would be too many.
   */
  countAttempt(input: { what: string; max: number; windowSeconds: number; by?: 0 | 1 }): Promise<void>;
  forgetAttempts(what: string): Promise<void>;
  /** Forgets sessions, links and counts that have had their day. For workers. */
  purgeExpired(): Promise<void>;
  /** A word that only this installation can say of those parts. */
  sign(...parts: readonly string[]): string;
};

/** Who an administrator takes into an organisation of the territory. */
export type Invitation = {
  id: string;
  organisationId: string;
  displayName: string;
  email: string;
  role: Role;
  expiresAt: string;
};

export type Organisation = { id: string; name: string; kind: OrganisationKind; illustrative: boolean };
export const ORGANISATION_KINDS = [
  'resourceCentre',
  'prescriber',
  'provider',
  'employer',
  'department',
  'integrator',
  // The team of mobility advisers: requests are sent to it.
  'mobilityPlatform',
] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

/** Of one territory. An administrator sees all of its members, others those of their own organisation. */
export type MemberStore = {
  /** Of one organisation, or of all the actor may see; closed ones last. */
  list(filter?: { organisationId?: string }): Promise<Member[]>;
  find(id: string): Promise<Member | null>;
  findByEmail(organisationId: string, email: string): Promise<Member | null>;
  /** A new one, or one who was closed or has not joined yet, invited again. */
  invite(invitation: Invitation): Promise<void>;
  /** False where there is no such member, or not any more. */
  close(id: string): Promise<boolean>;
  /** False where they have another role than `from` by now. */
  setRole(id: string, role: Role, from: Role): Promise<boolean>;
  listOrganisations(): Promise<Organisation[]>;
  insertOrganisation(organisation: Organisation): Promise<void>;
};

/** Whom `registry` looks for when somebody signs in: by the account, or by a proven address. */
export type Newcomer = { userId: string } | { email: string };

/** The way to members for whoever has just proven who they are, in every territory. */
export type Memberships = {
  /** Open ones, invitations that still hold included. */
  list(who: Newcomer): Promise<Member[]>;
  /** That one, if it is open, joined and theirs. */
  find(input: { userId: string; territoryId: string; memberId: string }): Promise<Member | null>;
  /** An invitation followed: the account becomes the member's. False where it holds no longer. */
  join(input: { userId: string; email: string; territoryId: string; memberId: string }): Promise<boolean>;
};
