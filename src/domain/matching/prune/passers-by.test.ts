import fc from 'fast-check';
import { expect, test } from 'vitest';
import { offer } from '../../../../test/factories/scenario.ts';
import { flatMetres } from '../near.ts';
import type { Point } from '../travel.ts';
import { type Carpool, createCarpoolIndex } from './carpool-index.ts';
import { createPassersBy } from './passers-by.ts';
import { landmarkBounds } from './road-bounds.ts';
import { placeVector } from './road-facts.ts';

/** A square of 70 km, landmarks at its sides; straight roads, 60 km/h, a little slower eastwards. */
const spot = fc.record({
  lon: fc.integer({ min: 0, max: 200 }).map((x) => 5 + x / 200),
  lat: fc.integer({ min: 0, max: 200 }).map((y) => 48.6 + y / 300),
});
const LANDMARKS: Point[] = [0, 0.5, 1].flatMap((x) =>
  [0, 0.5, 1].map((y) => ({ lon: 5 + x, lat: 48.6 + (2 * y) / 3 })),
);
const seconds = (a: Point, b: Point) => Math.round(flatMetres(a, b.lon, b.lat) / 16.7 + 400 * (b.lon - a.lon + 1e-9));
const MATRIX = {
  landmarks: LANDMARKS.length,
  seconds: Int32Array.from(LANDMARKS.flatMap((a) => LANDMARKS.map((b) => seconds(a, b)))),
};
const vectorOf = (point: Point) =>
  placeVector(
    LANDMARKS.map((l) => seconds(l, point)),
    LANDMARKS.map((l) => seconds(point, l)),
    MATRIX,
  );
const driver = fc.record({ origin: spot, destination: spot, meeting: spot, limit: fc.constantFrom(5, 10, 30) });

let ruledOut = 0;

test('who is ruled out with a whole square goes a detour that is too long, by every door and every walk', () => {
  fc.assert(
    fc.property(fc.array(driver, { minLength: 20, maxLength: 40 }), spot, spot, (drivers, home, job) => {
      const { index, put } = createCarpoolIndex(LANDMARKS.length);
      drivers.forEach(({ origin, destination, meeting, limit }, i) => {
        const points = [origin, destination, meeting];
        const run = { weekdays: [1], departureTime: '07:00', flexibilityMinutes: 0 };
        const trips = [
          { ...run, direction: 'outbound' },
          { ...run, direction: 'return' },
        ];
        const details = { origin, destination, trips, meetingPoints: [meeting], maxDetourMinutes: limit, seats: 3 };
        put(offer('carpool', details, { id: `o${i}` } as never) as Carpool, {
          points: 3,
          vectors: points.map(vectorOf),
          ownSeconds: Int32Array.from(points.flatMap((a) => points.map((b) => seconds(a, b)))),
          ownMetres: new Int32Array(9),
        });
      });
      expect(index.rows).toBe(drivers.length);
      const places = [home, job];
      const reachMetres = 4000;
      const { mayPass } = createPassersBy({
        index,
        bounds: landmarkBounds(
          index,
          places.map((point) => ({ point, vector: vectorOf(point) })),
        ),
        places,
        between: places.map((a) => places.map((b) => seconds(a, b))),
        gapTold: 0,
        stretches: [
          { start: 0, end: 1, outbound: true, legs: [], hours: [], isLoose: false },
          { start: 1, end: 0, outbound: false, legs: [], hours: [], isLoose: false },
        ],
        reachMetres,
      });
      drivers.forEach(({ origin, destination, meeting, limit }, row) => {
        if (mayPass(row)) return;
        ruledOut++;
        const points = [origin, destination, meeting];
        for (const [from, to] of [points, [destination, origin]] as [Point, Point][]) {
          for (const [start, end] of [places, [job, home]] as [Point, Point][]) {
            // The doors, and whatever lies within reach of them.
            const near = (place: Point) => [
              place,
              ...points.filter((p) => flatMetres(place, p.lon, p.lat) < reachMetres),
            ];
            for (const pickUp of near(start)) {
              for (const dropOff of near(end)) {
                const way = seconds(from, pickUp) + seconds(pickUp, dropOff) + seconds(dropOff, to);
                expect(way - seconds(from, to)).toBeGreaterThan(limit * 60);
              }
            }
          }
        }
      });
    }),
    { numRuns: 200 },
  );
  // Most go somewhere else.
  expect(ruledOut).toBeGreaterThan(2000);
});
