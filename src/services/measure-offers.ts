import type { Context } from './context.ts';
import { ProblemError } from './errors.ts';
import type { RoadSurvey } from './ports.ts';

/** Of two machines on different roads one measures. That it has measured nothing for so long may be because it is gone. */
const TAKEN_FOR_GONE_HOURS = 24;

/**
 * Asks the road what it says of carpools that it was not asked about yet, in their present version, on the present road
 * data set. Says how many were taken; fewer than `limit` once all are known, 0 while no real road answers and while another
 * machine measures on roads that came into use later.
 * Throws `RouterError`.
 */
export async function measureOffers({ ctx, input }: { ctx: Context; input: { limit: number } }): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new ProblemError('forbidden', 'Cela revient aux tâches de fond.');
  const { database, survey } = ctx.deps;
  const { territoryId } = ctx.actor;
  const { since = null } = ctx.deps.routers(territoryId);
  const dataSet = (await survey?.dataSet(territoryId)) ?? null;
  if (survey === undefined || dataSet === null) return 0;
  const { known, rival, offers } = await database.transact(ctx.actor, async ({ roads }) => ({
    known: await roads.findLandmarks('car', dataSet),
    rival: await roads.findRival({ mode: 'car', dataSet }),
    offers: await roads.listOffersToMeasure({ dataSet, limit: input.limit }),
  }));
  if (offers.length === 0) return 0;
  if (rival !== null && !mayReplace(ctx, since, rival)) return 0;
  const landmarks = rival === null && known !== null ? known : await chooseLandmarks(ctx, survey, { dataSet, since });
  const rows = await survey.measure({ territoryId, landmarks, offers });
  // The data may have been replaced on the way: what was measured then is of neither.
  const kept = rows.filter((row) => row.dataSet === dataSet);
  await database.transact(ctx.actor, ({ roads }) => roads.saveOfferRoads(kept));
  return kept.length === 0 ? 0 : offers.length;
}

function mayReplace(ctx: Context, ours: string | null, rival: { since: string; usedAt: string | null }): boolean {
  const goneSince = ctx.deps.clock.now().subtract({ hours: TAKEN_FOR_GONE_HOURS });
  const lastSeen = rival.usedAt ?? rival.since;
  // At the same time: one and the same process, whose server took up other data.
  const isLater = ours !== null && Date.parse(ours) >= Date.parse(rival.since);
  return isLater || Date.parse(lastSeen) < goneSince.epochMilliseconds;
}

async function chooseLandmarks(
  ctx: Context,
  survey: RoadSurvey,
  { dataSet, since }: { dataSet: string; since: string | null },
): Promise<Uint8Array> {
  const { territoryId } = ctx.actor;
  const { gazetteer } = await ctx.deps.territory(territoryId);
  const payload = await survey.chooseLandmarks({ territoryId, gazetteer });
  return ctx.deps.database.transact(ctx.actor, async ({ roads }) => {
    await roads.forgetOthers(dataSet);
    return roads.keepLandmarks({ mode: 'car', dataSet, payload, since });
  });
}
