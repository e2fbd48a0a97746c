import { z } from 'zod';
import { type Contact, type ContactFault, readContact } from '../../domain/booking/contact.ts';
import { isOpenToSignUps, signUpsForgottenAt } from '../../domain/network/event.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { NetworkEvent, SignUp, SignUpStatus } from '../ports/events.ts';
import { takePlace } from '../take-place.ts';
import { transactOnce } from '../transact-once.ts';
import { visitorOf } from '../visitor.ts';
import { newLinkToken } from '../way-in/secrets.ts';
import { knownEvent, placesLeft } from './find-events.ts';
import { tellSignUp } from './tell-sign-up.ts';

/** Of one connection in one hour: a whole structure may sign up from its own network. */
const FROM_ADDRESS = 40;
/** To one number or mail in one day, of whatever event: nobody is written to by a stranger all day long. */
const TO_CONTACT = 10;

const CONTACT_FAULTS: Record<ContactFault, string> = {
  missing: 'Écrivez une adresse électronique ou un numéro de portable : la confirmation y est envoyée.',
  unclear: 'Écrivez une adresse électronique (nom@exemple.fr) ou un numéro de portable (06 12 34 56 78).',
  noSms: 'Ce numéro ne reçoit pas de SMS : donnez un portable, ou une adresse électronique.',
  email: 'Cette adresse électronique est incomplète : elle ressemble à nom@exemple.fr.',
};

const schema = z.object({
  name: z.string().trim().min(1, 'Écrivez votre prénom et votre nom.').max(120, '120 caractères au plus.'),
  structure: z.string().trim().max(150, '150 caractères au plus.').default(''),
  contact: z.string().trim().max(254, '254 caractères au plus.'),
  /** The words that were agreed to. */
  consent: z.string('Cochez pour dire oui : sans votre accord, nous ne pouvons pas vous inscrire.').min(1).max(1000),
});

/**
 * Signs up, without an account: with a place, or on the waiting list where all are taken. A link to sign off is sent. Sent twice it is
 * one sign-up, by the context's idempotency key; one contact has one, and whoever types a contact that is signed up already is
 * answered as anybody else: that it is, is nobody's business. Throws `notFound`, `invalid`, `conflict` where it has begun or is called
 * off, `tooManyRequests` by the connection.
 *
 * `address`: where it comes from; only its hash is kept, for two days.
 */
export async function signUp({
  ctx,
  input: { eventId, address, ...input },
}: {
  ctx: Context;
  input: { eventId: string; address: string; [field: string]: unknown };
}): Promise<SignUpStatus> {
  const { contact: typed, consent: consentWording, ...who } = parseInput(schema, input);
  const contact = contactOf(typed);
  const { deps, actor } = ctx;
  const { territory } = await deps.territory(actor.territoryId);
  const now = deps.clock.now();
  const { token, hash } = newLinkToken();
  // The row is theirs by its link: that is what lets a stranger write it, and read nothing else.
  const holder = { ...ctx, actor: visitorOf(territory.id, hash) };
  return transactOnce(holder, {
    async effect(stores): Promise<SignUpStatus> {
      const event = await knownEvent(stores, eventId);
      if (!isOpenToSignUps(event, now.toString())) {
        throw new ProblemError('conflict', 'Les inscriptions sont closes : l’événement a commencé, ou il est annulé.');
      }
      if (!(await takePlace(stores, ['event', address, now.toString().slice(0, 13)], FROM_ADDRESS))) {
        throw new ProblemError(
          'tooManyRequests',
          'Trop d’inscriptions sont parties de cette connexion. Réessayez dans une heure.',
          { retryAfterSeconds: 3600 },
        );
      }
      const turnout = (await stores.events.turnout([eventId])).get(eventId) ?? { seated: 0, waiting: 0 };
      const likely = placesLeft({ ...event, ...turnout }) === 0 ? 'waiting' : 'seated';
      const today = dateAt(now, territory.timeZone);
      if (!(await takePlace(stores, ['event contact', contact.contact, today], TO_CONTACT))) return likely;
      const id = deps.ids.next('sgn');
      const kept = { linkHash: hash, consentWording, purgeAfter: signUpsForgottenAt(event.endsAt) };
      const status = await stores.events.signUp({ id, eventId, ...who, ...contact, ...kept });
      if (status === null) return likely;
      const fields = [...Object.keys(who), 'contact', 'consentWording'];
      await stores.audit.record({ action: 'event.signedUp', entity: 'eventSignUp', entityId: id, fields });
      await tellSignUp(stores, ctx, { event, to: { id, ...contact }, news: status, token, askedFor: true });
      return status;
    },
    answer: async (_stores, status) => status,
  });
}

/** What the link in a message leads to; null where it leads nowhere any more. `ctx`: of a visitor who holds it. */
export async function findHeldSignUp({
  ctx,
}: {
  ctx: Context;
}): Promise<{ signUp: SignUp; event: NetworkEvent } | null> {
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const signUp = await stores.events.findHeldSignUp();
    if (signUp === null) return null;
    const event = await stores.events.find(signUp.eventId);
    return event === null ? null : { signUp, event };
  });
}

/**
 * Signs off by that link: nothing of the sign-up stays, and the follow-up gives the place to who waits. Says of which event; null where
 * there was none, or it is done already.
 */
export async function signOff({ ctx }: { ctx: Context }): Promise<{ eventId: string } | null> {
  return ctx.deps.database.transact(ctx.actor, async ({ events, audit }) => {
    const signedUp = await events.findHeldSignUp();
    if (signedUp === null || !(await events.signOff())) return null;
    await audit.record({ action: 'event.signedOff', entity: 'eventSignUp', entityId: signedUp.id, fields: [] });
    return { eventId: signedUp.eventId };
  });
}

function contactOf(typed: string): Contact {
  const contact = readContact(typed);
  if ('fault' in contact) throw invalid([{ path: 'contact', message: CONTACT_FAULTS[contact.fault] }]);
  return contact;
}
