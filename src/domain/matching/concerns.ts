import type { Offer } from '../catalogue/offer.ts';
import { mayCallFor } from '../pathway/may-call-for.ts';
import { crowMetres } from '../place-problems.ts';
import type { Availability } from './facts.ts';
import { matchOffer } from './match-offer.ts';
import type { MatchQuestion } from './question.ts';
import type { CriterionCode } from './result.ts';
import type { ModeTravel, Point, Travel } from './travel.ts';

/** A diagnostic without offers, roads and what is taken: all that is known before anything is asked. */
export type OpenQuestion = Omit<MatchQuestion, 'offers' | 'travel' | 'availability'>;

/**
 * Whether a change to an offer, or to what is taken of it, may change what a result says of offers that are not
 * impossible. `told`: the result says of this offer that it is not impossible. `offer`: as it is now, null when it is gone.
 *
 * Never false where it would (what an offer was does not matter when it is not told, for then it was impossible); true
 * more often than it would.
 */
export function concerns(question: OpenQuestion, { told, offer }: { told: boolean; offer: Offer | null }): boolean {
  return told || (offer !== null && mayServe(question, offer));
}

/**
 * False only where the reference matcher would say `impossible`, whatever the roads and whatever is taken: the same rules,
 * put to travel times between the least that the crow flight allows and any length. Three rules are left out, for longer
 * ways do not always make them harder: the detour (the driver's own way is taken away from it), the budget (fewer rides cost
 * less) and the way to a place (which one vehicle may make where another is too slow). So is what a
 * pathway tells of all the same: a loan that a licence would open, a help that answers no stated barrier.
 */
export function mayServe(question: OpenQuestion, offer: Offer): boolean {
  const { criteria, legs } = matchOffer({
    ...question,
    offer: withoutDetourLimit(offer),
    travel: ANY_ROADS,
    availability: NOTHING_TAKEN,
  });
  const isSure = (code: CriterionCode) => {
    if (code === 'licence') return offer.kind !== 'vehicleLoan';
    if (code === 'barrier') return !mayCallFor(question, offer);
    return !LEFT_OUT.includes(code);
  };
  const refused = criteria.some((c) => c.legId === null && c.outcome === 'unmet' && isSure(c.code));
  return !refused && (legs.length === 0 || legs.some((leg) => leg.served));
}

const LEFT_OUT: readonly CriterionCode[] = ['budget', 'reach'];

function withoutDetourLimit(offer: Offer): Offer {
  return offer.kind === 'carpool' ? { ...offer, details: { ...offer.details, maxDetourMinutes: null } } : offer;
}

const NOTHING_TAKEN: Availability = { rides: new Map(), loans: new Map() };

/** No road vehicle of ours is faster (162 km/h), and no router puts both ends together further than this from where they are. */
const FASTEST_METRES_PER_SECOND = 45;
const SNAPPING_METRES = 4_000;
/** An estimate may hold a way for shorter than the crow flies: its error factor goes down to 0.73. */
const LEAST_SHARE = 0.7;
const ANY_LENGTH = 1e9;

/** `low` is a lower bound, `high` is none: what the rules cannot refuse with these, no road makes certain to refuse. */
const anyRoads: ModeTravel = {
  source: 'estimate',
  dataSet: '',
  fixedSeconds: 0,
  errorFactor: [1, ANY_LENGTH],
  between(from: Point, to: Point) {
    if (from.lon === to.lon && from.lat === to.lat) return { seconds: 0, metres: 0 };
    // Not 0, by which the rules know a place that is the door itself.
    return { seconds: Math.max(1, leastSeconds(from, to)), metres: Math.floor(leastMetres(from, to)) };
  },
};
const leastMetres = (from: Point, to: Point) => Math.max(0, LEAST_SHARE * crowMetres(from, to) - SNAPPING_METRES);

/** Whole seconds from one place to another, at least, on any roads and by any vehicle of ours. */
export function leastSeconds(from: Point, to: Point): number {
  return Math.floor(leastMetres(from, to) / FASTEST_METRES_PER_SECOND);
}

const ANY_ROADS: Travel = {
  car: anyRoads,
  lightCar: anyRoads,
  scooter: anyRoads,
  bike: anyRoads,
  foot: anyRoads,
};
