import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Member, Newcomer } from '../../services/ports/accounts.ts';
import type { Transaction } from '../connection.ts';
import { members } from '../schema/people.ts';
import { territories } from '../schema/territories.ts';
import { isOpen, selectMembers } from './members.ts';

/** Tells the walls whom to look for; nobody else is seen. */
async function show(tx: Transaction, who: Newcomer): Promise<void> {
  const user = 'userId' in who ? who.userId : '';
  const email = 'email' in who ? who.email : '';
  await tx.execute(sql`select
    set_config('app.signed_in_user', ${user}, true), set_config('app.signed_in_email', ${email}, true)`);
}

const stepInto = (tx: Transaction, territoryId: string) =>
  tx.execute(sql`select set_config('app.territory', ${territoryId}, true)`);

/** Territory after territory, since none is seen from another: the same number of steps whoever is asked about. */
export async function listMemberships(tx: Transaction, who: Newcomer, at: string): Promise<Member[]> {
  await show(tx, who);
  const ids = await tx.select({ id: territories.id }).from(territories).orderBy(territories.id);
  const found: Member[] = [];
  for (const { id } of ids) {
    await stepInto(tx, id);
    found.push(...(await selectMembers(tx).where(and(eq(members.territoryId, id), isOpen(at)))));
  }
  return found;
}

type Asked = { userId: string; territoryId: string; memberId: string };

export async function findMembership(tx: Transaction, { userId, territoryId, memberId }: Asked, at: string) {
  await show(tx, { userId });
  await stepInto(tx, territoryId);
  const [member = null] = await selectMembers(tx).where(
    and(eq(members.territoryId, territoryId), eq(members.id, memberId), eq(members.userId, userId), isOpen(at)),
  );
  return member?.joinedAt ? member : null;
}

/** The member as they are from now on; null where the invitation holds no longer, or is of another address. */
export async function joinMembership(
  tx: Transaction,
  { userId, email, territoryId, memberId }: Asked & { email: string },
  at: string,
): Promise<Member | null> {
  await show(tx, { email });
  await stepInto(tx, territoryId);
  const mine = and(eq(members.territoryId, territoryId), eq(members.id, memberId));
  const joined = await tx
    .update(members)
    .set({ userId, joinedAt: at, invitationExpiresAt: null })
    .where(and(mine, isNull(members.joinedAt), isOpen(at), sql`lower(${members.email}) = lower(${email})`))
    .returning({ id: members.id });
  if (joined.length === 0) return null;
  const [member = null] = await selectMembers(tx).where(mine);
  return member;
}
