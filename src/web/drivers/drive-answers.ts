import type { DriverRules } from '../../domain/drivers/rules.ts';
import type { DriveMessages } from '../../i18n/drive/index.ts';
import type { FieldError } from '../../services/errors.ts';
import type { Commune, Gazetteer } from '../../services/ports.ts';
import { chooseCommune } from '../forms/commune-choice.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readClock, readNumber } from '../forms/read-answer.ts';
import type { Typed } from '../intake/typed-form.ts';

/** Two usual trips are told here; a coordinator knows of more. */
export const TRIPS = ['1', '2'] as const;

export type DriveReading = {
  input: Record<string, unknown>;
  errors: readonly FieldMessage[];
  /** Of each control in which several communes are meant. */
  candidates: Readonly<Record<string, readonly Commune[]>>;
};

/** What was typed, as the verb takes it. `faults`: what to say of each control. */
export function readDriver(typed: Typed, gazetteer: Gazetteer, faults: DriveMessages['faults']): DriveReading {
  const errors: FieldMessage[] = [];
  const candidates: Record<string, readonly Commune[]> = {};
  const text = (name: string) => (typed[name] ?? '').trim();
  const wrong = (field: string, message: string) => {
    errors.push({ field, message });
  };
  const commune = (name: string) => {
    const choice = chooseCommune({ text: text(name), gazetteer, inside: true });
    if (choice.kind === 'found') return choice.commune.code;
    if (choice.kind === 'ambiguous') candidates[name] = choice.candidates;
    wrong(name, faults.commune);
    return undefined;
  };
  const clock = (name: string) => {
    const read = readClock(text(name));
    if (read === null) wrong(name, faults.time);
    return read ?? undefined;
  };
  const number = (name: string, most: number, fault: string) => {
    const read = readNumber(text(name));
    if (read !== null && Number.isInteger(read) && read >= 0 && read <= most) return read;
    wrong(name, fault);
    return undefined;
  };

  const trips = TRIPS.flatMap((n) => {
    const names = [`from${n}`, `to${n}`, `days${n}`, `time${n}`];
    if (names.every((name) => text(name) === '')) return [];
    const weekdays = text(`days${n}`).split(' ').filter(Boolean).map(Number);
    const trip = { from: commune(`from${n}`), to: commune(`to${n}`), weekdays };
    if (weekdays.length === 0) wrong(`days${n}`, faults.days);
    const departureTime = clock(`time${n}`);
    return [{ ...trip, departureTime, returnTime: text(`back${n}`) === '' ? null : clock(`back${n}`) }];
  });
  const seats = number('seats', 8, faults.seats);
  return {
    input: {
      structureId: text('structure'),
      kind: text('kind') || undefined,
      trips,
      seats,
      maxDetourMinutes: text('detour') === '' ? null : number('detour', 60, faults.detour),
      firstName: text('firstName'),
      lastName: text('lastName'),
      phone: text('phone'),
      email: text('email'),
      commune: commune('commune'),
      charter: text('charter') === 'oui' ? true : undefined,
    },
    errors,
    candidates,
  };
}

/** In the order in which the page asks. */
const CONTROLS = [
  ...['structure', 'kind', 'from1', 'to1', 'days1', 'time1', 'back1', 'from2', 'to2', 'days2', 'time2', 'back2'],
  ...['seats', 'detour', 'firstName', 'lastName', 'phone', 'email', 'commune', 'charter'],
];

/** What was read wrong and what the verb would find, each once, in the page’s order and language. */
export function allErrors(
  read: readonly FieldMessage[],
  found: readonly FieldError[],
  faults: DriveMessages['faults'],
): FieldMessage[] {
  const said: Record<string, FieldMessage> = {
    structureId: { field: 'structure', message: faults.choose },
    kind: { field: 'kind', message: faults.choose },
    trips: { field: 'from1', message: faults.trip },
    seats: { field: 'seats', message: faults.seats },
    maxDetourMinutes: { field: 'detour', message: faults.detour },
    firstName: { field: 'firstName', message: faults.firstName },
    phone: { field: 'phone', message: faults.phone },
    email: { field: 'email', message: faults.email },
    commune: { field: 'commune', message: faults.commune },
    charter: { field: 'charter', message: faults.charter },
  };
  const errors = [...read];
  for (const { path } of found) {
    const one = said[path];
    if (one !== undefined && !errors.some(({ field }) => field === one.field)) errors.push(one);
  }
  return errors.toSorted((a, b) => CONTROLS.indexOf(a.field) - CONTROLS.indexOf(b.field));
}

/** A form whose boxes to tick come several under one name. */
export async function readDriverForm(request: { text(): Promise<string> }): Promise<Typed> {
  const form = new URLSearchParams(await request.text());
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => [name, form.getAll(name).join(' ').slice(0, 1000)]),
  );
}

/** The territory’s own charter where it has one, in that language or in French; else the house’s. */
export function promisesOf({ charter }: DriverRules, language: string, say: DriveMessages): readonly string[] {
  if (charter === null) return say.promises;
  const texts: Record<string, readonly string[] | undefined> = charter.texts;
  return texts[language] ?? charter.texts.fr;
}
