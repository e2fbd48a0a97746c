import type { Context } from 'hono';
import { findSignedIn } from '../../services/accounts/find-signed-in.ts';
import type { Deps, Context as ServiceContext, TerritoryHandle } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import type { Member, SignedInUser } from '../../services/ports/accounts.ts';
import { formTokenOf, isSameToken, sentFormToken } from './form-token.ts';
import { isOwnForm } from './same-origin.ts';
import type { PagesEnv } from './visit.ts';

/** A professional who is signed in; `formToken` goes into each of their forms. */
export type SignedIn = {
  ctx: ServiceContext;
  member: Member;
  formToken: string;
  user: SignedInUser;
  /** To manage members they must set up a second factor first. */
  lacksSecondFactor: boolean;
  /** Where they work: another territory than the public's, maybe. */
  handle: TerritoryHandle;
};

/** The form was sent from elsewhere, or carries another session's token: `trouble.tsx` tells which, and keeps the answers. */
export class FormRefusedError extends ProblemError {
  constructor() {
    super('forbidden', 'Ce formulaire n’a pas été envoyé depuis votre session.');
    this.name = 'FormRefusedError';
  }
}

/**
 * Who is signed in; on a form being sent, also that it comes from a page given to that very session. Throws `unauthenticated`,
 * which leads to the sign-in page and back, and `FormRefusedError`.
 */
export async function signedIn(c: Context<PagesEnv>): Promise<SignedIn> {
  const found = await c.var.visit.findSignedIn();
  if (!found) throw new ProblemError('unauthenticated', 'Connectez-vous pour continuer.');
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    if (!isOwnForm(c) || !isSameToken(await sentFormToken(c), found.formToken)) throw new FormRefusedError();
  }
  // What somebody sees of people's files stays in no cache of a shared machine.
  c.header('cache-control', 'no-store');
  return found;
}

/** By the cookies of a request, which are prolonged. */
export async function findMember(deps: Deps, c: Context): Promise<SignedIn | null> {
  if (!c.req.header('cookie')) return null;
  const found = await findSignedIn({ deps, input: { headers: c.req.raw.headers } });
  if (!found) return null;
  const { actor, member, user, lacksSecondFactor } = found;
  for (const cookie of user.cookies) c.header('set-cookie', cookie, { append: true });
  const formToken = formTokenOf(deps, { sessionId: user.sessionId, member });
  const handle = await deps.territory(member.territoryId);
  return { ctx: { actor, deps }, member, formToken, user, lacksSecondFactor, handle };
}
