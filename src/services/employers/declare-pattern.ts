import {
  MAX_PATTERNS,
  type PatternInput,
  patternInputSchema,
  patternProblems,
} from '../../domain/employer/job-site.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { transactOnce } from '../transact-once.ts';
import { OvertakenError } from './change-site.ts';
import { getOwnPattern, getOwnSite } from './own-site.ts';

/**
 * Says when people work at a site. Sent twice it is one rota, by the context's idempotency key. Throws `forbidden`, `notFound`,
 * `invalid` (`label`, `cycle.…`), `conflict` where there are too many already.
 */
export async function declarePattern({
  ctx,
  input,
}: {
  ctx: Context;
  input: { siteId: string; pattern: unknown };
}): Promise<{ id: string }> {
  requireScope(ctx, 'sites:write');
  const pattern = readPattern(input.pattern);
  return transactOnce(ctx, {
    async effect(stores) {
      const site = await getOwnSite(stores, ctx.actor, input.siteId);
      if (site.patterns.length >= MAX_PATTERNS) {
        throw new ProblemError(
          'conflict',
          `Ce site a déjà ${MAX_PATTERNS} horaires : archivez ceux qui ne servent plus.`,
        );
      }
      const id = ctx.deps.ids.next('pat');
      await stores.employers.insertPattern({ id, siteId: site.id, ...pattern });
      const audited = { action: 'pattern.declared', entity: 'shiftPattern', entityId: id };
      await stores.audit.record({ ...audited, fields: Object.keys(pattern) });
      return { id };
    },
    answer: async (_stores, declared) => declared,
  });
}

/** Throws `forbidden`, `notFound`, `invalid`, and `conflict` where somebody changed it since `expectedVersion`. */
export async function changePattern({
  ctx,
  input,
}: {
  ctx: Context;
  input: { siteId: string; id: string; expectedVersion: string; pattern: unknown };
}): Promise<void> {
  requireScope(ctx, 'sites:write');
  const change = readPattern(input.pattern);
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { pattern } = await getOwnPattern(stores, ctx.actor, input);
    if (input.expectedVersion !== pattern.updatedAt) throw new OvertakenError();
    if (!(await stores.employers.changePattern(pattern.id, change, input.expectedVersion))) throw new OvertakenError();
    const audited = { action: 'pattern.changed', entity: 'shiftPattern', entityId: pattern.id };
    await stores.audit.record({ ...audited, fields: Object.keys(change) });
  });
}

function readPattern(input: unknown): PatternInput {
  const pattern = parseInput(patternInputSchema, input);
  const problems = patternProblems(pattern);
  if (problems.length > 0) throw invalid(problems);
  return pattern;
}
