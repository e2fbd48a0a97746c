/**
 * Writes the facts of the Meuse, in the project's own formats, from open data files kept elsewhere:
 *
 *     node --import tsx scripts/import-meuse.ts <folder of the open data> [<folder to write, else the project's own>]
 *
 * The same input gives the same bytes; the output is committed. Sources, licences and dates are told in
 * `territories/meuse/sources.json` and `docs/data-sources.md`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeContour, type MultiPolygon } from '../src/db/seeds/territory/contour-code.ts';
import { type FactFile, formatFactFile } from '../src/db/seeds/territory/fact-file.ts';
import { carpoolPlaces } from './import-meuse/carpool-places.ts';
import { parseCsv } from './import-meuse/csv.ts';
import { emissionFactors } from './import-meuse/emission-factors.ts';
import { employers } from './import-meuse/employers.ts';
import { communeOf, reachOf, rounded, type SourceCommune } from './import-meuse/places.ts';
import { franceServices, franceTravail, informationPoints } from './import-meuse/services.ts';
import { stations } from './import-meuse/stations.ts';

const BORDER_METRES = 60_000;

const [input, output = path.join(import.meta.dirname, '../territories/meuse/facts')] = process.argv.slice(2);
if (!input) {
  console.error(
    'Indiquez le dossier des données ouvertes : node --import tsx scripts/import-meuse.ts <dossier> [sortie]',
  );
  process.exit(1);
}
const read = (file: string) => readFileSync(path.join(input, file), 'utf8');
const csv = (file: string) => parseCsv(read(file));
const byCode = <T extends { code: string }>(items: T[]) => items.sort((a, b) => (a.code < b.code ? -1 : 1));

const inside = byCode(csv('communes/communes-55.csv').map(communeOf));
const contours = readContours(read('communes/contours-55.geojson'));
const within = reachOf([...contours.values()]);
const around = byCode(csv('communes/communes-voisins.csv').map(communeOf)).filter(({ position }) =>
  within(BORDER_METRES)(position),
);
const communes = [...inside, ...around];
const near = { communes, within };

mkdirSync(output, { recursive: true });
write('communes.json', communeTable(inside));
write('communes-around.json', communeTable(around));
write('epcis.json', {
  sources: ['communes'],
  columns: ['code', 'name'],
  rows: [...new Map(communes.map((c) => [c.epciCode, c.epciName]))].sort(([a], [b]) => (a < b ? -1 : 1)),
});
write('contours.json', {
  sources: ['contours'],
  columns: ['code', 'contour'],
  rows: inside.map(({ code }) => {
    const contour = contours.get(code);
    if (!contour) throw new Error(`Commune ${code} has no contour.`);
    return [code, encodeContour(contour)];
  }),
});
write('carpool-places.json', carpoolPlaces(csv('bnlc/bnlc-meuse-voisins.csv'), near));
write('stations.json', stations(csv('gtfs-ter-meuse/stops.txt'), near));
write('france-services.json', franceServices(csv('services/france-services-2024-08.csv'), near));
write('france-travail.json', franceTravail(csv('services/france-travail-agences.csv'), near));
write('information-points.json', informationPoints(csv('services/dispositifs-mobilite-meuse.csv')));
write('employers.json', employers(csv('emploi/employeurs-cites-55.csv'), communes));
write('emission-factors.json', emissionFactors(csv('couts-co2/impact-co2-deplacements.csv')));

function communeTable(rows: SourceCommune[]): FactFile {
  return {
    sources: ['communes', 'chefs-lieux'],
    columns: ['code', 'name', 'epciCode', 'population', 'lon', 'lat', 'postcodes'],
    rows: rows.map((c) => [c.code, c.name, c.epciCode, c.population, ...rounded(c.position), c.postcodes]),
  };
}

function readContours(text: string): Map<string, MultiPolygon> {
  const { features } = JSON.parse(text) as {
    features: { properties: { code: string }; geometry: { type: string; coordinates: unknown } }[];
  };
  return new Map(
    features.map(({ properties, geometry }) => [
      properties.code,
      (geometry.type === 'MultiPolygon' ? geometry.coordinates : [geometry.coordinates]) as MultiPolygon,
    ]),
  );
}

function write(file: string, table: FactFile): void {
  writeFileSync(path.join(output, file), formatFactFile(table));
  console.log(`${file}: ${table.rows.length}`);
}
