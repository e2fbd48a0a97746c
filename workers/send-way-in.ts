import { sendLink } from '../src/services/way-in/send-link.ts';
import { inTerritory } from './in-territory.ts';
import type { Work } from './work.ts';

export const sendWayInWork: Work<'send-way-in'> = {
  name: 'send-way-in',
  concurrency: 2,
  handler:
    ({ deps }) =>
    ({ territoryId, wayInId }) =>
      sendLink({ ctx: inTerritory(deps, territoryId), input: { wayInId } }),
};
