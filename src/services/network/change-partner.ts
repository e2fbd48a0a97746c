import { type PartnerFacts, partnerFactsSchema, partnerProblems } from '../../domain/network/partner.ts';
import { changedFields } from '../changed-fields.ts';
import { type Context, requireScope } from '../context.ts';
import { OvertakenError } from '../employers/change-site.ts';
import { invalid, ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import { parseInput } from '../parse-input.ts';
import { transactOnce } from '../transact-once.ts';
import { knownPartner } from './get-partner.ts';

/** Puts a structure into the directory; sent twice, once. Throws `forbidden`, `invalid`. */
export async function addPartner({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  requireScope(ctx, 'network:write');
  const facts = await readFacts(ctx, input);
  return transactOnce(ctx, {
    async effect(stores) {
      const id = ctx.deps.ids.next('par');
      await stores.partners.insert({ id, facts });
      const fields = Object.keys(facts).toSorted();
      await stores.audit.record({ action: 'partner.added', entity: 'partner', entityId: id, fields });
      return { id };
    },
    answer: async (_stores, added) => added,
  });
}

/**
 * Says what a structure is now, as a new version. Throws `forbidden`, `notFound`, `invalid`, and `conflict` where it is archived or
 * somebody changed it since `expectedVersion`: nothing is written then.
 */
export async function changePartner({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; expectedVersion: number; facts: unknown };
}): Promise<void> {
  requireScope(ctx, 'network:write');
  const facts = await readFacts(ctx, input.facts);
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const present = await knownPartner(stores, input.id);
    if (present.archivedAt !== null) {
      throw new ProblemError('conflict', 'Cette structure est archivée : rétablissez-la avant de la modifier.');
    }
    if (!(await stores.partners.change(input.id, facts, input.expectedVersion))) throw new OvertakenError();
    const fields = changedFields(factsOf(present), facts);
    await stores.audit.record({ action: 'partner.changed', entity: 'partner', entityId: input.id, fields });
  });
}

/** Out of every list, or back in; done already, it is done. Throws `forbidden`, `notFound`. */
export async function archivePartner({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; isArchived: boolean };
}): Promise<void> {
  requireScope(ctx, 'network:write');
  const { id, isArchived } = input;
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    await knownPartner(stores, id);
    if (!(await stores.partners.setArchived(id, isArchived))) return;
    const action = isArchived ? 'partner.archived' : 'partner.restored';
    await stores.audit.record({ action, entity: 'partner', entityId: id, fields: ['archivedAt'] });
  });
}

async function readFacts(ctx: Context, input: unknown): Promise<PartnerFacts> {
  const facts = parseInput(partnerFactsSchema, input);
  const { ground, today } = await groundOf(ctx);
  const { gazetteer } = await ctx.deps.territory(ctx.actor.territoryId);
  const epciCodes = new Set(gazetteer.communes().flatMap(({ epciCode }) => (epciCode === null ? [] : [epciCode])));
  const problems = partnerProblems(facts, { ground, today, epciCodes });
  if (problems.length > 0) throw invalid(problems);
  return facts;
}

const factsOf = (partner: PartnerFacts) =>
  Object.fromEntries(Object.keys(partnerFactsSchema.shape).map((name) => [name, partner[name as keyof PartnerFacts]]));
