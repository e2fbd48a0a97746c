import type { MatchingFacts } from '../matching/facts.ts';
import { perMonth } from '../matching/money.ts';
import type { Bundle, OfferMatch } from '../matching/result.ts';
import { has, members as membersOf } from './bits.ts';
import { type Row, smallestCovers } from './cover.ts';
import {
  type Candidate,
  candidatesOf,
  carrierOf,
  priceOf,
  type RideGroup,
  rideGroups,
  type ShiftDate,
  shiftDatesOf,
} from './rides.ts';

/** How many bundles are told of all offers, and of those that are possible without a doubt. */
const TOLD = 3;
const TOLD_SURE = 2;

/**
 * Sets of offers that together carry the legs, best first: complete shifts, legs, number of offers, monthly cost, ids.
 * All candidates together carry the most shifts and rides that can be carried, so the best sets are the smallest that
 * carry all of these; `exact` says whether they are surely the best (see `cover.ts`).
 */
export function bestBundles(question: { facts: MatchingFacts }, matches: readonly OfferMatch[]): Bundle[] {
  const all = bundlesOf(question.facts, matches, TOLD);
  // A set with a doubt may come first by the rule; a professional also wants the best one without.
  const sure = bundlesOf(question.facts, matches.filter(isSure), TOLD_SURE);
  const distinct = new Map([...sure, ...all].map((bundle) => [bundle.offerIds.join(' '), bundle]));
  return [...distinct.values()].sort(compareBundles);
}

function isSure({ verdict, legs }: OfferMatch): boolean {
  return verdict === 'possible' && legs.every((l) => !l.served || l.outcome === 'met');
}

function bundlesOf(facts: MatchingFacts, matches: readonly OfferMatch[], told: number): Bundle[] {
  const candidates = candidatesOf(matches);
  const dates = shiftDatesOf(facts, candidates);
  const groups = rideGroups(dates);
  if (groups.length === 0) return [];
  const { covers, exact } = smallestCovers(
    {
      rows: rowsOf(candidates, groups),
      fixedCents: candidates.map((c) => c.fixedCents ?? Number.POSITIVE_INFINITY),
      monthsPerRota: perMonth(1, facts.unrolledDays),
    },
    told,
  );
  return covers.map(({ members, cents }) => ({
    ...carriedBy(facts, candidates, members, dates),
    costPerMonthCents: Number.isFinite(cents) ? cents : null,
    exact,
  }));
}

/** Groups of rides that the same offers take at the same prices are one row, whatever their leg. */
function rowsOf(candidates: readonly Candidate[], groups: readonly RideGroup[]): Row[] {
  const rows = new Map<string, Row>();
  for (const { legId, rides, takers } of groups) {
    const prices = new Float64Array(candidates.length).fill(Number.POSITIVE_INFINITY);
    const able = membersOf(takers);
    for (const i of able) prices[i] = priceOf(candidates[i] as Candidate, legId);
    const key = `${able.join(' ')}|${able.map((i) => prices[i]).join(' ')}`;
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { count: rides, takers, prices });
    else known.count += rides;
  }
  return [...rows.values()];
}

/** Which offer takes which rides, and what is left. */
function carriedBy(
  facts: MatchingFacts,
  candidates: readonly Candidate[],
  members: readonly number[],
  dates: readonly ShiftDate[],
): Omit<Bundle, 'costPerMonthCents' | 'exact'> {
  let [served, certain, shiftsComplete] = [0, 0, 0];
  const carried = new Map<string, Map<string, number>>(facts.legs.map((l) => [l.id, new Map()]));
  for (const { out, back } of dates) {
    let isComplete = true;
    for (const ride of [out, back]) {
      if (ride === null) continue;
      const carrier = carrierOf(candidates, members, ride);
      if (carrier === null) {
        isComplete = false;
        continue;
      }
      served++;
      if (has(ride.sure, carrier)) certain++;
      const ofLeg = carried.get(ride.legId);
      const { offerId } = candidates[carrier] as Candidate;
      ofLeg?.set(offerId, (ofLeg.get(offerId) ?? 0) + 1);
    }
    if (isComplete) shiftsComplete++;
  }
  const total = facts.legs.reduce((sum, l) => sum + l.occurrences, 0);
  return {
    offerIds: members.map((m) => candidates[m]?.offerId ?? ''),
    coverage: { served, certain, total, shiftsComplete, shiftsTotal: dates.length },
    legs: facts.legs.flatMap((l) =>
      [...(carried.get(l.id) ?? [])]
        .map(([offerId, occurrences]) => ({ legId: l.id, offerId, occurrences }))
        .sort((a, b) => b.occurrences - a.occurrences || (a.offerId < b.offerId ? -1 : 1)),
    ),
    unserved: facts.legs.flatMap((l) => {
      const driven = [...(carried.get(l.id)?.values() ?? [])].reduce((sum, n) => sum + n, 0);
      return driven < l.occurrences ? [{ legId: l.id, occurrences: l.occurrences - driven }] : [];
    }),
  };
}

export function compareBundles(a: Bundle, b: Bundle): number {
  return (
    b.coverage.shiftsComplete - a.coverage.shiftsComplete ||
    b.coverage.served - a.coverage.served ||
    a.offerIds.length - b.offerIds.length ||
    (a.costPerMonthCents ?? Number.MAX_SAFE_INTEGER) - (b.costPerMonthCents ?? Number.MAX_SAFE_INTEGER) ||
    (a.offerIds.join(' ') < b.offerIds.join(' ') ? -1 : 1)
  );
}
