import { osmPbf } from './osm-pbf.ts';
import { GOTEBORG_PLACES, goteborgWays } from './valhalla-tiles.ts';
import { type CommuneRow, writeTerritory } from './write-territory.ts';

const [WEST, SOUTH, EAST, NORTH] = [11.94, 57.69, 11.99, 57.72];
const NAMES = ['Nordstaden', 'Vasastaden', 'Annedal', 'Olivedal'];

/** A few streets of Göteborg taken for a territory, their quarters for communes: the smallest roads that are real. */
export const writeGoteborg = (dataDir: string, id = 'goteborg'): Promise<void> =>
  writeTerritory(dataDir, {
    territory: { id, name: 'Göteborg', timeZone: 'Europe/Stockholm', zones: ['SE'], holidays: 'none' },
    communes: NAMES.map((name, index): CommuneRow => {
      const [lon = 0, lat = 0] = GOTEBORG_PLACES[index] ?? [];
      return [`SE-${index + 1}`, name, 5_000 - index, lon, lat, '41101'];
    }),
    boundary: [
      [WEST, SOUTH],
      [EAST, SOUTH],
      [EAST, NORTH],
      [WEST, NORTH],
      [WEST, SOUTH],
    ],
  });

/** An extract of them, as a publisher cuts it. */
export const goteborgPbf = (osmState = new Date('2025-01-01T20:21:00Z')): Buffer =>
  osmPbf(goteborgWays(), { bbox: [WEST, SOUTH, EAST, NORTH], osmState });
