import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomQuestion } from '../../../test/factories/random-world.ts';
import { driver, hours, offer, place, rota, solve, travelBy } from '../../../test/factories/scenario.ts';
import { match } from '../matching/match.ts';
import type { MatchQuestion } from '../matching/question.ts';
import type { OfferMatch } from '../matching/result.ts';
import { bestBundles } from './bundle.ts';

const ROTA = rota('Mon 05:00-13:00, d7 21:00-05:00', 14);
const ROADS = travelBy({ car: 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33', foot: 'H-T 5' });
const morning = driver('04:10 ±10, back 13:05 ±10', { pricePerRideCents: 200 }, { id: 'morning' });
const night = driver('20:10 ±10, back 05:05 ±10', { pricePerRideCents: 150 }, { id: 'night' });
const dearNight = driver('20:10 ±10, back 05:05 ±10', { pricePerRideCents: 250 }, { id: 'a-dear-night' });
const car = (perDayCents: number) =>
  offer('vehicleLoan', { vehicleType: 'car', units: 1, depot: place('T'), tariff: { perDayCents } }, { id: 'car' });

describe('bundles', () => {
  test('a morning driver and a night driver carry the four rides of a fortnight, for their rides only', () => {
    const [best] = solve({ rota: ROTA, travel: ROADS, offers: [morning, night, dearNight] }).bundles;
    expect(best).toEqual({
      offerIds: ['morning', 'night'],
      coverage: { served: 4, certain: 4, total: 4, shiftsComplete: 2, shiftsTotal: 2 },
      // Two rides of 2 € and two of 1.50 € every 14 days.
      costPerMonthCents: Math.round((700 * 30.4375) / 14),
      legs: [
        { legId: 'L1', offerId: 'morning' },
        { legId: 'L2', offerId: 'morning' },
        { legId: 'L3', offerId: 'night' },
        { legId: 'L4', offerId: 'night' },
      ],
    });
  });

  test('one offer that carries everything comes before two, even dearer', () => {
    const [best] = solve({ rota: ROTA, travel: ROADS, offers: [morning, night, car(500)] }).bundles;
    expect(best?.offerIds).toEqual(['car']);
    expect(best?.costPerMonthCents).toBe(15219);
  });

  test('when the best has a doubt, the best without one is told beside it', () => {
    // The depot is past walking reach: the car is to be verified, the two drivers are not.
    const far = travelBy({ car: 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33', foot: 'H-T 90' });
    const { bundles } = solve({ rota: ROTA, travel: far, offers: [morning, night, car(500)] });
    expect(bundles.map((b) => b.offerIds)).toEqual([['car'], ['morning', 'night']]);
  });

  test('a loan is not driven to work and left there', () => {
    // The way home takes 80 min by car, past the accepted 75, so the loan carries no shift of it.
    const roads = travelBy({ car: 'H>J 30, J>H 80', foot: 'H-T 5' });
    expect(solve({ rota: rota('Mon 05:00-13:00'), travel: roads, offers: [car(100)] }).bundles).toEqual([]);
  });

  test('nobody serves anything: no bundle', () => {
    const service = offer('demandResponsiveTransport', { zone: ['52'], serviceHours: hours('Mon 08:00-09:00') });
    expect(solve({ rota: ROTA, travel: ROADS, offers: [service] }).bundles).toEqual([]);
  });

  test('the best bundle is the best of all sets of offers (brute force)', () => {
    let compared = 0;
    fc.assert(
      fc.property(randomQuestion, (drawn) => {
        const small: MatchQuestion = { ...drawn, offers: drawn.offers.slice(0, 6) };
        const { matches } = match(small, false);
        const [best] = bestBundles(small, matches);
        const truth = bruteForce(small, matches);
        if (truth === null) {
          expect(best).toBeUndefined();
          return;
        }
        compared++;
        expect([best?.coverage.shiftsComplete, best?.coverage.served, best?.offerIds.length]).toEqual(
          truth.slice(0, 3),
        );
        expect(best?.costPerMonthCents ?? Number.POSITIVE_INFINITY).toBeCloseTo(truth[3] as number, -1);
      }),
      { numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(20);
  });
});

/** Every subset, every date on its own: `[complete, legs, offers, cents]` of the best, by the definition alone. */
function bruteForce({ facts }: MatchQuestion, matches: readonly OfferMatch[]): number[] | null {
  const able = matches.filter((m) => m.verdict !== 'impossible' && m.legs.some((l) => l.served));
  let best: number[] | null = null;
  for (let mask = 1; mask < 1 << able.length; mask++) {
    const members = able.filter((_, i) => mask & (1 << i));
    const key = worth(facts, members);
    if (key !== null && (best === null || isBetter(key, best))) best = key;
  }
  return best;
}

function worth(facts: MatchQuestion['facts'], members: readonly OfferMatch[]): number[] | null {
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
      let carried = 0;
      for (const [legId, day, otherId, otherDay] of ways) {
        if (legId === null) continue;
        const takers = members.filter(
          (m) =>
            rides(m, legId, day) !== null &&
            (m.kind !== 'vehicleLoan' || otherId === null || rides(m, otherId, otherDay) !== null),
        );
        for (const taker of takers) used.add(taker.offerId);
        if (takers.length === 0) continue;
        carried++;
        const prices = takers.map((m) =>
          m.kind === 'vehicleLoan' ? 0 : (rides(m, legId, day)?.pricePerRideCents ?? Infinity),
        );
        cents += (Math.min(...prices) * 30.4375) / (facts.unrolledDays ?? 30.4375);
      }
      legs += carried;
      if (carried === 2) complete++;
    }
  }
  return used.size < members.length ? null : [complete, legs, members.length, cents];
}

function isBetter(a: number[], b: number[]): boolean {
  const sign = [-1, -1, 1, 1];
  for (let i = 0; i < 4; i++) {
    const difference = ((a[i] as number) - (b[i] as number)) * (sign[i] as number);
    if (Number.isNaN(difference) || Math.abs(difference) < 1e-9) continue;
    return difference < 0;
  }
  return false;
}
