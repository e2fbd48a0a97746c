import { createHash } from 'node:crypto';
import { z } from 'zod';
import { posterCode } from '../../domain/employer/poster-code.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { addressedTeam } from '../intake/addressed-team.ts';
import { parseInput } from '../parse-input.ts';
import { transactOnce } from '../transact-once.ts';
import { getOwnSite, unknownPattern } from './own-site.ts';

const MAX_OPEN_LINES = 100;
const ATTEMPTS = 5;

const schema = z.object({
  siteId: z.string().min(1),
  patternId: z.string().min(1).nullable(),
  toOrganisationId: z.string().min(1).optional(),
  label: z.string().trim().min(1, 'Donnez un nom à la ligne.').max(120, '120 caractères au plus.'),
});

/**
 * Opens a carpool line to a site of one's own, at the hours of a rota or at any, with the code of its poster. Sent twice it is
 * one line, by the context's idempotency key. Throws `forbidden`, `notFound` (also where no team calls back), `invalid`,
 * `conflict` where there are too many.
 */
export async function openLine({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  requireScope(ctx, 'sites:write');
  const asked = parseInput(schema, input);
  const { actor, deps } = ctx;
  return transactOnce(ctx, {
    async effect(stores) {
      const site = await getOwnSite(stores, actor, asked.siteId);
      if (asked.patternId !== null && !site.patterns.some(({ id }) => id === asked.patternId)) throw unknownPattern();
      const lines = await stores.employers.listLines({ organisationId: site.organisationId });
      if (lines.filter(({ closedAt }) => closedAt === null).length >= MAX_OPEN_LINES) {
        throw new ProblemError(
          'conflict',
          `${MAX_OPEN_LINES} lignes sont ouvertes : fermez celles qui ne servent plus.`,
        );
      }
      const team = await addressedTeam(stores, asked.toOrganisationId);
      const { label, patternId } = asked;
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const id = deps.ids.next('lin');
        const code = posterCode(createHash('sha256').update(deps.ids.next('code')).digest());
        if (code === null) continue;
        const line = { id, siteId: site.id, patternId, toOrganisationId: team.id, label, code };
        if (!(await stores.employers.insertLine(line))) continue;
        const fields = ['siteId', 'patternId', 'toOrganisationId', 'label'];
        await stores.audit.record({ action: 'line.opened', entity: 'carpoolLine', entityId: id, fields });
        return { id };
      }
      throw new Error('No code was free.');
    },
    answer: async (_stores, opened) => opened,
  });
}
