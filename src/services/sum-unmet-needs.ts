import { addDays, dateAt } from '../domain/schedule/dates.ts';
import { sumUnmet, type UnmetSum } from '../domain/unmet/sum-unmet.ts';
import { type Context, requireScope } from './context.ts';
import type { Actor } from './ports.ts';

/** Refused rides of so many days back are told: a need of last year is no need. */
export const UNMET_DAYS = 90;

export type SummedUnmet = UnmetSum & {
  /** Names of the communes or EPCIs, null over the territory. */
  fromName: string | null;
  toName: string | null;
  /** Of the offer that came nearest; null also where it is gone. */
  nearestTitle: string | null;
};

/**
 * Legs of rotas and rides that nobody carries, whoever accompanies the people: groups of five and more, never a person. `since`:
 * `YYYY-MM-DD`, from which refused rides count. Throws `forbidden`.
 */
export async function sumUnmetNeeds({ ctx }: { ctx: Context }): Promise<{ since: string; sums: SummedUnmet[] }> {
  requireScope(ctx, 'territory:read');
  const { database, clock, territory: handleOf } = ctx.deps;
  const { gazetteer, territory } = await handleOf(ctx.actor.territoryId);
  const { timeZone } = territory;
  const since = addDays(dateAt(clock.now(), timeZone), -UNMET_DAYS);
  // No organisation sees the others' people: the rows are read as a worker of the territory, and only sums leave here.
  const worker: Actor = { ...ctx.actor, kind: 'system', organisationId: null };
  const needs = await database.transact(worker, ({ unmet }) => unmet.list({ since, timeZone }));
  const communes = new Map(
    [...new Set(needs.flatMap(({ ride }) => [ride.from, ride.to]))].map((code) => [
      code,
      code === null ? null : gazetteer.findByCode(code),
    ]),
  );
  const epciNames = new Map([...communes.values()].map((commune) => [commune?.epciCode, commune?.epciName ?? null]));
  const sums = sumUnmet(needs, (code) => communes.get(code)?.epciCode ?? null);
  const titles = await titlesOf(ctx, sums);
  const nameOf = (sum: UnmetSum, end: 'from' | 'to'): string | null => {
    if (sum.place.level === 'territory') return null;
    const code = sum.place[end];
    return sum.place.level === 'commune' ? (communes.get(code)?.name ?? code) : (epciNames.get(code) ?? code);
  };
  return {
    since,
    sums: sums.map((sum) => ({
      ...sum,
      fromName: nameOf(sum, 'from'),
      toName: nameOf(sum, 'to'),
      nearestTitle: titles.get(sum.nearest?.offerId ?? '') ?? null,
    })),
  };
}

/** As whoever asks may see them. */
async function titlesOf(ctx: Context, sums: readonly UnmetSum[]): Promise<Map<string, string>> {
  const ids = [...new Set(sums.flatMap(({ nearest }) => nearest?.offerId ?? []))];
  if (ids.length === 0) return new Map();
  const { items } = await ctx.deps.database.transact(ctx.actor, ({ offers }) =>
    offers.list({ ids, limit: ids.length }),
  );
  return new Map(items.map(({ id, title }) => [id, title]));
}
