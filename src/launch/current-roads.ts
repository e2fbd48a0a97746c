import { type Roads, readCurrentRoads, readRoads, roadsFolder } from '../../geo/roads/roads-folder.ts';

/** What is known of the roads a territory uses; null where it has none of its own. */
export function currentRoads(dataDir: string, territoryId: string): Roads | null {
  const folder = roadsFolder(dataDir, territoryId);
  const current = folder === null ? null : readCurrentRoads(folder);
  return folder === null || current === null ? null : readRoads(folder, current.edition);
}
