import type { Deps } from '../context.ts';
import type { Member } from '../ports/accounts.ts';
import type { Actor } from '../ports.ts';

/** Who signed in, and as whom they act. */
export type SignedInMember = { actor: Actor; member: Member; sessionId: string };

/** The member behind the cookies of a request; null where nobody is signed in, or as nobody who may work here. */
export async function findSignedIn({
  deps,
  input,
}: {
  deps: Deps;
  input: { headers: Headers };
}): Promise<SignedInMember | null> {
  const user = await deps.accounts?.findSession(input.headers);
  if (!user) return null;
  return null;
}
