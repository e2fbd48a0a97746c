import { type AmountBand, amountBand, type HourBand, hourBand } from '../counterfactual/bands.ts';
import type { CountedRide, Lever } from '../counterfactual/counterfactual.ts';
import type { Unit } from '../matching/result.ts';
import { tellableGroups } from '../small-groups.ts';
import type { NearestChange } from './unserved-legs.ts';

/** A ride of somebody that nobody carries, as sums know it: nothing of the person but an opaque id. */
export type UnmetNeed = {
  /** One and the same for all that is known of a person. */
  personId: string;
  ride: CountedRide;
  nearest: NearestChange | null;
};

/** Where a need is told: the finest that five people share. `from`, `to`: codes of that level. */
export type UnmetPlace = { level: 'commune' | 'epci'; from: string; to: string } | { level: 'territory' };

/** What five people of a group would be carried by: an offer, or where they do not share one, the kind of change. */
export type SharedChange = {
  offerId: string | null;
  lever: Lever;
  unit: Unit;
  /** Of the one who needs most of it; null for what is had or not. */
  amount: AmountBand | null;
  /** At least so many, a multiple of five. */
  people: number;
};

export type UnmetSum = {
  place: UnmetPlace;
  direction: CountedRide['direction'] | null;
  hours: HourBand | null;
  /** At least so many people: a multiple of five, never less. */
  people: number;
  /** What would carry most of them; null where no five people share anything. */
  nearest: SharedChange | null;
};

/**
 * Needs counted by people: by pair of communes and band of hours; those of fewer than five people by pair of EPCIs, then over the
 * territory, then whatever the hour; what is still fewer is not told, and no total gives it away. `epciOf` says in which EPCI a
 * commune lies. The order of `needs` does not matter.
 */
export function sumUnmet(needs: readonly UnmetNeed[], epciOf: (commune: string) => string | null): UnmetSum[] {
  const groups = tellableGroups<UnmetNeed, Key>(needs, [
    ({ ride }) => ({ ...timeOf(ride), place: communesOf(ride) ?? epcisOf(ride, epciOf) ?? TERRITORY }),
    ({ ride }) => ({ ...timeOf(ride), place: epcisOf(ride, epciOf) ?? TERRITORY }),
    ({ ride }) => ({ ...timeOf(ride), place: TERRITORY }),
    () => ({ direction: null, hours: null, place: TERRITORY }),
  ]);
  const sums = groups.map(({ key, people, members }) => ({ ...key, people, nearest: sharedChange(members) }));
  return sums.sort((a, b) => b.people - a.people || compareText(JSON.stringify(a), JSON.stringify(b)));
}

type Key = Pick<UnmetSum, 'place' | 'direction' | 'hours'>;
const TERRITORY: UnmetPlace = { level: 'territory' };

const timeOf = ({ direction, hour }: CountedRide) => ({ direction, hours: hourBand(hour) });

const communesOf = ({ from, to }: CountedRide): UnmetPlace | null =>
  from === null || to === null ? null : { level: 'commune', from, to };

/** Null also where one end is not known: one end alone says less than it seems to. */
function epcisOf({ from, to }: CountedRide, epciOf: (commune: string) => string | null): UnmetPlace | null {
  const [fromEpci, toEpci] = [from, to].map((commune) => (commune === null ? null : epciOf(commune)));
  return fromEpci && toEpci ? { level: 'epci', from: fromEpci, to: toEpci } : null;
}

/** The one that most people share; of two, the one that comes first by name: whatever the order of the members. */
function sharedChange(members: readonly UnmetNeed[]): SharedChange | null {
  const near = members.flatMap(({ personId, nearest }) => (nearest === null ? [] : [{ personId, ...nearest }]));
  const [best] = tellableGroups(near, [
    ({ offerId, lever, unit }) => ({ offerId: offerId as string | null, lever, unit }),
    ({ lever, unit }) => ({ offerId: null, lever, unit }),
  ]).sort((a, b) => b.people - a.people || compareText(JSON.stringify(a.key), JSON.stringify(b.key)));
  if (best === undefined) return null;
  const most = Math.max(...best.members.map(({ amount }) => amount));
  return { ...best.key, amount: amountBand(best.key.unit, most), people: best.people };
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
