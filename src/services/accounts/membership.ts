import type { Deps } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Accounts, Member } from '../ports/accounts.ts';

/** Which member somebody acts as, in one word that a session keeps. */
export const writeMembership = ({ territoryId, id }: Pick<Member, 'territoryId' | 'id'>) => `${territoryId}/${id}`;

export function readMembership(text: string | null): { territoryId: string; memberId: string } | null {
  const [, territoryId, memberId] = /^([^/]+)\/(.+)$/.exec(text ?? '') ?? [];
  return territoryId && memberId ? { territoryId, memberId } : null;
}

/** Throws `notFound` where nobody signs in at all. */
export function accountsOf({ accounts }: Deps): Accounts {
  if (!accounts) throw new ProblemError('notFound', 'Personne ne se connecte ici.');
  return accounts;
}
