import { z } from 'zod';
import { OFFER_KINDS, THEMES } from '../../domain/catalogue/offer.ts';
import { archiveOffer } from '../../services/archive-offer.ts';
import { changeOffer } from '../../services/change-offer.ts';
import { createOffer } from '../../services/create-offer.ts';
import { getOffer } from '../../services/get-offer.ts';
import { listOffers } from '../../services/list-offers.ts';
import { parseInput } from '../../services/parse-input.ts';
import { withIdempotency } from './caller.ts';
import { OFFER_PATCH } from './document.ts';
import {
  type Api,
  answer,
  body,
  CREATED,
  endpoint,
  idempotencyHeader,
  idParameter,
  ifMatchHeader,
  JSON_BODY,
  KEY_OPTIONAL,
  KEY_REQUIRED,
  PATCH_BODY,
  problems,
  VERSIONED,
  WRITING,
} from './endpoint.ts';
import { CARPOOL_EXAMPLE, LOAN_EXAMPLE } from './examples.ts';
import { offerInputDocument, offerPageSchema, offerSchema } from './offer-schemas.ts';
import { readJson } from './read-json.ts';
import { countParameter, numberParameter, pathId, queryOf, readPatch } from './read-request.ts';

const tags = ['Offres'];
const offerId = idParameter('id', 'Identifiant de l’offre.');

const listQuery = z.object({
  kind: z.enum(OFFER_KINDS).optional().meta({ description: 'Type d’offre.' }),
  theme: z.enum(THEMES).optional().meta({ description: 'Thématique data·inclusion.' }),
  q: z.string().max(200).optional().meta({ description: 'Texte cherché dans le titre, la structure, la description.' }),
  near: z
    .string()
    .regex(
      /^-?\d+(\.\d+)?,-?\d+(\.\d+)?$/,
      'Écrivez near=lon,lat en degrés, avec un point décimal (ex. 5.5905,48.7612).',
    )
    .optional()
    .meta({ description: 'Point de départ « lon,lat » : les offres viennent par temps de voiture depuis ce point.' }),
  withinMinutes: numberParameter('Avec near : au plus ce temps de voiture, en minutes.'),
  limit: countParameter('Offres par page, de 1 à 200 (50 par défaut).'),
  cursor: z.string().optional().meta({ description: 'Le nextCursor de la page précédente.' }),
  territory: z.string().optional().meta({ description: 'Sans clé : le territoire demandé, s’il y en a plusieurs.' }),
});

export function offerRoutes({ app, callers }: Api): void {
  endpoint(
    app,
    {
      method: 'get',
      path: '/api/offers',
      operationId: 'listOffers',
      tags,
      summary: 'Lister le catalogue',
      description:
        'Sans clé : les offres publiques. Les trajets des particuliers y vont de commune à commune, par tranche horaire. Avec une clé (offers:read) : tout le catalogue du territoire.',
      security: KEY_OPTIONAL,
      request: { query: listQuery },
      responses: {
        200: answer('Une page d’offres.', offerPageSchema),
        ...problems('unauthenticated', 'forbidden', 'notFound', 'invalid'),
      },
    },
    async (c) => {
      const ctx = await callers.withOrWithoutKey(c);
      const { near, territory: _territory, ...query } = parseInput(listQuery, queryOf(c));
      const [lon, lat] = near?.split(',').map(Number) ?? [];
      const point = lon === undefined || lat === undefined ? undefined : { lon, lat };
      return c.json(await listOffers({ ctx, input: { ...query, near: point } }));
    },
  );

  endpoint(
    app,
    {
      method: 'post',
      path: '/api/offers',
      operationId: 'createOffer',
      tags,
      summary: 'Ajouter une offre',
      description: 'Droit demandé : offers:write.',
      security: KEY_REQUIRED,
      request: {
        body: body(offerInputDocument, JSON_BODY, {
          'Un covoiturage': CARPOOL_EXAMPLE,
          'Une voiture prêtée': LOAN_EXAMPLE,
        }),
      },
      parameters: [idempotencyHeader],
      responses: {
        201: answer('L’offre, avec son identifiant.', offerSchema, undefined, CREATED),
        ...problems(...WRITING),
      },
    },
    async (c) => {
      const caller = await callers.withKey(c);
      const input = await readJson(c);
      const ctx = withIdempotency(c, caller, input);
      const offer = await createOffer({ ctx, input });
      const headers = { location: `/api/offers/${offer.id}`, etag: `"${offer.version}"` };
      return c.json({ ...offer, redacted: false }, 201, headers);
    },
  );

  endpoint(
    app,
    {
      method: 'get',
      path: '/api/offers/{id}',
      operationId: 'getOffer',
      tags,
      summary: 'Lire une offre',
      security: KEY_OPTIONAL,
      parameters: [offerId],
      responses: {
        200: answer('L’offre.', offerSchema, undefined, VERSIONED),
        ...problems('unauthenticated', 'forbidden', 'notFound'),
      },
    },
    async (c) => {
      const ctx = await callers.withOrWithoutKey(c);
      const offer = await getOffer({ ctx, input: { id: pathId(c, 'id') } });
      return c.json(offer, 200, { etag: `"${offer.version}"` });
    },
  );

  endpoint(
    app,
    {
      method: 'patch',
      path: '/api/offers/{id}',
      operationId: 'changeOffer',
      tags,
      summary: 'Changer une offre',
      description:
        'JSON Merge Patch (RFC 7396) : les objets se complètent, null retire, une liste remplace la liste. Droit demandé : offers:write. « version » dans le corps, ou If-Match, protège des changements croisés.',
      security: KEY_REQUIRED,
      parameters: [offerId, ifMatchHeader],
      request: {
        body: body(OFFER_PATCH, PATCH_BODY, { 'Une place de moins': { version: 1, details: { seats: 2 } } }),
      },
      responses: {
        200: answer('L’offre, dans sa nouvelle version.', offerSchema, undefined, VERSIONED),
        ...problems(...WRITING, 'notFound'),
      },
    },
    async (c) => {
      const ctx = await callers.withKey(c);
      const input = await readPatch(c);
      const offer = await changeOffer({ ctx, input });
      return c.json({ ...offer, redacted: false }, 200, { etag: `"${offer.version}"` });
    },
  );

  endpoint(
    app,
    {
      method: 'delete',
      path: '/api/offers/{id}',
      operationId: 'archiveOffer',
      tags,
      summary: 'Archiver une offre',
      description: 'L’offre sort du catalogue ; ce qui a été décidé avec elle reste. Droit demandé : offers:write.',
      security: KEY_REQUIRED,
      parameters: [offerId],
      responses: { 204: { description: 'Archivée.' }, ...problems('unauthenticated', 'forbidden', 'notFound') },
    },
    async (c) => {
      const ctx = await callers.withKey(c);
      await archiveOffer({ ctx, input: { id: pathId(c, 'id') } });
      return c.body(null, 204);
    },
  );
}
