import type { Context, Deps } from '../src/services/context.ts';

/** A worker acts for one territory at a time: the walls hold for it too. */
export function inTerritory(deps: Deps, territoryId: string): Context {
  return { actor: { kind: 'system', territoryId, organisationId: null, scopes: new Set(), id: 'worker' }, deps };
}
