import type { Temporal } from 'temporal-polyfill';
import { nextMorning, type OfficeCalendar } from './working-days.ts';

export const CONTACT_KINDS = ['call', 'voicemail', 'sms', 'email', 'letter', 'visit', 'noShow', 'note'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

/** What a whole pasted exchange of mails takes; more than that is refused, never cut. */
export const CONTACT_CHARACTERS = 50_000;

/** Why somebody is to be called again. In French: it is written once and read by whoever calls. */
const CALL_AGAIN: Partial<Record<ContactKind, string>> = {
  voicemail: 'Sans réponse au dernier appel',
  noShow: 'Ne s’est pas présenté au rendez-vous',
};

/** After a call nobody answered and an appointment nobody came to, the person is called again the next working morning. */
export function callBackAfter(
  kind: ContactKind,
  now: Temporal.Instant,
  office: OfficeCalendar,
): { dueAt: Temporal.Instant; reason: string } | null {
  const reason = CALL_AGAIN[kind];
  return reason === undefined ? null : { dueAt: nextMorning(now, office), reason };
}
