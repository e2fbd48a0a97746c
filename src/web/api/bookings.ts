import { z } from 'zod';
import { BOOKING_STATUSES } from '../../domain/booking/booking.ts';
import { bookRide } from '../../services/bookings/book-ride.ts';
import { changeBooking } from '../../services/bookings/change-booking.ts';
import { getBooking } from '../../services/bookings/get-booking.ts';
import { listBookings } from '../../services/bookings/list-bookings.ts';
import { parseInput } from '../../services/parse-input.ts';
import {
  bookingInputDocument,
  bookingPageSchema,
  bookingPatchDocument,
  bookingSchema,
  OUTBOUND_EXAMPLE,
  presentBooking,
  presentListedBooking,
  RETURN_EXAMPLE,
} from './booking-schemas.ts';
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

const tags = ['Réservations'];
const bookingId = idParameter('id', 'Identifiant de la réservation.');
const side = z.enum(['adviser', 'provider']);

const listQuery = z.object({
  side: side
    .optional()
    .meta({ description: 'adviser : demandées par votre structure (sans cela) ; provider : qui lui sont demandées.' }),
  status: z.enum(BOOKING_STATUSES).optional().meta({ description: 'Dans cet état seulement.' }),
  limit: countParameter('Réservations par page, de 1 à 200 (50 par défaut).'),
  cursor: z.string().optional().meta({ description: 'Le nextCursor de la page précédente.' }),
});
const oneQuery = z.object({
  side: side.optional().meta({ description: 'De quel côté la lire, si votre structure est des deux.' }),
});

/** Rides for other programs, from both sides. */
export function bookingApiRoutes({ app, callers }: Api): void {
  endpoint(
    app,
    {
      method: 'post',
      path: '/api/bookings',
      operationId: 'bookRide',
      tags,
      summary: 'Demander un trajet pour une personne',
      description:
        'arriveBy : un aller, de chez elle (from) ; departFrom : un retour, chez elle (to). Le trajet est vérifié de nouveau sur l’offre telle qu’elle est : 422 avec le critère qui dit non (offerId.notice, offerId.detour…), 409 quand il n’y a plus assez de places. La demande tient ses places jusqu’à la réponse. Une référence inconnue de votre structure : 404. Le même trajet demandé deux fois est le même. Droit demandé : bookings:write, et le dossier entier de la personne.',
      security: KEY_REQUIRED,
      parameters: [idempotencyHeader],
      request: {
        body: body(bookingInputDocument, JSON_BODY, { 'Un aller': OUTBOUND_EXAMPLE, 'Un retour': RETURN_EXAMPLE }),
      },
      responses: {
        201: answer('Le trajet, demandé.', bookingSchema, undefined, CREATED),
        ...problems(...WRITING, 'notFound'),
      },
    },
    async (c) => {
      const caller = await callers.withKey(c);
      const input = await readJson(c);
      const booking = await bookRide({ ctx: withIdempotency(c, caller, input), input });
      const headers = { location: `/api/bookings/${booking.id}`, etag: `"${booking.version}"` };
      return c.json(presentBooking(booking), 201, headers);
    },
  );

  endpoint(
    app,
    {
      method: 'get',
      path: '/api/bookings',
      operationId: 'listBookings',
      tags,
      summary: 'Lister les réservations',
      description:
        'Celles que votre structure a demandées (bookings:write) ou qui lui sont demandées (side=provider, bookings:answer), dans l’ordre des départs.',
      security: KEY_REQUIRED,
      request: { query: listQuery },
      responses: {
        200: answer('Une page de réservations.', bookingPageSchema),
        ...problems('unauthenticated', 'forbidden', 'invalid'),
      },
    },
    async (c) => {
      const ctx = await callers.withKey(c);
      const { items, nextCursor } = await listBookings({ ctx, input: parseInput(listQuery, queryOf(c)) });
      return c.json({ items: items.map(presentListedBooking), nextCursor });
    },
  );

  endpoint(
    app,
    {
      method: 'get',
      path: '/api/bookings/{id}',
      operationId: 'getBooking',
      tags,
      summary: 'Lire une réservation',
      description:
        'Demandée par votre structure ou une autre de celles qui accompagnent la personne, ou à la vôtre. Avant son accord, qui conduit n’en sait que les communes ; après, le lieu de rencontre et le prénom ; l’adresse seulement de porte à porte, et plus un jour après. Droit demandé : bookings:write ou bookings:answer.',
      security: KEY_REQUIRED,
      parameters: [bookingId],
      request: { query: oneQuery },
      responses: {
        200: answer('La réservation, avec tout ce qui s’est passé.', bookingSchema, undefined, VERSIONED),
        ...problems('unauthenticated', 'forbidden', 'notFound', 'invalid'),
      },
    },
    async (c) => {
      const ctx = await callers.withKey(c);
      const { side: as } = parseInput(oneQuery, queryOf(c));
      const booking = await getBooking({ ctx, input: { id: pathId(c, 'id'), ...(as && { as }) } });
      return c.json(presentBooking(booking), 200, { etag: `"${booking.version}"` });
    },
  );

  endpoint(
    app,
    {
      method: 'patch',
      path: '/api/bookings/{id}',
      operationId: 'changeBooking',
      tags,
      summary: 'Répondre à une demande de trajet, dire ce qu’il devient',
      description:
        'Avant le départ : requested → confirmed | refused (reason) ; departAt propose une autre heure, à laquelle la personne répond (acceptTime) ; chaque côté peut annuler (cancelled). Après le départ : done, ou noShow avec who. Une demande sans réponse à temps est refusée seule (noAnswer). 409 quand l’étape n’est plus possible. Droit demandé : bookings:answer pour qui conduit, bookings:write pour qui accompagne (qui peut noter une réponse reçue par téléphone).',
      security: KEY_REQUIRED,
      parameters: [bookingId, ifMatchHeader],
      request: {
        body: body(bookingPatchDocument, PATCH_BODY, {
          'Le conducteur accepte': { status: 'confirmed' },
          'Il refuse': { status: 'refused', reason: 'notAvailable' },
          'Il propose une autre heure': { departAt: '04:05', message: 'Je dois passer par Void.' },
          'La personne accepte cette heure': { acceptTime: true },
          'Il n’est pas venu': { status: 'noShow', who: 'driver' },
        }),
      },
      responses: {
        200: answer('La réservation, dans son nouvel état.', bookingSchema, undefined, VERSIONED),
        ...problems(...WRITING, 'notFound'),
      },
    },
    async (c) => {
      const ctx = await callers.withKey(c);
      const { id } = await changeBooking({ ctx, input: await readPatch(c) });
      const booking = await getBooking({ ctx, input: { id } });
      return c.json(presentBooking(booking), 200, { etag: `"${booking.version}"` });
    },
  );
}
