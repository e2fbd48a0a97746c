import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DriverBounds, mayCarry, riderOf } from '../../src/domain/matching/concerns-carpool.ts';
import { matchOffer } from '../../src/domain/matching/match-offer.ts';
import type { MatchQuestion } from '../../src/domain/matching/question.ts';
import type { ModeTravel, Point, Travel } from '../../src/domain/matching/travel.ts';
import { crowMetres } from '../../src/domain/place-problems.ts';
import { oddDatedQuestion, oddQuestion } from '../factories/odd-world.ts';
import { randomQuestion } from '../factories/random-world.ts';

/** Roads as they please for cars, each way another length, exact or estimated; walks no faster than anybody walks. */
function anyRoads(seed: number, estimated: boolean): Travel {
  const roads = (secondsOf: (metres: number, a: number) => number, fixed: number): ModeTravel => ({
    source: estimated ? 'estimate' : 'osrm',
    dataSet: 'random',
    fixedSeconds: fixed,
    errorFactor: estimated ? [0.73, 1.27] : [1, 1],
    between(from: Point, to: Point) {
      if (from.lon === to.lon && from.lat === to.lat) return { seconds: 0, metres: 0 };
      const metres = crowMetres(from, to);
      return { seconds: Math.round(fixed + secondsOf(metres, hash(seed, from, to))), metres: Math.round(metres * 1.3) };
    },
  });
  const car = roads((metres, a) => metres / (4 + 36 * a), estimated ? 210 : 0);
  const foot = roads((metres, a) => (metres * (1 + a)) / (estimated ? 1.07 : 1.4), 0);
  return { car, lightCar: car, scooter: car, bike: car, foot };
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
  ['rotas', randomQuestion, 400],
  ['odd days', oddQuestion as fc.Arbitrary<MatchQuestion>, 400],
  ['dated goals', oddDatedQuestion as fc.Arbitrary<MatchQuestion>, 300],
];

describe.each(worlds)('carpools over random worlds: %s', (_name, world, runs) => {
  test('a driver who is left out is impossible on all roads that keep the bounds', () => {
    const drawn = fc.record({
      question: world,
      seed: fc.nat(),
      estimated: fc.boolean(),
      // How close the bounds come to the truth: 1 is exact.
      tight: fc.constantFrom(0, 0.5, 0.9, 1),
    });
    let leftOut = 0;
    fc.assert(
      fc.property(drawn, ({ question, seed, estimated, tight }) => {
        const { offers, ...rest } = question;
        const travel = anyRoads(seed, estimated);
        const rider = riderOf(rest);
        for (const offer of offers) {
          if (offer.kind !== 'carpool') continue;
          const ends = [offer.details.origin, offer.details.destination] as const;
          const least = (from: Point, to: Point) => Math.floor(tight * (travel.car.between(from, to)?.seconds ?? 0));
          const place = (index: number) => rider.places[index] as Point;
          const bounds: DriverBounds = {
            towards: (end, person) => least(ends[end], place(person)),
            away: (person, end) => least(place(person), ends[end]),
            between: (from, to) => least(place(from), place(to)),
            own: (run) => travel.car.between(ends[run], ends[1 - run] as Point)?.seconds ?? -1,
            fixedSeconds: travel.car.fixedSeconds,
            errorFactor: travel.car.errorFactor,
          };
          const may = mayCarry(rest, rider, offer, bounds);
          if (!may) leftOut++;
          const { verdict } = matchOffer({ ...rest, travel, offer });
          if (verdict !== 'impossible') expect([offer.id, may]).toEqual([offer.id, true]);
        }
      }),
      { numRuns: runs },
    );
    // Otherwise nothing was shown.
    expect(leftOut).toBeGreaterThan(0);
  });
});
