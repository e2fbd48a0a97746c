import type { Mode } from '../../../geo/router.ts';
import type { Leg } from '../schedule/legs.ts';
import type { KindContext } from './question.ts';
import { exactly, type Point, plus, type Span, spread, zero } from './travel.ts';

/** A leg driven (or ridden) by one mode, family stops included; null where no road joins the places. */
export type Itinerary = { duration: Span; distance: Span; metres: number };

/** Home → stops → workplace, or back. `withStops` false is the direct way. */
export function itinerary(ctx: KindContext, leg: Leg, mode: Mode, withStops: boolean): Itinerary | null {
  const stops = withStops ? leg.stops : [];
  const ends: [Point, Point] = leg.direction === 'outbound' ? [ctx.facts.home, leg.place] : [leg.place, ctx.facts.home];
  const places: Point[] = [ends[0], ...stops.map((s) => s.place), ends[1]];
  const travel = ctx.travel[mode];
  let duration: Span = zero;
  let distance: Span = zero;
  for (let i = 0; i + 1 < places.length; i++) {
    const hop = travel.between(places[i] as Point, places[i + 1] as Point);
    if (hop === null) return null;
    duration = plus(duration, spread(hop.seconds, travel.errorFactor));
    distance = plus(distance, spread(hop.metres, travel.errorFactor));
  }
  const dwell = stops.reduce((sum, s) => sum + s.dwellSeconds, 0);
  return { duration: plus(duration, exactly(dwell)), distance, metres: distance.value };
}
