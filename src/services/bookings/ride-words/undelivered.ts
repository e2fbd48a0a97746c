import { Temporal } from 'temporal-polyfill';
import type { MessageReader } from '../../../domain/booking/leave-at.ts';
import type { Booking } from '../../ports/bookings.ts';
import { momentText } from './for-others.ts';

/**
 * Into the queue of whoever holds the file: what a message that was not delivered would say by now, to whom, and until when that matters.
 * Null where there is nothing left to say.
 */
export function undeliveredCall(
  reader: MessageReader,
  booking: Booking & { departAt: string },
  { now, timeZone }: { now: Temporal.Instant; timeZone: string },
): string | null {
  const { departAt, status, proposal, answerDueAt } = booking;
  const when = momentText(proposal?.departAt ?? departAt, timeZone);
  const news = reader === 'person' ? toPerson(booking, when) : toDriver(booking, when);
  if (news === null) return null;
  const to = reader === 'person' ? 'la personne' : 'qui conduit';
  // A question matters until it lapses, anything else until the ride leaves.
  const until = status === 'requested' && answerDueAt !== null ? answerDueAt : departAt;
  if (Temporal.Instant.compare(now, Temporal.Instant.from(until)) < 0) {
    return `Message non remis. À dire à ${to} avant le ${momentText(until, timeZone)} : ${news}.`;
  }
  return `Message non remis, et l’heure est passée. Appeler ${to}, et demander ce qu’il en est : ${news}.`;
}

function toPerson({ status, reason, proposal }: Booking, when: string): string | null {
  switch (status) {
    case 'requested':
      return proposal === null ? null : `une autre heure est proposée, le ${when}, et elle peut dire oui ou non`;
    case 'confirmed':
      return `son trajet du ${when} est confirmé`;
    case 'refused':
      return reason === 'timeDeclined' ? null : `son trajet demandé pour le ${when} est refusé, il en faut un autre`;
    case 'cancelled':
      return `son trajet du ${when} est annulé`;
    case 'noShow':
      return `personne n’est venu la chercher le ${when}`;
    case 'done':
      return null;
  }
}

function toDriver({ status, reason }: Booking, when: string): string | null {
  switch (status) {
    case 'requested':
      return `un trajet lui est demandé pour le ${when}, noter la réponse`;
    case 'confirmed':
      return `le trajet du ${when} est confirmé`;
    case 'refused':
      return reason === 'timeDeclined' ? `l’autre heure ne convient pas, le trajet du ${when} ne se fait pas` : null;
    case 'cancelled':
      return `le trajet du ${when} est annulé`;
    case 'noShow':
    case 'done':
      return null;
  }
}
