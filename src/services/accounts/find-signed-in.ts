import type { Deps } from '../context.ts';
import { actorOf, type Member, type SignedInUser } from '../ports/accounts.ts';
import type { Actor } from '../ports.ts';
import { readMembership } from './membership.ts';

/** Who signed in, and as whom they act. */
export type SignedInMember = {
  actor: Actor;
  member: Member;
  user: SignedInUser;
  /** Their role asks for a second factor, and they have none: what it is asked for is not theirs yet. */
  lacksSecondFactor: boolean;
};

/** The member behind the cookies of a request; null where nobody is signed in, or as nobody who may work here. */
export async function findSignedIn({
  deps,
  input,
}: {
  deps: Deps;
  input: { headers: Headers };
}): Promise<SignedInMember | null> {
  const user = await deps.accounts?.findSession(input.headers);
  const chosen = user && readMembership(user.membership);
  if (!chosen) return null;
  const member = await deps.database.memberships.find({ userId: user.userId, ...chosen });
  if (member === null) return null;
  const lacksSecondFactor = asksForSecondFactor(member) && !user.hasSecondFactor;
  const actor = actorOf(member);
  const scopes = lacksSecondFactor ? without(actor.scopes, 'members:manage') : actor.scopes;
  return { actor: { ...actor, scopes }, member, user, lacksSecondFactor };
}

/**
 * Whoever takes people in and gives roles could open every file to themselves. The demonstration's organisations hold nobody's,
 * and are there to be tried.
 */
const asksForSecondFactor = ({ role, illustrative }: Member) => role === 'admin' && !illustrative;

function without<T>(all: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const rest = new Set(all);
  rest.delete(one);
  return rest;
}
