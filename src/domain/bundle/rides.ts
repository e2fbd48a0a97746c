import type { MatchingFacts } from '../matching/facts.ts';
import { unusualLegs } from '../matching/last-resort.ts';
import type { OfferMatch } from '../matching/result.ts';
import { type Bits, bitsFor, clear, has, keyOfBits, set } from './bits.ts';

/** An offer that carries some ride. `fixedCents` is what it costs a month whatever it carries, null where not known. */
export type Candidate = {
  offerId: string;
  fixedCents: number | null;
  isLoan: boolean;
  match: OfferMatch;
  /** Cents of one ride, by leg it serves: nothing more for a vehicle paid by the day; infinite where not known. */
  priceOf: ReadonlyMap<string, number>;
};

/** One ride of one date: who can take it, by place in the list of candidates. */
export type Ride = { legId: string; takers: Bits; sure: Bits };
/** A date of a shift, with the rides it has. */
export type ShiftDate = { out: Ride | null; back: Ride | null };

export function candidatesOf(matches: readonly OfferMatch[]): Candidate[] {
  return matches
    .filter((m) => m.verdict !== 'impossible' && m.legs.some((l) => l.served))
    .map((match) => {
      const isLoan = match.kind === 'vehicleLoan';
      const priceOf = new Map(
        match.legs
          .filter((l) => l.served)
          .map((l) => [l.legId, isLoan ? 0 : (l.pricePerRideCents ?? Number.POSITIVE_INFINITY)]),
      );
      return { offerId: match.offerId, isLoan, fixedCents: isLoan ? match.costPerMonthCents : 0, match, priceOf };
    })
    .sort((a, b) => (a.offerId < b.offerId ? -1 : 1));
}

/** Who serves a leg on an ordinary date, who only as a last resort, and the dates on which somebody is missing or not sure. */
type LegTakers = { usual: Bits; usualSure: Bits; resorts: Bits; odd: Map<string, { takers: Bits; sure: Bits }> };

/**
 * Every date of every shift with who can take its rides: an offer is there on a date unless it says otherwise, and a
 * vehicle is only where it carries the other ride of the shift too. Last resorts take a shift that nobody else takes
 * whole, and no other: how many shifts and rides can be carried stays the same.
 */
export function shiftDatesOf(facts: MatchingFacts, candidates: readonly Candidate[]): ShiftDate[] {
  const legs = legTakers(candidates);
  const loans = bitsFor(candidates.length);
  candidates.forEach((c, i) => {
    if (c.isLoan) set(loans, i);
  });
  const nobody = bitsFor(candidates.length);
  const on = (legId: string, date: string | null) => {
    const leg = legs.get(legId);
    if (leg === undefined) return { takers: nobody, sure: nobody };
    return (date === null ? undefined : leg.odd.get(date)) ?? { takers: leg.usual, sure: leg.usualSure };
  };
  const able = (legId: string, date: string | null, withResorts: boolean): Bits => {
    const { takers } = on(legId, date);
    const resorts = legs.get(legId)?.resorts;
    return withResorts || resorts === undefined ? takers : without(takers, resorts);
  };
  type Asked = { legId: string; date: string | null };
  const ride = (asked: Asked | null, other: Asked | null, withResorts: boolean): Ride | null => {
    if (asked === null) return null;
    const { legId, date } = asked;
    const takers = able(legId, date, withResorts);
    const { sure } = on(legId, date);
    if (other === null) return { legId, takers, sure };
    return { legId, takers: without(takers, without(loans, able(other.legId, other.date, withResorts))), sure };
  };
  const shift = (out: Asked | null, back: Asked | null): ShiftDate => {
    const usual = { out: ride(out, back, false), back: ride(back, out, false) };
    if (!hasResorts || isWhole(usual)) return usual;
    const any = { out: ride(out, back, true), back: ride(back, out, true) };
    if (isWhole(any)) return any;
    return { out: isTaken(usual.out) ? usual.out : any.out, back: isTaken(usual.back) ? usual.back : any.back };
  };
  const hasResorts = [...legs.values()].some(({ resorts }) => resorts.some((word) => word !== 0));
  const found: ShiftDate[] = [];
  for (const { outboundLegId: outId, returnLegId: backId, dates } of facts.shifts) {
    for (const { outbound, return: back } of dates) {
      found.push(
        shift(
          outId === null ? null : { legId: outId, date: outbound },
          backId === null ? null : { legId: backId, date: back },
        ),
      );
    }
  }
  return found;
}

/** Those of the first that are not of the second. */
const without = (bits: Bits, others: Bits): Bits => bits.map((word, w) => word & ~(others[w] as number));

/** A ride that is not there is nobody's to take. */
const isTaken = (ride: Ride | null) => ride === null || ride.takers.some((word) => word !== 0);
const isWhole = ({ out, back }: ShiftDate) => isTaken(out) && isTaken(back);

function legTakers(candidates: readonly Candidate[]): Map<string, LegTakers> {
  const legs = new Map<string, LegTakers>();
  candidates.forEach(({ match }, i) => {
    const unusual = unusualLegs(match.criteria);
    for (const leg of match.legs) {
      if (!leg.served) continue;
      const known = legs.get(leg.legId);
      const found = known ?? {
        usual: bitsFor(candidates.length),
        usualSure: bitsFor(candidates.length),
        resorts: bitsFor(candidates.length),
        odd: new Map(),
      };
      if (known === undefined) legs.set(leg.legId, found);
      set(found.usual, i);
      if (unusual.has(null) || unusual.has(leg.legId)) set(found.resorts, i);
      if (match.verdict === 'possible' && leg.outcome === 'met') set(found.usualSure, i);
    }
  });
  candidates.forEach(({ match }, i) => {
    for (const { legId, served, exceptions } of match.legs) {
      const leg = legs.get(legId);
      if (!served || leg === undefined) continue;
      for (const { date, served: isDriven, certain } of exceptions) {
        if (isDriven && certain) continue;
        let odd = leg.odd.get(date);
        if (odd === undefined) {
          odd = { takers: leg.usual.slice(), sure: leg.usualSure.slice() };
          leg.odd.set(date, odd);
        }
        clear(odd.sure, i);
        if (!isDriven) clear(odd.takers, i);
      }
    }
  });
  return legs;
}

export function priceOf({ priceOf }: Candidate, legId: string): number {
  return priceOf.get(legId) ?? Number.POSITIVE_INFINITY;
}

/**
 * Who of these takes that ride: a vehicle that is there, since it is paid for that day and its other ride is its own;
 * else the cheapest; of those, who is sure; then by id. Null where nobody does.
 */
export function carrierOf(candidates: readonly Candidate[], members: readonly number[], ride: Ride): number | null {
  let best: number | null = null;
  let bestKey: readonly [number, number, number] = [0, 0, 0];
  for (const i of members) {
    if (!has(ride.takers, i)) continue;
    const candidate = candidates[i] as Candidate;
    const key = [candidate.isLoan ? 0 : 1, priceOf(candidate, ride.legId), has(ride.sure, i) ? 0 : 1] as const;
    if (best === null || isBefore(key, bestKey)) [best, bestKey] = [i, key];
  }
  return best;
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return (a[i] as number) < (b[i] as number);
  return false;
}

/** Rides that the same offers take at the same prices, counted together. */
export type RideGroup = { legId: string; rides: number; takers: Bits };

/** Groups of the rides that somebody takes. */
export function rideGroups(dates: readonly ShiftDate[]): RideGroup[] {
  const groups = new Map<string, RideGroup>();
  for (const { out, back } of dates) {
    for (const ride of [out, back]) {
      if (ride === null || ride.takers.every((word) => word === 0)) continue;
      const key = `${ride.legId} ${keyOfBits(ride.takers)}`;
      const known = groups.get(key);
      if (known === undefined) groups.set(key, { legId: ride.legId, rides: 1, takers: ride.takers });
      else known.rides++;
    }
  }
  return [...groups.values()];
}
