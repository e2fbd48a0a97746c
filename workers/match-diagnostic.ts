import { failMatch, matchDiagnostic } from '../src/services/match-diagnostic.ts';
import { DatabaseUnavailableError } from '../src/services/ports.ts';
import { inTerritory } from './in-territory.ts';
import type { Work } from './work.ts';

/** While the database is away a diagnostic has not failed. Bounded, should one query be what brings the database down. */
const STARTS_WHILE_AWAY = 100;

const FAILURE =
  'Le calcul a échoué plusieurs fois de suite. Enregistrez de nouveau le diagnostic pour le relancer ; ' +
  'si cela recommence, prévenez la personne qui administre la plateforme.';

/** A person waits for each: two at a time, so that one computes while the other waits for the router. */
export const matchDiagnosticWork: Work<'match-diagnostic'> = {
  name: 'match-diagnostic',
  concurrency: 2,

  handler:
    ({ deps, matchMany }) =>
    async ({ territoryId, diagnosticId, version }) => {
      await matchDiagnostic({ ctx: inTerritory(deps, territoryId), input: { diagnosticId, version }, matchMany });
    },

  giveUp:
    ({ deps }) =>
    async ({ territoryId, diagnosticId, version }, { reason, starts }) => {
      if (reason instanceof DatabaseUnavailableError && starts < STARTS_WHILE_AWAY) throw reason;
      await failMatch({ ctx: inTerritory(deps, territoryId), input: { diagnosticId, version, failure: FAILURE } });
    },
};
