import type { Context as HonoContext } from 'hono';
import { z } from 'zod';
import { serviceSchema, structureSchema } from '../../domain/imports/data-inclusion.ts';
import { ProblemError } from '../../services/errors.ts';
import { listDirectory } from '../../services/imports/exports/data-inclusion.ts';
import { LICENCE, listGbfs, openData } from '../../services/imports/exports/feeds.ts';
import { type Api, answer, endpoint, idParameter, problems } from './endpoint.ts';
import { offerSchema } from './offer-schemas.ts';

const tags = ['Flux publiés'];
/** Read by other programs every so often. What a key's territory publishes is kept for nobody else. */
const kept = (c: HonoContext) => ({
  'cache-control': `${c.req.header('authorization') === undefined ? 'public' : 'private'}, max-age=300`,
  vary: 'authorization',
});
const licence = z.object({ name: z.string(), url: z.string() });
const openDataSchema = z.object({
  licence,
  publishedOn: z.string(),
  territory: z.object({ id: z.string(), name: z.string() }),
  offers: z.array(offerSchema),
});

const texts = z.array(z.object({ text: z.string(), language: z.string() }));
const price = z.array(z.object({ start: z.number(), rate: z.number(), interval: z.number() }));
const gbfsSchema = z.object({
  last_updated: z.string(),
  ttl: z.int(),
  version: z.string(),
  data: z
    .object({
      feeds: z.array(z.object({ name: z.string(), url: z.string() })),
      system_id: z.string(),
      languages: z.array(z.string()),
      name: texts,
      opening_hours: z.string(),
      feed_contact_email: z.string(),
      timezone: z.string(),
      license_id: z.string(),
      stations: z.array(
        z.object({
          ...{ station_id: z.string(), name: texts, lat: z.number(), lon: z.number() },
          contact_phone: z.string().optional(),
        }),
      ),
      vehicle_types: z.array(
        z.object({
          ...{ vehicle_type_id: z.string(), form_factor: z.string(), propulsion_type: z.string(), name: texts },
          wheel_count: z.int().optional(),
          max_range_meters: z.number().optional(),
          default_pricing_plan_id: z.string().optional(),
        }),
      ),
      plans: z.array(
        z.object({
          ...{ plan_id: z.string(), name: texts, currency: z.string(), price: z.number(), is_taxable: z.boolean() },
          description: texts,
          per_min_pricing: price.optional(),
          per_km_pricing: price.optional(),
        }),
      ),
    })
    .partial()
    .meta({ description: 'Selon le fichier.' }),
});

/** What the territory publishes for other programs, without a key: `/gbfs/3.0/*`, `/data-inclusion/*`, `/donnees-ouvertes/*`. */
export function feedRoutes({ app, callers }: Api): void {
  const feed = (
    path: string,
    operationId: string,
    summary: string,
    description: string,
    schema: z.ZodType,
    read: (c: HonoContext) => Promise<unknown>,
  ) =>
    endpoint(
      app,
      {
        method: 'get',
        path,
        operationId,
        tags,
        summary,
        description,
        responses: { 200: answer(summary, schema), ...problems('notFound') },
      },
      async (c) => c.json((await read(c)) as object, 200, kept(c)),
    );

  const directory = async (c: HonoContext) =>
    listDirectory({ ctx: await callers.withOrWithoutKey(c), input: { isPublic: true } });
  feed(
    '/data-inclusion/structures.json',
    'listStructures',
    'Structures, en data·inclusion',
    'Schéma 1.0.8.',
    z.array(structureSchema),
    async (c) => (await directory(c)).structures,
  );
  feed(
    '/data-inclusion/services.json',
    'listServices',
    'Services, en data·inclusion',
    'Schéma 1.0.8. Les trajets de particuliers n’y sont pas.',
    z.array(serviceSchema),
    async (c) => (await directory(c)).services,
  );

  endpoint(
    app,
    {
      method: 'get',
      path: '/gbfs/3.0/{file}',
      operationId: 'readGbfs',
      tags,
      summary: 'Stations d’autopartage, en GBFS',
      description:
        'GBFS 3.0 : gbfs.json, system_information.json, station_information.json, station_status.json (vide), vehicle_types.json, system_pricing_plans.json. Le nombre de véhicules présents n’est pas publié : il n’est connu que des opérateurs.',
      parameters: [idParameter('file', 'Nom du fichier, par exemple gbfs.json.')],
      responses: { 200: answer('Le fichier.', gbfsSchema), ...problems('notFound') },
    },
    async (c) => {
      const files = await listGbfs({ ctx: await callers.withOrWithoutKey(c) });
      const name = (c.req.param('file') ?? '').replace(/\.json$/, '');
      if (!Object.hasOwn(files, name)) throw new ProblemError('notFound', 'Ce fichier GBFS n’est pas publié ici.');
      return c.json(files[name] as object, 200, kept(c));
    },
  );

  feed(
    '/donnees-ouvertes/offres.json',
    'readOpenData',
    'Le catalogue, en données ouvertes',
    `${LICENCE.name}. Les trajets de particuliers y vont de commune à commune, par tranche horaire.`,
    openDataSchema,
    async (c) => openData({ ctx: await callers.withOrWithoutKey(c) }),
  );
}
