import fc from 'fast-check';
import { expect, test } from 'vitest';
import { offer } from '../../../../test/factories/scenario.ts';
import { type Carpool, createCarpoolIndex } from './carpool-index.ts';
import { leastBetween } from './pair-bound.ts';
import { landmarkBounds, NO_TIME } from './road-bounds.ts';

const LANDMARKS = 6;
const spot = fc.record({
  lon: fc.integer({ min: 0, max: 50 }).map((x) => 5 + x / 200),
  lat: fc.integer({ min: 0, max: 50 }).map((y) => 49 + y / 200),
});
const vector = fc.record({
  times: fc
    .array(fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 6_000 }) }, fc.constant(NO_TIME)), {
      minLength: 2 * LANDMARKS,
      maxLength: 2 * LANDMARKS,
    })
    .map((times) => Uint16Array.from(times)),
  slack: fc.nat({ max: 200 }),
});
const place = fc.record({ point: spot, vector });

test('a pair is bounded as a carpool’s point and a person’s place are, both ways', () => {
  fc.assert(
    fc.property(place, place, place, (origin, destination, person) => {
      const indexing = createCarpoolIndex(LANDMARKS);
      const trips = [{ direction: 'outbound', weekdays: [1], departureTime: '07:00', flexibilityMinutes: 0 }];
      const details = { origin: origin.point, destination: destination.point, trips, meetingPoints: [] };
      const nothing = new Int32Array(4);
      const roads = {
        points: 2,
        vectors: [origin.vector, destination.vector],
        ownSeconds: nothing,
        ownMetres: nothing,
      };
      indexing.put(offer('carpool', { ...details, maxDetourMinutes: 10, seats: 3 }) as Carpool, roads);
      const bounds = landmarkBounds(indexing.index, [person]);
      const far = Number.POSITIVE_INFINITY;
      for (const [slot, end] of [origin, destination].entries()) {
        expect(leastBetween(end, person)).toBe(bounds.towards(slot, 0, far));
        expect(leastBetween(person, end)).toBe(bounds.away(slot, 0, far));
      }
    }),
  );
});
