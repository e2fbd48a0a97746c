import postgres from 'postgres';
import { APP_ROLE } from '../../src/db/connection.ts';

export type Posture = {
  kind?: string;
  territory?: string;
  organisation?: string;
  held?: string;
  /** Of a member. */
  role?: string;
  /** SHA-256 of a secret that is shown, or the code of a poster. */
  link?: string;
  /** Whom `registry` looks for. */
  user?: string;
  email?: string;
  now?: string;
};

/** The application's role, in raw SQL: what any code of ours, right or wrong, could try. */
export function openWalledSession(url: string, role: string = APP_ROLE) {
  const sql = postgres(url, { max: 4, onnotice: () => {}, connection: { role } });
  return {
    sql,
    /** Runs as that actor, in a transaction that is rolled back. */
    async as<T>(posture: Posture, work: (tx: postgres.TransactionSql) => Promise<T>): Promise<T> {
      let result: T | undefined;
      const undone = Symbol('undone');
      await sql
        .begin(async (tx) => {
          await tx`select
            set_config('app.actor_kind', ${posture.kind ?? ''}, true),
            set_config('app.territory', ${posture.territory ?? ''}, true),
            set_config('app.organisation', ${posture.organisation ?? ''}, true),
            set_config('app.held_diagnostic', ${posture.held ?? ''}, true),
            set_config('app.role', ${posture.role ?? ''}, true),
            set_config('app.held_link', ${posture.link ?? ''}, true),
            set_config('app.signed_in_user', ${posture.user ?? ''}, true),
            set_config('app.signed_in_email', ${posture.email ?? ''}, true),
            set_config('app.now', ${posture.now ?? ''}, true)`;
          result = await work(tx);
          throw undone;
        })
        .catch((error) => {
          if (error !== undone) throw error;
        });
      return result as T;
    },
    close: () => sql.end(),
  };
}

export type WalledSession = ReturnType<typeof openWalledSession>;

/** How many rows a statement reaches; `'denied'` when it may not even be tried, or the walls refuse the row. */
export async function reach(attempt: Promise<{ count: number }>): Promise<number | 'denied'> {
  try {
    return (await attempt).count;
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return 'denied';
    throw error;
  }
}
