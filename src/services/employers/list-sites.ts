import { type Context, requireScope } from '../context.ts';
import type { JobSite } from '../ports/employers.ts';

/**
 * The job sites of the whole territory with the rotas worked there, for professionals: a diagnostic takes place and hours from
 * them. A visitor sees none. Throws `forbidden`.
 */
export async function listSites({ ctx }: { ctx: Context }): Promise<JobSite[]> {
  requireScope(ctx, 'offers:read');
  return ctx.deps.database.transact(ctx.actor, ({ employers }) => employers.listSites());
}

/** Those of the actor's own organisation. Throws `forbidden`. */
export async function listOwnSites({ ctx }: { ctx: Context }): Promise<JobSite[]> {
  requireScope(ctx, 'sites:write');
  const { organisationId } = ctx.actor;
  if (organisationId === null) return [];
  return ctx.deps.database.transact(ctx.actor, ({ employers }) => employers.listSites({ organisationId }));
}
