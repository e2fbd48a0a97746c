import type { Mode } from '../../../geo/router.ts';
import type { Offer } from '../catalogue/offer.ts';
import { LEVER_RULES } from '../counterfactual/lever-rules.ts';
import type { TerritoryRules } from '../territory.ts';
import type { MatchingFacts } from './facts.ts';
import { isNear } from './near.ts';
import type { Point } from './travel.ts';
import { pointKey } from './travel.ts';
import { modeOf } from './vehicle-loan.ts';
import { walkReachMetres, walkReachSeconds } from './walk-reach.ts';

/**
 * Which times a match needs, by mode: rectangles between the person's places and the offers' places (both ways), the
 * person's places among themselves, and each offer's own places among themselves (the same for everybody, so that a
 * worker keeps them).
 */
export type TravelNeeds = {
  mode: Mode;
  people: readonly Point[];
  /** Also from and to `people`. */
  offers: readonly Point[];
  own: readonly { offerId: string; points: readonly Point[] }[];
  /** Points too far to be asked about: there is no way there. */
  isFar?: (point: Point) => boolean;
};

/** Of those offers; `further`: points of carpools whose own ways are known. */
export function travelNeeds(
  facts: MatchingFacts,
  rules: TerritoryRules,
  offers: readonly Offer[],
  further: readonly Point[] = [],
): TravelNeeds[] {
  const people = distinct([
    facts.home,
    ...facts.legs.map((l) => l.place),
    ...facts.legs.flatMap((l) => l.stops.map((s) => s.place)),
  ]);
  const byMode = new Map<Mode, { offers: Point[]; own: { offerId: string; points: Point[] }[] }>();
  const of = (mode: Mode) => {
    const found = byMode.get(mode) ?? { offers: [], own: [] };
    byMode.set(mode, found);
    return found;
  };
  // Nobody walks across the department: only points that may be within reach are asked about.
  const reach = walkReachMetres(furthestWalkSeconds(facts, rules));
  const isFar = (point: Point) => !people.some((place) => isNear(place, point.lon, point.lat, reach));
  byMode.set('car', { offers: [...further], own: [] });
  byMode.set('foot', { offers: further.filter((point) => !isFar(point)), own: [] });
  for (const offer of offers) {
    if (offer.kind === 'carpool') {
      const { origin, destination, meetingPoints } = offer.details;
      const points = distinct([origin, destination, ...meetingPoints]);
      of('car').offers.push(...points);
      of('car').own.push({ offerId: offer.id, points });
      of('foot').offers.push(...points.filter((point) => !isFar(point)));
    } else if (offer.kind === 'vehicleLoan') {
      of(modeOf(offer.details.vehicleType));
      of('foot').offers.push(offer.details.depot);
    } else if (offer.kind === 'volunteerDriving') {
      of('car').offers.push(offer.details.base);
    } else if ('place' in offer.details && offer.details.place !== null) {
      for (const mode of ['car', 'foot', 'bike'] as const) of(mode).offers.push(offer.details.place);
    }
  }
  return [...byMode].map(([mode, found]) => ({
    mode,
    people,
    offers: distinct(found.offers),
    own: found.own,
    ...(mode === 'foot' ? { isFar } : {}),
  }));
}

/**
 * The longest walk that a match or a single change looks at. Where nobody said how far the person walks, the change goes further
 * than the near misses do.
 */
function furthestWalkSeconds(facts: MatchingFacts, rules: TerritoryRules): number {
  const reach = walkReachSeconds(facts, rules);
  if (facts.means.maxWalkMinutes !== undefined) return reach;
  return Math.max(reach, (rules.defaults.walkMinutesWhenUnknown + LEVER_RULES.levers.maxWalk.most) * 60);
}

function distinct(points: readonly Point[]): Point[] {
  const seen = new Map<string, Point>();
  for (const { lon, lat } of points) seen.set(pointKey({ lon, lat }), { lon, lat });
  return [...seen.values()];
}
