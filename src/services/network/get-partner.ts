import type { Context } from '../context.ts';
import { requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Partner, PartnerContact, PartnerVersion } from '../ports/partners.ts';
import type { Stores } from '../ports.ts';
import { mayRead } from './search-partners.ts';

/** `contacts`: people at work there, for members of the territory; nobody for the public. */
export type PartnerSheet = { partner: Partner; contacts: PartnerContact[] };

/** One structure, archived or not for professionals. Throws `forbidden`, `notFound`. */
export async function getPartner({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<PartnerSheet> {
  mayRead(ctx);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const partner = await knownPartner(stores, input.id);
    const contacts = ctx.actor.kind === 'visitor' ? [] : await stores.partners.listContacts(input.id);
    return { partner, contacts };
  });
}

/** What it said before, who changed it and when: the newest first. Throws `forbidden`, `notFound`. */
export async function listPartnerVersions({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string };
}): Promise<{ partner: Partner; versions: PartnerVersion[] }> {
  requireScope(ctx, 'network:write');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const partner = await knownPartner(stores, input.id);
    return { partner, versions: await stores.partners.listVersions(input.id) };
  });
}

/** Throws `notFound`, whatever the reason. */
export async function knownPartner({ partners }: Stores, id: string): Promise<Partner> {
  const partner = await partners.find(id);
  if (partner === null) throw new ProblemError('notFound', 'Cette structure n’est pas dans l’annuaire.');
  return partner;
}
