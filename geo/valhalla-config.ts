/** How a table is computed: one search a row (or a column), or one search per place, met in the middle. */
export type MatrixAlgorithm = 'timedistancematrix' | 'costmatrix';

/**
 * The engine's configuration, written by us because its own generator needs python3. Times are computed for a department
 * and its surroundings: the limits, meant to protect a public server, are lifted.
 */
export function engineConfig(tiles: string, algorithm: MatrixAlgorithm): object {
  const silent = { logging: { type: '' } };
  return {
    mjolnir: { tile_extract: tiles, max_cache_size: 100_000_000, ...silent },
    additional_data: {},
    loki: {
      actions: ['locate', 'route', 'sources_to_targets', 'isochrone', 'status'],
      use_connectivity: false,
      service_defaults: {
        radius: 0,
        minimum_reachability: 50,
        search_cutoff: 35_000,
        node_snap_tolerance: 5,
        street_side_tolerance: 5,
        street_side_max_distance: 1_000,
        heading_tolerance: 60,
      },
      ...silent,
    },
    thor: { source_to_target_algorithm: algorithm, ...silent },
    odin: { markup_formatter: { markup_enabled: false }, ...silent },
    meili: { mode: 'auto', grid: { size: 500, cache_size: 1 }, default: MAP_MATCHING, ...silent },
    service_limits: serviceLimits(),
  };
}

/** Never used here; the engine does not start without. Its own defaults. */
const MAP_MATCHING = {
  sigma_z: 4.07,
  gps_accuracy: 5,
  beta: 3,
  max_route_distance_factor: 5,
  max_route_time_factor: 5,
  max_search_radius: 100,
  breakage_distance: 2_000,
  interpolation_distance: 10,
  search_radius: 50,
  geometry: false,
  route: true,
  turn_penalty_factor: 0,
};

const COSTINGS = ['auto', 'motor_scooter', 'bicycle', 'pedestrian'];
/** Longer than any road of metropolitan France. */
const MAX_DISTANCE_METRES = 2_000_000;
/**
 * On foot the engine makes room, on every thread, for each second of the longest way there may be: 50 MB for that of France.
 * Farther than any two places of a region and of what lies 60 km around it.
 */
const MAX_WALK_METRES = 600_000;

function serviceLimits(): object {
  const perCosting = {
    max_distance: MAX_DISTANCE_METRES,
    max_locations: 100_000,
    max_matrix_distance: MAX_DISTANCE_METRES,
    max_matrix_location_pairs: 10_000_000,
  };
  return {
    ...Object.fromEntries(COSTINGS.map((costing) => [costing, perCosting])),
    pedestrian: {
      ...perCosting,
      max_matrix_distance: MAX_WALK_METRES,
      min_transit_walking_distance: 1,
      max_transit_walking_distance: 10_000,
    },
    isochrone: {
      max_contours: 10,
      max_time_contour: 240,
      max_distance: MAX_DISTANCE_METRES,
      max_locations: 1,
      max_distance_contour: 400,
    },
    skadi: { max_shape: 1, min_resample: 10 },
    trace: {
      max_distance: 1,
      max_gps_accuracy: 100,
      max_search_radius: 100,
      max_shape: 1,
      max_alternates: 0,
      max_alternates_shape: 1,
    },
    centroid: { max_distance: 1, max_locations: 2 },
    status: { allow_verbose: false },
    max_exclude_locations: 0,
    max_reachability: 100,
    max_radius: 5_000,
    max_timedep_distance: 0,
    max_timedep_distance_matrix: 0,
    max_alternates: 0,
    max_exclude_polygons_length: 0,
    max_distance_disable_hierarchy_culling: MAX_DISTANCE_METRES,
    allow_hard_exclusions: true,
    hierarchy_limits: { allow_modification: false },
  };
}
