import { z } from 'zod';
import { LEVERS } from '../../domain/counterfactual/counterfactual.ts';
import { sumTerritoryGaps } from '../../services/sum-gaps.ts';
import { type Api, answer, endpoint, KEY_REQUIRED, problems } from './endpoint.ts';
import { unit } from './match-schemas.ts';

const gapSumSchema = z
  .object({
    lever: z.enum(LEVERS),
    unit,
    amount: z.object({ above: z.number(), upTo: z.number().nullable() }).nullable(),
    direction: z.enum(['outbound', 'return']).nullable(),
    hours: z.object({ from: z.int(), to: z.int() }).nullable(),
    fromEpci: z.string().nullable(),
    fromName: z.string().nullable(),
    toEpci: z.string().nullable(),
    toName: z.string().nullable(),
    people: z.int().min(5),
  })
  .meta({ id: 'GapSum' });

const EXAMPLE = {
  items: [
    {
      lever: 'shiftStart',
      unit: 's',
      amount: { above: 600, upTo: 900 },
      direction: 'outbound',
      hours: { from: 4, to: 6 },
      fromEpci: '200066157',
      fromName: 'CC de Commercy - Void - Vaucouleurs',
      toEpci: '200033025',
      toName: 'CA de Bar-le-Duc - Sud Meuse',
      people: 10,
    },
  ],
};

/** What single changes would have given, over the territory. */
export function gapRoutes({ app, callers }: Api): void {
  endpoint(
    app,
    {
      method: 'get',
      path: '/api/gaps',
      operationId: 'sumGaps',
      tags: ['Service'],
      summary: 'Compter ce qu’un seul changement aurait apporté',
      description:
        'Sur tout le territoire, les personnes qu’un seul changement aurait aidées : par changement, ampleur, heure, sens et intercommunalités. Jamais moins de cinq personnes : les petits groupes sont réunis, ou tus. Les essais ne comptent pas. Droit demandé : territory:read.',
      security: KEY_REQUIRED,
      responses: {
        200: answer('Les groupes, le plus grand d’abord.', z.object({ items: z.array(gapSumSchema) }), EXAMPLE),
        ...problems('unauthenticated', 'forbidden'),
      },
    },
    async (c) => c.json({ items: await sumTerritoryGaps({ ctx: await callers.withKey(c) }) }),
  );
}
