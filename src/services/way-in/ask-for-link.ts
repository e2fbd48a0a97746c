import { z } from 'zod';
import { type ContactFault, readContact } from '../../domain/booking/contact.ts';
import { ASKED_MINUTES, LINK_KEPT_HOURS, RIDER_LANGUAGES } from '../../domain/booking/way-in.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Stores } from '../ports.ts';
import { takePlace } from '../take-place.ts';

/** Of one connection in one hour: the desk of a town hall serves many people in a morning. */
const FROM_ADDRESS = 20;
/** To one number or mail in a day; and one in a minute, so that a button pressed twice sends one. */
const TO_CONTACT = 6;
/** Of a whole territory: an SMS costs, and somebody could ask for thousands. Whoever asks at the same instant is let through. */
const OF_TERRITORY = { links: 60, minutes: 10 };

const schema = z.object({
  contact: z.string().max(300),
  language: z.enum(RIDER_LANGUAGES),
  /** A form that waits for it, of whoever asks. */
  draftId: z.string().max(100).nullable().default(null),
  address: z.string().max(200),
});

/**
 * Somebody asks for a link to their rides. Whether anybody is known at that contact is looked at by a worker, later: the answer and
 * the time it takes are the same. Sends nothing, and says nothing, where that contact was sent enough today. Returns what is wrong
 * with the contact, null where a link was asked for. Throws `tooManyRequests` by connection and territory.
 *
 * `ctx`: of whoever holds the draft, where one waits. `address`: of the connection; only its hash is kept, for two days.
 */
export async function askForLink({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof schema>;
}): Promise<{ fault: ContactFault } | { channel: 'sms' | 'email' }> {
  const { contact: typed, language, draftId, address } = parseInput(schema, input);
  const { clock, ids, database } = ctx.deps;
  const contact = readContact(typed);
  if ('fault' in contact) return contact;
  const now = clock.now();
  await database.transact(ctx.actor, async (stores) => {
    if (!(await takePlace(stores, ['way-in address', address, now.toString().slice(0, 13)], FROM_ADDRESS))) {
      throw tooMany();
    }
    if (!(await mayBeSent(stores, contact.contact, now.toString()))) return;
    const since = now.subtract({ minutes: OF_TERRITORY.minutes }).toString();
    if ((await stores.wayIns.countAsked(since)) >= OF_TERRITORY.links) throw tooMany();
    const id = ids.next('way');
    await stores.wayIns.ask({
      id,
      contact,
      language,
      // Only one's own: whoever uses the link goes on with it.
      draftId: draftId !== null && (await stores.drafts.find(draftId)) !== null ? draftId : null,
      expiresAt: now.add({ minutes: ASKED_MINUTES }).toString(),
      purgeAfter: now.add({ hours: LINK_KEPT_HOURS }).toString(),
    });
    await stores.audit.record({ action: 'wayIn.asked', entity: 'wayIn', entityId: id, fields: [contact.channel] });
    await stores.outbox.append({ type: 'wayInAsked', wayInId: id });
  });
  return { channel: contact.channel };
}

async function mayBeSent(stores: Stores, contact: string, now: string): Promise<boolean> {
  const [minute, day] = [now.slice(0, 16), now.slice(0, 10)];
  return (
    (await takePlace(stores, ['way-in contact', contact, minute], 1)) &&
    (await takePlace(stores, ['way-in contact', contact, day], TO_CONTACT))
  );
}

const tooMany = () =>
  new ProblemError('tooManyRequests', 'Trop de liens ont été demandés. Réessayez dans une heure.', {
    retryAfterSeconds: 3600,
  });
