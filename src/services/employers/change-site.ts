import { siteInputSchema, siteProblems } from '../../domain/employer/job-site.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import { parseInput } from '../parse-input.ts';
import { getOwnSite } from './own-site.ts';

/**
 * Renames a site or puts it where it is. Diagnostics keep the place they were made with. Throws `forbidden`, `notFound`,
 * `invalid`, and `conflict` where somebody changed it since `expectedVersion`: nothing is written then.
 */
export async function changeSite({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; expectedVersion: string; site: unknown };
}): Promise<void> {
  requireScope(ctx, 'sites:write');
  const site = parseInput(siteInputSchema, input.site);
  const { ground } = await groundOf(ctx);
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { id, updatedAt } = await getOwnSite(stores, ctx.actor, input.id);
    const problems = siteProblems(site, ground);
    if (problems.length > 0) throw invalid(problems);
    // Before the row is asked: what was typed for a version may be no instant.
    if (input.expectedVersion !== updatedAt) throw new OvertakenError();
    if (!(await stores.employers.changeSite(id, site, input.expectedVersion))) throw new OvertakenError();
    await stores.audit.record({ action: 'site.changed', entity: 'jobSite', entityId: id, fields: Object.keys(site) });
  });
}

/** Somebody changed the same thing since it was read. */
export class OvertakenError extends ProblemError {
  constructor() {
    super('conflict', 'Quelqu’un d’autre a modifié ceci entre-temps : comparez, puis enregistrez.');
    this.name = 'OvertakenError';
  }
}
