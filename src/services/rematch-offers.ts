import { setImmediate as breath } from 'node:timers/promises';
import type { Offer } from '../domain/catalogue/offer.ts';
import { concerns } from '../domain/matching/concerns.ts';
import { mayCarry } from '../domain/matching/concerns-carpool.ts';
import type { Context } from './context.ts';
import { type BoundsOf, driverBounds, type Nearness } from './driver-bounds.ts';
import { ProblemError } from './errors.ts';
import { createOpenDiagnostics, type OpenDiagnostic, type OpenDiagnostics } from './open-diagnostics.ts';
import type { Stores } from './ports.ts';

/** How many diagnostics are matched again by one job: their homes share the router's tables. */
export const HOMES_AT_ONCE = 25;
/** Above this many changed offers, an import say, every open diagnostic is concerned: asking each of each would take longer. */
const MOST_CHANGES = 1_000;
/** How long this process's other work waits at most while the rules are put to diagnostics. */
const TURN_MS = 20;
/** A result that waits longer than this has lost its job (a queue that forgot, say): it gets another. */
const PATIENCE_MINUTES = 10;
const ROUND = 500;

/** What a process keeps from one look to the next; without `nearness`, carpools are bounded by the crow's flight alone. */
export type Kept = { open: OpenDiagnostics; nearness?: Nearness };

/**
 * Turns what changed in the catalogue since the last time into new results for the open diagnostics it can concern, and
 * for no other. May be run again, and several times at once: what is asked for already is not asked for twice.
 * Says how many offers had changed and how many results are made again for it.
 */
export async function rematchOffers({
  ctx,
  kept = { open: createOpenDiagnostics() },
}: {
  ctx: Context;
  kept?: Kept;
}): Promise<{ offers: number; diagnostics: number }> {
  if (ctx.actor.kind !== 'system') throw new ProblemError('forbidden', 'Cela revient aux tâches de fond.');
  const transact = <T>(work: (stores: Stores) => Promise<T>) => ctx.deps.database.transact(ctx.actor, work);
  const { from, upTo } = await transact(({ rematching }) => rematching.beginPlanning());
  if (upTo <= from) return { offers: 0, diagnostics: 0 };
  const offers = await transact(({ rematching }) => rematching.countAnswerChanges({ from, upTo }));
  const wanted = offers > MOST_CHANGES ? await everybody(ctx, upTo, kept) : await concerned(ctx, { from, upTo }, kept);
  const asked = await transact(async (stores) => {
    const versions = [...wanted].map(([diagnosticId, version]) => ({ diagnosticId, version }));
    const fresh = await stores.rematching.want(versions, { offers });
    await askFor(stores, fresh);
    return fresh.length;
  });
  await transact(({ rematching }) => rematching.endPlanning(upTo));
  return { offers, diagnostics: asked };
}

/** Gives another job to results that have waited too long for theirs. Says how many. */
export async function rematchForgotten({ ctx }: { ctx: Context }): Promise<number> {
  const since = ctx.deps.clock.now().subtract({ minutes: PATIENCE_MINUTES }).toString();
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const forgotten = await stores.rematching.listForgotten(since, ROUND);
    await askFor(stores, forgotten);
    await stores.rematching.noteProgress();
    return forgotten.length;
  });
}

async function askFor(stores: Stores, diagnostics: readonly { diagnosticId: string; trial: boolean }[]): Promise<void> {
  for (const trial of [false, true]) {
    const ids = diagnostics.filter((one) => one.trial === trial).map(({ diagnosticId }) => diagnosticId);
    for (let at = 0; at < ids.length; at += HOMES_AT_ONCE) {
      await stores.outbox.append({ type: 'rematchWanted', diagnosticIds: ids.slice(at, at + HOMES_AT_ONCE), trial });
    }
  }
}

type Wanted = Map<string, number>;

async function everybody(ctx: Context, upTo: number, { open }: Kept): Promise<Wanted> {
  const wanted: Wanted = new Map();
  await open.forEach(ctx, upTo, async (page) => {
    for (const { id } of page) wanted.set(id, upTo);
  });
  return wanted;
}

async function concerned(ctx: Context, { from, upTo }: { from: number; upTo: number }, kept: Kept): Promise<Wanted> {
  const { deps, actor } = ctx;
  const { changes, telling } = await deps.database.transact(actor, async ({ rematching }) => {
    const changes = await rematching.listAnswerChanges({ from, upTo, limit: MOST_CHANGES });
    return { changes, telling: await rematching.listTelling(changes.map(({ offerId }) => offerId)) };
  });
  const versionOf = new Map(changes.map(({ offerId, version }) => [offerId, version]));
  const wanted: Wanted = new Map();
  for (const { diagnosticId, offerIds } of telling) {
    wanted.set(diagnosticId, Math.max(...offerIds.map((id) => versionOf.get(id) ?? 0)));
  }
  // Those that are gone concern nobody else.
  const live = changes.flatMap(({ offer, version }) => (offer === null ? [] : [{ offer, version }]));
  if (live.length === 0) return wanted;

  const offers = live.map(({ offer }) => offer);
  const drivers = kept.nearness && (await driverBounds(ctx, offers, kept.nearness));
  const { turn } = deps.routers(actor.territoryId);
  await kept.open.forEach(ctx, upTo, async (page) => {
    await drivers?.timePlaces(page.map(({ rider }) => rider));
    let since = performance.now();
    for (const one of page) {
      const known = Math.max(one.catalogueVersion ?? 0, wanted.get(one.id) ?? 0);
      // The newest first: the first that concerns says which catalogue is wanted. What is told is wanted already.
      const found = live.find(({ offer, version }) => version > known && mayMatter(one, offer, drivers?.boundsOf));
      if (found) wanted.set(one.id, found.version);
      if (performance.now() - since < TURN_MS) continue;
      if (turn !== undefined) (await turn())();
      else await breath();
      since = performance.now();
    }
  });
  return wanted;
}

/** A trial sees what the public sees. A carpool is bounded by what the roads are known to say, where they are. */
function mayMatter(
  { isTrial, question, rider }: OpenDiagnostic,
  offer: Offer,
  boundsOf: BoundsOf | undefined,
): boolean {
  if (isTrial && offer.visibility !== 'public') return false;
  const bounds = offer.kind === 'carpool' ? boundsOf?.(offer, rider) : null;
  if (bounds && offer.kind === 'carpool') return mayCarry(question, rider, offer, bounds);
  return concerns(question, { told: false, offer });
}
