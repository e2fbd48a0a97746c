import { z } from 'zod';
import { THEMES } from '../../domain/catalogue/offer.ts';
import { type CoverageRow, coverageByEpci } from '../../domain/network/coverage.ts';
import { covers, PARTNER_KINDS } from '../../domain/network/partner.ts';
import { type Context, requireScope } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import type { Partner } from '../ports/partners.ts';

const askedSchema = z.object({
  q: z.string().max(200).optional(),
  kind: z.enum(PARTNER_KINDS).optional(),
  theme: z.enum(THEMES).optional(),
  /** INSEE code: who works for it. */
  commune: z.string().max(20).optional(),
  isArchived: z.boolean().optional(),
});

/**
 * The directory, by name: of all of it for professionals, of what is public for anybody else. A structure that does not say whom it
 * works for is found where it stands. Throws `forbidden`, `invalid`.
 */
export async function searchPartners({ ctx, input = {} }: { ctx: Context; input?: unknown }): Promise<Partner[]> {
  mayRead(ctx);
  const { q, kind, theme, commune, isArchived = false } = parseInput(askedSchema, input);
  if (isArchived) requireScope(ctx, 'network:write');
  const { gazetteer } = await ctx.deps.territory(ctx.actor.territoryId);
  const codes = commune === undefined ? null : codesOf(gazetteer.findByCode(commune), commune);
  const found = await ctx.deps.database.transact(ctx.actor, ({ partners }) =>
    partners.list({ ...(q === undefined ? {} : { q }), isArchived }),
  );
  return found.filter(
    (one) =>
      (kind === undefined || one.kind === kind) &&
      (theme === undefined || one.themes.includes(theme)) &&
      (codes === null || covers(one.coverage, codes) || (one.coverage.length === 0 && one.commune === commune)),
  );
}

/** How many structures work in each EPCI of the territory, theme by theme. */
export async function tableCoverage({
  ctx,
  input,
}: {
  ctx: Context;
  input: { partners: readonly Partner[] };
}): Promise<CoverageRow[]> {
  const { gazetteer, territory } = await ctx.deps.territory(ctx.actor.territoryId);
  return coverageByEpci(input.partners, gazetteer.communes(), territory.zones);
}

/** The public reads what is public: row-level security shows it nothing else. */
export function mayRead(ctx: Context): void {
  if (ctx.actor.kind !== 'visitor') requireScope(ctx, 'network:read');
}

const codesOf = (commune: { code: string; epciCode: string | null; departement: string } | null, code: string) =>
  commune === null ? [code] : [commune.code, commune.epciCode, commune.departement];
