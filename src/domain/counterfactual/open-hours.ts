import type { OfferOf } from '../catalogue/offer.ts';
import type { KindContext } from '../matching/question.ts';
import { LEVER_RULES } from './lever-rules.ts';
import { withDetails, withFacts, withMeans } from './option.ts';

/** Two questions to a carpool at once for several levers: what fails even so is turned by none of them. */

/** Runs at every hour of every day, each way the driver goes, and no limit to the wait: only space speaks. */
export function atAnyHour(ctx: KindContext): KindContext | null {
  const { offer } = ctx;
  if (offer.kind !== 'carpool') return null;
  const directions = new Set(offer.details.trips.map((t) => t.direction));
  const trips: OfferOf<'carpool'>['details']['trips'] = [...directions].flatMap((direction) =>
    ['00:00', '12:00'].map((departureTime) => ({ direction, weekdays: DAYS, departureTime, flexibilityMinutes: 1440 })),
  );
  return withDetails(withFacts(ctx, { maxWaitMinutes: undefined }), { trips });
}

/** Every limit of space as far as it would be moved: only hours speak. */
export function atAnyPlace(ctx: KindContext): KindContext | null {
  const { facts, offer, rules } = ctx;
  if (offer.kind !== 'carpool') return null;
  const { maxTravel, maxDetour, maxWalk } = LEVER_RULES.levers;
  const { maxDetourMinutes } = offer.details;
  const walk = facts.means.maxWalkMinutes ?? rules.defaults.walkMinutesWhenUnknown;
  const further = withFacts(ctx, {
    maxTravelMinutes: facts.maxTravelMinutes === undefined ? undefined : facts.maxTravelMinutes + maxTravel.most,
  });
  return withDetails(withMeans(further, { maxWalkMinutes: walk + maxWalk.most }), {
    maxDetourMinutes: maxDetourMinutes === null ? null : maxDetourMinutes + maxDetour.most,
  });
}

const DAYS = [1, 2, 3, 4, 5, 6, 7];
