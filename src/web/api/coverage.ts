import { z } from 'zod';
import { coverArea, coverAreaSchema } from '../../services/cover-area.ts';
import { parseInput } from '../../services/parse-input.ts';
import { type Api, endpoint, KEY_OPTIONAL, problems } from './endpoint.ts';
import { COVERAGE_EXAMPLE } from './examples.ts';
import { router } from './match-schemas.ts';
import { queryOf } from './read-request.ts';

const GEO_JSON = 'application/geo+json';
/** The caller has closed the connection: nobody reads this (as nginx writes it). */
const CLIENT_CLOSED_REQUEST = 499;

const degrees = (most: number, description: string) =>
  z.coerce
    .number('Un nombre de degrés est attendu, avec un point décimal (ex. 5.5905).')
    .min(-most)
    .max(most)
    .meta({ type: 'number', description });

const query = z.object({
  lon: degrees(180, 'Longitude du lieu, en degrés.'),
  lat: degrees(90, 'Latitude du lieu, en degrés.'),
  minutes: z
    .string()
    .regex(/^\d{1,4}(,\d{1,4}){0,3}$/, 'Écrivez minutes=30, ou jusqu’à quatre durées : minutes=15,30,45 (de 1 à 90).')
    .meta({ description: 'Une à quatre durées de trajet, en minutes entières de 1 à 90, séparées par des virgules.' }),
  mode: coverAreaSchema.shape.mode.meta({
    description: 'car (par défaut), lightCar (45 km/h), scooter, bike ou foot.',
  }),
  territory: z.string().optional().meta({ description: 'Sans clé : le territoire demandé, s’il y en a plusieurs.' }),
});

const lonLat = z.tuple([z.number(), z.number()]);
const coverageSchema = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.object({
        type: z.literal('Feature'),
        geometry: z.object({
          type: z.literal('MultiPolygon'),
          coordinates: z.array(z.array(z.array(lonLat).min(4)).min(1)),
        }),
        properties: z.object({
          minutes: z.int(),
          mode: z.string(),
          router,
          dataSet: z.string(),
          estimated: z.boolean(),
          provisional: z.boolean(),
          radiusMetres: z.tuple([z.int(), z.int()]).nullable(),
        }),
      }),
    ),
  })
  .meta({ id: 'ReachableAreas' });

/** What is within reach of a place, to be drawn on a map. */
export function coverageRoutes({ app, callers }: Api): void {
  endpoint(
    app,
    {
      method: 'get',
      path: '/api/coverage',
      operationId: 'coverArea',
      tags: ['Service'],
      summary: 'Dessiner ce qui est à portée',
      description:
        'En GeoJSON, ce qu’une personne atteint depuis un lieu (à 100 m près) en tant de minutes, trous compris. Sans réseau routier : un cercle prudent (estimated), à ne pas prendre pour une promesse.',
      security: KEY_OPTIONAL,
      request: { query },
      responses: {
        200: {
          description: 'Une surface par durée, dans l’ordre demandé.',
          content: { [GEO_JSON]: { schema: coverageSchema, example: COVERAGE_EXAMPLE } },
        },
        ...problems('unauthenticated', 'notFound', 'invalid'),
      },
    },
    async (c) => {
      const ctx = await callers.withOrWithoutKey(c);
      const { territory: _territory, minutes, ...rest } = parseInput(query, queryOf(c));
      const { signal } = c.req.raw;
      try {
        const input = { ...rest, minutes: minutes.split(',').map(Number) };
        return c.body(JSON.stringify(await coverArea({ ctx, input, signal })), 200, { 'content-type': GEO_JSON });
      } catch (error) {
        if (signal.aborted) return new Response(null, { status: CLIENT_CLOSED_REQUEST });
        throw error;
      }
    },
  );
}
