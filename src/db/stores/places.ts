import { and, asc, desc, eq, inArray, isNull, like, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { crowMetres } from '../../domain/place-problems.ts';
import type { PlaceStore } from '../../services/ports.ts';
import { meetingPlaces as imported } from '../schema/imports.ts';
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

const SAME_METRES = 150;

export function createPlaceStore({ tx, actor }: Session): PlaceStore {
  const here = eq(points.territoryId, actor.territoryId);
  return {
    async search(text, limit) {
      const words = searchable(text).split(' ').filter(Boolean);
      if (words.length === 0) return [];
      const wanted = words.join(' ');
      const matching = (table: { searchText: PgColumn; id: PgColumn }) => ({
        where: words.map((word) => like(table.searchText, `%${word}%`)),
        order: [
          desc(sql`starts_with(${table.searchText}, ${wanted})`),
          asc(sql`length(${table.searchText})`),
          asc(table.id),
        ],
      });
      const own = matching(points);
      const ours = await tx
        .select(known)
        .from(points)
        .where(and(here, ...own.where))
        .orderBy(...own.order)
        .limit(limit);
      const others = matching(imported);
      const theirs = await tx
        .select({
          id: imported.id,
          kind: imported.kind,
          label: imported.label,
          commune: imported.commune,
          lon: imported.lon,
          lat: imported.lat,
        })
        .from(imported)
        .where(and(eq(imported.territoryId, actor.territoryId), isNull(imported.archivedAt), ...others.where))
        .orderBy(...others.order)
        .limit(limit);
      // The same place may be in the territory's own files.
      const added = theirs.filter(
        (place) => !ours.some((one) => one.kind === place.kind && crowMetres(one, place) < SAME_METRES),
      );
      return [...ours, ...added].slice(0, limit);
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
