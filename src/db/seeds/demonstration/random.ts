/**
 * Chance that can be replayed: the same seed draws the same numbers on every machine. Each part of the demonstration
 * draws from a stream of its own, so that adding to one does not change the others.
 */
export type Random = {
  /** A number in [0, 1). */
  next(): number;
  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** One item, as likely as its weight; weights need not sum to 1. */
  weighted<T>(items: readonly (readonly [weight: number, item: T])[]): T;
  /** A draw made ready once for many picks from the same big list. */
  drawer<T>(items: readonly T[], weightOf: (item: T) => number): () => T;
};

export function random(seed: string): Random {
  const next = generator(seed);
  const self: Random = {
    next,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] as (typeof items)[number],
    weighted(items) {
      const total = items.reduce((sum, [weight]) => sum + weight, 0);
      let left = next() * total;
      for (const [weight, item] of items) {
        left -= weight;
        if (left < 0) return item;
      }
      return (items.at(-1) as (typeof items)[number])[1];
    },
    drawer(items, weightOf) {
      let total = 0;
      const until = items.map((item) => (total += weightOf(item)));
      return () => {
        const drawn = next() * total;
        let low = 0;
        let high = items.length - 1;
        while (low < high) {
          const middle = (low + high) >> 1;
          if ((until[middle] as number) > drawn) high = middle;
          else low = middle + 1;
        }
        return items[low] as (typeof items)[number];
      };
    },
  };
  return self;
}

/** Marsaglia's xorshift32 over an FNV-1a hash of the seed: short, and good enough to draw examples. */
function generator(seed: string): () => number {
  let state = 0x811c9dc5;
  for (const letter of seed) state = Math.imul(state ^ (letter.codePointAt(0) as number), 0x01000193);
  state = state >>> 0 || 1;
  const step = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  // The first draws of close seeds are close too: let them part.
  for (let i = 0; i < 12; i++) step();
  return step;
}
