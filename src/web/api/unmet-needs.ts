import { z } from 'zod';
import { LEVERS } from '../../domain/counterfactual/counterfactual.ts';
import { sumUnmetNeeds } from '../../services/sum-unmet-needs.ts';
import { type Api, answer, endpoint, KEY_REQUIRED, problems } from './endpoint.ts';
import { unit } from './match-schemas.ts';

const unmetSumSchema = z
  .object({
    level: z.enum(['commune', 'epci', 'territory']),
    from: z.string().nullable(),
    to: z.string().nullable(),
    fromName: z.string().nullable(),
    toName: z.string().nullable(),
    direction: z.enum(['outbound', 'return']).nullable(),
    hours: z.object({ from: z.int(), to: z.int() }).nullable(),
    people: z.int().min(5),
    nearest: z
      .object({
        offerId: z.string().nullable(),
        lever: z.enum(LEVERS),
        unit,
        amount: z.object({ above: z.number(), upTo: z.number().nullable() }).nullable(),
        people: z.int().min(5),
      })
      .meta({ id: 'NearestOffer' })
      .nullable(),
    nearestTitle: z.string().nullable(),
  })
  .meta({ id: 'UnmetSum' });

const EXAMPLE = {
  since: '2026-08-25',
  items: [
    {
      level: 'commune' as const,
      from: '55122',
      to: '55029',
      fromName: 'Commercy',
      toName: 'Bar-le-Duc',
      direction: 'outbound',
      hours: { from: 4, to: 6 },
      people: 10,
      nearest: {
        offerId: 'off_9f2c',
        lever: 'departureTime',
        unit: 's',
        amount: { above: 600, upTo: 900 },
        people: 5,
      },
      nearestTitle: 'Covoiturage Commercy – Bar-le-Duc (exemple)',
    },
  ],
};

/** Where people are left without a ride, over the territory. */
export function unmetNeedRoutes({ app, callers }: Api): void {
  endpoint(
    app,
    {
      method: 'get',
      path: '/api/unmet-needs',
      operationId: 'sumUnmetNeeds',
      tags: ['Service'],
      summary: 'Compter les trajets que personne n’assure',
      description:
        'Sur tout le territoire, les personnes qui ont un trajet de leur planning, ou une demande refusée depuis `since`, que rien n’assure : par couple de communes, heure et sens, avec l’offre qui s’en approche le plus et ce qu’il faudrait changer. Jamais moins de cinq personnes : les petits groupes sont réunis par intercommunalité, puis sur le territoire, ou tus. Les essais ne comptent pas. Droit demandé : territory:read.',
      security: KEY_REQUIRED,
      responses: {
        200: answer(
          'Les groupes, le plus grand d’abord.',
          z.object({ since: z.iso.date(), items: z.array(unmetSumSchema) }).meta({ id: 'UnmetNeeds' }),
          EXAMPLE,
        ),
        ...problems('unauthenticated', 'forbidden'),
      },
    },
    async (c) => {
      const { since, sums } = await sumUnmetNeeds({ ctx: await callers.withKey(c) });
      const items = sums.map(({ place, ...sum }) => ({ from: null, to: null, ...place, ...sum }));
      return c.json({ since, items });
    },
  );
}
