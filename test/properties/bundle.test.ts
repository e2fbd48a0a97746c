import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestBundles } from '../../src/domain/bundle/bundle.ts';
import { match } from '../../src/domain/matching/match.ts';
import type { MatchQuestion } from '../../src/domain/matching/question.ts';
import type { OfferMatch } from '../../src/domain/matching/result.ts';
import { longRota, oddDatedQuestion, oddQuestion } from '../factories/odd-world.ts';
import { randomQuestion } from '../factories/random-world.ts';
import { driver, question, travelBy } from '../factories/scenario.ts';

const ROADS = travelBy({ car: 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33', foot: 'H-T 5' });

test('the best bundle is the best of all sets of offers (brute force)', () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.oneof(randomQuestion, oddQuestion, oddDatedQuestion), (drawn) => {
      const small: MatchQuestion = { ...drawn, offers: drawn.offers.slice(0, 6) };
      const { matches } = match(small, false);
      const [best] = bestBundles(small, matches);
      const truth = bruteForce(small, matches);
      if (truth === null) {
        expect(best).toBeUndefined();
        return;
      }
      compared++;
      expect(best?.exact).toBe(true);
      expect({
        complete: best?.coverage.shiftsComplete,
        legs: best?.coverage.served,
        cents: best?.costPerMonthCents ?? Number.POSITIVE_INFINITY,
        ids: best?.offerIds,
      }).toEqual(truth);
      const left = best?.unserved.reduce((sum, l) => sum + l.occurrences, 0);
      expect(left).toBe((best?.coverage.total ?? 0) - truth.legs);
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(50);
});

test.each([
  ['in three hours that take turns: the best is sure', 3, true],
  ['in ninety-six different hours: the search gives up being exact, and says so', 96, false],
])('a year of daily shifts and three hundred drivers, %s', (_name, clockTimes, exact) => {
  const days = 364;
  const offers = Array.from({ length: 300 }, (_, i) => {
    const start = (i * 7) % 96;
    const runs = `${quarters(start)} ±40, back ${quarters(start + 36)} ±40`;
    return driver(runs, { pricePerRideCents: 100 + (i % 5) * 50 }, { id: `d${String(i).padStart(3, '0')}` });
  });
  const asked = question({ rota: longRota(days, clockTimes), travel: ROADS, offers });
  const { matches, bundles } = match(asked, false);
  const [best] = bundles;
  expect(best?.exact).toBe(exact);
  // Exact or not, everything that anybody carries is carried, and the rest is told.
  const rides = new Set<string>();
  for (const { legs, verdict } of matches) {
    if (verdict === 'impossible') continue;
    for (const { legId, served } of legs) if (served) rides.add(legId);
  }
  const carried = new Set(best?.legs.map((l) => l.legId));
  expect([...rides].filter((legId) => !carried.has(legId))).toEqual([]);
  const left = best?.unserved.reduce((sum, l) => sum + l.occurrences, 0) ?? 0;
  expect((best?.coverage.served ?? 0) + left).toBe(2 * days);
  expect(best?.legs.reduce((sum, l) => sum + l.occurrences, 0)).toBe(best?.coverage.served);
});

const quarters = (quarter: number) =>
  `${String(Math.floor(quarter / 4) % 24).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;

type Worth = { complete: number; legs: number; cents: number; ids: string[] };

/** Every subset, every date on its own: the best, by the definition alone. */
function bruteForce({ facts }: MatchQuestion, matches: readonly OfferMatch[]): Worth | null {
  const able = matches.filter((m) => m.verdict !== 'impossible' && m.legs.some((l) => l.served));
  let best: Worth | null = null;
  for (let mask = 1; mask < 1 << able.length; mask++) {
    const members = able.filter((_, i) => mask & (1 << i));
    const key = worth(facts, members, able);
    if (key !== null && (best === null || isBetter(key, best))) best = key;
  }
  return best;
}

function worth(
  facts: MatchQuestion['facts'],
  members: readonly OfferMatch[],
  able: readonly OfferMatch[],
): Worth | null {
  const rides = (m: OfferMatch, legId: string, date: string | null) => {
    const leg = m.legs.find((l) => l.legId === legId);
    return leg?.served === true && !leg.exceptions.some((e) => e.date === date && !e.served) ? leg : null;
  };
  let [complete, legs] = [0, 0];
  let cents = members.reduce((sum, m) => sum + (m.kind === 'vehicleLoan' ? (m.costPerMonthCents ?? Infinity) : 0), 0);
  const used = new Set<string>();
  for (const shift of facts.shifts) {
    for (const date of shift.dates) {
      const ways = [
        [shift.outboundLegId, date.outbound, shift.returnLegId, date.return],
        [shift.returnLegId, date.return, shift.outboundLegId, date.outbound],
      ] as const;
      type Way = (typeof ways)[number];
      const takersOf = (list: readonly OfferMatch[], [legId, day, otherId, otherDay]: Way, resorts: boolean) =>
        list.filter((m) => {
          const takes = (id: string | null, on: string | null) =>
            id !== null && rides(m, id, on) !== null && (resorts || !isResort(m, id));
          return takes(legId, day) && (m.kind !== 'vehicleLoan' || otherId === null || takes(otherId, otherDay));
        });
      // Last resorts take what nobody else of the whole catalogue does: the shift, or a ride of one that nobody takes whole.
      const isWhole = (resorts: boolean) =>
        ways.every((way) => way[0] === null || takersOf(able, way, resorts).length > 0);
      const needsResorts = (way: Way) => !isWhole(false) && (isWhole(true) || takersOf(able, way, false).length === 0);
      let [carried, asked] = [0, 0];
      for (const way of ways) {
        const [legId, day] = way;
        if (legId === null) continue;
        asked++;
        const takers = takersOf(members, way, needsResorts(way));
        for (const taker of takers) used.add(taker.offerId);
        if (takers.length === 0) continue;
        carried++;
        const prices = takers.map((m) =>
          m.kind === 'vehicleLoan' ? 0 : (rides(m, legId, day)?.pricePerRideCents ?? Infinity),
        );
        cents += Math.min(...prices) * (facts.unrolledDays === null ? 1 : 30.4375 / facts.unrolledDays);
      }
      legs += carried;
      if (carried === asked) complete++;
    }
  }
  if (used.size < members.length) return null;
  // A hair off the half, so that sums made in another order round the same.
  return { complete, legs, cents: Math.round(cents + 1e-7), ids: members.map((m) => m.offerId).sort() };
}

const isResort = ({ criteria }: OfferMatch, legId: string) =>
  criteria.some((c) => c.unusual === true && (c.legId === null || c.legId === legId));

function isBetter(a: Worth, b: Worth): boolean {
  if (a.complete !== b.complete) return a.complete > b.complete;
  if (a.legs !== b.legs) return a.legs > b.legs;
  if (a.ids.length !== b.ids.length) return a.ids.length < b.ids.length;
  if (a.cents !== b.cents) return a.cents < b.cents;
  return a.ids.join(' ') < b.ids.join(' ');
}
