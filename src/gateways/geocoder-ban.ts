import { z } from 'zod';
import { crowMetres } from '../domain/place-problems.ts';
import { ProblemError } from '../services/errors.ts';
import type { FoundPlace, Geocoder } from '../services/ports/geocoder.ts';

type Options = {
  /** Without a slash at the end: `https://data.geopf.fr/geocodage`. */
  url: string;
  /** The middle of a territory: of two streets of one name, the one there is meant. */
  near(territoryId: string): Promise<{ lon: number; lat: number }>;
  timeoutMs?: number;
};

/** Somebody waits for the page. */
const TIMEOUT_MS = 2500;
/** Below it, answers are about something else. */
const LEAST_SCORE = 0.45;
/** Nobody is driven further by what is booked here. */
const FAR_METRES = 150_000;
/** `q` has 3 to 200 characters there. */
const LEAST_CHARACTERS = 3;
const MOST_CHARACTERS = 200;

const featureSchema = z.object({
  geometry: z.object({ coordinates: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]) }),
  properties: z.object({
    label: z.string().min(1),
    score: z.number(),
    type: z.string(),
    name: z.string().optional(),
    city: z.string().optional(),
    citycode: z.string().optional(),
    postcode: z.string().optional(),
  }),
});
const answerSchema = z.object({ features: z.array(z.unknown()) });

/**
 * Addresses by the Base Adresse Nationale over HTTP (https://adresse.data.gouv.fr, service of the Géoplateforme). What people type is sent
 * there: an operator switches it on, nothing else does.
 */
export function createBanGeocoder({ url, near, timeoutMs = TIMEOUT_MS }: Options): Geocoder {
  return {
    outside: true,
    async search({ territoryId, text, limit }) {
      const q = text.replace(/\s+/g, ' ').trim().slice(0, MOST_CHARACTERS);
      // Anything that does not begin with a letter or a figure is refused there.
      if (q.length < LEAST_CHARACTERS || !/^[\p{L}\p{N}]/u.test(q)) return [];
      const middle = await near(territoryId);
      const query = new URLSearchParams({
        q,
        limit: String(Math.min(limit, 20)),
        autocomplete: '0',
        lat: middle.lat.toFixed(3),
        lon: middle.lon.toFixed(3),
      });
      const { features } = await ask(`${url}/search?${query}`, timeoutMs);
      return features
        .flatMap((feature) => {
          const read = featureSchema.safeParse(feature);
          return read.success && read.data.properties.score >= LEAST_SCORE ? [placeOf(read.data)] : [];
        })
        .filter((place) => crowMetres(place, middle) <= FAR_METRES)
        .slice(0, limit);
    },
  };
}

function placeOf({ geometry, properties }: z.infer<typeof featureSchema>): FoundPlace {
  const [lon, lat] = geometry.coordinates;
  const { label, type, name, city, citycode, postcode } = properties;
  const isCommune = type === 'municipality';
  return {
    kind: isCommune ? 'commune' : 'address',
    label: (isCommune ? (name ?? label) : label).slice(0, 200),
    detail: isCommune ? (postcode ?? null) : (city ?? null),
    commune: citycode && /^(\d{5}|2[AB]\d{3})$/.test(citycode) ? citycode : null,
    lon,
    lat,
    approximate: false,
  };
}

/** What was typed is in the address: no failure repeats it. */
async function ask(url: string, timeoutMs: number): Promise<z.infer<typeof answerSchema>> {
  const failed = () => new ProblemError('unavailable', 'Le service d’adresses ne répond pas.');
  let told: unknown;
  try {
    const answer = await fetch(url, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!answer.ok) throw failed();
    told = await answer.json();
  } catch {
    throw failed();
  }
  const read = answerSchema.safeParse(told);
  if (!read.success) throw failed();
  return read.data;
}
