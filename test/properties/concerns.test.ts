import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concerns, mayServe } from '../../src/domain/matching/concerns.ts';
import { matchOffer } from '../../src/domain/matching/match-offer.ts';
import type { MatchQuestion } from '../../src/domain/matching/question.ts';
import type { OfferMatch } from '../../src/domain/matching/result.ts';
import type { Point, Travel } from '../../src/domain/matching/travel.ts';
import { crowMetres } from '../../src/domain/place-problems.ts';
import { oddDatedQuestion, oddQuestion } from '../factories/odd-world.ts';
import { agedQuestion } from '../factories/random-world.ts';

/** Roads no shorter than the crow flies, otherwise as they please: each way another length, no triangle, exact or estimated. */
function anyRoads(seed: number, estimated: boolean): Travel {
  const way = (from: Point, to: Point) => {
    const [a, b] = [hash(seed, from, to), hash(seed + 1, from, to)];
    const metres = crowMetres(from, to) * (1 + a);
    return { seconds: Math.round(metres / (4 + 36 * b)), metres: Math.round(metres) };
  };
  const mode = {
    source: estimated ? ('estimate' as const) : ('osrm' as const),
    dataSet: 'random',
    fixedSeconds: estimated ? 210 : 0,
    errorFactor: estimated ? ([0.73, 1.27] as const) : ([1, 1] as const),
    between(from: Point, to: Point) {
      if (from.lon === to.lon && from.lat === to.lat) return { seconds: 0, metres: 0 };
      const { seconds, metres } = way(from, to);
      return { seconds: seconds + (estimated ? 210 : 0), metres };
    },
  };
  return { car: mode, lightCar: mode, scooter: mode, bike: mode, foot: mode };
}

function hash(seed: number, ...points: readonly Point[]): number {
  let h = seed >>> 0;
  for (const value of points.flatMap(({ lon, lat }) => [lon, lat])) {
    h = Math.imul(h ^ Math.round(value * 1e5), 0x9e3779b1) >>> 0;
    h = (h ^ (h >>> 15)) >>> 0;
  }
  return (Math.imul(h, 0x85ebca6b) >>> 0) / 2 ** 32;
}

const worlds: [string, fc.Arbitrary<MatchQuestion>, number][] = [
  ['rotas', agedQuestion, 300],
  ['odd days and every kind', oddQuestion as fc.Arbitrary<MatchQuestion>, 300],
  ['dated goals', oddDatedQuestion as fc.Arbitrary<MatchQuestion>, 200],
];

/** What a result says of an offer that is not impossible; null where it says it is. */
const said = (match: OfferMatch) => (match.verdict === 'impossible' ? null : match);

describe.each(worlds)('over random worlds: %s', (_name, world, runs) => {
  const drawn = fc.record({ question: world, seed: fc.nat(), estimated: fc.boolean() });

  test('an offer that is left out is impossible, whatever the roads', () => {
    fc.assert(
      fc.property(drawn, ({ question, seed, estimated }) => {
        const { offers, ...rest } = question;
        for (const one of offers) {
          const { verdict } = matchOffer({ ...rest, travel: anyRoads(seed, estimated), offer: one });
          if (verdict !== 'impossible') expect([one.kind, mayServe(rest, one)]).toEqual([one.kind, true]);
        }
      }),
      { numRuns: runs },
    );
  });

  test('a change that makes any difference to what is not impossible concerns', () => {
    fc.assert(
      fc.property(drawn, ({ question, seed, estimated }) => {
        const { offers, ...rest } = question;
        const travel = anyRoads(seed, estimated);
        const nothing = { rides: new Map(), loans: new Map() };
        const match = (one: (typeof offers)[number], taken = rest.availability) =>
          said(matchOffer({ ...rest, travel, availability: taken, offer: one }));
        const [first] = offers;
        if (first === undefined) return;
        for (const one of offers) {
          // Another content, archived, created, taken and free again.
          const changed = { ...one, id: first.id, version: first.version + 1 };
          const before = match(first);
          const cases: [OfferMatch | null, OfferMatch | null, typeof first | null][] = [
            [before, match(changed), changed],
            [before, null, null],
            [null, before, first],
            [match(first, nothing), before, first],
            [before, match(first, nothing), first],
          ];
          for (const [was, is, offer] of cases) {
            if (JSON.stringify(was) === JSON.stringify(is)) continue;
            expect(concerns(rest, { told: was !== null, offer })).toBe(true);
          }
        }
      }),
      { numRuns: runs },
    );
  });
});
