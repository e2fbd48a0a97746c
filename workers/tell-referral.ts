import { tellReferral } from '../src/services/referrals/tell-referral.ts';
import { inTerritory } from './in-territory.ts';
import type { Work } from './work.ts';

export const tellReferralWork: Work<'tell-referral'> = {
  name: 'tell-referral',
  concurrency: 2,
  handler:
    ({ deps }) =>
    ({ territoryId, ...input }) =>
      tellReferral({ ctx: inTerritory(deps, territoryId), input }),
};
