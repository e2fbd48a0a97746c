import type { CriterionFact, LegMatch, MatchResult, OfferMatch } from '../../domain/matching/result.ts';

/**
 * A result as it is stored. A rota of thirty legs has the same answer on most of its days: each answer is written once, and
 * told by where it stands. What several hundred offers say of thirty legs takes a tenth of the room, and of the time to read.
 */
export type PackedResult = Omit<MatchResult, 'matches'> & {
  packed: {
    /** Ids of legs, in the order they are first spoken of; null is the offer as a whole. */
    legIds: readonly (string | null)[];
    facts: readonly Fact[];
    /** Facts that are said one after the other of one leg. */
    runs: readonly (readonly number[])[];
    legs: readonly Omit<LegMatch, 'legId'>[];
    matches: readonly PackedMatch[];
  };
};

type Fact = Omit<CriterionFact, 'legId'>;
type PackedMatch = Omit<OfferMatch, 'legs' | 'criteria'> & {
  /** Two by two: where the leg's id stands, then its answer. */
  legs: readonly number[];
  /** Two by two: where the leg's id stands, then the run. */
  criteria: readonly number[];
};

/** What is in the table: results of before they were packed lie there as they are. */
export type StoredResult = MatchResult | PackedResult;

export function packResult({ matches, ...result }: MatchResult): PackedResult {
  const legIds = dictionary<string | null>((id) => id ?? '');
  const facts = dictionary<Fact>(factKey);
  const runs = dictionary<number[]>((run) => run.join(' '));
  const legs = dictionary<Omit<LegMatch, 'legId'>>((leg) => JSON.stringify(leg));

  function packCriteria(criteria: readonly CriterionFact[]): number[] {
    const packed: number[] = [];
    for (let at = 0; at < criteria.length; ) {
      const { legId } = criteria[at] as CriterionFact;
      const run: number[] = [];
      for (; criteria[at]?.legId === legId; at++) {
        const { legId: _, ...fact } = criteria[at] as CriterionFact;
        run.push(facts.placeOf(fact));
      }
      packed.push(legIds.placeOf(legId), runs.placeOf(run));
    }
    return packed;
  }

  const packed = matches.map(({ legs: own, criteria, ...match }) => ({
    ...match,
    legs: own.flatMap(({ legId, ...leg }) => [legIds.placeOf(legId), legs.placeOf(leg)]),
    criteria: packCriteria(criteria),
  }));
  return {
    ...result,
    packed: { legIds: legIds.items, facts: facts.items, runs: runs.items, legs: legs.items, matches: packed },
  };
}

/** Legs and criteria are made when they are first read: a page tells twenty offers of hundreds. */
export function unpackResult(stored: StoredResult): MatchResult {
  if (!('packed' in stored)) return stored;
  const { packed, ...result } = stored;
  const { legIds, facts, runs, legs } = packed;
  const pairs = <T>(list: readonly number[], make: (legId: string | null, place: number) => T): T[] =>
    Array.from({ length: list.length / 2 }, (_, i) => make(legIds[list[2 * i] ?? -1] ?? null, list[2 * i + 1] ?? -1));
  const matches = packed.matches.map(({ legs: own, criteria: said, ...match }): OfferMatch => {
    let [unpackedLegs, unpackedCriteria]: [LegMatch[]?, CriterionFact[]?] = [];
    return {
      ...match,
      get legs() {
        unpackedLegs ??= pairs(own, (legId, place) => ({ legId: legId ?? '', ...legs[place] }) as LegMatch);
        return unpackedLegs;
      },
      get criteria() {
        unpackedCriteria ??= pairs(said, (legId, place) =>
          (runs[place] ?? []).map((fact) => withLeg(facts[fact] as Fact, legId)),
        ).flat();
        return unpackedCriteria;
      },
    };
  });
  return { ...result, matches };
}

/** In the order in which rules write it. */
function withLeg({ code, ...fact }: Fact, legId: string | null): CriterionFact {
  return { code, legId, ...fact };
}

/** Tens of thousands of them a result: figures that most have are written by hand. */
function factKey({ code, outcome, actual, limit, unit, ...rest }: Fact): string {
  let rarely = '';
  for (const _ in rest) {
    rarely = JSON.stringify(rest);
    break;
  }
  // A text never stands for the number that reads alike.
  return `${code}|${outcome}|${typed(actual)}|${typed(limit)}|${unit}|${rarely}`;
}

const typed = (value: string | number | null) => (typeof value === 'string' ? JSON.stringify(value) : value);

/** Each thing once, and where it stands. */
function dictionary<T>(keyOf: (item: T) => string): { items: T[]; placeOf(item: T): number } {
  const items: T[] = [];
  const places = new Map<string, number>();
  return {
    items,
    placeOf(item) {
      const key = keyOf(item);
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, items.length);
      return items.push(item) - 1;
    },
  };
}
