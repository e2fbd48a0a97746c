import type { MatchingFacts } from './facts.ts';
import { type Point, pointKey } from './travel.ts';

/** Home, then each workplace, each once. */
export function personPlaces({ home, legs }: MatchingFacts): Point[] {
  return [...new Map([home, ...legs.map((leg) => leg.place)].map((place) => [pointKey(place), place])).values()];
}
