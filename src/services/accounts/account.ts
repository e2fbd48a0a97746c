import { z } from 'zod';
import type { Context } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Cookies, SecondFactorSetup, SessionView, SignedInUser } from '../ports/accounts.ts';
import { accountsOf } from './membership.ts';

/** Whose account: the person, and the session they look at it from. */
type Own = { ctx: Context; user: SignedInUser; headers: Headers };

export const PASSWORD_LENGTH = { min: 12, max: 128 };
/** Who has just come by a link has shown that the mailbox is theirs: a forgotten password is not asked for. */
const FRESH_MINUTES = 30;
const GUESSES = { max: 8, windowSeconds: 15 * 60 };

export type AccountView = {
  sessions: readonly SessionView[];
  hasPassword: boolean;
  /** The present password must be given to change it. */
  asksForPassword: boolean;
};

export async function viewAccount({ ctx, user }: Pick<Own, 'ctx' | 'user'>): Promise<AccountView> {
  const accounts = accountsOf(ctx.deps);
  const [sessions, hasPassword] = await Promise.all([
    accounts.listSessions(user.userId),
    accounts.hasPassword(user.userId),
  ]);
  return { sessions, hasPassword, asksForPassword: hasPassword && !isFreshLink(user) };
}

/** Sessions are dated by the library, which knows the real time only. */
function isFreshLink({ method, since }: SignedInUser): boolean {
  return method === 'link' && Date.now() - Date.parse(since) < FRESH_MINUTES * 60_000;
}

const passwordInput = z.object({
  current: z.string().max(1000).optional(),
  next: z
    .string()
    .min(PASSWORD_LENGTH.min, `Le mot de passe doit compter au moins ${PASSWORD_LENGTH.min} caractères.`)
    .max(PASSWORD_LENGTH.max, `Le mot de passe doit compter ${PASSWORD_LENGTH.max} caractères au plus.`),
});

/** Ends the other sessions. Throws `invalid` (`current`, `next`), `tooManyRequests`. */
export async function setPassword({ ctx, user, input }: Pick<Own, 'ctx' | 'user'> & { input: unknown }): Promise<void> {
  const accounts = accountsOf(ctx.deps);
  const { current = '', next } = parseInput(passwordInput, input);
  if (isObvious(next, user.email)) {
    const message = 'Ce mot de passe contient votre adresse ou le nom du site : choisissez-en un autre.';
    throw invalid([{ path: 'next', message }]);
  }
  const { asksForPassword } = await viewAccount({ ctx, user });
  if (asksForPassword) {
    const what = `password of ${user.email}`;
    await accounts.countAttempt({ what, ...GUESSES });
    if (!(await accounts.isPassword({ userId: user.userId, password: current }))) {
      throw invalid([{ path: 'current', message: 'Le mot de passe actuel ne convient pas.' }]);
    }
    await accounts.forgetAttempts(what);
  }
  await accounts.setPassword({ userId: user.userId, password: next, sessionId: user.sessionId });
  await record(ctx, 'password.set', ['password']);
}

/** Length is what makes a password; only what anybody would try first is refused. */
function isObvious(password: string, email: string): boolean {
  const plain = password.toLowerCase();
  const [name = ''] = email.toLowerCase().split('@');
  return (
    plain.includes('pouvoirbouger') || plain.includes('pouvoir bouger') || (name.length > 3 && plain.includes(name))
  );
}

/** Throws `notFound` for a session that is not theirs, or not any more. */
export async function revokeSession({
  ctx,
  user,
  input,
}: Pick<Own, 'ctx' | 'user'> & { input: { sessionId: string } }): Promise<void> {
  const revoked = await accountsOf(ctx.deps).revokeSession({ userId: user.userId, sessionId: input.sessionId });
  if (!revoked) throw new ProblemError('notFound', 'Cet appareil n’est pas connecté.');
  await record(ctx, 'session.revoked', []);
}

export async function revokeOtherSessions({ ctx, user }: Pick<Own, 'ctx' | 'user'>): Promise<void> {
  await accountsOf(ctx.deps).revokeOtherSessions(user);
  await record(ctx, 'session.othersRevoked', []);
}

/** What the authenticator is set up with. Throws `invalid` (`password`) where that is asked for and wrong. */
export async function prepareSecondFactor({
  ctx,
  user,
  headers,
  input,
}: Own & { input: { password: string } }): Promise<SecondFactorSetup> {
  const accounts = accountsOf(ctx.deps);
  const what = `password of ${user.email}`;
  const hasPassword = await accounts.hasPassword(user.userId);
  if (hasPassword) {
    await accounts.countAttempt({ what, ...GUESSES });
    if (!(await accounts.isPassword({ userId: user.userId, password: input.password }))) {
      throw invalid([{ path: 'password', message: 'Le mot de passe actuel ne convient pas.' }]);
    }
    await accounts.forgetAttempts(what);
  }
  return accounts.prepareSecondFactor({ headers, ...(hasPassword ? { password: input.password } : {}) });
}

/** The cookies of the session that takes this one's place. Throws `invalid` (`code`), `tooManyRequests`. */
export async function confirmSecondFactor({
  ctx,
  user,
  headers,
  input,
}: Own & { input: { code: string } }): Promise<Cookies> {
  const accounts = accountsOf(ctx.deps);
  await accounts.countAttempt({ what: `codes of ${user.userId}`, ...GUESSES });
  const cookies = await accounts.confirmSecondFactor({ code: input.code, headers });
  if (cookies === null) throw wrongCode();
  await accounts.forgetAttempts(`codes of ${user.userId}`);
  await record(ctx, 'secondFactor.enabled', ['secondFactor']);
  return cookies;
}

/** Throws `invalid` (`code`), `tooManyRequests`. */
export async function removeSecondFactor({
  ctx,
  user,
  headers,
  input,
}: Own & { input: { code: string } }): Promise<void> {
  const accounts = accountsOf(ctx.deps);
  await accounts.countAttempt({ what: `codes of ${user.userId}`, ...GUESSES });
  if (!(await accounts.removeSecondFactor({ userId: user.userId, code: input.code, headers }))) throw wrongCode();
  await accounts.forgetAttempts(`codes of ${user.userId}`);
  await record(ctx, 'secondFactor.removed', ['secondFactor']);
}

const wrongCode = () =>
  invalid([{ path: 'code', message: 'Ce code ne convient pas. Attendez le code suivant, puis réessayez.' }]);

function record(ctx: Context, action: string, fields: readonly string[]): Promise<void> {
  const entry = { action, entity: 'member', entityId: ctx.actor.id, fields };
  return ctx.deps.database.transact(ctx.actor, (stores) => stores.audit.record(entry));
}
