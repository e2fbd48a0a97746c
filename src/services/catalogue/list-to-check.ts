import { freshnessDays } from '../../domain/catalogue/freshness.ts';
import type { Offer } from '../../domain/catalogue/offer.ts';
import { daysBetween } from '../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../context.ts';
import { groundOf } from '../ground.ts';
import type { OfferReport } from '../ports/freshness.ts';
import type { Actor } from '../ports.ts';
import { contactOf } from './remind-offers.ts';

export const CHECKED_AT_ONCE = 20;

export type OfferToCheck = {
  offer: Offer;
  reports: OfferReport[];
  /** At least so many depend on it, in steps of five; 0: fewer than five. */
  people: number;
  /** Days since it was confirmed; null: never. */
  ageDays: number | null;
  /** When the provider was last asked, ISO 8601. */
  askedAt: string | null;
  canBeAsked: boolean;
};

/** How many offers are to verify or reported. Throws `forbidden`. */
export async function countToCheck({ ctx }: { ctx: Context }): Promise<number> {
  requireScope(ctx, 'offers:write');
  const { today, ground } = await groundOf(ctx);
  const { ageingAfter } = freshnessDays(today, ground.territory.rules.freshness);
  return ctx.deps.database.transact(ctx.actor, ({ freshness }) => freshness.countToCheck(ageingAfter));
}

/**
 * What to check first: reported offers, then those that most people depend on, then the oldest. Whoever asks sees nobody: people are
 * counted as a worker of the territory, and leave here in steps of five. Throws `forbidden`.
 */
export async function listToCheck({
  ctx,
  input,
}: {
  ctx: Context;
  input: { skip: number };
}): Promise<{ items: OfferToCheck[]; total: number }> {
  const total = await countToCheck({ ctx });
  const { database } = ctx.deps;
  const { today, ground } = await groundOf(ctx);
  const { ageingAfter } = freshnessDays(today, ground.territory.rules.freshness);
  const worker: Actor = { ...ctx.actor, kind: 'system', organisationId: null };
  const first = await database.transact(worker, ({ freshness }) =>
    freshness.listToCheck({ confirmedUpTo: ageingAfter, limit: CHECKED_AT_ONCE, skip: input.skip, today }),
  );
  const items = await database.transact(ctx.actor, async ({ offers, freshness }) => {
    const ids = first.map(({ id }) => id);
    const known = ids.length === 0 ? [] : (await offers.list({ ids, limit: ids.length })).items;
    const byId = new Map(known.map((offer) => [offer.id, offer]));
    const told: OfferToCheck[] = [];
    for (const { id, people } of first) {
      const offer = byId.get(id);
      if (offer === undefined) continue;
      const [askedAt = null] = await freshness.listSent(id);
      const ageDays = offer.confirmedAt === null ? null : daysBetween(offer.confirmedAt, today);
      const reports = await freshness.listReports(id);
      told.push({ offer, reports, people, ageDays, askedAt, canBeAsked: contactOf(offer) !== null });
    }
    return told;
  });
  return { items, total };
}
