import { MAX_SITES, siteInputSchema, siteProblems } from '../../domain/employer/job-site.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import { parseInput } from '../parse-input.ts';
import { transactOnce } from '../transact-once.ts';

/**
 * Says where an employer's people work. Sent twice it is one site, by the context's idempotency key. Throws `forbidden`,
 * `invalid` (`label`, `place`), `conflict` where there are too many already.
 */
export async function declareSite({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  requireScope(ctx, 'sites:write');
  const { organisationId } = ctx.actor;
  if (organisationId === null) throw new ProblemError('forbidden', 'Un site est déclaré par une entreprise.');
  const site = parseInput(siteInputSchema, input);
  const problems = siteProblems(site, (await groundOf(ctx)).ground);
  if (problems.length > 0) throw invalid(problems);

  return transactOnce(ctx, {
    async effect(stores) {
      const { length } = await stores.employers.listSites({ organisationId });
      if (length >= MAX_SITES) {
        throw new ProblemError(
          'conflict',
          `${MAX_SITES} sites sont déjà déclarés : archivez ceux qui ne servent plus.`,
        );
      }
      const id = ctx.deps.ids.next('sit');
      await stores.employers.insertSite({ id, ...site });
      await stores.audit.record({
        action: 'site.declared',
        entity: 'jobSite',
        entityId: id,
        fields: Object.keys(site),
      });
      return { id };
    },
    answer: async (_stores, declared) => declared,
  });
}
