import type { Mode } from './router.ts';

/**
 * How many times longer the stock profiles of OSRM find the same ways: OSRM's seconds divided by Valhalla's, both summed.
 *
 * Source: answers recorded of osrm-routed 26.4.1 on Liechtenstein (OSM of 4 March 2024) beside Valhalla 3.6.1 on the same
 * extract, with the costing of this house; a test computes it again. Car: 23 pairs of 4 to 29 minutes, ratios from 1.16 to
 * 1.29, median 1.25. Bike and foot: one recorded pair each, no more
 * than a hint. Light cars and scooters have no OSRM profile: they take the car's, as the difference is one of drivers (OSRM
 * reckons with four fifths of the limit), not of roads.
 *
 * For a territory where OSRM times the cars and Valhalla the rest, so that both are reckoned alike; never within a mode.
 */
export const OSRM_CALIBRATION: Readonly<Record<Mode, number>> = {
  car: 1.246,
  lightCar: 1.246,
  scooter: 1.246,
  bike: 1.245,
  foot: 1.023,
};
