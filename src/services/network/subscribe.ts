import { z } from 'zod';
import { readContact } from '../../domain/booking/contact.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Actor } from '../ports.ts';
import { takePlace } from '../take-place.ts';
import { visitorOf } from '../visitor.ts';
import { newLinkToken } from '../way-in/secrets.ts';
import { confirmMail } from './letter-words.ts';

const FROM_ADDRESS = 20;
const TO_EMAIL = 3;
const CONFIRM_HOURS = 48;

const schema = z.object({ email: z.string().max(254), address: z.string().max(200) });
const asWorker = (actor: Actor): Actor => ({ ...actor, kind: 'system', organisationId: null });

export const letterLink = (publicUrl: string, what: 'confirmer' | 'fin', territoryId: string, token: string): string =>
  `${publicUrl}/fr/lettre/${what}/${territoryId}/${token}`;

/**
 * Somebody asks for the letter: a link to confirm is sent, and no letter until it was used. Whether that address reads it already is not
 * told. Throws `invalid`, `tooManyRequests` by the connection.
 *
 * `address`: of the connection; only its hash is kept, for two days.
 */
export async function askForLetter({ ctx, input }: { ctx: Context; input: z.input<typeof schema> }): Promise<void> {
  const { email: typed, address } = parseInput(schema, input);
  const contact = readContact(typed);
  if ('fault' in contact || contact.channel !== 'email') {
    throw invalid([{ path: 'email', message: 'Écrivez une adresse électronique : elle ressemble à nom@exemple.fr.' }]);
  }
  const { deps, actor } = ctx;
  const { territory } = await deps.territory(actor.territoryId);
  const now = deps.clock.now();
  const { token, hash } = newLinkToken();
  await deps.database.transact(visitorOf(territory.id, hash), async (stores) => {
    if (!(await takePlace(stores, ['letter', address, now.toString().slice(0, 13)], FROM_ADDRESS))) {
      throw new ProblemError(
        'tooManyRequests',
        'Trop de demandes sont parties de cette connexion. Réessayez dans une heure.',
        {
          retryAfterSeconds: 3600,
        },
      );
    }
    const email = contact.contact;
    const day = dateAt(now, territory.timeZone);
    // A button pressed twice sends one.
    if (!(await takePlace(stores, ['letter to', email, now.toString().slice(0, 16)], 1))) return;
    if (!(await takePlace(stores, ['letter to', email, day], TO_EMAIL))) return;
    const id = deps.ids.next('rdr');
    await stores.letters.ask({ id, email, linkHash: hash, purgeAfter: now.add({ hours: CONFIRM_HOURS }).toString() });
    await stores.audit.record({ action: 'letter.asked', entity: 'letterReader', entityId: id, fields: ['email'] });
    await stores.messages.queue({
      id: deps.ids.next('msg'),
      to: email,
      about: { entity: 'letterReader', id },
      ...confirmMail({ territory: territory.name, url: letterLink(deps.publicUrl, 'confirmer', territory.id, token) }),
    });
  });
}

/** Whose link a visitor holds; null where it leads nowhere any more. */
export async function findHeldReader({ ctx }: { ctx: Context }): Promise<{ isConfirmed: boolean } | null> {
  return ctx.deps.database.transact(ctx.actor, ({ letters }) => letters.findHeld());
}

/** Confirms by that link; done already, it is done. False where it leads nowhere any more. */
export async function confirmLetter({ ctx }: { ctx: Context }): Promise<boolean> {
  const { database } = ctx.deps;
  const held = await database.transact(ctx.actor, ({ letters }) => letters.findHeld());
  if (held === null) return false;
  if (held.isConfirmed) return true;
  // Another row of the same address is nobody's to see who holds this one.
  await database.transact(asWorker(ctx.actor), async ({ letters, audit }) => {
    await letters.confirm(held.id, held.email);
    await audit.record({
      action: 'letter.confirmed',
      entity: 'letterReader',
      entityId: held.id,
      fields: ['confirmedAt'],
    });
  });
  return true;
}

/** By the link in a letter: nothing of the reader stays. Done already, it is done. */
export async function leaveLetter({ ctx }: { ctx: Context }): Promise<void> {
  await ctx.deps.database.transact(ctx.actor, async ({ letters, audit }) => {
    const id = await letters.unsubscribeHeld();
    if (id === null) return;
    await audit.record({ action: 'letter.left', entity: 'letterReader', entityId: id, fields: [] });
  });
}

/** Whether a professional reads it at that address. */
export async function readsLetter({ ctx, input }: { ctx: Context; input: { email: string } }): Promise<boolean> {
  return ctx.deps.database.transact(asWorker(ctx.actor), ({ letters }) => letters.isReader(input.email.toLowerCase()));
}

/** A professional subscribes, or no longer wants it, at the address of their account: one button. Throws `forbidden`. */
export async function setOwnLetter({
  ctx,
  input,
}: {
  ctx: Context;
  input: { email: string; wanted: boolean };
}): Promise<void> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'member') throw new ProblemError('forbidden', 'Connectez-vous pour continuer.');
  const email = input.email.toLowerCase();
  await deps.database.transact(asWorker(actor), async ({ letters, audit }) => {
    const entry = { entity: 'letterReader', fields: [] };
    if (input.wanted) {
      const id = deps.ids.next('rdr');
      if (!(await letters.subscribe({ id, email, memberId: actor.id }))) return;
      await audit.record({ ...entry, action: 'letter.confirmed', entityId: id });
      return;
    }
    const id = await letters.unsubscribe(email);
    if (id !== null) await audit.record({ ...entry, action: 'letter.left', entityId: id });
  });
}
