import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { isReminderDue, remindFrom } from '../../domain/catalogue/freshness.ts';
import type { Offer } from '../../domain/catalogue/offer.ts';
import { reminderMail, reminderSms } from '../../domain/catalogue/reminder-letter.ts';
import { sendAfterOf } from '../../domain/messages/quiet-hours.ts';
import { smsNumber } from '../../domain/messages/sms-number.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import { getLiveOffer } from '../change-offer.ts';
import { type Context, requireScope } from '../context.ts';
import { eachApart } from '../each-apart.ts';
import { ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { LINK_DAYS, newOfferLink, offerLinkAddress } from './offer-link.ts';

/** Offers asked about a day: a catalogue that comes old, all at once, is no reason to write to everybody at once. */
const MOST_A_DAY = 100;
/** What one mail asks about at most; the others come the next day. An SMS asks about one. */
const MOST_OF_ONE = 10;

type Contact = { channel: 'email' | 'sms'; to: string };

/** By mail, else by SMS; null where nobody can be written to: somebody has to call. */
export function contactOf({ provider }: Pick<Offer, 'provider'>): Contact | null {
  if (provider.email) return { channel: 'email', to: provider.email.toLowerCase() };
  const { to } = smsNumber(provider.phone ?? '');
  return to === undefined ? null : { channel: 'sms', to };
}

/**
 * Asks providers whether offers that are about to be to verify are true still, some weeks before and once again: whoever it is gets one
 * message a day, and so many are asked about a day. Says how many were written. For workers.
 */
export async function remindOffers({ ctx }: { ctx: Context }): Promise<{ offersAskedAbout: number }> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'Les relances reviennent aux tâches de fond.');
  const { today, ground } = await groundOf(ctx);
  const { rules, timeZone } = ground.territory;
  const sentBefore = deps.clock
    .now()
    .subtract({ hours: 24 * (rules.freshness.remindAgainAfterDays - 1) })
    .toString();
  const confirmedUpTo = remindFrom(today, rules.freshness);
  const midnight = Temporal.PlainDate.from(today).toZonedDateTime(timeZone).toInstant().toString();
  const { left, due } = await deps.database.transact(actor, async ({ freshness }) => {
    const left = MOST_A_DAY - (await freshness.countAskedAbout(midnight));
    return { left, due: left > 0 ? await freshness.listToRemind({ confirmedUpTo, sentBefore }) : [] };
  });
  const byContact = new Map<string, { contact: Contact; ids: string[] }>();
  for (const offer of due) {
    const contact = contactOf(offer);
    if (contact === null) continue;
    const asked = byContact.get(contact.to) ?? { contact, ids: [] };
    if (asked.ids.length < (contact.channel === 'sms' ? 1 : MOST_OF_ONE)) asked.ids.push(offer.id);
    byContact.set(contact.to, asked);
  }
  let offersAskedAbout = 0;
  const each = eachApart();
  for (const { contact, ids } of byContact.values()) {
    const key = `offers-asked ${today} ${createHash('sha256').update(contact.to).digest('hex')}`;
    const asked = ids.slice(0, left - offersAskedAbout);
    if (asked.length === 0) break;
    await each.run(() =>
      transactOnce(
        { ...ctx, idempotency: { key, requestHash: key } },
        {
          async effect(stores) {
            const still: Offer[] = [];
            for (const id of asked) {
              const offer = await stores.offers.find(id);
              if (offer === null || offer.confirmedAt === null) continue;
              const sent = (await stores.freshness.listSent(id)).map((at) => dateOf(at, timeZone));
              const sentOn = sent.filter((day) => day >= (offer.confirmedAt as string));
              if (isReminderDue({ confirmedAt: offer.confirmedAt, sentOn }, today, rules.freshness)) still.push(offer);
            }
            if (still.length > 0) await ask(ctx, stores, { contact, offers: still, key, sentBy: null });
            offersAskedAbout += still.length;
            return null;
          },
          answer: async () => undefined,
        },
      ),
    );
  }
  each.rethrow();
  return { offersAskedAbout };
}

/**
 * The same of one offer, now, because somebody asks for it; once a day. Throws `forbidden`, `notFound`, `conflict` where it was asked
 * today or nobody can be written to.
 */
export async function sendReminder({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<void> {
  requireScope(ctx, 'offers:write');
  const { actor, deps } = ctx;
  const { today, ground } = await groundOf(ctx);
  await deps.database.transact(actor, async (stores) => {
    const offer = await getLiveOffer(stores, input.id);
    const contact = contactOf(offer);
    if (contact === null) {
      throw new ProblemError(
        'conflict',
        'Cette offre n’a ni courriel ni numéro de mobile : appelez, puis confirmez-la.',
      );
    }
    const [last] = await stores.freshness.listSent(input.id);
    if (last !== undefined && dateOf(last, ground.territory.timeZone) === today) {
      throw new ProblemError('conflict', 'La structure a déjà été relancée aujourd’hui pour cette offre.');
    }
    const key = `offer-asked ${today} ${input.id}`;
    await ask(ctx, stores, { contact, offers: [offer], key, sentBy: actor.id });
  });
}

async function ask(
  { actor, deps }: Context,
  stores: Stores,
  { contact, offers, key, sentBy }: { contact: Contact; offers: readonly Offer[]; key: string; sentBy: string | null },
): Promise<void> {
  const { territory } = await deps.territory(actor.territoryId);
  const now = deps.clock.now();
  const expiresAt = now.add({ hours: 24 * LINK_DAYS }).toString();
  const asked: { title: string; link: string }[] = [];
  for (const { id, title } of offers) {
    const { token, hash } = newOfferLink();
    await stores.freshness.addLink({ hash, offerId: id, sentBy, expiresAt });
    await stores.audit.record({ action: 'offer.askedAbout', entity: 'offer', entityId: id, fields: [contact.channel] });
    asked.push({ title, link: offerLinkAddress(deps.publicUrl, territory.id, token) });
  }
  const [first] = asked;
  const [one] = offers;
  if (first === undefined || one === undefined) return;
  const when = { now, timeZone: territory.timeZone, safeHours: [], discreet: false, urgent: null };
  const message = {
    id: deps.ids.next('msg'),
    to: contact.to,
    about: { entity: 'offer', id: one.id },
    dedupeKey: key,
    sendAfter: sendAfterOf(when),
  };
  await stores.messages.queue(
    contact.channel === 'sms'
      ? { ...message, channel: 'sms', body: reminderSms(first) }
      : { ...message, channel: 'email', ...reminderMail(asked) },
  );
}

const dateOf = (instant: string, timeZone: string) => dateAt(Temporal.Instant.from(instant), timeZone);
