import { computeRound } from '../src/services/allocation/compute-round.ts';
import { inTerritory } from './in-territory.ts';
import type { Work } from './work.ts';

export const allocateRoundWork: Work<'allocate-round'> = {
  name: 'allocate-round',
  concurrency: 1,
  handler:
    ({ deps }) =>
    ({ territoryId, ...input }) =>
      computeRound({ ctx: inTerritory(deps, territoryId), input }),
};
