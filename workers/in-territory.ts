import type { Context, Deps } from '../src/services/context.ts';
import type { PeopleFirst } from '../src/services/people-first.ts';

/** A worker acts for one territory at a time: the walls hold for it too. */
export function inTerritory(deps: Deps, territoryId: string): Context {
  return { actor: { kind: 'system', territoryId, organisationId: null, scopes: new Set(), id: 'worker' }, deps };
}

/** The same for work that nobody waits for: piece by piece, each when nobody is being served. */
export function inBackground(deps: Deps, territoryId: string, { turn }: Pick<PeopleFirst, 'turn'>): Context {
  return inTerritory({ ...deps, routers: (id) => ({ ...deps.routers(id), turn }) }, territoryId);
}
