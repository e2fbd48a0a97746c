import { asc, eq } from 'drizzle-orm';
import type { Commune, Gazetteer } from '../../services/ports.ts';
import type { Transaction } from '../connection.ts';
import { type ContourCoordinates, communes } from '../schema/territories.ts';
import { searchable } from '../search-text.ts';
import { indexContours } from './contours.ts';

/** A commune of the territory (`inside`) or of its surroundings; `contour` is null where it is not known. */
export type CommuneFacts = Commune & { inside: boolean; contour: ContourCoordinates | null };

/** Contours are simplified: a home just outside the outline is still a home of the commune. */
const TOLERANCE_METRES = 500;

export async function readGazetteer(tx: Transaction, territoryId: string): Promise<Gazetteer> {
  const rows = await tx
    .select()
    .from(communes)
    .where(eq(communes.territoryId, territoryId))
    .orderBy(asc(communes.code));
  return createGazetteer(rows.map(({ territoryId: _, ...facts }) => facts));
}

/** All in memory: it answers in well under a millisecond, and a territory's communes change once a year. */
export function createGazetteer(facts: readonly CommuneFacts[]): Gazetteer {
  const entries = facts.map(({ inside, contour, ...commune }) => ({
    commune: commune as Commune,
    inside,
    contour,
    searchText: searchable(commune.name),
  }));
  const byCode = new Map(entries.map(({ commune }) => [commune.code, commune]));
  const insiders = entries.filter(({ inside }) => inside);
  const byName = insiders
    .map(({ commune }) => commune)
    .sort((a, b) => a.name.localeCompare(b.name, 'fr') || (a.code < b.code ? -1 : 1));
  const contours = indexContours(
    insiders.flatMap(({ commune, contour }) => (contour ? [{ item: commune, coordinates: contour }] : [])),
  );

  const outlines = insiders.flatMap(({ commune: { code }, contour }) =>
    contour ? [{ code, rings: contour.flat() as [number, number][][] }] : [],
  );

  /** `0` starts with the text, `1` holds it at the start of a word, `2` holds it, `null` does not match. */
  function closeness({ commune, searchText }: (typeof entries)[number], wanted: string): number | null {
    if (searchText.startsWith(wanted) || commune.postcodes.some((code) => code.startsWith(wanted))) return 0;
    if (` ${searchText}`.includes(` ${wanted}`)) return 1;
    return searchText.includes(wanted) ? 2 : null;
  }

  return {
    findByCode: (code) => byCode.get(code) ?? null,
    locate: (point) => contours.holding(point) ?? contours.nearest(point, TOLERANCE_METRES)?.item ?? null,
    metresOutside(point) {
      if (contours.holding(point)) return 0;
      return contours.nearest(point)?.metres ?? Number.POSITIVE_INFINITY;
    },
    communes: () => byName,
    outlines: () => outlines,
    search(text, limit) {
      const wanted = searchable(text);
      if (wanted === '') return [];
      return entries
        .flatMap((entry) => {
          const rank = closeness(entry, wanted);
          return rank === null ? [] : [{ commune: entry.commune, rank }];
        })
        .sort((a, b) => a.rank - b.rank || b.commune.population - a.commune.population)
        .slice(0, limit)
        .map(({ commune }) => commune);
    },
  };
}
