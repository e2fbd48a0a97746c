import { z } from 'zod';
import { checkHealth } from '../../services/check-health.ts';
import { getRematching } from '../../services/get-rematching.ts';
import { listPlaces } from '../../services/list-places.ts';
import { parseInput } from '../../services/parse-input.ts';
import { type Api, answer, endpoint, KEY_OPTIONAL, KEY_REQUIRED, problems } from './endpoint.ts';
import { countParameter, queryOf } from './read-request.ts';
import { healthSchema, knownPlacesSchema, rematchingSchema } from './schemas.ts';

const tags = ['Service'];

const placesQuery = z.object({
  q: z.string().meta({ description: 'Début d’un nom de commune, d’un code postal, ou mot d’un lieu.' }),
  limit: countParameter('Au plus, de 1 à 50 (10 par défaut).'),
  territory: z.string().optional().meta({ description: 'Sans clé : le territoire demandé, s’il y en a plusieurs.' }),
});

/** What is neither an offer nor a person: health, and places for forms. */
export function serviceRoutes({ app, deps, callers, options }: Api): void {
  const metrics = [{ router: 'valhalla', mode: 'car', calls: 1204, cells: 86_000, failures: 0, milliseconds: 9120 }];
  const router = { name: 'valhalla', status: 'ok', dataSet: 'lorraine 2026-11-20', metrics };
  const health = { status: 'ok', database: 'ok', queue: 'ok', router, territories: [{ id: 'meuse', router }] };
  endpoint(
    app,
    {
      method: 'get',
      path: '/health',
      operationId: 'checkHealth',
      tags,
      summary: 'État du service',
      description: 'Sans clé. 503 quand la base de données ne répond pas.',
      responses: {
        200: answer('Le service répond, entier (ok) ou diminué (degraded).', healthSchema, health),
        503: answer(
          'La base de données ne répond pas.',
          healthSchema,
          { ...health, status: 'down', database: 'down' },
          {
            'retry-after': 'Secondes à attendre.',
          },
        ),
      },
    },
    async (c) => {
      const found = await checkHealth({ deps, territoryId: options.territoryId ?? '' });
      return found.database === 'ok' ? c.json(found) : c.json(found, 503, { 'retry-after': '5' });
    },
  );

  endpoint(
    app,
    {
      method: 'get',
      path: '/api/places',
      operationId: 'listPlaces',
      tags,
      summary: 'Chercher un lieu',
      description: 'Les communes du territoire et des alentours (leur chef-lieu), puis les lieux connus.',
      security: KEY_OPTIONAL,
      request: { query: placesQuery },
      responses: {
        200: answer('Les lieux, les plus probables d’abord.', knownPlacesSchema),
        ...problems('unauthenticated', 'notFound', 'invalid'),
      },
    },
    async (c) => {
      const ctx = await callers.withOrWithoutKey(c);
      const { territory: _territory, ...query } = parseInput(placesQuery, queryOf(c));
      return c.json(await listPlaces({ ctx, input: query }));
    },
  );

  endpoint(
    app,
    {
      method: 'get',
      path: '/api/rematching',
      operationId: 'getRematching',
      tags,
      summary: 'Suivre les appariements refaits',
      description:
        'Quand une offre est créée, changée, archivée, complète ou de nouveau libre, seuls les diagnostics ouverts qu’elle peut concerner sont appariés de nouveau. Droit demandé : offers:write.',
      security: KEY_REQUIRED,
      responses: {
        200: answer('Où ils en sont.', rematchingSchema),
        ...problems('unauthenticated', 'forbidden'),
      },
    },
    async (c) => c.json(await getRematching({ ctx: await callers.withKey(c) })),
  );
}
