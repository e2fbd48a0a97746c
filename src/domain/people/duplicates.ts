/** What tells whether two files are of one person. `name`: lower case, without accents, words apart. */
export type Keys = {
  id: string;
  name: string;
  birthDate: string | null;
  phoneDigits: string | null;
  reference: string | null;
};

/** Why two files look alike, the surest first. */
export const LIKENESSES = [
  'sameNameAndBirth',
  'sameReference',
  'samePhone',
  'closeNameSameBirth',
  'sameName',
  'closeName',
] as const;
export type Likeness = (typeof LIKENESSES)[number];

export type Duplicate = { id: string; likeness: Likeness };

/**
 * Why the two may be one person; null where nothing says so. Two birth dates that differ part two people of the same name, not two
 * files of one phone: families share those, and it is for a human to tell.
 */
export function likeness(a: Keys, b: Keys): Likeness | null {
  const same = (key: 'birthDate' | 'phoneDigits' | 'reference') => a[key] !== null && a[key] === b[key];
  const bornApart = a.birthDate !== null && b.birthDate !== null && a.birthDate !== b.birthDate;
  const names = compareNames(a.name, b.name);
  if (names === 'same' && same('birthDate')) return 'sameNameAndBirth';
  if (same('reference')) return 'sameReference';
  if (same('phoneDigits')) return 'samePhone';
  if (names === 'close' && same('birthDate')) return 'closeNameSameBirth';
  if (names === 'apart' || bornApart) return null;
  return names === 'same' ? 'sameName' : 'closeName';
}

/** Those that look like the first, the surest first. */
export function duplicatesOf(person: Keys, others: readonly Keys[]): Duplicate[] {
  return others
    .flatMap((other): Duplicate[] => {
      const found = other.id === person.id ? null : likeness(person, other);
      return found ? [{ id: other.id, likeness: found }] : [];
    })
    .toSorted((x, y) => sureness(x.likeness) - sureness(y.likeness) || x.id.localeCompare(y.id));
}

/** Every two that look alike, once, the surest first. */
export function duplicatePairs(people: readonly Keys[]): { a: string; b: string; likeness: Likeness }[] {
  const index = createIndex(people);
  const pairs = people.flatMap((person) =>
    duplicatesOf(person, index.lookalikes(person))
      .filter(({ id }) => person.id < id)
      .map(({ id, likeness: why }) => ({ a: person.id, b: id, likeness: why })),
  );
  return pairs.toSorted((x, y) => sureness(x.likeness) - sureness(y.likeness) || x.a.localeCompare(y.a));
}

/** Finds those that share a word of their name, a birth date, a phone or a reference with somebody: all that can look alike. */
export function createIndex(people: readonly Keys[]): { lookalikes(person: Keys): Keys[] } {
  const shelves = new Map<string, Keys[]>();
  for (const person of people) {
    for (const mark of marksOf(person)) {
      const shelf = shelves.get(mark);
      if (shelf) shelf.push(person);
      else shelves.set(mark, [person]);
    }
  }
  return {
    lookalikes: (person) => [...new Set(marksOf(person).flatMap((mark) => shelves.get(mark) ?? []))],
  };
}

const sureness = (one: Likeness) => LIKENESSES.indexOf(one);

function marksOf({ name, birthDate, phoneDigits, reference }: Keys): string[] {
  return [
    ...words(name).map((word) => `name ${word}`),
    ...(birthDate === null ? [] : [`born ${birthDate}`]),
    ...(phoneDigits === null ? [] : [`phone ${phoneDigits}`]),
    ...(reference === null ? [] : [`reference ${reference}`]),
  ];
}

const words = (name: string): string[] => [...new Set(name.split(' ').filter((word) => word.length > 1))];

/**
 * `same`: the same words in whatever order. `close`: one word is the same and each other one is a slip away (one letter in four,
 * a space put in or left out). One word alone makes no name.
 */
export function compareNames(a: string, b: string): 'same' | 'close' | 'apart' {
  const [one, other] = [words(a), words(b)];
  if (one.length === 0 || other.length === 0) return 'apart';
  if (one.toSorted().join(' ') === other.toSorted().join(' ')) return 'same';
  const [left, right] = [one.filter((word) => !other.includes(word)), other.filter((word) => !one.includes(word))];
  if (left.length === one.length) return 'apart';
  return isSlip(left.join(''), right.join('')) ? 'close' : 'apart';
}

const LETTERS_PER_SLIP = 4;

function isSlip(a: string, b: string): boolean {
  const longest = Math.max(a.length, b.length);
  const allowed = Math.floor(longest / LETTERS_PER_SLIP);
  return allowed > 0 && Math.min(a.length, b.length) > 0 && distance(a, b, allowed) <= allowed;
}

/** Letters put in, left out or changed from one to the other; anything above `limit` once it is certain. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    if (Math.min(...next) > limit) return limit + 1;
    row = next;
  }
  return row[b.length] ?? 0;
}
