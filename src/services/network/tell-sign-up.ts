import { Temporal } from 'temporal-polyfill';
import { isSoon, sendAfterOf } from '../../domain/messages/quiet-hours.ts';
import { eventWhen } from '../../domain/network/event-when.ts';
import type { Context, TerritoryHandle } from '../context.ts';
import type { NetworkEvent, SignUp } from '../ports/events.ts';
import type { Stores } from '../ports.ts';
import { type EventNews, eventMail, eventSms } from './event-words.ts';

export const signUpLink = (publicUrl: string, territoryId: string, token: string): string =>
  `${publicUrl}/fr/evenements/inscription/${territoryId}/${token}`;

/** `Commercy, salle des Fêtes`; of a meeting on line, its address. */
export function eventWhere(
  { place, onlineUrl }: Pick<NetworkEvent, 'place' | 'onlineUrl'>,
  { gazetteer }: Pick<TerritoryHandle, 'gazetteer'>,
): string {
  if (place === null) return onlineUrl;
  const commune = place.commune === undefined ? null : gazetteer.findByCode(place.commune);
  return [...new Set([commune?.name ?? '', place.label ?? ''])].filter(Boolean).join(', ');
}

type Telling = {
  event: NetworkEvent;
  to: Pick<SignUp, 'id' | 'channel' | 'contact'>;
  news: EventNews;
  /** The secret of a link by which they sign off; none where there is nothing to sign off from. */
  token: string | null;
  /** They asked for it just now; others are left to sleep. */
  askedFor?: boolean;
};

/** Writes to whoever signed up, by mail or SMS: once of each version of an event. */
export async function tellSignUp(
  stores: Stores,
  { actor, deps }: Context,
  { event, to, news, token, askedFor = false }: Telling,
): Promise<void> {
  const handle = await deps.territory(actor.territoryId);
  const { id: territoryId, timeZone } = handle.territory;
  const told = {
    title: event.title,
    when: eventWhen(event, timeZone),
    where: eventWhere(event, handle),
    isOnline: event.place === null,
    reason: event.cancelReason,
    link: token === null ? '' : signUpLink(deps.publicUrl, territoryId, token),
  };
  const now = deps.clock.now();
  // Whoever would set out in the morning is told in the evening.
  const isUrgent = news !== 'gotPlace' && isSoon({ now, departAt: Temporal.Instant.from(event.startsAt) });
  const polite = { now, timeZone, safeHours: [], discreet: false };
  const message = {
    id: deps.ids.next('msg'),
    to: to.contact,
    about: { entity: 'eventSignUp', id: to.id },
    dedupeKey: `event ${news} ${to.id} ${event.version}`,
  };
  await stores.messages.queue(
    to.channel === 'sms'
      ? {
          ...message,
          channel: 'sms',
          body: eventSms(news, told),
          sendAfter: sendAfterOf({ ...polite, urgent: askedFor ? 'askedFor' : isUrgent ? 'rideSoon' : null }),
        }
      : { ...message, channel: 'email', ...eventMail(news, told) },
  );
}
