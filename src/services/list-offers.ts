import { z } from 'zod';
import { OFFER_KINDS, type Offer, THEMES } from '../domain/catalogue/offer.ts';
import { type Context, requireScope } from './context.ts';
import { invalid } from './errors.ts';
import { offersNear } from './offers-near.ts';
import { parseInput } from './parse-input.ts';
import type { OfferFilter, Page } from './ports.ts';
import { isShownTo, type OfferView, viewOffer } from './view-offer.ts';

const LIMITS = { default: 50, max: 200 };
const BATCH = 500;
const MAX_WITHIN_MINUTES = 300;

export const listOffersSchema = z.object({
  kind: z.enum(OFFER_KINDS).optional(),
  theme: z.enum(THEMES).optional(),
  q: z.string().trim().max(200).optional(),
  near: z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) }).optional(),
  withinMinutes: z.number().min(0).max(MAX_WITHIN_MINUTES).optional(),
  limit: z.int().min(1).max(LIMITS.max).default(LIMITS.default),
  cursor: z.string().max(400).optional(),
});

/** With `near`: seconds by car from that point to the offer, 0 where it comes to the person, null where it has no place. */
export type ListedOffer = OfferView & { travelSeconds?: number | null; travelEstimated?: boolean };

/**
 * The catalogue, newest knowledge of the filters first: by id, or by travel time where `near` is given.
 * Throws `forbidden`, `invalid`.
 */
export async function listOffers({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof listOffersSchema>;
}): Promise<Page<ListedOffer>> {
  requireScope(ctx, 'offers:read');
  const { near, withinMinutes, limit, cursor, ...filter } = parseInput(listOffersSchema, input);
  if (near === undefined && withinMinutes !== undefined) {
    throw invalid([{ path: 'withinMinutes', message: 'Donnez aussi le point de départ (near=lon,lat).' }]);
  }
  const { gazetteer } = await ctx.deps.territory(ctx.actor.territoryId);
  const view = (offer: Offer) => viewOffer(ctx.actor, offer, gazetteer);

  if (near === undefined) {
    const page = await shownPage(ctx, { ...filter, limit, cursor });
    return { items: page.items.map(view), nextCursor: page.nextCursor };
  }
  const offers = (await everyOffer(ctx, filter)).map(view);
  return offersNear({
    routers: ctx.deps.routers(ctx.actor.territoryId),
    gazetteer,
    offers,
    near,
    withinMinutes,
    limit,
    cursor,
  });
}

/** A page of what the actor may see: what is hidden from the public must not leave holes in it. */
async function shownPage(ctx: Context, filter: OfferFilter): Promise<Page<Offer>> {
  const items: Offer[] = [];
  let cursor = filter.cursor;
  for (;;) {
    const page = await listPage(ctx, { ...filter, limit: filter.limit - items.length, cursor });
    items.push(...page.items.filter((offer) => isShownTo(ctx.actor, offer)));
    if (page.nextCursor === null || items.length >= filter.limit) return { items, nextCursor: page.nextCursor };
    cursor = page.nextCursor;
  }
}

async function everyOffer(ctx: Context, filter: Omit<OfferFilter, 'limit' | 'cursor'>): Promise<Offer[]> {
  const offers: Offer[] = [];
  let cursor: string | undefined;
  do {
    const page = await listPage(ctx, { ...filter, limit: BATCH, cursor });
    offers.push(...page.items.filter((offer) => isShownTo(ctx.actor, offer)));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return offers;
}

const listPage = (ctx: Context, filter: OfferFilter) =>
  ctx.deps.database.transact(ctx.actor, (stores) => stores.offers.list(filter));
