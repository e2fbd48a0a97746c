import { isNear } from '../near.ts';
import { BASE_SLACK_SECONDS, NO_BOUND_METRES, NO_TIME, type TimedPlace } from './road-bounds.ts';

/**
 * Whole seconds by car from one place to another, at least: what `landmarkBounds` says of a slot and a place, said of any two
 * places.
 */
export function leastBetween(from: TimedPlace, to: TimedPlace): number {
  if (isNear(to.point, from.point.lon, from.point.lat, NO_BOUND_METRES)) return 0;
  const a = from.vector.times;
  const b = to.vector.times;
  const landmarks = a.length / 2;
  const atStart = BASE_SLACK_SECONDS + from.vector.slack;
  const atEnd = BASE_SLACK_SECONDS + to.vector.slack;
  let [first, second] = [0, 0];
  for (let k = 0; k < a.length; k++) {
    const here = a[k] as number;
    const there = b[k] as number;
    if (here === NO_TIME || there === NO_TIME) continue;
    // From landmarks the start is in the middle, to landmarks the end is.
    const seconds = k < landmarks ? there - here - atStart : here - there - atEnd;
    if (seconds <= second) continue;
    if (seconds > first) [first, second] = [seconds, first];
    else second = seconds;
  }
  return second;
}
