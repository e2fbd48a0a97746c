import { fail, runImport } from '../src/services/imports/run-import.ts';
import { inTerritory } from './in-territory.ts';
import type { Work } from './work.ts';

export const runImportWork: Work<'run-import'> = {
  name: 'run-import',
  concurrency: 1,
  handler:
    ({ deps }) =>
    ({ territoryId, importId }) =>
      runImport({ ctx: inTerritory(deps, territoryId), input: { importId } }),
  giveUp:
    ({ deps }) =>
    ({ territoryId, importId }) =>
      fail(
        inTerritory(deps, territoryId),
        importId,
        'Cet import s’est arrêté sur une erreur imprévue. Ce qui était déjà fait reste.',
      ),
};
