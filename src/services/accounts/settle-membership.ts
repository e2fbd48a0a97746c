import type { Deps } from '../context.ts';
import type { Member } from '../ports/accounts.ts';
import { accountsOf, writeMembership } from './membership.ts';

/** What somebody who has just proven who they are may act as. */
export type Settled =
  | { kind: 'member'; member: Member }
  /** In several territories or organisations: they say which. */
  | { kind: 'choice'; members: readonly Member[] }
  /** A member of nothing, or not any more. */
  | { kind: 'nobody' };

/**
 * Follows the invitations that wait for this proven address, and takes the only membership there is. For a session that has
 * just begun.
 */
export async function settleMembership({
  deps,
  input,
}: {
  deps: Deps;
  input: { userId: string; sessionId: string; email: string };
}): Promise<Settled> {
  const { memberships } = deps.database;
  const { userId, sessionId, email } = input;
  const invited = (await memberships.list({ email })).filter(({ joinedAt }) => joinedAt === null);
  for (const { territoryId, id } of invited) await memberships.join({ userId, email, territoryId, memberId: id });

  const members = await memberships.list({ userId });
  const [first, another] = members;
  if (!first) return { kind: 'nobody' };
  if (another) return { kind: 'choice', members };
  await accountsOf(deps).chooseMembership({ sessionId, membership: writeMembership(first) });
  return { kind: 'member', member: first };
}

/** Acts as another of the memberships one has. False where it is not theirs. */
export async function chooseMembership({
  deps,
  input,
}: {
  deps: Deps;
  input: { userId: string; sessionId: string; membership: string };
}): Promise<Member | null> {
  const { userId, sessionId, membership } = input;
  const chosen = (await deps.database.memberships.list({ userId })).find((one) => writeMembership(one) === membership);
  if (!chosen) return null;
  await accountsOf(deps).chooseMembership({ sessionId, membership });
  return chosen;
}
