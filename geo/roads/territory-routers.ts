import { createRouterByMode } from '../by-mode.ts';
import { MODES, type Mode, type Router } from '../router.ts';
import type { RoadsFollower, RoadsInUse } from './follow-roads.ts';

export type TerritoryRouters = {
  /** The operator's own servers and the territory's roads, each for its modes; answers for no mode where there are neither. */
  configured: Router;
  estimate: Router;
  /** Since when `configured` is what it is: results of before may rest on other roads. Null where all is estimated. */
  since: string | null;
};

/**
 * The routers of each territory: the operator's OSRM server of a mode where there is one; else the territory's own roads; else neither, and the mode is estimated. The same object as long as its roads are the same:
 * who keeps it through a piece of work never mixes two.
 */
export function createTerritoryRouters({
  osrm,
  roads,
  estimate,
  startedAt,
}: {
  /** The operator's servers for that territory; the same objects each time. */
  osrm(territoryId: string): Partial<Record<Mode, Router>>;
  roads: Pick<RoadsFollower, 'of'>;
  estimate: Router;
  startedAt: string;
}): (territoryId: string) => TerritoryRouters {
  const known = new Map<string, { roads: RoadsInUse | null; routers: TerritoryRouters }>();

  function combine(territoryId: string, inUse: RoadsInUse | null): TerritoryRouters {
    const own = inUse?.router;
    const servers = osrm(territoryId);
    const routers: Partial<Record<Mode, Router>> = {};
    for (const mode of MODES) {
      const router = servers[mode] ?? (own?.supports(mode) ? own : undefined);
      if (router) routers[mode] = router;
    }
    return {
      configured: createRouterByMode({ routers, isochrones: own ?? null, estimate }),
      estimate,
      // Other servers, or none, may have answered before this process started.
      since: Object.keys(routers).length === 0 ? null : later(startedAt, inUse?.since ?? startedAt),
    };
  }

  return (territoryId) => {
    const inUse = roads.of(territoryId);
    const before = known.get(territoryId);
    if (before?.roads === inUse) return before.routers;
    const routers = combine(territoryId, inUse);
    known.set(territoryId, { roads: inUse, routers });
    return routers;
  };
}

const later = (a: string, b: string) => (Date.parse(a) > Date.parse(b) ? a : b);
