import { CONTACT_KEPT_DAYS, contactSchema } from '../../domain/network/partner.ts';
import { type Context, requireScope } from '../context.ts';
import { OvertakenError } from '../employers/change-site.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { transactOnce } from '../transact-once.ts';
import { knownPartner } from './get-partner.ts';

/** Names somebody at work in a structure; sent twice, once. Throws `forbidden`, `notFound`, `invalid`. */
export async function addContact({
  ctx,
  input,
}: {
  ctx: Context;
  input: { partnerId: string; contact: unknown };
}): Promise<{ id: string }> {
  requireScope(ctx, 'network:write');
  const facts = parseInput(contactSchema, input.contact);
  const { partnerId } = input;
  return transactOnce(ctx, {
    async effect(stores) {
      await knownPartner(stores, partnerId);
      const id = ctx.deps.ids.next('con');
      await stores.partners.insertContact({ ...facts, id, partnerId, purgeAfter: forgottenAt(ctx) });
      const fields = Object.keys(facts);
      await stores.audit.record({ action: 'contact.added', entity: 'partnerContact', entityId: id, fields });
      return { id };
    },
    answer: async (_stores, added) => added,
  });
}

/**
 * Says of somebody what is true as of today: two more years begin. Throws `forbidden`, `notFound`, `invalid`, and `conflict` where
 * somebody changed it since `expectedVersion`.
 */
export async function changeContact({
  ctx,
  input,
}: {
  ctx: Context;
  input: { partnerId: string; id: string; expectedVersion: number; contact: unknown };
}): Promise<void> {
  requireScope(ctx, 'network:write');
  const facts = parseInput(contactSchema, input.contact);
  const { partnerId, id } = input;
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const known = await stores.partners.listContacts(partnerId);
    if (!known.some((one) => one.id === id)) throw unknownContact();
    const contact = { ...facts, id, partnerId, purgeAfter: forgottenAt(ctx) };
    if (!(await stores.partners.changeContact(contact, input.expectedVersion))) throw new OvertakenError();
    const fields = [...Object.keys(facts), 'confirmedAt'];
    await stores.audit.record({ action: 'contact.confirmed', entity: 'partnerContact', entityId: id, fields });
  });
}

/** They work there no more, or ask not to be named: nothing of them stays. Throws `forbidden`, `notFound`. */
export async function removeContact({
  ctx,
  input,
}: {
  ctx: Context;
  input: { partnerId: string; id: string };
}): Promise<void> {
  requireScope(ctx, 'network:write');
  const { partnerId, id } = input;
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    if (!(await stores.partners.removeContact(partnerId, id))) throw unknownContact();
    await stores.audit.record({ action: 'contact.removed', entity: 'partnerContact', entityId: id, fields: [] });
  });
}

const forgottenAt = ({ deps }: Context): string =>
  deps.clock
    .now()
    .add({ hours: CONTACT_KEPT_DAYS * 24 })
    .toString();

export const unknownContact = () => new ProblemError('notFound', 'Ce contact n’est pas dans l’annuaire.');
