import { z } from 'zod';
import type { Context } from './context.ts';
import { parseInput } from './parse-input.ts';

export const listPlacesSchema = z.object({
  q: z.string().trim().min(1).max(100),
  limit: z.int().min(1).max(50).default(10),
});

/** A place as a form offers it: a commune (its chef-lieu), or somewhere people go to. */
export type KnownPlace = {
  kind: string;
  label: string;
  /** INSEE code; null where not known. */
  commune: string | null;
  postcode: string | null;
  lon: number;
  lat: number;
};

/** Communes first, by name or postcode, then known places of the territory. Throws `invalid`. */
export async function listPlaces({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof listPlacesSchema>;
}): Promise<{ items: KnownPlace[] }> {
  const { q, limit } = parseInput(listPlacesSchema, input);
  const { gazetteer } = await ctx.deps.territory(ctx.actor.territoryId);
  const communes = gazetteer.search(q, limit).map(({ code, name, postcodes, lon, lat }) => ({
    kind: 'commune',
    label: name,
    commune: code,
    postcode: postcodes[0] ?? null,
    lon,
    lat,
  }));
  const rest = limit - communes.length;
  if (rest <= 0) return { items: communes };
  const known = await ctx.deps.database.transact(ctx.actor, (stores) => stores.places.search(q, rest));
  return {
    items: [...communes, ...known.map(({ id: _id, ...place }) => ({ ...place, postcode: null }))],
  };
}
