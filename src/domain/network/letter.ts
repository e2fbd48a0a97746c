import { Temporal } from 'temporal-polyfill';

/** The letter leaves on Tuesdays, once people are at work. */
const WEEKDAY = 2;
const HOUR = 8;
/** Events that come sooner are told; one just announced is, however far. */
const AHEAD_DAYS = 35;
const MOST_LINES = 15;

export type NewsOffer = { id: string; title: string; illustrative: boolean };
export type NewsItem = { id: string; title: string; illustrative: boolean };
export type NewsEvent = {
  id: string;
  title: string;
  startsAt: string;
  endsAt: string;
  createdAt: string;
  cancelledAt: string | null;
  illustrative: boolean;
};
export type LetterNews = { offers: NewsOffer[]; events: NewsEvent[]; items: NewsItem[] };

/** When a letter last fell due, on the clocks of the territory. */
export function lastLetterDue(now: Temporal.Instant, timeZone: string): Temporal.Instant {
  const local = now.toZonedDateTimeISO(timeZone);
  const day = local.toPlainDate().subtract({ days: (local.dayOfWeek - WEEKDAY + 7) % 7 });
  const at = (date: Temporal.PlainDate) => date.toZonedDateTime({ timeZone, plainTime: { hour: HOUR } }).toInstant();
  const due = at(day);
  return Temporal.Instant.compare(due, now) <= 0 ? due : at(day.subtract({ days: 7 }));
}

/**
 * What a letter holds of what came since the last one; null where nothing did. Events that come soon are told again beside news, and are
 * none by themselves.
 */
export function letterOf(
  { offers, events, items }: LetterNews,
  { since, now }: { since: string; now: Temporal.Instant },
): LetterNews | null {
  const isAfter = (a: string, b: string | Temporal.Instant) => Temporal.Instant.compare(a, b) > 0;
  const soon = now.add({ hours: 24 * AHEAD_DAYS });
  const coming = events.filter(({ startsAt, cancelledAt }) => cancelledAt === null && isAfter(startsAt, now));
  const announced = coming.filter(({ createdAt }) => isAfter(createdAt, since));
  if (offers.length + items.length + announced.length === 0) return null;
  const told = coming.filter((event) => announced.includes(event) || !isAfter(event.startsAt, soon));
  return {
    offers: offers.slice(0, MOST_LINES),
    events: told.slice(0, MOST_LINES),
    items: items.slice(0, MOST_LINES),
  };
}
