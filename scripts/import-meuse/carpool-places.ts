import type { Position } from '../../src/db/seeds/territory/contour-code.ts';
import type { FactFile } from '../../src/db/seeds/territory/fact-file.ts';
import { field, type Near, rounded } from './places.ts';

/**
 * The source lost its accents in a wrong conversion (every accented letter became `é`). Only what is needed within
 * reach of the territory is put right; each entry is an observed spelling.
 */
const SPELLINGS: readonly [wrong: string, right: string][] = [
  ['Hétel', 'Hôtel'],
  ['chéteau', 'château'],
  ['Chéteau', 'Château'],
  ['Chéne', 'Chêne'],
  ['fétes', 'fêtes'],
  ['Domévre', 'Domèvre'],
  ['Rosiéres', 'Rosières'],
  ['Pont-é-Mousson', 'Pont-à-Mousson'],
  ['Moncel-lés', 'Moncel-lès'],
  ['deéHéming', 'de Héming'],
  ['centreéBadonviller', 'centre Badonviller'],
  ['Fére-', 'Fère-'],
  ['Chételet', 'Châtelet'],
];

const respelt = (text: string) =>
  SPELLINGS.reduce((spelt, [wrong, right]) => spelt.replaceAll(wrong, right), text).replace(/\s+/g, ' ');

/** Open places of the national base within reach, in a file of their own: the ODbL asks that what derives from it stay under it. */
export function carpoolPlaces(rows: Record<string, string>[], near: Near): FactFile {
  const within = near.within(60_000);
  return {
    sources: ['bnlc'],
    columns: ['id', 'name', 'kind', 'communeCode', 'lon', 'lat', 'spaces', 'updatedOn'],
    rows: rows
      .map((row) => ({ row, position: rounded([Number(field(row, 'Xlong')), Number(field(row, 'Ylat'))]) }))
      .filter(({ row, position }) => field(row, 'ouvert') === 'true' && within(position))
      .map(({ row, position }: { row: Record<string, string>; position: Position }) => [
        field(row, 'id_lieu'),
        respelt(field(row, 'nom_lieu')),
        field(row, 'type'),
        field(row, 'insee'),
        ...position,
        field(row, 'nbre_pl') === '' ? null : Number(field(row, 'nbre_pl')),
        field(row, 'date_maj'),
      ])
      .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)),
  };
}
