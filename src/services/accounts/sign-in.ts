import { z } from 'zod';
import type { Deps } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import type { CodeOutcome, Cookies, SignInOutcome } from '../ports/accounts.ts';
import { accountsOf } from './membership.ts';
import { type Settled, settleMembership } from './settle-membership.ts';

/** How far somebody came; `refused` is all that a stranger learns. */
export type SignIn =
  | ({ cookies: Cookies } & Settled)
  | { kind: 'secondFactor'; cookies: Cookies }
  | { kind: 'refused'; cookies: Cookies };

/** Refusals from one address of the network: a whole office may stand behind it. */
const PER_PLACE = { max: 60, windowSeconds: 15 * 60 };
const PER_ACCOUNT = { max: 8, windowSeconds: 15 * 60 };

export const emailSchema = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email({ error: 'Écrivez une adresse comme prenom.nom@exemple.fr.' }))
  .transform((email) => email.toLowerCase());
const passwordInput = z.object({
  email: emailSchema,
  password: z.string().min(1, 'Écrivez votre mot de passe.').max(1000),
});

const refusedFrom = ({ address }: Asking) => ({ what: `refused from ${address}`, ...PER_PLACE });

type Asking = { headers: Headers /** Of the network. */; address: string };

/** Throws `invalid`, `tooManyRequests`. */
export async function signInWithPassword({
  deps,
  input,
}: {
  deps: Deps;
  input: Asking & { email: string; password: string };
}): Promise<SignIn> {
  const accounts = accountsOf(deps);
  const { email, password } = parseInput(passwordInput, { email: input.email, password: input.password });
  await accounts.countAttempt({ ...refusedFrom(input), by: 0 });
  await accounts.countAttempt({ what: `password of ${email}`, ...PER_ACCOUNT });
  const outcome = await accounts.signInWithPassword({ email, password, headers: input.headers });
  if (outcome.kind === 'refused') await accounts.countAttempt(refusedFrom(input));
  else await accounts.forgetAttempts(`password of ${email}`);
  return settle(deps, outcome);
}

/** Consumes the link. */
export async function followSignInLink({
  deps,
  input,
}: {
  deps: Deps;
  input: Asking & { token: string };
}): Promise<SignIn> {
  const accounts = accountsOf(deps);
  await accounts.countAttempt({ ...refusedFrom(input), by: 0 });
  const outcome = await accounts.followLink(input);
  if (outcome.kind === 'refused') await accounts.countAttempt(refusedFrom(input));
  return settle(deps, outcome);
}

/** The code that was still to be given. Wrong ones are counted with the account. */
export async function answerSecondFactor({
  deps,
  input,
}: {
  deps: Deps;
  input: Asking & { code: string };
}): Promise<SignIn | Extract<CodeOutcome, { kind: 'wrongCode' | 'locked' }>> {
  const accounts = accountsOf(deps);
  await accounts.countAttempt({ ...refusedFrom(input), by: 0 });
  const outcome = await accounts.answerSecondFactor(input);
  if (outcome.kind === 'wrongCode') await accounts.countAttempt(refusedFrom(input));
  return outcome.kind === 'wrongCode' || outcome.kind === 'locked' ? outcome : settle(deps, outcome);
}

async function settle(deps: Deps, outcome: SignInOutcome): Promise<SignIn> {
  if (outcome.kind !== 'signedIn') return outcome;
  const settled = await settleMembership({ deps, input: outcome });
  return { ...settled, cookies: outcome.cookies };
}
