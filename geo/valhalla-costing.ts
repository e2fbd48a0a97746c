import type { Mode } from './router.ts';

export type Costing = {
  costing: 'auto' | 'motor_scooter' | 'bicycle' | 'pedestrian';
  costing_options: Record<string, Record<string, number | boolean>>;
};

/**
 * The engine looks for the way of least cost and tells its time. What makes a way dear without making it long (a change of
 * name, a service road, an alley, a toll booth) is taken out, so that the way found is near the fastest: the bounds of a
 * match rest on a way through a third place never being faster than the direct one. What stands for a prohibition stays: roads
 * for residents, private roads, gates, field tracks, and of course one-ways, closed turns and access. What that leaves of
 * the inequality is told in docs/adr/0014.
 */
const NO_TASTE = {
  maneuver_penalty: 0,
  service_penalty: 0,
  service_factor: 1,
  alley_penalty: 0,
  toll_booth_penalty: 0,
  country_crossing_penalty: 0,
  speed_penalty_factor: 0,
};

/**
 * Twelve hours, the most the engine takes: a street for residents or a private road is driven through only where there is no
 * other way at all, and by who lives in it. The engine's own routes do so; its tables take a short cut worth ten minutes.
 */
const NO_THROUGH_TRAFFIC = { destination_only_penalty: 43_200 };

/** Licence-free cars and scooters, by law: article R311-1 of the Code de la route (L6e quadricycles, L1e mopeds). */
const TOP_SPEED_KMH = 45;

const COSTINGS: Readonly<Record<Mode, Costing>> = {
  car: costing('auto', { ...NO_TASTE, ...NO_THROUGH_TRAFFIC }),
  // Without motorways and trunk roads, as the engine does not tell the expressways among them, forbidden to these cars.
  lightCar: costing('auto', {
    ...NO_TASTE,
    ...NO_THROUGH_TRAFFIC,
    top_speed: TOP_SPEED_KMH,
    use_highways: 0.5,
    exclude_highways: true,
  }),
  scooter: costing('motor_scooter', { ...NO_TASTE, ...NO_THROUGH_TRAFFIC, top_speed: TOP_SPEED_KMH, use_hills: 1 }),
  bike: costing('bicycle', { ...NO_TASTE, use_roads: 1, use_hills: 1, avoid_bad_surfaces: 0 }),
  foot: costing('pedestrian', {
    ...NO_TASTE,
    use_hills: 1,
    step_penalty: 0,
    elevator_penalty: 0,
    walkway_factor: 1,
    sidewalk_factor: 1,
    alley_factor: 1,
    driveway_factor: 1,
  }),
};

export function costingOf(mode: Mode): Costing {
  return COSTINGS[mode];
}

function costing(name: Costing['costing'], options: Record<string, number | boolean>): Costing {
  return { costing: name, costing_options: { [name]: options } };
}
