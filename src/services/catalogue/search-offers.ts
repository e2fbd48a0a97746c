import { z } from 'zod';
import { FRESHNESS, type Freshness, freshnessDays, freshnessOf } from '../../domain/catalogue/freshness.ts';
import { OFFER_KINDS, type Offer, THEMES } from '../../domain/catalogue/offer.ts';
import { type Context, requireScope } from '../context.ts';
import { groundOf } from '../ground.ts';
import { parseInput } from '../parse-input.ts';
import type { KeptOffer, OfferSearch } from '../ports/catalogue.ts';
import type { Page } from '../ports.ts';

export const OFFER_STATES = [...FRESHNESS, 'archived'] as const;
export type OfferState = (typeof OFFER_STATES)[number];

const schema = z.object({
  q: z.string().trim().max(200).optional(),
  kind: z.enum(OFFER_KINDS).optional(),
  theme: z.enum(THEMES).optional(),
  state: z.enum(OFFER_STATES).optional(),
  provider: z.string().trim().max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
  cursor: z.string().max(400).optional(),
});

export type FoundOffer = { offer: Offer; state: OfferState; archivedAt: string | null };

/**
 * The catalogue of whoever maintains it. `isNear`: nothing holds the words, these are written like them. Throws `forbidden`,
 * `invalid`.
 */
export async function searchOffers({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof schema>;
}): Promise<Page<FoundOffer> & { isNear: boolean }> {
  requireScope(ctx, 'offers:write');
  const { state, ...filter } = parseInput(schema, input);
  const { today, ground } = await groundOf(ctx);
  const { freshness } = ground.territory.rules;
  const asked: OfferSearch = { ...filter, ...confirmedIn(state, today, freshness), isArchived: state === 'archived' };
  const tell = ({ offer, archivedAt }: KeptOffer): FoundOffer => ({
    offer,
    archivedAt,
    state: archivedAt === null ? freshnessOf(offer.confirmedAt, today, freshness) : 'archived',
  });

  return ctx.deps.database.transact(ctx.actor, async ({ catalogue }) => {
    const page = await catalogue.search(asked);
    const isNear = page.items.length === 0 && Boolean(asked.q) && asked.cursor === undefined;
    const { items, nextCursor } = isNear ? await catalogue.search({ ...asked, isLoose: true }) : page;
    return { items: items.map(tell), nextCursor, isNear: isNear && items.length > 0 };
  });
}

function confirmedIn(
  state: OfferState | undefined,
  today: string,
  rules: Parameters<typeof freshnessDays>[1],
): Pick<OfferSearch, 'confirmed'> {
  const { freshAfter, ageingAfter } = freshnessDays(today, rules);
  const days: Partial<Record<OfferState, OfferSearch['confirmed']>> & Record<Freshness, OfferSearch['confirmed']> = {
    fresh: { after: freshAfter },
    ageing: { after: ageingAfter, upTo: freshAfter },
    toVerify: { upTo: ageingAfter, orNever: true },
  };
  const confirmed = state === undefined ? undefined : days[state];
  return confirmed === undefined ? {} : { confirmed };
}
