import { failMatch, matchDiagnostic } from '../src/services/match-diagnostic.ts';
import { DatabaseUnavailableError } from '../src/services/ports.ts';
import { inBackground, inTerritory } from './in-territory.ts';
import type { Jobs } from './queues.ts';
import type { Tools, Work } from './work.ts';

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
    ({ deps, matchMany, peopleFirst }) =>
    async ({ territoryId, diagnosticId, version }) => {
      const ctx = inTerritory(deps, territoryId);
      await peopleFirst.attend(() => matchDiagnostic({ ctx, input: { diagnosticId, version }, matchMany }));
    },

  giveUp,
};

/** One at a time, in a queue of its own: however many there are, none keeps a place that a person could have. */
export const matchInBackgroundWork: Work<'match-in-background'> = {
  name: 'match-in-background',
  concurrency: 1,

  handler:
    ({ deps, matchMany, peopleFirst }) =>
    async ({ territoryId, diagnosticId, version }) => {
      const ctx = inBackground(deps, territoryId, peopleFirst);
      await matchDiagnostic({ ctx, input: { diagnosticId, version }, matchMany });
    },

  giveUp,
};

function giveUp({ deps }: Tools) {
  return async (
    { territoryId, diagnosticId, version }: Jobs['match-diagnostic'],
    { reason, starts }: { reason: unknown; starts: number },
  ) => {
    if (reason instanceof DatabaseUnavailableError && starts < STARTS_WHILE_AWAY) throw reason;
    await failMatch({ ctx: inTerritory(deps, territoryId), input: { diagnosticId, version, failure: FAILURE } });
  };
}
