import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeContour, type Position } from '../../src/db/seeds/territory/contour-code.ts';
import { formatFactFile } from '../../src/db/seeds/territory/fact-file.ts';
import { TERRITORIES } from '../../src/db/seeds/territory/read-territory.ts';
import type { Territory } from '../../src/domain/territory.ts';

export type CommuneRow = [code: string, name: string, population: number, lon: number, lat: number, postcode: string];

/**
 * Writes a territory as an operator would, in `<dataDir>/territories`, with only the files that must be there; its facts are
 * OpenStreetMap's. The rules are the Meuse's, with 10 km around.
 */
export async function writeTerritory(
  dataDir: string,
  {
    territory,
    communes,
    boundary,
  }: {
    territory: Omit<Territory, 'rules' | 'holidays'> & { holidays: unknown };
    communes: CommuneRow[];
    boundary: Position[];
  },
): Promise<void> {
  const folder = path.join(dataDir, 'territories', territory.id);
  await mkdir(path.join(folder, 'facts'), { recursive: true });
  const { rules } = JSON.parse(await readFile(path.join(TERRITORIES, 'meuse/territory.json'), 'utf8'));
  await writeFile(
    path.join(folder, 'territory.json'),
    JSON.stringify({ ...territory, rules: { ...rules, borderKm: 10 } }),
  );
  const source = {
    id: 'osm',
    title: `Communes et limites : ${territory.name}`,
    producer: 'OpenStreetMap',
    url: 'https://www.openstreetmap.org/',
    commit: null,
    licence: 'ODbL 1.0',
    attribution: '© les contributeurs d’OpenStreetMap',
    factsDate: '2024-03-04',
    retrievedOn: '2026-11-22',
    note: 'Limites simplifiées.',
  };
  await writeFile(path.join(folder, 'sources.json'), JSON.stringify([source]));
  const facts = (file: string, columns: string[], rows: unknown[][]) =>
    writeFile(path.join(folder, 'facts', file), formatFactFile({ sources: ['osm'], columns, rows }));
  await facts(
    'communes.json',
    ['code', 'name', 'epciCode', 'population', 'lon', 'lat', 'postcodes'],
    communes.map(([code, name, population, lon, lat, postcode]) => [code, name, null, population, lon, lat, postcode]),
  );
  await facts('boundary.json', ['contour'], [[encodeContour([[boundary]])]]);
}
