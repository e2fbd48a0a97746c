import { z } from 'zod';
import { type Context, requireScope } from '../context.ts';
import { invalid } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { AccessPeriod, Consent } from '../ports/people.ts';
import { lockFile, noSuchFile } from './held-file.ts';
import { takeBackOpenWork } from './open-work.ts';

const schema = z.object({
  id: z.string().max(100),
  organisationId: z.string().min(1, 'Choisissez une structure.').max(100),
});

/** Whom a file can be shared with: organisations of the territory that accompany people. */
export async function listPartners({ ctx }: { ctx: Context }): Promise<{ id: string; name: string }[]> {
  requireScope(ctx, 'people:read');
  return ctx.deps.database.transact(ctx.actor, async ({ people, members }) => {
    const accompany = new Set(
      (await people.listColleagues()).filter((one) => one.present).map((one) => one.organisationId),
    );
    const organisations = await members.listOrganisations();
    return organisations
      .filter(({ id }) => accompany.has(id) && id !== ctx.actor.organisationId)
      .map(({ id, name }) => ({ id, name }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'fr'));
  });
}

/**
 * Lets another organisation see the whole file, because the person agreed to it. An agreement is to one organisation, once: the one
 * it rests on is kept with the access, and the next organisation takes another. Twice is once. Throws `forbidden`, `notFound`,
 * `invalid`.
 */
export async function sharePerson({ ctx, input }: { ctx: Context; input: z.input<typeof schema> }): Promise<void> {
  requireScope(ctx, 'people:write');
  const { id, organisationId } = parseInput(schema, input);
  const partners = await listPartners({ ctx });
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { people, audit } = stores;
    await lockFile(stores, id);
    if (!partners.some((one) => one.id === organisationId)) {
      throw invalid([{ path: 'organisationId', message: 'Choisissez une structure de la liste.' }]);
    }
    const circle = await people.listCircle(id);
    const isHeld = circle.some(
      (one) => one.organisationId === organisationId && one.scope === 'file' && one.until === null,
    );
    if (isHeld) return;
    const consent = unusedConsent(await people.listConsents(id), circle);
    if (!consent) {
      const message =
        'Recueillez d’abord l’accord de la personne pour partager son dossier avec cette structure, et notez-le ici : un accord vaut pour une seule structure.';
      throw invalid([{ path: 'consent', message }]);
    }
    await people.giveAccess(id, { organisationId, basis: 'consent', consentId: consent.id });
    await audit.record({ action: 'person.shared', entity: 'beneficiary', entityId: id, fields: ['access'] });
  });
}

/** The newest agreement to share the file that still holds and opened it to nobody yet. */
export function unusedConsent(
  consents: readonly Consent[],
  circle: readonly Pick<AccessPeriod, 'consentId'>[],
): Consent | undefined {
  const used = new Set(circle.map(({ consentId }) => consentId));
  return consents.find(
    ({ id, purpose, withdrawnAt }) => purpose === 'shareFile' && withdrawnAt === null && !used.has(id),
  );
}

/**
 * Ends what one’s own organisation gave; not to whoever answers for the person, who takes over what the other had open. Twice is once. Throws `forbidden`, `notFound`,
 * `invalid`.
 */
export async function endSharing({ ctx, input }: { ctx: Context; input: z.input<typeof schema> }): Promise<void> {
  requireScope(ctx, 'people:write');
  const { id, organisationId } = parseInput(schema, input);
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { people, audit } = stores;
    await lockFile(stores, id);
    const referent = (await people.listReferents(id)).find(({ until }) => until === null);
    if (referent?.organisationId === organisationId) {
      const message = 'Le référent de cette personne est de cette structure : confiez-la d’abord à quelqu’un d’autre.';
      throw invalid([{ path: 'organisationId', message }]);
    }
    if (await people.endSharedAccess(id, organisationId)) {
      await audit.record({ action: 'person.sharingEnded', entity: 'beneficiary', entityId: id, fields: ['access'] });
      await takeBackOpenWork(stores, id);
      return;
    }
    const mine = (await people.listCircle(id)).some(
      (one) => one.organisationId === organisationId && one.sharedBy === ctx.actor.organisationId,
    );
    if (!mine) throw noSuchFile();
  });
}
