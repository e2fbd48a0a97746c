import { createHash, randomBytes } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { and, eq } from 'drizzle-orm';
import type { Clock } from '../../services/ports.ts';
import { openAuthDatabase } from '../auth-database.ts';
import { account, session, twoFactor, user, verification } from '../schema/auth.ts';

/** Writes accounts where nobody can sign in yet: those of the demonstration, and the first of a territory. */
export function createAccountWriter({ url, clock }: { url: string; clock: Clock }) {
  const auth = openAuthDatabase({ url, clock, size: 1 });
  const { db, guard } = auth;
  const now = () => new Date(clock.now().epochMilliseconds);

  async function userOf(email: string): Promise<string | null> {
    const [known] = await db.select({ id: user.id }).from(user).where(eq(user.email, email.toLowerCase()));
    return known?.id ?? null;
  }

  return {
    findUser: (email: string) => guard(() => userOf(email)),

    /** The account of that address with that password, made or changed. Its id comes back. */
    put: ({ email, name, password }: { email: string; name: string; password: string }): Promise<string> =>
      guard(async () => {
        const written = { createdAt: now(), updatedAt: now() };
        const known = await userOf(email);
        const id = known ?? newId('usr');
        if (known === null) {
          await db.insert(user).values({ id, name, email: email.toLowerCase(), emailVerified: true, ...written });
        }
        const hash = await hashPassword(password);
        const credential = and(eq(account.userId, id), eq(account.providerId, 'credential'));
        const changed = await db
          .update(account)
          .set({ password: hash })
          .where(credential)
          .returning({ id: account.id });
        if (changed.length === 0) {
          const key = { id: newId('acc'), accountId: id, providerId: 'credential', userId: id };
          await db.insert(account).values({ ...key, password: hash, ...written });
        }
        return id;
      }),

    /** The secret of a link that signs that address in once. Written as `Accounts.createLink` does. */
    createLink: ({ email, name, lifeSeconds }: { email: string; name: string; lifeSeconds: number }): Promise<string> =>
      guard(async () => {
        const token = randomBytes(32).toString('base64url');
        await db.insert(verification).values({
          id: newId('ver'),
          identifier: `magic-link:${createHash('sha256').update(token).digest('hex')}`,
          value: JSON.stringify({ type: 'magic-link', email: email.toLowerCase(), name }),
          // The library that follows it knows the real time only.
          expiresAt: new Date(Date.now() + lifeSeconds * 1000),
        });
        return token;
      }),

    /** And every session with it. False where there is no such account. */
    removeSecondFactor: (email: string): Promise<boolean> =>
      guard(async () => {
        const userId = await userOf(email);
        if (userId === null) return false;
        await db.delete(twoFactor).where(eq(twoFactor.userId, userId));
        await db.delete(session).where(eq(session.userId, userId));
        await db.update(user).set({ twoFactorEnabled: false }).where(eq(user.id, userId));
        return true;
      }),

    close: () => auth.close(),
  };
}

export type AccountWriter = ReturnType<typeof createAccountWriter>;

const newId = (prefix: string) => `${prefix}_${randomBytes(16).toString('hex')}`;
