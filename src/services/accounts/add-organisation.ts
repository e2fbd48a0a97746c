import { z } from 'zod';
import { type Context, requireScope } from '../context.ts';
import { invalid } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { ORGANISATION_KINDS } from '../ports/accounts.ts';
import { requireManager } from './manage-members.ts';

const organisationInput = z.object({
  name: z.string().trim().min(2, 'Écrivez le nom de la structure.').max(120),
  kind: z.enum(ORGANISATION_KINDS, 'Choisissez la sorte de structure.'),
});

/** Adds an organisation to the territory; two of one name would be mistaken for one another. Throws `forbidden`, `invalid`. */
export async function addOrganisation({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  requireScope(ctx, 'members:manage');
  const { name, kind } = parseInput(organisationInput, input);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const me = await requireManager(ctx, stores);
    const same = (await stores.members.listOrganisations()).some((one) => folded(one.name) === folded(name));
    if (same) throw invalid([{ path: 'name', message: 'Une structure de ce nom existe déjà.' }]);
    const id = ctx.deps.ids.next('org');
    await stores.members.insertOrganisation({ id, name, kind, illustrative: me.illustrative });
    const fields = ['name', 'kind'];
    await stores.audit.record({ action: 'organisation.added', entity: 'organisation', entityId: id, fields });
    return { id };
  });
}

const folded = (name: string) => name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
