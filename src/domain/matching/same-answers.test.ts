import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oddDatedQuestion, oddQuestion } from '../../../test/factories/odd-world.ts';
import { RULES } from '../../../test/factories/scenario.ts';
import { matchOffer } from './match-offer.ts';
import type { MatchQuestion } from './question.ts';

/**
 * Every answer to fixed random questions, as digests taken when what is most likely in time came to go before what may be: whoever makes it faster
 * again must find the same. A change of rule changes them, and says so with its own scenario; so may a new version of
 * fast-check, which draws other questions. To take them again, print what `digestOf` gives.
 */
const BEFORE: readonly [seed: number, rides: string, loans: string][] = [
  [20261122, '1358993931e2b4d0', '692c00711a02847f'],
  [20269041, 'a9191fa56260eb02', '638d7d3746c4f991'],
  [20276960, '503c263f5e60ab6d', '35882e5b75d0653f'],
  [20284879, '42dcf85428bda934', 'f011db28110197e8'],
  [20292798, '0390a3ef97db760d', 'accaee801f1780b7'],
  [20300717, 'c464e94c61ed3dac', 'ec06c514b22f68b0'],
  [20308636, 'faa4a47e108584d0', 'bc1387d3be71fcf9'],
  [20316555, '8a0c650d10fa16ec', '26ae2543ea6ad41d'],
  [20324474, 'ec9fcdfc5cdcf49e', '0acb4b35d2021267'],
  [20332393, '9eea0751ba33f9c5', 'f309ec0deeb0951e'],
  [20340312, '22ee55d40f1a9930', '5f41c41073efa678'],
  [20348231, '1cc01924e97d407f', '536863a43c1ca4b2'],
];
const QUESTIONS = 40;

/** Decisions that were not made yet: what is usual where nobody said, and how much it counts that something is far. */
const OF_BEFORE: MatchQuestion['rules'] = {
  ...RULES,
  weights: { ...RULES.weights, awayKm: 0 },
  freshness: { ...RULES.freshness, toVerifyAfterMonths: 1e6 },
  defaults: {
    ...RULES.defaults,
    travelMinutesWhenUnknown: Number.POSITIVE_INFINITY,
    cycleMinutesWhenUnknown: Number.POSITIVE_INFINITY,
    waitMinutesWhenUnknown: Number.POSITIVE_INFINITY,
    detourMinutesWhenUnknown: Number.POSITIVE_INFINITY,
    depotKmWhenUnknown: Number.POSITIVE_INFINITY,
  },
};

describe('the answers of before, figure by figure', () => {
  test.each(BEFORE)('seed %i', (seed, rides, loans) => {
    expect(digestOf(seed, (kind) => kind !== 'vehicleLoan')).toBe(rides);
    expect(digestOf(seed, (kind) => kind === 'vehicleLoan')).toBe(loans);
  });
});

function digestOf(seed: number, asked: (kind: string) => boolean): string {
  const hash = createHash('sha256');
  for (const world of [oddQuestion, oddDatedQuestion] as fc.Arbitrary<MatchQuestion>[]) {
    for (const { offers, ...drawn } of fc.sample(world, { numRuns: QUESTIONS, seed })) {
      const rest = { ...drawn, rules: OF_BEFORE };
      for (const offer of offers) if (asked(offer.kind)) hash.update(plain(matchOffer({ ...rest, offer })));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** JSON with its keys in order: which figure is written first is nobody's business. */
function plain(value: unknown): string {
  return JSON.stringify(value, (key, found) =>
    // Told since.
    key === 'runDayOffset' || key === 'awayMetres'
      ? undefined
      : found !== null && typeof found === 'object' && !Array.isArray(found)
        ? Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)))
        : found,
  );
}
