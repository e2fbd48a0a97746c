import { sql } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { Actor } from '../services/ports.ts';
import type { Transaction } from './connection.ts';
import type { RetentionClass } from './schema/columns.ts';

/** One transaction of one actor: what every store is made from. */
export type Session = { tx: Transaction; actor: Actor; now: Temporal.Instant };

/** `registry` lists the territories, `administrator` writes reference data as the owner of the database. */
export type SessionKind = Actor['kind'] | 'registry' | 'administrator';

/** Tells row-level security on whose behalf this transaction works. It forgets when the transaction ends. */
export async function enter(
  tx: Transaction,
  who: Pick<Actor, 'territoryId' | 'organisationId' | 'role' | 'link'> & { kind: SessionKind },
  now: Temporal.Instant,
): Promise<void> {
  await tx.execute(sql`select
    set_config('app.actor_kind', ${who.kind}, true),
    set_config('app.territory', ${who.territoryId}, true),
    set_config('app.organisation', ${who.organisationId ?? ''}, true),
    set_config('app.role', ${who.role ?? ''}, true),
    set_config('app.held_link', ${who.link ?? ''}, true),
    set_config('app.now', ${now.toString()}, true)`);
}

/** A visitor shows the id of the trial they hold; it is the only key to it. Others need none. */
export async function hold({ tx, actor }: Session, diagnosticId: string): Promise<void> {
  if (actor.kind !== 'visitor') return;
  await tx.execute(sql`select set_config('app.held_diagnostic', ${diagnosticId}, true)`);
}

const FILE_DAYS = 731;

/** Trials go when they expire; a file is kept two years after the last contact, and each contact starts them again. */
export function retentionOf(
  now: Temporal.Instant,
  expiresAt: string | null,
): { retentionClass: RetentionClass; purgeAfter: string } {
  if (expiresAt) return { retentionClass: 'trial', purgeAfter: expiresAt };
  return { retentionClass: 'file', purgeAfter: now.add({ hours: 24 * FILE_DAYS }).toString() };
}
