import type { Role } from '../../domain/accounts/roles.ts';

/** A professional in an organisation of a territory. */
export type Member = {
  territoryId: string;
  id: string;
  organisationId: string;
  organisationName: string;
  displayName: string;
  email: string;
  role: Role;
  userId: string | null;
  joinedAt: string | null;
  invitationExpiresAt: string | null;
  closedAt: string | null;
};

/** Who is signed in, whatever they are members of. */
export type SignedInUser = { userId: string; sessionId: string; email: string };

/** Proves who somebody is; says nothing of what they may do. */
export type Accounts = {
  /** From the request's cookies; null where nobody is signed in. */
  findSession(headers: Headers): Promise<SignedInUser | null>;
};

/** Within one territory; for whoever signs in, and for administrators. */
export type MemberStore = Record<never, never>;
