import type { LonLat, Router } from '../../geo/router.ts';
import { LaunchError } from './launch-error.ts';
import type { Ground, Town } from './roads-territory.ts';

const AT_ONCE = 8;
const WAYS_BETWEEN = 6;
const NAMED = 6;
/** A centre of a commune may lie a bit off any road: fewer say nothing about the extract. */
const FEW = 0.01;

/**
 * What the new roads answer, before anybody uses them: a road near the communes, ways between the biggest ones, and the same
 * time for a way told in a table or as a route. Gives sentences about what lies around and has no roads.
 *
 * @throws LaunchError when they are not to be used.
 */
export async function examineRoads(router: Router, ground: Ground, signal?: AbortSignal): Promise<string[]> {
  const health = await router.health();
  if (!health.ok)
    throw new LaunchError(`Les routes construites ne répondent pas (${health.detail ?? 'sans raison dite'}).`);
  const withoutInside = await withoutRoad(router, ground.communes, signal);
  if (withoutInside.length === ground.communes.length) {
    throw new LaunchError(
      `Aucune commune du territoire ${ground.name} n’a de route dans cet extrait, qui ne le couvre donc pas. ` +
        'Choisissez un extrait qui le couvre.',
    );
  }
  const served = ground.communes.filter((town) => !withoutInside.includes(town)).slice(0, WAYS_BETWEEN);
  await assertWays(
    router,
    served.map(({ at }) => at),
    signal,
  );
  const withoutAround = await withoutRoad(router, ground.around, signal);
  return [
    ...tell(withoutInside, ground.communes, `du territoire ${ground.name}`),
    ...tell(withoutAround, ground.around, 'des alentours'),
  ];
}

async function withoutRoad(router: Router, towns: readonly Town[], signal?: AbortSignal): Promise<Town[]> {
  const without: Town[] = [];
  for (let start = 0; start < towns.length; start += AT_ONCE) {
    signal?.throwIfAborted();
    await Promise.all(
      towns.slice(start, start + AT_ONCE).map(async (town) => {
        if ((await router.nearest({ mode: 'car', place: town.at })) === null) without.push(town);
      }),
    );
  }
  // In the order of the towns, whoever answered first.
  return towns.filter((town) => without.includes(town));
}

async function assertWays(router: Router, places: readonly LonLat[], signal?: AbortSignal): Promise<void> {
  if (places.length < 2) return;
  const table = await router.table({
    mode: 'car',
    sources: places,
    destinations: places,
    ...(signal ? { signal } : {}),
  });
  const found = [...table.durations.keys()].filter((cell) => (table.durations[cell] as number) > 0);
  const [cell] = found;
  if (cell === undefined) throw new LaunchError('Aucun trajet en voiture n’est trouvé sur les routes construites.');
  const between = [places[Math.floor(cell / table.columns)], places[cell % table.columns]] as [LonLat, LonLat];
  const route = await router.route({ mode: 'car', places: between });
  const seconds = table.durations[cell] as number;
  if (route === null || route.durationSeconds !== seconds) {
    throw new LaunchError(
      'Les routes construites donnent deux durées pour un même trajet : elles ne seront pas utilisées.',
    );
  }
}

function tell(without: readonly Town[], all: readonly Town[], where: string): string[] {
  if (without.length <= FEW * all.length) return [];
  const names = without.slice(0, NAMED).map(({ name }) => name);
  const more = without.length > names.length ? '…' : '';
  return [
    `${without.length} des ${all.length} communes ${where} n’ont pas de route dans cet extrait, dont ${names.join(', ')}${more}.`,
  ];
}
