import { measureOffers } from '../src/services/measure-offers.ts';
import { inBackground } from './in-territory.ts';
import type { PeriodicWork } from './work.ts';

/** As many as fill the engine's calls: fewer would be searched for again, more would be lost together. */
const BATCH = 200;

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
        const taken = await measureOffers({ ctx, input: { limit: BATCH } });
        measured += taken;
        if (taken > 0) log('info', 'offres situées sur la route', { territoire: territoryId, nombre: measured });
        if (taken < BATCH) return;
      }
    },
};
