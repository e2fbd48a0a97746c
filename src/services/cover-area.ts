import { z } from 'zod';
import { MODES, type RouterName } from '../../geo/router.ts';
import { placeProblems } from '../domain/place-problems.ts';
import type { Context } from './context.ts';
import { invalid } from './errors.ts';
import { groundOf } from './ground.ts';
import { parseInput } from './parse-input.ts';
import { type DrawnArea, reachableAreas } from './reachable-areas.ts';

const LIMITS = { minutes: 90, areas: 4 };

export const coverAreaSchema = z.object({
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  minutes: z.array(z.int().min(1).max(LIMITS.minutes)).min(1).max(LIMITS.areas),
  mode: z.enum(MODES as [(typeof MODES)[number]]).default('car'),
});

/** GeoJSON (RFC 7946), one feature for each of the minutes, in their order. */
export type Coverage = {
  type: 'FeatureCollection';
  features: {
    type: 'Feature';
    geometry: { type: 'MultiPolygon'; coordinates: DrawnArea['coordinates'] };
    properties: {
      minutes: number;
      mode: string;
      router: RouterName;
      dataSet: string;
      /** By crow flight. */
      estimated: boolean;
      /** A router should have drawn it and did not: ask again later. */
      provisional: boolean;
      /** Estimated: metres surely and at most reached. */
      radiusMetres: [number, number] | null;
    };
  }[];
};

const BY: Record<(typeof MODES)[number], string> = {
  car: 'en voiture',
  lightCar: 'en voiture sans permis',
  scooter: 'en scooter',
  bike: 'à vélo',
  foot: 'à pied',
};

/**
 * What a person at a place reaches within so many minutes. Throws `invalid`: of a place outside the territory and its
 * border, or without a road near. Throws the reason of `signal` when whoever asked has left.
 */
export async function coverArea({
  ctx,
  input,
  signal,
}: {
  ctx: Context;
  input: z.input<typeof coverAreaSchema>;
  signal?: AbortSignal;
}): Promise<Coverage> {
  const { lon, lat, mode, ...asked } = parseInput(coverAreaSchema, input);
  const { ground } = await groundOf(ctx);
  const problems = placeProblems({ place: { lon, lat }, path: 'lon', rule: 'near', ground });
  if (problems.length > 0) throw invalid(problems);
  const routers = ctx.deps.routers(ctx.actor.territoryId);
  const minutes = [...new Set(asked.minutes)];
  const { areas, fellBack } = await reachableAreas(routers, { mode, place: [lon, lat], minutes, signal });
  if (areas === null) {
    throw invalid([
      {
        path: 'lon',
        message: `Aucune route ne se prend ${BY[mode]} près de ce lieu : rapprochez le point d’une route, ou choisissez un autre mode.`,
      },
    ]);
  }
  return {
    type: 'FeatureCollection',
    features: areas.map(({ minutes, coordinates, source, dataSet, radiusMetres }) => ({
      type: 'Feature',
      geometry: { type: 'MultiPolygon', coordinates },
      properties: {
        minutes,
        mode,
        router: source,
        dataSet,
        estimated: radiusMetres !== null,
        provisional: fellBack,
        radiusMetres,
      },
    })),
  };
}
