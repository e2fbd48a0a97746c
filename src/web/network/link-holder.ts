import type { Context } from 'hono';
import type { Context as ServiceContext, TerritoryHandle } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import { visitorOf } from '../../services/visitor.ts';
import { linkTokenHash } from '../../services/way-in/secrets.ts';
import type { createRateLimit } from '../api/rate-limit.ts';
import type { PagesEnv } from '../layout/visit.ts';

/** Who tries secrets one after the other is stopped. */
const LINKS_PER_MINUTE = 30;

/**
 * Whoever holds the secret of `…/:territory/:token`, wherever it was made; null for what can be no secret of ours. Throws
 * `tooManyRequests`. Such an address stays out of caches and search engines.
 */
export async function holderOf(
  c: Context<PagesEnv>,
  count: ReturnType<typeof createRateLimit>,
): Promise<{ ctx: ServiceContext; handle: TerritoryHandle } | null> {
  const { ctx, address } = c.var.visit;
  c.header('cache-control', 'no-store');
  c.header('x-robots-tag', 'noindex, nofollow');
  count(`network link ${address}`, LINKS_PER_MINUTE, ctx.deps.clock.now().epochMilliseconds);
  const hash = linkTokenHash(c.req.param('token') ?? '');
  if (hash === null) return null;
  try {
    const handle = await ctx.deps.territory(c.req.param('territory') ?? '');
    return { handle, ctx: { deps: ctx.deps, actor: visitorOf(handle.territory.id, hash) } };
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'notFound') return null;
    throw error;
  }
}
