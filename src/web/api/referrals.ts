import { z } from 'zod';
import { REFERRAL_STATUSES } from '../../domain/referral/referral.ts';
import type { Context } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import { parseInput } from '../../services/parse-input.ts';
import { changeReferral } from '../../services/referrals/change-referral.ts';
import { getPutReferral, getReferral } from '../../services/referrals/get-referral.ts';
import { listPutReferrals, listReferrals } from '../../services/referrals/list-referrals.ts';
import { sendReferral } from '../../services/referrals/send-referral.ts';
import { withIdempotency } from './caller.ts';
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
import { readJson } from './read-json.ts';
import { countParameter, pathId, queryOf, readPatch } from './read-request.ts';
import {
  presentListed,
  presentReferral,
  REFERRAL_EXAMPLE,
  referralInputDocument,
  referralPageSchema,
  referralPatchDocument,
  referralSchema,
} from './referral-schemas.ts';

const tags = ['Orientations'];
const referralId = idParameter('id', 'Identifiant de l’orientation.');

const listQuery = z.object({
  side: z
    .enum(['prescriber', 'provider'])
    .optional()
    .meta({ description: 'prescriber : envoyées par votre structure (sans cela) ; provider : reçues par elle.' }),
  status: z.enum(REFERRAL_STATUSES).optional().meta({ description: 'Dans cet état seulement.' }),
  limit: countParameter('Orientations par page, de 1 à 200 (50 par défaut).'),
  cursor: z.string().optional().meta({ description: 'Le nextCursor de la page précédente.' }),
});

/** Referrals for other programs, from both sides. */
export function referralApiRoutes({ app, callers }: Api): void {
  endpoint(
    app,
    {
      method: 'post',
      path: '/api/referrals',
      operationId: 'sendReferral',
      tags,
      summary: 'Orienter une personne vers une offre',
      description:
        'Seuls les faits dont ce type d’offre a besoin partent, et seulement ceux que le dossier connaît ; jamais d’adresse. L’accord de la personne est obligatoire. 422 avec le critère quand l’offre est impossible, sauf insist ; 409 quand la personne attend déjà cette offre. Droit demandé : referrals:write, et le dossier entier de la personne.',
      security: KEY_REQUIRED,
      parameters: [idempotencyHeader],
      request: { body: body(referralInputDocument, JSON_BODY, { 'Vers une offre': REFERRAL_EXAMPLE }) },
      responses: {
        201: answer('L’orientation, envoyée.', referralSchema, undefined, CREATED),
        ...problems(...WRITING, 'notFound'),
      },
    },
    async (c) => {
      const caller = await callers.withKey(c);
      const input = await readJson(c);
      const ctx = withIdempotency(c, caller, input);
      const referral = await sendReferral({ ctx, input });
      const headers = { location: `/api/referrals/${referral.id}`, etag: `"${referral.version}"` };
      return c.json(presentReferral(referral), 201, headers);
    },
  );

  endpoint(
    app,
    {
      method: 'get',
      path: '/api/referrals',
      operationId: 'listReferrals',
      tags,
      summary: 'Lister les orientations',
      description:
        'Celles que votre structure a envoyées (referrals:write) ou reçues (side=provider, referrals:answer), les plus récentes d’abord.',
      security: KEY_REQUIRED,
      request: { query: listQuery },
      responses: {
        200: answer('Une page d’orientations.', referralPageSchema),
        ...problems('unauthenticated', 'forbidden', 'invalid'),
      },
    },
    async (c) => {
      const ctx = await callers.withKey(c);
      const { side, ...query } = parseInput(listQuery, queryOf(c));
      const page = side === 'provider' ? listPutReferrals({ ctx, input: query }) : listReferrals({ ctx, input: query });
      const { items, nextCursor } = await page;
      return c.json({ items: items.map(presentListed), nextCursor });
    },
  );

  endpoint(
    app,
    {
      method: 'get',
      path: '/api/referrals/{id}',
      operationId: 'getReferral',
      tags,
      summary: 'Lire une orientation',
      description:
        'Envoyée par votre structure ou une autre de celles qui accompagnent la personne, ou reçue par la vôtre. Droit demandé : referrals:write ou referrals:answer.',
      security: KEY_REQUIRED,
      parameters: [referralId],
      responses: {
        200: answer('L’orientation, avec tout ce qui s’est passé.', referralSchema, undefined, VERSIONED),
        ...problems('unauthenticated', 'forbidden', 'notFound'),
      },
    },
    async (c) => {
      const ctx = await callers.withKey(c);
      const referral = await read(ctx, pathId(c, 'id'));
      return c.json(presentReferral(referral), 200, { etag: `"${referral.version}"` });
    },
  );

  endpoint(
    app,
    {
      method: 'patch',
      path: '/api/referrals/{id}',
      operationId: 'changeReferral',
      tags,
      summary: 'Répondre à une orientation, dire ce qu’elle devient',
      description:
        'sent → accepted | refused (rejectionReason) ; accepted → started → ended (outcome). Pendant le service, outcome seul dit l’emploi gardé à 3 ou 6 mois. expired vient seul, après 30 jours. 409 quand l’étape n’est plus possible, avec qui a répondu. Droit demandé : referrals:answer pour la structure qui reçoit, referrals:write pour celle qui oriente.',
      security: KEY_REQUIRED,
      parameters: [referralId, ifMatchHeader],
      request: {
        body: body(referralPatchDocument, PATCH_BODY, {
          'La structure accepte': { status: 'accepted', appointment: 'Mardi 1er décembre à 10 h, au garage' },
          'La structure refuse': { status: 'refused', rejectionReason: 'full', message: 'De la place en janvier.' },
          'L’emploi est gardé': { outcome: 'jobKept3Months' },
        }),
      },
      responses: {
        200: answer('L’orientation, dans son nouvel état.', referralSchema, undefined, VERSIONED),
        ...problems(...WRITING, 'notFound'),
      },
    },
    async (c) => {
      const ctx = await callers.withKey(c);
      const { id } = await changeReferral({ ctx, input: await readPatch(c) });
      const referral = await read(ctx, id);
      return c.json(presentReferral(referral), 200, { etag: `"${referral.version}"` });
    },
  );
}

/** From the side of whoever refers where the caller is on it, else of whoever is asked. */
async function read(ctx: Context, id: string) {
  if (!ctx.actor.scopes.has('referrals:write')) return getPutReferral({ ctx, input: { id } });
  try {
    return await getReferral({ ctx, input: { id } });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'notFound') throw error;
    return getPutReferral({ ctx, input: { id } });
  }
}
