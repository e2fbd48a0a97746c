import { Temporal } from 'temporal-polyfill';
import { lookMeans, watchedUntil } from '../../domain/booking/watched-search.ts';
import type { Context } from '../context.ts';
import type { Stores } from '../ports.ts';
import { visitorOf } from '../visitor.ts';

/** Whoever searches, a search is nobody's: no file is opened with it. */
export const nameless = (ctx: Context): Context => ({ ...ctx, actor: visitorOf(ctx.actor.territoryId) });

/**
 * Notes that somebody looks at a search, in their transaction. Where nobody was expected any more it is matched again, as soon as any
 * new one. Gives the moment at which a result was made that is not to be shown for that reason; null where there is none.
 */
export async function lookAtSearch({ deps }: Context, stores: Stores, searchId: string): Promise<string | null> {
  const search = await stores.rideSearches.find(searchId);
  if (search === null) return null;
  const { watchedUntil: until, version, computedAt, staleResultAt } = search;
  const now = deps.clock.now();
  const means = lookMeans(until === null ? null : Temporal.Instant.from(until), now);
  if (means === 'nothing') return staleResultAt;
  const watched = { until: watchedUntil('lookedAt', now).toString() };
  if (means === 'longer' || computedAt === null) {
    await stores.rideSearches.watch(searchId, watched);
    return staleResultAt;
  }
  await stores.rideSearches.watch(searchId, { ...watched, staleResultAt: computedAt });
  await stores.outbox.append({ type: 'diagnosticRecorded', diagnosticId: searchId, version });
  return computedAt;
}

/** What was found is of no use any more: it is not made again while nobody looks at it. One that is gone is left alone. */
export async function letGoOfSearch({
  ctx,
  input: { searchId, because },
}: {
  ctx: Context;
  input: { searchId: string; because: 'booked' | 'replaced' };
}): Promise<void> {
  const until = watchedUntil(because, ctx.deps.clock.now()).toString();
  const { actor, deps } = nameless(ctx);
  await deps.database.transact(actor, ({ rideSearches }) => rideSearches.watch(searchId, { until }));
}
