import { measureOffers } from '../src/services/measure-offers.ts';
import { inBackground } from './in-territory.ts';
import type { PeriodicWork } from './work.ts';

/** A place of many offers is searched from once for all of them; more would be lost together with a worker that is stopped. */
export const MEASURED_TOGETHER = 5_000;

/** New and changed offers soon after they come; and now and then, for the day the roads are replaced. */
export const measureOffersWork: PeriodicWork<'measure-offers'> = {
  name: 'measure-offers',
  concurrency: 1,
  everyMs: 60_000,
  handler:
    ({ deps, log, peopleFirst }) =>
    async ({ territoryId }) => {
      const ctx = inBackground(deps, territoryId, peopleFirst);
      let measured = 0;
      for (;;) {
        const taken = await measureOffers({ ctx, input: { limit: MEASURED_TOGETHER } });
        measured += taken;
        if (taken > 0) log('info', 'offres situées sur la route', { territoire: territoryId, nombre: measured });
        if (taken < MEASURED_TOGETHER) return;
      }
    },
};
