import { type GapSum, sumGaps } from '../domain/counterfactual/gaps.ts';
import { type Context, requireScope } from './context.ts';
import type { Actor } from './ports.ts';

export type SummedGap = GapSum & {
  /** Names of the EPCIs, null where places are not told apart. */
  fromName: string | null;
  toName: string | null;
};

/**
 * What single changes would have given the people of the territory, whoever accompanies them: groups of five and more,
 * never a person. Trials do not count. Throws `forbidden`.
 */
export async function sumTerritoryGaps({ ctx }: { ctx: Context }): Promise<SummedGap[]> {
  requireScope(ctx, 'territory:read');
  const { database, territory } = ctx.deps;
  const { gazetteer } = await territory(ctx.actor.territoryId);
  // No organisation sees the others' people: the rows are read as a worker of the territory, and only sums leave here.
  const worker: Actor = { ...ctx.actor, kind: 'system', organisationId: null };
  const gaps = await database.transact(worker, (stores) => stores.matches.listGaps());
  const epciOf = (commune: string) => gazetteer.findByCode(commune)?.epciCode ?? null;
  const names = new Map<string, string | null>();
  for (const commune of gaps.flatMap(({ ride }) => [ride?.from, ride?.to])) {
    const found = commune ? gazetteer.findByCode(commune) : null;
    if (found?.epciCode) names.set(found.epciCode, found.epciName);
  }
  const nameOf = (code: string | null) => (code === null ? null : (names.get(code) ?? null));
  return sumGaps(gaps, epciOf).map((sum) => ({ ...sum, fromName: nameOf(sum.fromEpci), toName: nameOf(sum.toEpci) }));
}
