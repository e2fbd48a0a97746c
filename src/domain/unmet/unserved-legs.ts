import type { CountedRide, Lever } from '../counterfactual/counterfactual.ts';
import type { MatchingFacts } from '../matching/facts.ts';
import type { OfferMatch, Unit } from '../matching/result.ts';

/** The offer that came nearest to carrying a ride, and the one thing that would have to change. `amount` in `unit`, above 0. */
export type NearestChange = { offerId: string; lever: Lever; amount: number; unit: Unit };

/** A leg of somebody's rota that no offer carries, not even one that is to be verified. */
export type UnservedLeg = {
  ride: CountedRide;
  /** How often it comes in the unrolled rota. */
  occurrences: number;
  /** Null where no single change of an offer that was looked at would carry it. */
  nearest: NearestChange | null;
};

/** Legs that nothing of a result carries on any date, in the order of the rota. */
export function unservedLegs(
  { home, legs }: Pick<MatchingFacts, 'home' | 'legs'>,
  matches: readonly OfferMatch[],
): UnservedLeg[] {
  const served = new Set(
    matches
      .filter(({ verdict }) => verdict !== 'impossible')
      .flatMap((match) => match.legs.filter((leg) => leg.served).map(({ legId }) => legId)),
  );
  const homeCommune = home.zones?.[0] ?? null;
  return legs
    .filter(({ id, occurrences }) => occurrences > 0 && !served.has(id))
    .map(({ id, direction, deadlineSeconds, place, occurrences }) => {
      const placeCommune = place.zones?.[0] ?? null;
      const [from, to] = direction === 'outbound' ? [homeCommune, placeCommune] : [placeCommune, homeCommune];
      // An hour before midnight or past it is told as the clock shows it.
      const hour = ((Math.floor(deadlineSeconds / 3600) % 24) + 24) % 24;
      return { ride: { direction, hour, from, to }, occurrences, nearest: nearestOf(id, matches) };
    });
}

/** The change that costs least; of two that cost the same, the same one whatever their order. */
function nearestOf(legId: string, matches: readonly OfferMatch[]): NearestChange | null {
  const changes = matches.flatMap(({ offerId, turning = [] }) =>
    turning
      .filter(({ serves }) => serves.includes(legId))
      .map(({ lever, amount, unit, cost }) => ({ offerId, lever, amount, unit, cost })),
  );
  const [first] = changes.sort((a, b) => a.cost - b.cost || compareText(a.offerId, b.offerId));
  if (first === undefined) return null;
  const { cost: _, ...nearest } = first;
  return nearest;
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
