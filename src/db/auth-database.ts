import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { lt, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Clock } from '../services/ports.ts';
import { DatabaseUnavailableError } from '../services/ports.ts';
import { AUTH_ROLE, openClients } from './connection.ts';
import { translateFailure } from './failures.ts';
import * as tables from './schema/auth.ts';

/**
 * Who somebody is, in the role `pouvoir_bouger_auth`: what signing in keeps, and nothing of what people do here. Connects at the
 * first use, and refuses to work where its role could see more.
 */
export function openAuthDatabase({ url, clock, size = 4 }: { url: string; clock: Clock; size?: number }) {
  const pool = openClients({ url, role: AUTH_ROLE, name: 'pouvoir-bouger-auth', size });
  const db = drizzle(pool, { casing: 'snake_case' });
  const { attempts } = tables;
  const { user, session, account, verification, twoFactor } = tables;

  /** The same work, failing in our words: `DatabaseUnavailableError` when the server is away, no value quoted. */
  async function guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw unlessAway(error);
    }
  }

  return {
    db,
    guard,
    /** What better-auth works on. */
    adapter: drizzleAdapter(db, {
      provider: 'pg',
      schema: { user, session, account, verification, twoFactor },
      transaction: true,
    }),
    /**
     * Counts one more of these (none: only looks), all processes together, and says how many there were in the window so far and when it ends.
     * A window starts with the first and is forgotten at its end.
     */
    countAttempt: (key: string, windowSeconds: number, by: 0 | 1) =>
      guard(async () => {
        const now = new Date(clock.now().epochMilliseconds);
        const expiresAt = new Date(now.getTime() + windowSeconds * 1000);
        const over = sql`${attempts.expiresAt} <= ${now.toISOString()}::timestamptz`;
        const [row] = await db
          .insert(attempts)
          .values({ key, count: by, startedAt: now, expiresAt })
          .onConflictDoUpdate({
            target: attempts.key,
            set: {
              count: sql`case when ${over} then ${by} else ${attempts.count} + ${by} end`,
              startedAt: sql`case when ${over} then excluded.started_at else ${attempts.startedAt} end`,
              expiresAt: sql`case when ${over} then excluded.expires_at else ${attempts.expiresAt} end`,
            },
          })
          .returning({ count: attempts.count, expiresAt: attempts.expiresAt });
        if (!row) throw new Error('An upsert returned no row.');
        return { count: row.count, endsInSeconds: Math.max(1, (row.expiresAt.getTime() - now.getTime()) / 1000) };
      }),
    ping: () =>
      guard(async () => {
        await db.execute(sql`select 1`);
      }),
    forgetAttempts: (key: string) =>
      guard(async () => {
        await db.delete(attempts).where(sql`${attempts.key} = ${key}`);
      }),
    /** Windows that are over, sessions and proofs that have expired. */
    purgeExpired: () =>
      guard(async () => {
        const now = new Date(clock.now().epochMilliseconds);
        for (const table of [attempts, session, verification]) await db.delete(table).where(lt(table.expiresAt, now));
      }),
    close: () => pool.end(),
  };
}

/** Refused connections and lost ones have no SQLSTATE. */
function unlessAway(error: unknown): unknown {
  const translated = translateFailure(error);
  if (translated !== error) return translated;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (/^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOST)/.test(code ?? ''))
      return new DatabaseUnavailableError(cause);
    if (/^(Connection terminated|timeout expired|timeout exceeded)/.test(cause.message))
      return new DatabaseUnavailableError(cause);
  }
  return error;
}
