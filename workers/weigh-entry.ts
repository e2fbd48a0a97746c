import { weighEntry } from '../src/services/allocation/weigh-entry.ts';
import { inTerritory } from './in-territory.ts';
import type { Work } from './work.ts';

export const weighEntryWork: Work<'weigh-entry'> = {
  name: 'weigh-entry',
  concurrency: 2,
  handler:
    ({ deps }) =>
    ({ territoryId, ...input }) =>
      weighEntry({ ctx: inTerritory(deps, territoryId), input }),
};
