import { daysBetween } from '../schedule/dates.ts';
import { awayMetres } from './last-resort.ts';
import type { KindContext } from './question.ts';
import type { OfferMatch } from './result.ts';

/** Months that count for an offer nobody ever confirmed. */
const NEVER_CONFIRMED_MONTHS = 24;

/**
 * Points against an offer, by the territory's weights; the lowest comes first. Travel and wait are means over the legs
 * served; offers that carry nobody are weighed by their price, their wait and how far they are.
 */
export function scoreOf(ctx: KindContext, match: Omit<OfferMatch, 'score'>): number {
  const { weights } = ctx.rules;
  const served = match.legs.filter((l) => l.served);
  const mean = (of: (leg: (typeof served)[number]) => number) =>
    served.length === 0 ? 0 : served.reduce((sum, l) => sum + of(l), 0) / served.length;
  const { confirmedAt } = ctx.offer;
  const staleMonths =
    confirmedAt === null ? NEVER_CONFIRMED_MONTHS : Math.max(0, daysBetween(confirmedAt, ctx.today)) / 30.4375;
  const priceCents = match.costPerMonthCents ?? priceOnce(ctx) / 12;
  const daysToWait = Math.max(0, daysBetween(ctx.facts.startsOn, match.availableFrom));
  return Math.round(
    weights.travelMinute * mean((l) => (l.durationSeconds ?? 0) / 60) +
      weights.waitMinute * mean((l) => (l.waitSeconds ?? 0) / 60) +
      weights.monthlyEuro * (priceCents / 100) +
      weights.co2Kg * ((match.co2PerMonthGrams ?? 0) / 1000) +
      weights.staleMonth * staleMonths +
      weights.waitDay * daysToWait +
      weights.awayKm * (awayFrom(ctx) / 1000),
  );
}

/** How far what is fetched or attended is from home. */
function awayFrom({ facts, offer: { details } }: KindContext): number {
  if ('depot' in details) return awayMetres(facts, details.depot);
  return 'place' in details && details.place !== null ? awayMetres(facts, details.place) : 0;
}

function priceOnce({ offer }: KindContext): number {
  return 'costCents' in offer.details ? (offer.details.costCents ?? 0) : 0;
}
