import { z } from 'zod';
import { clockTimeSchema, isoDateSchema, secondsOfDay, weekdaySchema } from '../clock-time.ts';
import { addDays, daysBetween, weekdayOf } from '../schedule/dates.ts';

/** What a structure teaches. `workshop`: any training that none of the others is. */
export const PROGRAMME_KINDS = ['licence', 'cyclingSchool', 'accompaniedTrip', 'ecoDriving', 'workshop'] as const;
export type ProgrammeKind = (typeof PROGRAMME_KINDS)[number];

/** As offers of a driving school tell them: `src/domain/catalogue/offer.ts`. */
export const PEDAGOGIES = ['basicSkills', 'french', 'confidence', 'dys'] as const;
export type Pedagogy = (typeof PEDAGOGIES)[number];

/** The French one needs to follow; null: none in particular. */
export const LANGUAGE_LEVELS = ['A1', 'A2', 'B1'] as const;

/** Hours that come back every week; never past midnight. */
const slotSchema = z
  .object({ weekday: weekdaySchema, from: clockTimeSchema, to: clockTimeSchema })
  .refine(({ from, to }) => to > from, { path: ['to'], message: 'La fin vient avant le début.' });
export type Slot = z.infer<typeof slotSchema>;

const MOST_DAYS = 731;

export const cohortSchema = z
  .object({
    kind: z.enum(PROGRAMME_KINDS, 'Choisissez ce que vous enseignez.'),
    title: z.string().trim().min(1, 'Donnez un nom au groupe.').max(120, 'Le nom tient en 120 caractères.'),
    offerId: z.string().max(100).nullable().default(null),
    from: isoDateSchema,
    until: isoDateSchema,
    slots: z.array(slotSchema).min(1, 'Écrivez au moins un horaire.').max(21, '21 horaires par semaine au plus.'),
    /** Days on which nothing is held. */
    exceptDates: z.array(isoDateSchema).max(100).default([]),
    place: z.string().trim().min(1, 'Dites où cela se passe.').max(200, 'Le lieu tient en 200 caractères.'),
    places: z.int('Écrivez un nombre entier.').min(1, 'Une place au moins.').max(100, '100 places au plus.'),
    pedagogies: z.array(z.enum(PEDAGOGIES)).max(PEDAGOGIES.length).default([]),
    languageLevel: z.enum(LANGUAGE_LEVELS).nullable().default(null),
  })
  .superRefine(({ from, until, slots }, check) => {
    const fault = (path: string, message: string) => check.addIssue({ code: 'custom', path: [path], message });
    if (until < from) fault('until', 'La fin vient avant le début.');
    else if (daysBetween(from, until) > MOST_DAYS) fault('until', 'Un groupe dure deux ans au plus.');
    const ordered = slots.toSorted((a, b) => a.weekday - b.weekday || a.from.localeCompare(b.from));
    const crossed = ordered.some((slot, i) => {
      const next = ordered[i + 1];
      return next !== undefined && next.weekday === slot.weekday && next.from < slot.to;
    });
    if (crossed) fault('slots', 'Deux horaires du même jour se recouvrent.');
  });
export type CohortContent = z.infer<typeof cohortSchema>;

/** One time that the group meets: `YYYY-MM-DD`, `HH:MM`. */
export type CohortSession = { date: string; from: string; to: string };

export const minutesOf = ({ from, to }: Pick<CohortSession, 'from' | 'to'>): number =>
  (secondsOfDay(to) - secondsOfDay(from)) / 60;

/** Of one week. */
export const weeklyMinutes = (slots: readonly Slot[]): number => slots.reduce((sum, slot) => sum + minutesOf(slot), 0);

const isAt =
  ({ date, from }: Pick<CohortSession, 'date' | 'from'>) =>
  (one: Pick<CohortSession, 'date' | 'from'>) =>
    one.date === date && one.from === from;

/** Of the sessions that are noted, the first that the group would not hold any more; null where it holds all of them. */
export function firstLost(
  noted: readonly Pick<CohortSession, 'date' | 'from'>[],
  known: Parameters<typeof sessionsOf>[0],
  changed: Parameters<typeof sessionsOf>[0],
): CohortSession | null {
  const held = sessionsOf(changed);
  const lost = sessionsOf(known).find((one) => noted.some(isAt(one)) && !held.some(isAt(one)));
  return lost ?? null;
}

/** Every time the group meets, both days included, in order. */
export function sessionsOf({
  from,
  until,
  slots,
  exceptDates,
}: Pick<CohortContent, 'from' | 'until' | 'slots' | 'exceptDates'>): CohortSession[] {
  const sessions: CohortSession[] = [];
  for (let date = from; date <= until; date = addDays(date, 1)) {
    if (exceptDates.includes(date)) continue;
    const weekday = weekdayOf(date);
    const held = slots.filter((slot) => slot.weekday === weekday).toSorted((a, b) => a.from.localeCompare(b.from));
    for (const slot of held) sessions.push({ date, from: slot.from, to: slot.to });
  }
  return sessions;
}
