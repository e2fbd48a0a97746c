import { rematchProvisional } from '../src/services/rematch-provisional.ts';
import { inTerritory } from './in-territory.ts';
import type { PeriodicWork } from './work.ts';

/** Looks whether the router is back, and has what was estimated in its place matched again. */
export const rematchProvisionalWork: PeriodicWork<'rematch-provisional'> = {
  name: 'rematch-provisional',
  concurrency: 1,
  everyMs: 30_000,
  handler:
    ({ deps, log }) =>
    async ({ territoryId }) => {
      const queued = await rematchProvisional({ ctx: inTerritory(deps, territoryId), input: {} });
      if (queued > 0) log('info', 'diagnostics à apparier de nouveau', { territoire: territoryId, nombre: queued });
    },
};
