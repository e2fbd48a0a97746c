import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { clockTimeSchema, isoDateSchema } from '../clock-time.ts';
import { placeSchema } from '../place.ts';
import { type FieldProblem, type Ground, placeProblems } from '../place-problems.ts';
import { timesOnTheWall } from '../schedule/clock-change.ts';
import { addDays, daysBetween } from '../schedule/dates.ts';

/** A meeting of the network, a training of professionals, hours at which one comes without an appointment. */
export const EVENT_KINDS = ['meeting', 'training', 'dropIn'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const EVENT_AUDIENCES = ['everybody', 'professionals', 'people', 'employers'] as const;
export type EventAudience = (typeof EVENT_AUDIENCES)[number];

/** Who came is of no use for longer; the day after is too early for an attestation. */
export const SIGN_UPS_KEPT_DAYS = 30;
/** A typing error in the year, not an event. */
const MOST_DAYS_AHEAD = 731;
const MOST_DAYS_LONG = 14;

const line = (max: number) => z.string().trim().max(max, `${max} caractères au plus.`).default('');

/** What is typed of an event: days and hours are those of the territory's clocks. Empty texts: not said. */
export const eventInputSchema = z.object({
  title: z.string().trim().min(1, 'Donnez un titre.').max(150, '150 caractères au plus.'),
  kind: z.enum(EVENT_KINDS, 'Choisissez une sorte d’événement.'),
  audience: z.enum(EVENT_AUDIENCES, 'Dites à qui il s’adresse.'),
  description: line(4_000),
  date: isoDateSchema,
  from: clockTimeSchema,
  /** Null: it ends on its first day, or in the night after. */
  lastDate: isoDateSchema.nullable().default(null),
  until: clockTimeSchema,
  place: placeSchema.required({ commune: true }).nullable().default(null),
  onlineUrl: line(500).refine(
    (text) => text === '' || (/^https:\/\//i.test(text) && z.url().safeParse(text).success),
    'Adresse attendue, commençant par https://.',
  ),
  organiserId: z.string().max(60).nullable().default(null),
  places: z
    .number('Nombre attendu.')
    .int('Nombre entier attendu.')
    .min(1, 'Au moins une place, ou rien s’il n’y a pas de limite.')
    .max(1_000, '1 000 places au plus.')
    .nullable()
    .default(null),
});
export type EventInput = z.output<typeof eventInputSchema>;

/** An event as it is kept: instants, ISO 8601. */
export type EventFacts = Omit<EventInput, 'date' | 'from' | 'lastDate' | 'until'> & {
  startsAt: string;
  endsAt: string;
};

/**
 * From one hour to the other on the clocks of the territory; one of a single day that would end before it begins ends the next. Of an
 * hour that comes twice the first is meant; one that the clocks skip is refused.
 */
export function hoursOfEvent(
  { date, from, lastDate, until }: Pick<EventInput, 'date' | 'from' | 'lastDate' | 'until'>,
  timeZone: string,
): { startsAt: string; endsAt: string } | { problems: FieldProblem[] } {
  const lastDay = lastDate ?? (until <= from ? addDays(date, 1) : date);
  const days = daysBetween(date, lastDay);
  if (days < 0 || (days === 0 && until <= from)) {
    return {
      problems: [
        { path: 'lastDate', message: 'Il finirait avant de commencer : vérifiez le dernier jour et l’heure de fin.' },
      ],
    };
  }
  if (days > MOST_DAYS_LONG) {
    return {
      problems: [{ path: 'lastDate', message: `${MOST_DAYS_LONG} jours au plus : faites-en plusieurs événements.` }],
    };
  }
  const skipped = (day: string, time: string, path: string): FieldProblem[] =>
    timesOnTheWall(day, time, timeZone) === 0
      ? [
          {
            path,
            message:
              'Cette heure n’existe pas ce jour-là : les horloges avancent d’une heure. Choisissez-en une autre.',
          },
        ]
      : [];
  const problems = [...skipped(date, from, 'from'), ...skipped(lastDay, until, 'until')];
  if (problems.length > 0) return { problems };
  // To the millisecond, as they are kept: what is not moved is told by its being equal.
  const at = (day: string, time: string) =>
    Temporal.PlainDateTime.from(`${day}T${time}`)
      .toZonedDateTime(timeZone, { disambiguation: 'earlier' })
      .toInstant()
      .toString({ smallestUnit: 'millisecond' });
  return { startsAt: at(date, from), endsAt: at(lastDay, until) };
}

/** What a schema cannot tell. `startedBefore`: when it was to begin until now, null of a new one. */
export function eventProblems(
  facts: EventFacts,
  { ground, now, startedBefore }: { ground: Ground; now: string; startedBefore: string | null },
): FieldProblem[] {
  const { place, onlineUrl, startsAt } = facts;
  const isMoved = startsAt !== startedBefore;
  const farthest = Temporal.Instant.from(now).add({ hours: 24 * MOST_DAYS_AHEAD });
  const isAfter = (a: string, b: string | Temporal.Instant) => Temporal.Instant.compare(a, b) > 0;
  return [
    ...(isMoved && isAfter(now, startsAt)
      ? [{ path: 'date', message: 'Ce moment est passé : donnez une date et une heure à venir.' }]
      : []),
    ...(isMoved && isAfter(startsAt, farthest)
      ? [{ path: 'date', message: 'Cette date est dans plus de deux ans : vérifiez l’année.' }]
      : []),
    ...(place === null && onlineUrl === ''
      ? [{ path: 'place', message: 'Dites où cela se passe : une commune, ou un lien si c’est en ligne.' }]
      : []),
    ...(place !== null && onlineUrl !== ''
      ? [{ path: 'onlineUrl', message: 'Un lieu ou un lien, pas les deux : gardez l’un ou l’autre.' }]
      : []),
    ...(place === null ? [] : placeProblems({ place, path: 'place', rule: 'near', ground })),
  ];
}

/** What may still be done: signing up ends as it begins, and with its being called off. */
export const isOpenToSignUps = (
  event: { startsAt: string; cancelledAt: string | null; archivedAt: string | null },
  now: string,
): boolean =>
  event.cancelledAt === null && event.archivedAt === null && Temporal.Instant.compare(event.startsAt, now) > 0;

/** When who signed up is forgotten: ISO 8601. */
export const signUpsForgottenAt = (endsAt: string): string =>
  Temporal.Instant.from(endsAt)
    .add({ hours: 24 * SIGN_UPS_KEPT_DAYS })
    .toString();
