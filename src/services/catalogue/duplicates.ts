import { type DuplicateReason, findDuplicates } from '../../domain/catalogue/duplicates.ts';
import type { Offer, OfferInput } from '../../domain/catalogue/offer.ts';
import { offerProblems } from '../../domain/catalogue/validate.ts';
import { assertVersion, getLiveOffer, storeOffer } from '../change-offer.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import type { Stores } from '../ports.ts';

/** Looked at in one go; what is decided makes room for the next. */
const PAIRS_SHOWN = 20;
const MERGES_SHOWN = 20;

export type LikelyPair = { offers: readonly [Offer, Offer]; reasons: readonly DuplicateReason[] };
export type Merge = { firstId: string; secondId: string; at: string; kept: Offer; gone: Offer };

/** Offers that look like one, but for pairs that were decided on; and what was merged of late. Throws `forbidden`. */
export async function listDuplicates({
  ctx,
}: {
  ctx: Context;
}): Promise<{ pairs: LikelyPair[]; total: number; merges: Merge[] }> {
  requireScope(ctx, 'offers:write');
  return ctx.deps.database.transact(ctx.actor, async ({ offers, freshness, catalogue }) => {
    const all = await offers.listAll();
    const byId = new Map(all.map((offer) => [offer.id, offer]));
    const decided = await freshness.listPairs();
    const isDifferent = new Set(
      decided.flatMap((pair) => (pair.decision === 'different' ? [`${pair.firstId} ${pair.secondId}`] : [])),
    );
    const found = findDuplicates(all).filter(({ firstId, secondId }) => !isDifferent.has(`${firstId} ${secondId}`));
    const pairs = found.slice(0, PAIRS_SHOWN).map(({ firstId, secondId, reasons }) => ({
      offers: [byId.get(firstId) as Offer, byId.get(secondId) as Offer] as const,
      reasons,
    }));
    const merges: Merge[] = [];
    for (const { firstId, secondId, merge, decidedAt } of decided) {
      if (merge === null || merges.length >= MERGES_SHOWN) continue;
      const goneId = merge.keptId === firstId ? secondId : firstId;
      const [kept, gone] = [await catalogue.find(merge.keptId), await catalogue.find(goneId)];
      if (kept && gone) merges.push({ firstId, secondId, at: decidedAt, kept: kept.offer, gone: gone.offer });
    }
    return { pairs, total: found.length, merges };
  });
}

type Input<T> = { ctx: Context; input: T };
type PairIds = { firstId: string; secondId: string };

/** It is remembered that they are two. Throws `forbidden`, `notFound`. */
export async function keepApart({ ctx, input }: Input<PairIds>): Promise<void> {
  requireScope(ctx, 'offers:write');
  const [firstId, secondId] = inOrder(input);
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    for (const id of [firstId, secondId]) await getLiveOffer(stores, id);
    await stores.freshness.decidePair(firstId, secondId, { decision: 'different', merge: null });
    await stores.audit.record({ action: 'offer.keptApart', entity: 'offer', entityId: firstId, fields: [secondId] });
  });
}

/**
 * Makes one offer of two: `keptId` stays, with what `filled` takes from the other, which is archived. Throws `forbidden`, `notFound`,
 * `invalid` where today's rules refuse what stays, or where a fleet or a driver hangs on what goes, `conflict` where either is not as
 * it was seen.
 */
export async function mergeOffers({
  ctx,
  input,
}: Input<{ keptId: string; goneId: string; keptVersion: number; goneVersion: number }>): Promise<void> {
  requireScope(ctx, 'offers:write');
  const [firstId, secondId] = inOrder({ firstId: input.keptId, secondId: input.goneId });
  const ground = await groundOf(ctx);
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const [kept, gone] = [await getLiveOffer(stores, input.keptId), await getLiveOffer(stores, input.goneId)];
    assertVersion(kept, input.keptVersion);
    assertVersion(gone, input.goneVersion);
    if (kept.kind !== gone.kind)
      throw new ProblemError('conflict', 'Deux offres de types différents ne se réunissent pas.');
    const held = await heldBy(stores, gone.id);
    if (held !== null) throw new ProblemError('invalid', held);
    const wanted = filled(kept, gone);
    const problems = offerProblems({ offer: wanted, ...ground });
    if (problems.length > 0) {
      const told = problems.map(({ message }) => message).join(' ');
      throw new ProblemError('invalid', `Corrigez d’abord l’offre gardée. ${told}`, { errors: problems });
    }
    const stored = await storeOffer(stores, kept, wanted);
    await archive(stores, gone.id);
    await stores.freshness.decidePair(firstId, secondId, {
      decision: 'merged',
      merge: {
        keptId: kept.id,
        keptBefore: kept.version,
        keptAfter: stored.version,
        goneBefore: gone.version,
        goneAfter: gone.version + 1,
      },
    });
    await stores.audit.record({ action: 'offer.merged', entity: 'offer', entityId: kept.id, fields: [gone.id] });
  });
}

/** Both are as before, as new versions. Throws `forbidden`, `notFound`, `conflict` where either was changed since. */
export async function undoMerge({ ctx, input }: Input<PairIds>): Promise<void> {
  requireScope(ctx, 'offers:write');
  const [firstId, secondId] = inOrder(input);
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const merge = (await stores.freshness.findPair(firstId, secondId))?.merge;
    if (!merge) throw new ProblemError('notFound', 'Ces deux offres ne sont pas réunies.');
    const goneId = merge.keptId === firstId ? secondId : firstId;
    const [kept, gone] = [await stores.catalogue.find(merge.keptId), await stores.catalogue.find(goneId)];
    const isAsLeft =
      kept?.archivedAt === null &&
      kept.offer.version === merge.keptAfter &&
      gone !== null &&
      gone.archivedAt !== null &&
      gone.offer.version === merge.goneAfter;
    if (!isAsLeft) {
      throw new ProblemError(
        'conflict',
        'L’une des deux offres a changé depuis : revenez en arrière à la main, depuis ses versions.',
      );
    }
    if (merge.keptAfter !== merge.keptBefore) {
      const before = (await stores.catalogue.findVersion(merge.keptId, merge.keptBefore))?.offer;
      if (!before) throw new ProblemError('conflict', 'La version d’avant n’est plus lisible.');
      const { id: _id, version: _version, ...content } = before;
      await storeOffer(stores, kept.offer, content, { restoredFrom: merge.keptBefore });
    }
    await stores.catalogue.revive(goneId);
    await stores.audit.record({ action: 'offer.revived', entity: 'offer', entityId: goneId, fields: ['archivedAt'] });
    await stores.freshness.decidePair(firstId, secondId, { decision: 'separate', merge: null });
    await stores.audit.record({
      action: 'offer.mergeUndone',
      entity: 'offer',
      entityId: merge.keptId,
      fields: [goneId],
    });
  });
}

/** Why an offer cannot go: its fleet would lend nothing more, its driver's trips would make it anew. Null where it can. */
async function heldBy({ fleet, drivers }: Stores, id: string): Promise<string | null> {
  const instead = 'Gardez cette offre plutôt que l’autre, ou dites que ce sont deux offres différentes.';
  if ((await fleet.countUnits(id)) !== null)
    return `L’offre à archiver porte les véhicules d’une flotte, qui ne pourraient plus être prêtés. ${instead}`;
  if ((await drivers.findOfOffer(id)) !== null)
    return `L’offre à archiver est celle d’une personne qui conduit : elle reviendrait avec ses trajets. ${instead}`;
  return null;
}

async function archive({ offers, audit }: Stores, id: string): Promise<void> {
  await offers.archive(id);
  await audit.record({ action: 'offer.archived', entity: 'offer', entityId: id, fields: ['archivedAt'] });
}

const inOrder = ({ firstId, secondId }: PairIds): [string, string] =>
  firstId < secondId ? [firstId, secondId] : [secondId, firstId];

/** What providers tell of themselves, and what it costs: nobody is let in or kept out by it. An empty limit is no gap. */
const FILLED = {
  provider: ['phone', 'email', 'url'],
  details: ['tariff', 'pricePerRideCents', 'pricePerKmCents', 'costCents'],
} as const;

/** The kept offer with its contact, its description and its price where it has none, from the other. All else stays its own. */
export function filled(kept: Offer, gone: Offer): OfferInput {
  const { id: _id, version: _version, ...content } = kept;
  return {
    ...content,
    description: content.description || gone.description,
    provider: { ...content.provider, ...missing(content.provider, gone.provider, FILLED.provider) },
    details: { ...content.details, ...missing(content.details, gone.details, FILLED.details) },
  } as OfferInput;
}

function missing(own: Record<string, unknown>, other: Record<string, unknown>, names: readonly string[]) {
  const isEmpty = (value: unknown) => value === null || value === undefined || value === '';
  return Object.fromEntries(
    names.flatMap((name) => (isEmpty(own[name]) && !isEmpty(other[name]) ? [[name, other[name]]] : [])),
  );
}
