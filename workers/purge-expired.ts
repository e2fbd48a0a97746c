import { purgeExpired } from '../src/services/purge-expired.ts';
import { inTerritory } from './in-territory.ts';
import type { PeriodicWork } from './work.ts';

export const purgeExpiredWork: PeriodicWork<'purge-expired'> = {
  name: 'purge-expired',
  concurrency: 1,
  everyMs: 3_600_000,
  handler:
    ({ deps, log }) =>
    async ({ territoryId }) => {
      const { trials, idempotencyKeys, campaigns, messages, people } = await purgeExpired({
        ctx: inTerritory(deps, territoryId),
      });
      if (trials + idempotencyKeys + campaigns + messages + people === 0) return;
      log('info', 'données périmées effacées', {
        territoire: territoryId,
        essais: trials,
        clés: idempotencyKeys,
        campagnes: campaigns,
        courriels: messages,
        dossiers: people,
      });
    },
};
