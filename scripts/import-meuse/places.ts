import type { MultiPolygon, Position } from '../../src/db/seeds/territory/contour-code.ts';
import { indexContours } from '../../src/db/stores/contours.ts';
import { crowMetres } from '../../src/domain/place-problems.ts';

export type SourceCommune = {
  code: string;
  name: string;
  departement: string;
  epciCode: string;
  epciName: string;
  population: number;
  position: Position;
  postcodes: string;
};

export const communeOf = (row: Record<string, string>): SourceCommune => ({
  code: field(row, 'code_insee'),
  name: field(row, 'nom'),
  departement: field(row, 'departement'),
  epciCode: field(row, 'epci_code'),
  epciName: field(row, 'epci_nom'),
  population: Number(field(row, 'population')),
  position: [Number(field(row, 'lon')), Number(field(row, 'lat'))],
  postcodes: field(row, 'codes_postaux'),
});

/** The cell of that column; throws when the column is missing, so that a changed source is noticed. */
export function field(row: Record<string, string>, column: string): string {
  const value = row[column];
  if (value === undefined) throw new Error(`The source has no column “${column}”.`);
  return value;
}

/** Six decimals, about 10 cm: more digits in a source are noise. */
export const rounded = ([lon, lat]: Position): Position => [round(lon), round(lat)];
const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

/** Whether a point lies in the territory or within so many metres of it. */
export function reachOf(contours: readonly MultiPolygon[]) {
  const index = indexContours(contours.map((coordinates) => ({ item: true, coordinates })));
  return (metres: number) =>
    ([lon, lat]: Position): boolean =>
      index.holding({ lon, lat }) !== null || index.nearest({ lon, lat }, metres) !== null;
}

/** Upper case, no accents, `ST` spelt out: how town names of different files are compared. */
export const plainName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, ' ')
    .replace(/\bST\b/g, 'SAINT')
    .replace(/\bSTE\b/g, 'SAINTE')
    .trim();

/** The commune of that name in that département; where it has merged into another since, the nearest within 5 km. */
export function communeNamed(
  communes: readonly SourceCommune[],
  { town, departement, position }: { town: string; departement: string; position: Position },
): SourceCommune | null {
  const there = communes.filter((c) => c.departement === departement);
  const exact = there.find((c) => plainName(c.name) === plainName(town));
  if (exact) return exact;
  const nearest = there
    .map((commune) => ({ commune, metres: crowMetres(pointOf(commune.position), pointOf(position)) }))
    .sort((a, b) => a.metres - b.metres)[0];
  return nearest && nearest.metres < 5_000 ? nearest.commune : null;
}

const pointOf = ([lon, lat]: Position) => ({ lon, lat });

const SMALL_WORDS = /^(de|des|du|la|le|les|en|et|aux?|lès|sur|sous)$/i;

/** `RUE ROBERT DE COTTE` → `Rue Robert de Cotte`; words already in mixed case are left alone. */
export const unshouted = (text: string): string =>
  text
    .split(' ')
    .map((word, index) => {
      const ordinal = /^(\d+|[IVX]+)(EME|E)$/.exec(word);
      if (ordinal) return `${ordinal[1]}e`;
      if (word.length < 2 || word !== word.toUpperCase() || /\d|^[IVX]+$/.test(word)) return word;
      const lower = word.toLowerCase();
      if (index > 0 && SMALL_WORDS.test(lower)) return lower;
      return lower.replace(/(^|[-'’])\p{L}/gu, (letters) => letters.toUpperCase());
    })
    .join(' ');

/** What lies within reach: the communes known, and a test on positions. */
export type Near = {
  communes: readonly SourceCommune[];
  within(metres: number): (point: Position) => boolean;
};
