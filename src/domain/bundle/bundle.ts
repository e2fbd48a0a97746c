import type { MatchingFacts } from '../matching/facts.ts';
import { perMonth } from '../matching/money.ts';
import type { Bundle, OfferMatch } from '../matching/result.ts';

/** Rides of one shift on dates for which the same offers are there. A way is one of its two directions. */
type Way = { legId: string; rides: number; certainOf: number[]; priceOf: (number | null)[] };
type Candidate = { offerId: string; fixedCents: number | null; isLoan: boolean; match: OfferMatch };

/** How many bundles are told of all offers, and of those that are possible without a doubt. */
const TOLD = 3;
const TOLD_SURE = 2;
/** How many partial sets are looked at before the search gives up being exact. */
const MOST_STEPS = 400_000;
/** Above this many candidates those that another one beats in everything are left out. */
const PLENTY = 60;

const NOT_SERVED = -1;

/**
 * Sets of offers that together carry the legs, best first: complete shifts, legs, number of offers, monthly cost, ids.
 * All candidates together cover the most that can be covered, so the best set is a smallest cover of those rides; every
 * smallest cover is looked at (exact while fewer than `MOST_STEPS` partial sets are needed). A loan carries both ways
 * of a shift or neither.
 */
export function bestBundles(question: { facts: MatchingFacts }, matches: readonly OfferMatch[]): Bundle[] {
  const all = bundlesOf(question.facts, matches, TOLD);
  // A set with a doubt may come first by the rule; a professional also wants the best one without.
  const sure = bundlesOf(question.facts, matches.filter(isSure), TOLD_SURE);
  const distinct = new Map([...all, ...sure].map((bundle) => [bundle.offerIds.join(' '), bundle]));
  return [...distinct.values()].sort(compareBundles);
}

function isSure({ verdict, legs }: OfferMatch): boolean {
  return verdict === 'possible' && legs.every((l) => !l.served || l.outcome === 'met');
}

function bundlesOf(facts: MatchingFacts, matches: readonly OfferMatch[], told: number): Bundle[] {
  const candidates = candidatesOf(matches);
  const ways = waysOf(facts, candidates);
  const coverable = ways.filter((w) => w.priceOf.some((p) => p !== NOT_SERVED));
  if (coverable.length === 0) return [];
  const kept = candidates.length > PLENTY ? undominated(candidates, coverable) : candidates.map((_, i) => i);
  return smallestCovers(coverable, kept)
    .map((members) => bundleOf(facts, candidates, coverable, members))
    .sort(compareBundles)
    .slice(0, told);
}

function candidatesOf(matches: readonly OfferMatch[]): Candidate[] {
  return matches
    .filter((m) => m.verdict !== 'impossible' && m.legs.some((l) => l.served))
    .map((match) => {
      const isLoan = match.kind === 'vehicleLoan';
      return { offerId: match.offerId, isLoan, fixedCents: isLoan ? match.costPerMonthCents : 0, match };
    })
    .sort((a, b) => (a.offerId < b.offerId ? -1 : 1));
}

/** Every shift cut into ways, dates on which other offers are missing apart. */
function waysOf(facts: MatchingFacts, candidates: readonly Candidate[]): Way[] {
  const legs = candidates.map((c) => new Map(c.match.legs.map((l) => [l.legId, l])));
  const serves = (i: number, legId: string | null, date: string | null): boolean => {
    const leg = legId === null ? undefined : legs[i]?.get(legId);
    return leg?.served === true && !leg.exceptions.some((e) => e.date === date && !e.served);
  };
  const sure = (i: number, legId: string, date: string | null): boolean => {
    const leg = legs[i]?.get(legId);
    return (
      candidates[i]?.match.verdict === 'possible' &&
      leg?.outcome === 'met' &&
      !leg.exceptions.some((e) => e.date === date && !e.certain)
    );
  };
  const ways = new Map<string, Way>();
  for (const shift of facts.shifts) {
    for (const dates of shift.dates) {
      for (const way of ['outbound', 'return'] as const) {
        const legId = way === 'outbound' ? shift.outboundLegId : shift.returnLegId;
        const otherId = way === 'outbound' ? shift.returnLegId : shift.outboundLegId;
        if (legId === null) continue;
        const date = dates[way];
        const otherDate = dates[way === 'outbound' ? 'return' : 'outbound'];
        const able = candidates.map(
          (c, i) => serves(i, legId, date) && (!c.isLoan || otherId === null || serves(i, otherId, otherDate)),
        );
        const key = `${legId} ${otherId} ${able.map(Number).join('')}`;
        let found = ways.get(key);
        if (found === undefined) {
          const priceOf = able.map((can, i) => {
            if (!can) return NOT_SERVED;
            return candidates[i]?.isLoan ? 0 : (legs[i]?.get(legId)?.pricePerRideCents ?? null);
          });
          found = { legId, rides: 0, certainOf: candidates.map(() => 0), priceOf };
          ways.set(key, found);
        }
        found.rides++;
        for (let i = 0; i < candidates.length; i++) {
          if (able[i] && sure(i, legId, date)) found.certainOf[i] = (found.certainOf[i] ?? 0) + 1;
        }
      }
    }
  }
  return [...ways.values()];
}

const cents = (price: number | null | undefined) => price ?? Number.POSITIVE_INFINITY;

/** Candidates no other one matches or beats on every way at no higher price. Ties go to the smaller id. */
function undominated(candidates: readonly Candidate[], ways: readonly Way[]): number[] {
  const beats = (b: number, a: number): boolean => {
    const [cheaper, dearer] = [cents(candidates[b]?.fixedCents), cents(candidates[a]?.fixedCents)];
    if (cheaper > dearer) return false;
    let strict = cheaper < dearer;
    for (const way of ways) {
      const pa = way.priceOf[a];
      const pb = way.priceOf[b];
      if (pa === NOT_SERVED) {
        if (pb !== NOT_SERVED) strict = true;
        continue;
      }
      if (pb === NOT_SERVED || cents(pb) > cents(pa)) return false;
      if ((way.certainOf[b] ?? 0) < (way.certainOf[a] ?? 0)) return false;
      if (cents(pb) < cents(pa)) strict = true;
    }
    return strict || b < a;
  };
  const all = candidates.map((_, i) => i);
  return all.filter((a) => !all.some((b) => b !== a && beats(b, a)));
}

/** Every cover of all ways with the fewest members, by iterative deepening on the way with the fewest takers. */
function smallestCovers(ways: readonly Way[], kept: readonly number[]): number[][] {
  const takers = ways.map((w) => kept.filter((i) => w.priceOf[i] !== NOT_SERVED));
  const covers = new Map<string, number[]>();
  let steps = 0;
  const search = (members: number[], room: number): void => {
    if (++steps > MOST_STEPS) return;
    let next: number[] | null = null;
    for (const taking of takers) {
      if (members.some((m) => taking.includes(m))) continue;
      if (next === null || taking.length < next.length) next = taking;
    }
    if (next === null) {
      const sorted = [...members].sort((a, b) => a - b);
      covers.set(sorted.join(' '), sorted);
      return;
    }
    if (room === 0) return;
    for (const taker of next) search([...members, taker], room - 1);
  };
  for (let size = 1; size <= ways.length && covers.size === 0 && steps <= MOST_STEPS; size++) search([], size);
  return [...covers.values()];
}

function bundleOf(
  facts: MatchingFacts,
  candidates: readonly Candidate[],
  ways: readonly Way[],
  members: readonly number[],
): Bundle {
  let served = 0;
  let certain = 0;
  let total: number | null = members.reduce<number | null>((sum, m) => add(sum, candidates[m]?.fixedCents ?? null), 0);
  const carriers = new Map<string, string>();
  for (const way of ways) {
    const able = members.filter((m) => way.priceOf[m] !== NOT_SERVED);
    const carrier = able.reduce(
      (best, m) => (cents(way.priceOf[m]) < cents(way.priceOf[best]) ? m : best),
      able[0] as number,
    );
    served += way.rides;
    certain += way.certainOf[carrier] ?? 0;
    const price = way.priceOf[carrier] ?? null;
    total = add(total, price === null ? null : price * perMonth(way.rides, facts.unrolledDays));
    if (!carriers.has(way.legId)) carriers.set(way.legId, candidates[carrier]?.offerId ?? '');
  }
  return {
    offerIds: members.map((m) => candidates[m]?.offerId ?? ''),
    coverage: {
      served,
      certain,
      total: facts.legs.reduce((sum, l) => sum + l.occurrences, 0),
      ...shiftsOf(
        facts,
        members.map((m) => candidates[m]?.match as OfferMatch),
      ),
    },
    costPerMonthCents: total === null ? null : Math.round(total),
    legs: facts.legs.flatMap((l) => {
      const offerId = carriers.get(l.id);
      return offerId === undefined ? [] : [{ legId: l.id, offerId }];
    }),
  };
}

function shiftsOf(facts: MatchingFacts, members: readonly OfferMatch[]) {
  const rides = (legId: string | null, date: string | null) =>
    legId === null ||
    members.some((m) =>
      m.legs.some((l) => l.legId === legId && l.served && !l.exceptions.some((e) => e.date === date && !e.served)),
    );
  let shiftsComplete = 0;
  let shiftsTotal = 0;
  for (const shift of facts.shifts) {
    shiftsTotal += shift.occurrences;
    shiftsComplete += shift.dates.filter(
      (d) => rides(shift.outboundLegId, d.outbound) && rides(shift.returnLegId, d.return),
    ).length;
  }
  return { shiftsComplete, shiftsTotal };
}

const add = (sum: number | null, more: number | null) => (sum === null || more === null ? null : sum + more);

export function compareBundles(a: Bundle, b: Bundle): number {
  return (
    b.coverage.shiftsComplete - a.coverage.shiftsComplete ||
    b.coverage.served - a.coverage.served ||
    a.offerIds.length - b.offerIds.length ||
    (a.costPerMonthCents ?? Number.MAX_SAFE_INTEGER) - (b.costPerMonthCents ?? Number.MAX_SAFE_INTEGER) ||
    (a.offerIds.join(' ') < b.offerIds.join(' ') ? -1 : 1)
  );
}
