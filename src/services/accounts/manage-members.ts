import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Member, Organisation } from '../ports/accounts.ts';
import type { Stores } from '../ports.ts';

/**
 * Administrators keep the accounts of their territory. Those of the demonstration, who need no second factor, keep none but the
 * demonstration's.
 */
export async function requireManager(ctx: Context, stores: Stores): Promise<Member> {
  requireScope(ctx, 'members:manage');
  const me = await stores.members.find(ctx.actor.id);
  if (me === null) throw new ProblemError('forbidden', 'Seul un membre administre les comptes.');
  return me;
}

export const mayManage = (me: Member, { illustrative }: Pick<Organisation, 'illustrative'>): boolean =>
  !me.illustrative || illustrative;

/** Somebody else, whom this administrator may manage. Throws `notFound`, and `forbidden` for oneself. */
export async function findManaged(me: Member, stores: Stores, memberId: string): Promise<Member> {
  const member = await stores.members.find(memberId);
  if (member === null || !mayManage(me, member)) throw new ProblemError('notFound', 'Ce membre n’existe pas, ou plus.');
  if (member.id === me.id) {
    throw new ProblemError('forbidden', 'Vous ne pouvez ni fermer votre propre accès ni changer votre rôle.');
  }
  return member;
}
