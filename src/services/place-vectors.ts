import type { Landmarks } from '../../geo/landmarks.ts';
import { RouterError } from '../../geo/router.ts';
import type { PlaceVector } from '../domain/matching/prune/road-bounds.ts';
import { type Point, pointKey } from '../domain/matching/travel.ts';
import type { Context } from './context.ts';
import { decodeLandmarks } from './landmark-set.ts';
import { inTurns, vectorsOf } from './road-survey.ts';

/** The landmarks of one road data set, and places already timed to them, by `pointKey`. */
export type TimedPlaces = { landmarks: Landmarks; vectors: ReadonlyMap<string, PlaceVector> };

export type PlaceVectors = {
  /**
   * Landmark times on that data set, of those places at least where the router gives them. Null where the data set has no
   * landmarks, or the router does not answer.
   */
  of(ctx: Context, dataSet: string, places: readonly Point[]): Promise<TimedPlaces | null>;
};

/** Homes and workplaces timed lately; two hundred bytes each. */
const MOST_VECTORS = 20_000;

/** Keeps in this process the landmark times of people's places: they are asked for once. */
export function createPlaceVectors({ most = MOST_VECTORS } = {}): PlaceVectors {
  const known = new Map<string, { landmarks: Landmarks; vectors: Map<string, PlaceVector> }>();

  return {
    async of(ctx, dataSet, places) {
      const { territoryId } = ctx.actor;
      const before = known.get(territoryId);
      const present = before?.landmarks.dataSet === dataSet ? before : await landmarksOf(ctx, dataSet);
      if (present === null) return null;
      known.set(territoryId, present);
      // What is given away stays whole: others' places make room by beginning another map.
      const { landmarks, vectors: timed } = present;
      const missing = places.filter((place) => !timed.has(pointKey(place)));
      if (missing.length === 0) return { landmarks, vectors: timed };
      try {
        const vectorOf = await vectorsOf(inTurns(ctx.deps.routers(territoryId)), landmarks, missing);
        if (present.vectors.size > most) present.vectors = new Map();
        const { vectors } = present;
        for (const place of places) vectors.set(pointKey(place), timed.get(pointKey(place)) ?? vectorOf(place));
        return { landmarks, vectors };
      } catch (error) {
        if (error instanceof RouterError) return null;
        throw error;
      }
    },
  };
}

async function landmarksOf(ctx: Context, dataSet: string) {
  const payload = await ctx.deps.database.transact(ctx.actor, ({ roads }) => roads.findLandmarks('car', dataSet));
  const landmarks = payload === null ? null : decodeLandmarks(payload);
  return landmarks === null ? null : { landmarks, vectors: new Map<string, PlaceVector>() };
}
