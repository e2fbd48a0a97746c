import { FRENCH } from '../../i18n/languages.ts';
import type { FieldError } from '../../services/errors.ts';
import type { SentPhoto } from '../../services/fleet/reports.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readCents, readDate, readNumber } from '../forms/read-answer.ts';
import type { Typed } from '../intake/typed-form.ts';

const say = FRENCH.t.fleet.errors;

/** Reads what was typed, and remembers what cannot be read at the control it stands in. */
export function reader(typed: Typed) {
  const faults: FieldMessage[] = [];
  const text = (name: string) => (typed[name] ?? '').trim();
  const wrong = (field: string, message: string) => {
    faults.push({ field, message });
    return undefined;
  };
  return {
    faults,
    text,
    /** Null where nothing was typed; what cannot be read is left out, and told. */
    date: (name: string) => (text(name) === '' ? null : (readDate(text(name)) ?? wrong(name, say.date))),
    neededDate: (name: string) => readDate(text(name)) ?? wrong(name, say.date),
    number(name: string) {
      if (text(name) === '') return null;
      const read = readNumber(text(name));
      return read !== null && Number.isInteger(read) ? read : wrong(name, say.number);
    },
    cents(name: string) {
      if (text(name) === '') return null;
      const read = readCents(text(name));
      return read !== null && read >= 0 ? read : wrong(name, say.money);
    },
  };
}

/** What could not be read, then what the verb found, each control once: `controls` by path. */
export function allFaults(
  faults: readonly FieldMessage[],
  found: readonly FieldError[],
  controls: Readonly<Record<string, string>> = {},
): FieldMessage[] {
  const all = [...faults];
  for (const { path, message } of found) {
    const field = controls[path] ?? path;
    if (field === 'photos' || !all.some((one) => one.field === field)) {
      all.push({ field, message: FRENCH.t.format.typeset(message) });
    }
  }
  return all;
}

/** A form whose boxes to tick come several under one name, and whose files are photos. */
export async function readFleetForm(request: { raw: Request }): Promise<{ typed: Typed; photos: SentPhoto[] }> {
  const form = await request.raw.formData();
  const typed: Record<string, string> = {};
  const photos: SentPhoto[] = [];
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name);
    typed[name] = values
      .filter((value) => typeof value === 'string')
      .join(' ')
      .slice(0, 2000);
    for (const value of values) {
      // An empty choice of files is sent as one file without a name and without bytes.
      if (typeof value === 'string' || value.size === 0) continue;
      photos.push({ name: value.name.slice(0, 80), bytes: new Uint8Array(await value.arrayBuffer()) });
    }
  }
  return { typed, photos };
}
