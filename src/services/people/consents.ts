import { z } from 'zod';
import { isoDateSchema } from '../../domain/clock-time.ts';
import { CONSENT_CHANNELS, CONSENT_PURPOSES, currentWording } from '../../domain/people/consent-wordings.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { transactOnce } from '../transact-once.ts';
import { lockFile, noSuchFile } from './held-file.ts';
import { takeBackOpenWork } from './open-work.ts';

const recordSchema = z.object({
  id: z.string().max(100),
  purpose: z.enum(CONSENT_PURPOSES, 'Choisissez à quoi la personne consent.'),
  channel: z.enum(CONSENT_CHANNELS, 'Indiquez comment l’accord a été donné.'),
  /** The day it was given; today where it is left out. */
  givenOn: isoDateSchema.optional(),
});
const withdrawSchema = z.object({ id: z.string().max(100), consentId: z.string().max(100) });

/**
 * Writes down that the person agreed, with the words in use now. Throws `forbidden`, `notFound`, `invalid`, `conflict`
 * (idempotency key).
 */
export async function recordConsent({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof recordSchema>;
}): Promise<{ id: string }> {
  requireScope(ctx, 'people:write');
  const { id, purpose, channel, givenOn } = parseInput(recordSchema, input);
  const { actor, deps } = ctx;
  const now = deps.clock.now();
  const { territory } = await deps.territory(actor.territoryId);
  if (givenOn !== undefined && givenOn > dateAt(now, territory.timeZone)) {
    throw invalid([{ path: 'givenOn', message: 'Cette date est dans le futur.' }]);
  }
  return transactOnce(ctx, {
    async effect(stores) {
      await lockFile(stores, id);
      const consentId = deps.ids.next('con');
      // Noon of that day: the same day in every time zone of the Republic's mainland.
      const givenAt = givenOn === undefined ? now.toString() : `${givenOn}T11:00:00Z`;
      await stores.people.recordConsent(id, {
        id: consentId,
        purpose,
        wording: currentWording(purpose),
        channel,
        givenAt,
      });
      await stores.audit.record({ action: 'consent.recorded', entity: 'beneficiary', entityId: id, fields: [purpose] });
      return { id: consentId };
    },
    answer: async (_stores, saved) => saved,
  });
}

/**
 * What was done while it held stays done; what it opened is closed. Twice is once. Throws `forbidden`, `notFound`.
 */
export async function withdrawConsent({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof withdrawSchema>;
}): Promise<void> {
  requireScope(ctx, 'people:write');
  const { id, consentId } = parseInput(withdrawSchema, input);
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    await lockFile(stores, id);
    const consent = (await stores.people.listConsents(id)).find((one) => one.id === consentId);
    if (!consent) throw noSuchFile();
    if (!(await stores.people.withdrawConsent(id, consentId))) return;
    const fields = [consent.purpose];
    await stores.audit.record({ action: 'consent.withdrawn', entity: 'beneficiary', entityId: id, fields });
    if (consent.purpose !== 'shareFile' || (await stores.people.endConsentedAccess(id)) === 0) return;
    await stores.audit.record({
      action: 'person.sharingEnded',
      entity: 'beneficiary',
      entityId: id,
      fields: ['access'],
    });
    await takeBackOpenWork(stores, id);
  });
}
