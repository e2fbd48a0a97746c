import type { MatchResult, Unit } from '../matching/result.ts';
import { tellableGroups } from '../small-groups.ts';
import { amountBand, hourBand } from './bands.ts';
import { type CountedRide, LEVERS, type Lever } from './counterfactual.ts';

/** What a single change would have given one person, as sums know it: nothing of the person but an opaque id. */
export type Gap = {
  /** One and the same for all that is known of a person. */
  personId: string;
  offerId: string;
  lever: Lever;
  amount: number;
  unit: Unit;
  ride: CountedRide | null;
};

/** The changes of a result that stand for a gap: those that would turn offers that do not suit. */
export function gapsOf(result: MatchResult): Omit<Gap, 'personId'>[] {
  return result.matches
    .filter((match) => match.verdict === 'impossible')
    .flatMap(({ offerId, turning = [] }) =>
      turning.map(({ lever, amount, unit, ride }) => ({ offerId, lever, amount, unit, ride })),
    );
}

/** People whom the same lever, moved about as far, would have helped. A dimension that is null is not told apart. */
export type GapSum = {
  lever: Lever;
  unit: Unit;
  /** Above the one, up to the other, in `unit`; `upTo` null: without end. */
  amount: { above: number; upTo: number | null } | null;
  direction: CountedRide['direction'] | null;
  /** Hours of the day, `to` not included. */
  hours: { from: number; to: number } | null;
  /** Codes of EPCIs the ride goes from and to. */
  fromEpci: string | null;
  toEpci: string | null;
  /** At least so many people: a multiple of five, never less. */
  people: number;
};

/**
 * Gaps of many results, counted by people. A person counts once for each lever, by their least change of it. Groups of
 * fewer than five are put together with their like, without the places first, then the hours, the way, the amount; what
 * is still fewer is not told, and no total gives it away. `epciOf` says in which EPCI a commune lies. The order of
 * `gaps` does not matter.
 */
export function sumGaps(gaps: readonly Gap[], epciOf: (commune: string) => string | null): GapSum[] {
  const sums: GapSum[] = [];
  for (const lever of LEVERS) {
    const least = leastOfEach(gaps.filter((gap) => gap.lever === lever));
    const placed = least.map((gap) => ({ personId: gap.personId, what: describe(gap, epciOf) }));
    const groups = tellableGroups(
      placed,
      COARSER.map(
        (coarser) =>
          ({ what }) =>
            coarser(what),
      ),
    );
    sums.push(...groups.map(({ key, people }) => ({ ...key, people })));
  }
  const order = (sum: GapSum) => LEVERS.indexOf(sum.lever);
  return sums.sort((a, b) => b.people - a.people || order(a) - order(b) || compareText(key(a), key(b)));
}

const key = (sum: GapSum) => JSON.stringify(sum);
const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

type Described = Omit<GapSum, 'people'>;

/** What is told apart, less and less: each leaves out what those before it did. */
const COARSER: readonly ((one: Described) => Described)[] = [
  (one) => one,
  (one) => ({ ...one, fromEpci: null, toEpci: null }),
  (one) => ({ ...one, fromEpci: null, toEpci: null, hours: null }),
  (one) => ({ ...one, fromEpci: null, toEpci: null, hours: null, direction: null }),
  (one) => ({ ...one, fromEpci: null, toEpci: null, hours: null, direction: null, amount: null }),
];

/** One gap a person, the least; of two as small, the same whatever their order. */
function leastOfEach(gaps: readonly Gap[]): Gap[] {
  const least = new Map<string, Gap>();
  for (const gap of gaps) {
    const known = least.get(gap.personId);
    if (known === undefined || gap.amount < known.amount || (gap.amount === known.amount && isBefore(gap, known))) {
      least.set(gap.personId, gap);
    }
  }
  return [...least.values()];
}

const isBefore = (a: Gap, b: Gap) => JSON.stringify(textOf(a)) < JSON.stringify(textOf(b));
const textOf = ({ offerId, ride }: Gap) => [offerId, ride?.direction, ride?.hour, ride?.from, ride?.to];

function describe({ lever, unit, amount, ride }: Gap, epciOf: (commune: string) => string | null): Described {
  const fromEpci = ride?.from ? epciOf(ride.from) : null;
  const toEpci = ride?.to ? epciOf(ride.to) : null;
  // One end alone says less than it seems to.
  const isPlaced = fromEpci !== null && toEpci !== null;
  return {
    lever,
    unit,
    amount: amountBand(unit, amount),
    direction: ride?.direction ?? null,
    hours: ride === null ? null : hourBand(ride.hour),
    fromEpci: isPlaced ? fromEpci : null,
    toEpci: isPlaced ? toEpci : null,
  };
}
