import type { Leg } from '../schedule/legs.ts';

/** Numbers from 0, the same for legs of one key: found once for all offers of a question. */
export function numbersOfLegs(keyOf: (leg: Leg) => string): (legs: readonly Leg[]) => ReadonlyMap<Leg, number> {
  const found = new WeakMap<readonly Leg[], ReadonlyMap<Leg, number>>();
  return (legs) => {
    const known = found.get(legs);
    if (known !== undefined) return known;
    const byKey = new Map<string, number>();
    const numbers = new Map<Leg, number>();
    for (const leg of legs) {
      const key = keyOf(leg);
      const number = byKey.get(key) ?? byKey.size;
      byKey.set(key, number);
      numbers.set(leg, number);
    }
    found.set(legs, numbers);
    return numbers;
  };
}
