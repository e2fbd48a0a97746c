import { rematchForgotten, rematchOffers } from '../src/services/rematch-offers.ts';
import { inBackground } from './in-territory.ts';
import type { PeriodicWork } from './work.ts';

/** Soon after a change of the catalogue; and now and then, for changes and results that were forgotten on the way. */
export const rematchOffersWork: PeriodicWork<'rematch-offers'> = {
  name: 'rematch-offers',
  concurrency: 1,
  everyMs: 30_000,
  handler:
    ({ deps, log, kept, peopleFirst }) =>
    async ({ territoryId }) => {
      const ctx = inBackground(deps, territoryId, peopleFirst);
      const { offers, diagnostics } = await rematchOffers({ ctx, kept });
      if (offers > 0) {
        const about = { territoire: territoryId, offres: offers, diagnostics };
        log('info', 'le catalogue a changé, résultats à refaire', about);
      }
      const forgotten = await rematchForgotten({ ctx });
      if (forgotten > 0) log('warn', 'résultats oubliés, à refaire', { territoire: territoryId, nombre: forgotten });
    },
};
