import { followUp } from '../src/services/follow-up.ts';
import { inTerritory } from './in-territory.ts';
import type { PeriodicWork } from './work.ts';

export const followUpWork: PeriodicWork<'follow-up'> = {
  name: 'follow-up',
  concurrency: 1,
  everyMs: 600_000,
  handler:
    ({ deps, log }) =>
    async ({ territoryId }) => {
      const done = await followUp({ ctx: inTerritory(deps, territoryId) });
      if (Object.values(done).some((count) => count > 0))
        log('info', 'suites données', { territoire: territoryId, ...done });
    },
};
