import { perMonth } from '../matching/money.ts';
import type { KindContext } from '../matching/question.ts';
import type { LegMatch, OfferMatch } from '../matching/result.ts';

/**
 * Whether carrying even the cheapest of `carried` beside what is carried already surely costs more than the budget. Each
 * stands for `rides` of the rota that are carried together or not at all, which is so where an offer runs on every date;
 * null where that, the budget or a price is not known.
 */
export function tooDear(ctx: KindContext, before: OfferMatch) {
  const budget = ctx.facts.means.budgetPerMonthCents;
  const had = before.verdict === 'impossible' ? 0 : before.costPerMonthCents;
  if (budget === undefined || had === null || !runsOnEveryDate(ctx)) return null;
  return (carried: readonly LegMatch[], rides: ReadonlyMap<string, number>): boolean =>
    carried.every(({ legId, pricePerRideCents }) => {
      if (pricePerRideCents === null) return false;
      const more = pricePerRideCents * perMonth(rides.get(legId) ?? 1, ctx.facts.unrolledDays);
      // A cent for what is rounded.
      return had + more - 1 > budget;
    });
}

function runsOnEveryDate({ offer, availability }: KindContext): boolean {
  const { calendar, validFrom, validUntil, details } = offer;
  return (
    calendar.exceptDates.length === 0 &&
    (calendar.schoolPeriods === null || calendar.schoolPeriods === 'all') &&
    calendar.publicHolidays !== false &&
    validFrom === null &&
    validUntil === null &&
    !('noticeHours' in details && details.noticeHours > 0) &&
    (availability.rides.get(offer.id) ?? []).length === 0
  );
}
