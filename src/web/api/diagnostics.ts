import { z } from 'zod';
import { diagnosticInputSchema } from '../../domain/diagnostic/diagnostic.ts';
import { explainOffer } from '../../services/explain-offer.ts';
import { getDiagnostic } from '../../services/get-diagnostic.ts';
import { getMatches, MAX_WAIT_SECONDS } from '../../services/get-matches.ts';
import { parseInput } from '../../services/parse-input.ts';
import { recordDiagnostic } from '../../services/record-diagnostic.ts';
import { reviseDiagnostic } from '../../services/revise-diagnostic.ts';
import { withIdempotency } from './caller.ts';
import { DIAGNOSTIC_PATCH } from './document.ts';
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
  KEY_REQUIRED,
  PATCH_BODY,
  problems,
  VERSIONED,
  WRITING,
} from './endpoint.ts';
import { DIAGNOSTIC_EXAMPLE, INTERVIEW_EXAMPLE } from './examples.ts';
import { matchesSchema, offerExplanationSchema } from './match-schemas.ts';
import { readJson } from './read-json.ts';
import { countParameter, numberParameter, pathId, queryOf, readPatch } from './read-request.ts';
import { diagnosticSchema } from './schemas.ts';

const tags = ['Diagnostics'];
const diagnosticId = idParameter('id', 'Identifiant du diagnostic.');

const versionQuery = z.object({
  version: countParameter('Une version passée du diagnostic ; la dernière sans cela.'),
});
const matchesQuery = versionQuery.extend({
  wait: numberParameter(`Secondes d’attente d’un résultat en préparation, ${MAX_WAIT_SECONDS} au plus.`),
});

export function diagnosticRoutes({ app, callers }: Api): void {
  endpoint(
    app,
    {
      method: 'post',
      path: '/api/diagnostics',
      operationId: 'recordDiagnostic',
      tags,
      summary: 'Enregistrer un diagnostic',
      description:
        'Seuls home et job (ou goal) sont obligatoires : ce qui manque n’est pas connu, jamais une erreur. Une référence encore inconnue crée une personne sans nom. L’appariement part aussitôt : lisez /matches. Droit demandé : diagnostics:write.',
      security: KEY_REQUIRED,
      parameters: [idempotencyHeader],
      request: {
        body: body(diagnosticInputSchema, JSON_BODY, {
          'Un emploi en équipes': DIAGNOSTIC_EXAMPLE,
          'Un entretien': INTERVIEW_EXAMPLE,
        }),
      },
      responses: {
        201: answer('Le diagnostic, version 1.', diagnosticSchema, undefined, CREATED),
        ...problems(...WRITING),
      },
    },
    async (c) => {
      const caller = await callers.withKey(c);
      const input = await readJson(c);
      const ctx = withIdempotency(c, caller, input);
      const diagnostic = await recordDiagnostic({ ctx, input });
      const headers = { location: `/api/diagnostics/${diagnostic.id}`, etag: `"${diagnostic.version}"` };
      return c.json(diagnostic, 201, headers);
    },
  );

  endpoint(
    app,
    {
      method: 'get',
      path: '/api/diagnostics/{id}',
      operationId: 'getDiagnostic',
      tags,
      summary: 'Lire un diagnostic',
      description: 'L’âge, jamais la date de naissance. Droit demandé : diagnostics:read.',
      security: KEY_REQUIRED,
      parameters: [diagnosticId],
      request: { query: versionQuery },
      responses: {
        200: answer('Le diagnostic.', diagnosticSchema, undefined, VERSIONED),
        ...problems('unauthenticated', 'forbidden', 'notFound', 'invalid'),
      },
    },
    async (c) => {
      const ctx = await callers.withKey(c);
      const query = parseInput(versionQuery, queryOf(c));
      const diagnostic = await getDiagnostic({ ctx, input: { id: pathId(c, 'id'), ...query } });
      return c.json(diagnostic, 200, { etag: `"${diagnostic.version}"` });
    },
  );

  endpoint(
    app,
    {
      method: 'patch',
      path: '/api/diagnostics/{id}',
      operationId: 'reviseDiagnostic',
      tags,
      summary: 'Réviser un diagnostic',
      description:
        'JSON Merge Patch (RFC 7396) : null retire ce qui était connu, une liste remplace la liste. Fait une nouvelle version et relance l’appariement. Droit demandé : diagnostics:write.',
      security: KEY_REQUIRED,
      parameters: [diagnosticId, ifMatchHeader],
      request: {
        body: body(DIAGNOSTIC_PATCH, PATCH_BODY, {
          'Permis obtenu': { means: { licences: [{ category: 'B', status: 'valid', obtainedOn: '2026-11-20' }] } },
        }),
      },
      responses: {
        200: answer('Le diagnostic, dans sa nouvelle version.', diagnosticSchema, undefined, VERSIONED),
        ...problems(...WRITING, 'notFound'),
      },
    },
    async (c) => {
      const ctx = await callers.withKey(c);
      const input = await readPatch(c);
      const diagnostic = await reviseDiagnostic({ ctx, input });
      return c.json(diagnostic, 200, { etag: `"${diagnostic.version}"` });
    },
  );

  endpoint(
    app,
    {
      method: 'get',
      path: '/api/diagnostics/{id}/matches',
      operationId: 'getMatches',
      tags,
      summary: 'Lire les offres appariées',
      description:
        'Toutes les offres, de la meilleure à la plus éloignée, chacune expliquée. Le moteur propose, une personne décide. Droit demandé : diagnostics:read.',
      security: KEY_REQUIRED,
      parameters: [diagnosticId],
      request: { query: matchesQuery },
      responses: {
        200: answer('Le résultat, prêt ou en préparation (status).', matchesSchema),
        ...problems('unauthenticated', 'forbidden', 'notFound', 'invalid'),
      },
    },
    async (c) => {
      const ctx = await callers.withKey(c);
      const { wait, ...query } = parseInput(matchesQuery, queryOf(c));
      return c.json(await getMatches({ ctx, input: { diagnosticId: pathId(c, 'id'), waitSeconds: wait, ...query } }));
    },
  );

  endpoint(
    app,
    {
      method: 'get',
      path: '/api/diagnostics/{id}/matches/{offerId}',
      operationId: 'explainOffer',
      tags,
      summary: 'Expliquer une offre',
      description:
        'N’importe quelle offre du catalogue, listée ou non, calculée maintenant et exactement. Droit demandé : diagnostics:read.',
      security: KEY_REQUIRED,
      parameters: [diagnosticId, idParameter('offerId', 'Identifiant de l’offre.')],
      request: { query: versionQuery },
      responses: {
        200: answer('L’offre, critère par critère.', offerExplanationSchema),
        ...problems('unauthenticated', 'forbidden', 'notFound', 'invalid'),
      },
    },
    async (c) => {
      const ctx = await callers.withKey(c);
      const query = parseInput(versionQuery, queryOf(c));
      const input = { diagnosticId: pathId(c, 'id'), offerId: pathId(c, 'offerId'), ...query };
      return c.json(await explainOffer({ ctx, input }));
    },
  );
}
