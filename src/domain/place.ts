import { z } from 'zod';

/**
 * A place of the world. `commune` is an INSEE code (abroad: the country, a dash and the country's own code, `LI-7001`); when
 * absent it is found from the coordinates.
 */
export const placeSchema = z
  .object({
    label: z.string().trim().max(200).optional(),
    commune: z
      .string()
      .regex(
        /^(\d{5}|2[AB]\d{3}|[A-Z]{2}-[A-Z\d]{1,10})$/,
        'Code INSEE de commune attendu, cinq caractères (ex. 55122).',
      )
      .optional(),
    lon: z.number().min(-180).max(180),
    lat: z.number().min(-90).max(90),
  })
  .meta({ id: 'Place', description: 'WGS84 degrees; `commune` is an INSEE code.' });

export type Place = z.infer<typeof placeSchema>;

/** INSEE code of a commune with everything that contains it: `['55122', '245501176', '55']`. */
export type ZoneCodes = readonly string[];

/** A place of which the matching knows where it lies. `zones` is null where that could not be told (abroad, at sea). */
export type LocatedPlace = { label: string | null; lon: number; lat: number; zones: ZoneCodes | null };
