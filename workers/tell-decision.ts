import { tellDecision } from '../src/services/allocation/tell-decision.ts';
import { inTerritory } from './in-territory.ts';
import type { Work } from './work.ts';

export const tellDecisionWork: Work<'tell-decision'> = {
  name: 'tell-decision',
  concurrency: 2,
  handler:
    ({ deps }) =>
    ({ territoryId, ...input }) =>
      tellDecision({ ctx: inTerritory(deps, territoryId), input }),
};
