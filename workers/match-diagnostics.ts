import { DatabaseUnavailableError } from '../src/services/ports.ts';
import { giveUpRematch, rematchDiagnostics } from '../src/services/rematch-diagnostics.ts';
import { inBackground, inTerritory } from './in-territory.ts';
import type { Work } from './work.ts';

/** While the database is away nothing has failed. Bounded, should one of them be what brings it down. */
const STARTS_WHILE_AWAY = 100;

/** Nobody waits for these: one at a time, and those whom somebody waits for are matched in between. */
export const matchDiagnosticsWork: Work<'match-diagnostics'> = {
  name: 'match-diagnostics',
  concurrency: 1,

  handler:
    ({ deps, matchMany, peopleFirst }) =>
    async ({ territoryId, diagnosticIds }) => {
      const ctx = inBackground(deps, territoryId, peopleFirst);
      await rematchDiagnostics({ ctx, input: { diagnosticIds }, matchMany });
    },

  giveUp:
    ({ deps, log }) =>
    async ({ territoryId, diagnosticIds }, { reason, starts }) => {
      if (reason instanceof DatabaseUnavailableError && starts < STARTS_WHILE_AWAY) throw reason;
      await giveUpRematch({ ctx: inTerritory(deps, territoryId), input: { diagnosticIds } });
      const about = { territoire: territoryId, nombre: diagnosticIds.length };
      if (diagnosticIds.length > 1)
        log('warn', 'résultats à refaire un par un, faute de pouvoir le faire ensemble', about);
      else log('error', 'résultat gardé tel quel, faute de pouvoir le refaire', about);
    },
};
