import type { KindContext } from '../matching/question.ts';
import type { Option } from './option.ts';

/** What the search may ask of a changed question. */
export type Asked = {
  /** `never`: not turned, and no further step is to be tried, for the further the worse. */
  turns(changed: KindContext): 'yes' | 'no' | 'never';
  /** Surely not turned, at little cost: true only where `turns` is not `yes`. */
  isHopeless?: ((changed: KindContext) => boolean) | undefined;
};

/**
 * The least step that turns, 1 … `most`; null where none does. Stretches of steps whose easing is hopeless are passed
 * over whole, the others are halved, the nearer half first: exact to the step, whatever lies between. A guess that turns
 * while all before it is hopeless spares the search.
 */
export function leastStep(option: Option, asked: Asked, guess: number | null = null): number | null {
  const { most } = option;
  const { turns, isHopeless = (changed) => turns(changed) !== 'yes' } = asked;
  let isOver = false;
  const isTurned = (step: number) => {
    const changed = option.at(step);
    if (asked.isHopeless?.(changed) === true) return false;
    const answer = turns(changed);
    isOver = answer === 'never';
    return answer === 'yes';
  };
  const stretchIsHopeless = (first: number, last: number) => {
    const easier = option.easing === undefined ? option.at(last) : option.easing(first, last);
    return easier !== null && isHopeless(easier);
  };
  const within = (first: number, last: number): number | null => {
    if (isOver) return null;
    if (first === last) return isTurned(first) ? first : null;
    if (stretchIsHopeless(first, last)) return null;
    const middle = Math.floor((first + last) / 2);
    return within(first, middle) ?? within(middle + 1, last);
  };
  if (guess !== null && guess >= 1 && guess <= most && isTurned(guess)) {
    if (guess === 1 || stretchIsHopeless(1, guess - 1)) return guess;
  }
  isOver = false;
  return most >= 1 ? within(1, most) : null;
}
