/** Fewer people than this are nobody's business: they are told with others, or not at all. */
export const LEAST_PEOPLE = 5;

/** `people`: at least so many, a multiple of five; never the exact count, which would tell who came or went. */
export type TellableGroup<K, T> = { key: K; people: number; members: T[] };

/**
 * Groups of five people and more; what is in smaller ones is put together with its like by the next of `levels`, coarser each time,
 * and what is still fewer at the last is not told. A group holds only what no finer one told, so no two figures give the
 * difference of a third away. Somebody counts once in a group, however much of theirs is in it. The order of `items` does
 * not matter, but for that of `members`.
 */
export function tellableGroups<T extends { personId: string }, K>(
  items: readonly T[],
  levels: readonly ((item: T) => K)[],
): TellableGroup<K, T>[] {
  const told: TellableGroup<K, T>[] = [];
  let rest = [...items];
  for (const keyOf of levels) {
    const groups = new Map<string, { key: K; members: T[] }>();
    for (const item of rest) {
      const key = keyOf(item);
      const text = JSON.stringify(key);
      const group = groups.get(text);
      if (group === undefined) groups.set(text, { key, members: [item] });
      else group.members.push(item);
    }
    rest = [];
    for (const group of groups.values()) {
      const people = roundedDown(new Set(group.members.map(({ personId }) => personId)).size);
      if (people > 0) told.push({ ...group, people });
      else rest.push(...group.members);
    }
  }
  return told;
}

/** To a multiple of five below: 0 for fewer than five. */
export const roundedDown = (people: number): number => Math.floor(people / LEAST_PEOPLE) * LEAST_PEOPLE;
