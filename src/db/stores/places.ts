import { and, asc, desc, eq, inArray, like, sql } from 'drizzle-orm';
import type { PlaceStore } from '../../services/ports.ts';
import { pointsOfInterest as points } from '../schema/territories.ts';
import { searchable } from '../search-text.ts';
import type { Session } from '../session.ts';

const known = {
  id: points.id,
  kind: points.kind,
  label: points.label,
  commune: points.commune,
  lon: points.lon,
  lat: points.lat,
};

export function createPlaceStore({ tx, actor }: Session): PlaceStore {
  const here = eq(points.territoryId, actor.territoryId);
  return {
    async search(text, limit) {
      const words = searchable(text).split(' ').filter(Boolean);
      if (words.length === 0) return [];
      return await tx
        .select(known)
        .from(points)
        .where(and(here, ...words.map((word) => like(points.searchText, `%${word}%`))))
        .orderBy(
          desc(sql`starts_with(${points.searchText}, ${words.join(' ')})`),
          asc(sql`length(${points.searchText})`),
          asc(points.id),
        )
        .limit(limit);
    },

    async list({ kinds } = {}) {
      return await tx
        .select({
          ...known,
          address: points.address,
          source: points.source,
          sourceDate: points.sourceDate,
          licence: points.licence,
          details: points.details,
        })
        .from(points)
        .where(and(here, kinds && inArray(points.kind, [...kinds])))
        .orderBy(asc(points.kind), asc(points.searchText), asc(points.id));
    },
  };
}
