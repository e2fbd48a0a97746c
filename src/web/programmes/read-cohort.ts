import { FRENCH } from '../../i18n/languages.ts';
import type { Cohort } from '../../services/ports/programmes.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readClock, readDate, readNumber } from '../forms/read-answer.ts';
import type { Typed } from '../intake/typed-form.ts';

const say = FRENCH.t.programmes.form;

/** More meetings in a week are rare; a group with more keeps them, and shows them. */
export const SLOT_LINES = [1, 2, 3, 4, 5, 6] as const;

export type CohortReading = { input: Record<string, unknown>; errors: readonly FieldMessage[] };

/** What was typed, as the verb takes it, with what cannot be read. */
export function readCohort(typed: Typed, pedagogies: readonly string[]): CohortReading {
  const errors: FieldMessage[] = [];
  const text = (name: string) => (typed[name] ?? '').trim();
  const wrong = (field: string, message: string) => {
    errors.push({ field, message });
  };
  const day = (name: string) => {
    const read = readDate(text(name));
    if (read === null) wrong(name, say.badDate);
    return read;
  };
  const clock = (name: string) => {
    const read = readClock(text(name));
    if (read === null) wrong(name, say.badTime);
    return read;
  };
  const slots = SLOT_LINES.flatMap((n) => {
    const names = [`day${n}`, `from${n}`, `to${n}`];
    if (names.every((name) => text(name) === '')) return [];
    if (text(`day${n}`) === '') {
      wrong(`day${n}`, say.badSlot);
      return [];
    }
    return [{ weekday: Number(text(`day${n}`)), from: clock(`from${n}`), to: clock(`to${n}`) }];
  });
  const exceptDates = text('exceptDates')
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => readDate(one));
  if (exceptDates.includes(null)) wrong('exceptDates', say.badExcept);
  const places = readNumber(text('places'));
  if (places === null) wrong('places', say.badNumber);
  return {
    input: {
      kind: text('kind') || undefined,
      title: text('title'),
      offerId: text('offerId') || null,
      from: day('from'),
      until: day('until'),
      slots,
      exceptDates,
      place: text('place'),
      places,
      pedagogies,
      languageLevel: text('languageLevel') || null,
    },
    errors,
  };
}

/** A group as its form shows it. */
export const typedOfCohort = (cohort: Cohort): Typed => ({
  version: String(cohort.version),
  kind: cohort.kind,
  title: cohort.title,
  offerId: cohort.offerId ?? '',
  from: cohort.from,
  until: cohort.until,
  ...Object.fromEntries(
    cohort.slots.flatMap((slot, i) => [
      [`day${i + 1}`, String(slot.weekday)],
      [`from${i + 1}`, slot.from],
      [`to${i + 1}`, slot.to],
    ]),
  ),
  exceptDates: cohort.exceptDates.map((date) => date.split('-').reverse().join('/')).join(', '),
  place: cohort.place,
  places: String(cohort.places),
  languageLevel: cohort.languageLevel ?? '',
});

/** What the verb found wrong, at the controls it was typed into; each is told once. */
export function cohortErrors(
  read: readonly FieldMessage[],
  found: readonly { path: string; message: string }[],
): FieldMessage[] {
  const told = new Set(read.map(({ field }) => field));
  const errors = [...read];
  for (const { path, message } of found) {
    const [, slot, part] = /^slots\.(\d+)\.(\w+)$/.exec(path) ?? [];
    const names: Record<string, string> = { weekday: 'day', from: 'from', to: 'to' };
    const field = slot === undefined ? (path.split('.')[0] ?? '') : `${names[part ?? '']}${Number(slot) + 1}`;
    const id = field === 'slots' ? 'day1' : field;
    if (told.has(id)) continue;
    told.add(id);
    errors.push({ field: id, message: FRENCH.t.format.typeset(message) });
  }
  return errors;
}
