import type { Config } from '../config.ts';
import { listTerritoryFolders, TerritoryFolderError } from '../db/seeds/territory/list-territories.ts';
import { seedTerritory } from '../db/seeds/territory.ts';
import { type Demonstration, openDemonstration } from './demonstration.ts';
import { LaunchError } from './launch-error.ts';
import type { Screen } from './screen.ts';

/** The one that has a demonstration. */
const DEMONSTRATED = 'meuse';

/**
 * The facts of every territory there is, the operator's too; the examples, organisation and key of the demonstration where they
 * are asked for. A territory of the operator's that cannot be read is told: the others are served, and it too as it was before.
 */
export async function seedTerritories(config: Config, url: string, screen: Screen): Promise<Demonstration | null> {
  const folders = await listTerritoryFolders(config.dataDir).catch((error: Error) => {
    if (error instanceof TerritoryFolderError) throw new LaunchError(error.message, { cause: error });
    throw error;
  });
  let demonstration: Demonstration | null = null;
  for (const { id, root } of folders) {
    screen.step(`Données du territoire « ${id} »`);
    try {
      if (config.demo && id === DEMONSTRATED) demonstration = await openDemonstration(config, url, screen.step);
      else await seedTerritory({ url, territoryId: id, root, log: screen.step });
    } catch (error) {
      if (id === DEMONSTRATED) throw error;
      screen.complain(
        `Le territoire « ${id} » n’a pas pu être lu et reste ce qu’il était. ${(error as Error).message}`,
      );
    }
  }
  if (!folders.some(({ id }) => id === config.territoryId)) {
    const known = folders.map(({ id }) => id).join(', ');
    screen.complain(`TERRITORY=${config.territoryId} n’est pas un territoire de cette machine (${known}).`);
  }
  return demonstration;
}
