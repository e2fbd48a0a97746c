import { auditMatch } from '../src/services/audit-match.ts';
import { inBackground } from './in-territory.ts';
import type { Work } from './work.ts';

/** Nobody waits for it, and nothing comes of it where all is well: one at a time, behind everything. */
export const auditMatchWork: Work<'audit-match'> = {
  name: 'audit-match',
  concurrency: 1,
  handler:
    ({ deps, log, kept, peopleFirst }) =>
    async ({ territoryId, ...wish }) => {
      const { catalogues } = kept.nearness ?? {};
      if (catalogues === undefined) return;
      const found = await auditMatch({ ctx: inBackground(deps, territoryId, peopleFirst), input: wish, catalogues });
      if (typeof found === 'string') return;
      log('error', 'un résultat ne disait pas ce que dit la référence, il est remplacé : les bornes sont à revoir', {
        territoire: territoryId,
        diagnostic: found.diagnosticId,
        écart: found.what,
        offres: found.offerIds.join(' '),
      });
    },
};
