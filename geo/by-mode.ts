import { MODES, type Mode, type Router, RouterError } from './router.ts';

/**
 * One router made of several, each answering for its own modes: no table ever has two sources. Its name and its data are
 * those of the car's, by which results are told; where no router has the car they are the estimate's, which then stands in.
 * What it is made of stays its owner's to close.
 */
export function createRouterByMode({
  routers,
  isochrones,
  estimate,
}: {
  routers: Partial<Record<Mode, Router>>;
  /** Draws areas whichever router gives the tables of their mode; the mode's own where absent. */
  isochrones?: Router | null;
  estimate: Router;
}): Router {
  const distinct = [...new Set(MODES.flatMap((mode) => routers[mode] ?? []))];
  const asked = new Set([...distinct, ...(isochrones ? [isochrones] : [])]);

  function of(mode: Mode): Router {
    const router = routers[mode];
    if (!router?.supports(mode)) throw new RouterError('unsupportedMode', `no router is configured for ${mode}`);
    return router;
  }
  const drawerOf = (mode: Mode) => (isochrones?.supports(mode) ? isochrones : routers[mode]);
  const isochrone: Pick<Router, 'isochrone'> = MODES.some((mode) => drawerOf(mode)?.isochrone)
    ? {
        async isochrone(request) {
          const drawer = drawerOf(request.mode);
          if (!drawer?.isochrone) throw new RouterError('unsupportedMode', `no router draws areas for ${request.mode}`);
          return drawer.isochrone(request);
        },
      }
    : {};

  return {
    name: routers.car?.name ?? estimate.name,
    supports: (mode) => routers[mode]?.supports(mode) ?? false,
    table: async (request) => of(request.mode).table(request),
    route: async (request) => of(request.mode).route(request),
    nearest: async (request) => of(request.mode).nearest(request),
    ...isochrone,
    async health() {
      const answers = new Map(
        await Promise.all(distinct.map(async (router) => [router, await router.health()] as const)),
      );
      const healthOf = (mode: Mode) => {
        const answer = routers[mode] && answers.get(routers[mode]);
        return answer?.modes?.[mode] ?? answer;
      };
      const car = healthOf('car') ?? (await estimate.health());
      const details = [...answers.values()].flatMap(({ detail }) => detail ?? []);
      return {
        name: car.name,
        ok: [...answers.values()].every(({ ok }) => ok),
        modes: Object.fromEntries(MODES.flatMap((mode) => (healthOf(mode) ? [[mode, healthOf(mode)]] : []))),
        dataSet: car.dataSet,
        ...(car.unversioned ? { unversioned: car.unversioned } : {}),
        ...(details.length > 0 ? { detail: details.join('; ') } : {}),
      };
    },
    metrics: () => [...asked].flatMap((router) => router.metrics?.() ?? []),
    close: async () => {},
  };
}
