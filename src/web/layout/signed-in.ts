import type { Context } from 'hono';
import type { Context as ServiceContext } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import type { Member } from '../../services/ports/accounts.ts';
import type { PagesEnv } from './visit.ts';

/** A professional who is signed in; `formToken` goes into each of their forms. */
export type SignedIn = { ctx: ServiceContext; member: Member; formToken: string };

/** Throws `unauthenticated`, which leads to the sign-in page and back. */
export async function signedIn(c: Context<PagesEnv>): Promise<SignedIn> {
  const found = await c.var.visit.findSignedIn();
  if (found) return found;
  throw new ProblemError('unauthenticated', 'Connectez-vous pour continuer.');
}
