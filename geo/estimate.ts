import { consecutive, crowFlightMetres, isSamePlace, refuseWrongPlaces } from './points.ts';
import type { LonLat, Mode, Router } from './router.ts';

/** Seconds of a ride of `d` crow-flight kilometres: `fixedSeconds + secondsPerKm × d`, and 0 from a place to itself. */
export type Pace = { fixedSeconds: number; secondsPerKm: number };

/**
 * Road kilometres per crow-flight kilometre. Mean of the fifteen pairs of a recorded OSRM table of real roads: 1.31,
 * from 1.06 along a valley to 2.3 across a river.
 */
export const CIRCUITY = 1.3;

/**
 * - `car` 3.5 min + 1.36 min/km, fitted on real OSRM times between the communes of rolling Isère (longitude < 5.6), the
 *   59,140 pairs under 40 km: mean error 13 %, nine in ten within 27 % (`estimate.test.ts` computes it again). In the
 *   Alps, or over longer ways, it is worse: all 261,632 pairs of the department have a mean error of 17 %.
 * - `lightCar` and `scooter`, both held to 45 km/h. By the car's slope a road kilometre takes 1.36 ÷ 1.3 = 1.046 min,
 *   of which 0.75 at the limit of 80 km/h and 0.296 lost in bends and junctions. What is lost slowing down grows with
 *   the speed: 0.296 × 45 ÷ 80 = 0.167, added to 60 ÷ 45 = 1.333 makes 1.5 min (40 km/h), × 1.3 = 1.95 min/km. The
 *   car's 3.5 min are 3.7 km of streets at 30 km/h at both ends; they cost who drives 40 km/h only 1.8 min.
 * - `bike` 14.4 km/h and `foot` 5 km/h on the road, the speeds of OSRM's own profiles in recorded routes (3,187 m in
 *   798 s; 3,178 m in 2,293 s), × 1.3. One pace everywhere, hence no constant.
 */
export const PACES: Readonly<Record<Mode, Pace>> = {
  car: { fixedSeconds: 210, secondsPerKm: 81.6 },
  lightCar: { fixedSeconds: 108, secondsPerKm: 117 },
  scooter: { fixedSeconds: 108, secondsPerKm: 117 },
  bike: { fixedSeconds: 0, secondsPerKm: 325 },
  foot: { fixedSeconds: 0, secondsPerKm: 936 },
};

/** Nine in ten of the pairs the car's pace was fitted on lie within; taken for the other modes too. */
export const ERROR_FACTOR = [0.73, 1.27] as const;
const DATA_SET = 'crow-flight-isere-2022';

/** Travel times where no road is known: from the crow-flight distance alone. Never unreachable, always available. */
export function createEstimateRouter(): Router {
  return {
    name: 'estimate',
    supports: () => true,
    pace: (mode) => PACES[mode],
    async table({ mode, sources, destinations, signal }) {
      signal?.throwIfAborted();
      refuseWrongPlaces(sources);
      refuseWrongPlaces(destinations);
      const durations = new Int32Array(sources.length * destinations.length);
      const distances = new Int32Array(durations.length);
      let cell = 0;
      for (const source of sources) {
        for (const destination of destinations) {
          const ride = estimateRide(mode, source, destination);
          durations[cell] = ride.durationSeconds;
          distances[cell] = ride.distanceMetres;
          cell++;
        }
      }
      return {
        source: 'estimate',
        dataSet: DATA_SET,
        rows: sources.length,
        columns: destinations.length,
        durations,
        distances,
        fixedSeconds: PACES[mode].fixedSeconds,
        errorFactor: ERROR_FACTOR,
      };
    },
    async route({ mode, places, signal }) {
      signal?.throwIfAborted();
      refuseWrongPlaces(places, 2);
      const legs = consecutive(places).map(([from, to]) => estimateRide(mode, from, to));
      return {
        source: 'estimate',
        dataSet: DATA_SET,
        durationSeconds: legs.reduce((sum, leg) => sum + leg.durationSeconds, 0),
        distanceMetres: legs.reduce((sum, leg) => sum + leg.distanceMetres, 0),
        legs,
      };
    },
    async nearest({ place, signal }) {
      signal?.throwIfAborted();
      refuseWrongPlaces([place]);
      return { location: place, distanceMetres: 0 };
    },
    health: async () => ({ name: 'estimate', ok: true, dataSet: DATA_SET }),
    close: async () => {},
  };
}

function estimateRide(mode: Mode, from: LonLat, to: LonLat): { durationSeconds: number; distanceMetres: number } {
  if (isSamePlace(from, to)) return { durationSeconds: 0, distanceMetres: 0 };
  const metres = crowFlightMetres(from, to);
  const { fixedSeconds, secondsPerKm } = PACES[mode];
  return {
    durationSeconds: Math.round(fixedSeconds + (secondsPerKm * metres) / 1000),
    distanceMetres: Math.round(metres * CIRCUITY),
  };
}
