import { createIndex, duplicatesOf, type Likeness } from '../../domain/people/duplicates.ts';
import { type Identity, identitySchema } from '../../domain/people/identity.ts';
import { readDay, readYes } from '../../domain/spreadsheet/read-words.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { PersonKeys } from '../ports/people.ts';
import type { Gazetteer } from '../ports.ts';
import { type Column, readLanguage } from './csv-columns.ts';
import type { CsvRow } from './read-csv.ts';

/** `column` is null where the whole row is meant. */
export type ImportError = { row: number; column: Column | null; message: string };
export type ImportLookalike = { row: number; likeness: Likeness; like: { id: string } | { row: number } };
export type ImportRow = { row: number; identity: Identity };

/** What each row says, and what is wrong with it. */
export function checkRows(
  rows: readonly CsvRow[],
  { gazetteer, today, takenReferences }: { gazetteer: Gazetteer; today: string; takenReferences: ReadonlySet<string> },
): { people: ImportRow[]; errors: ImportError[] } {
  const people: ImportRow[] = [];
  const errors: ImportError[] = [];
  const referenceRows = new Map<string, number>();
  for (const { row, values } of rows) {
    const wrong: ImportError[] = [];
    const tell = (column: Column | null, message: string) => wrong.push({ row, column, message });
    const identity = readRow(values, { gazetteer, today, tell });
    const reference = identity?.reference ?? null;
    if (reference !== null) {
      const before = referenceRows.get(reference);
      if (before !== undefined) tell('reference', `Cette référence est déjà celle de la ligne ${before}.`);
      else if (takenReferences.has(reference))
        tell('reference', 'Cette référence est celle d’un dossier qui existe déjà.');
      referenceRows.set(reference, before ?? row);
    }
    errors.push(...wrong);
    if (identity !== null && wrong.length === 0) people.push({ row, identity });
  }
  return { people, errors };
}

type Tell = (column: Column | null, message: string) => void;

function readRow(
  values: CsvRow['values'],
  { gazetteer, today, tell }: { gazetteer: Gazetteer; today: string; tell: Tell },
): Identity | null {
  const birthDate = values.date_de_naissance === undefined ? null : readDay(values.date_de_naissance);
  if (birthDate === null && values.date_de_naissance !== undefined) {
    tell('date_de_naissance', 'Date attendue, par exemple 07/12/1999.');
  } else if (birthDate !== null && birthDate > today) {
    tell('date_de_naissance', 'Cette date de naissance est dans le futur.');
  }
  const discreet = values.discretion === undefined ? false : readYes(values.discretion);
  if (discreet === null) tell('discretion', 'Écrivez oui ou non.');
  const commune = values.commune === undefined ? null : readCommune(values.commune, gazetteer, tell);
  try {
    return parseInput(identitySchema, {
      firstName: values.prenom ?? null,
      lastName: values.nom ?? null,
      phone: values.telephone === undefined ? null : withItsZero(values.telephone),
      email: values.email ?? null,
      language: values.langue === undefined ? null : readLanguage(values.langue),
      birthDate,
      commune,
      reference: values.reference ?? null,
      discreet: discreet ?? false,
    });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    for (const { path, message } of error.errors) tell(COLUMN_OF[path] ?? null, message);
    return null;
  }
}

const COLUMN_OF: Record<string, Column> = {
  firstName: 'prenom',
  lastName: 'nom',
  phone: 'telephone',
  email: 'email',
  birthDate: 'date_de_naissance',
  commune: 'commune',
  reference: 'reference',
};

/** Spreadsheets take a phone for a number, and its zero for nothing. */
const withItsZero = (phone: string) => (/^[1-9]\d{8}$/.test(phone) ? `0${phone}` : phone);

const MOST_NAMESAKES = 50;

/** By its name, its postcode or its INSEE code, those of the territory first; never by a guess. */
function readCommune(text: string, gazetteer: Gazetteer, tell: Tell): string | null {
  const found = gazetteer.search(text, MOST_NAMESAKES);
  const meant = found.filter(({ name, postcodes }) => postcodes.includes(text) || plain(name) === plain(text));
  const ours = new Set(gazetteer.communes().map(({ code }) => code));
  const inside = meant.filter(({ code }) => ours.has(code));
  const [only, another] = inside.length > 0 ? inside : meant;
  if (only && !another) return only.code;
  const byCode = gazetteer.findByCode(text.toUpperCase());
  if (byCode) return byCode.code;
  tell(
    'commune',
    only
      ? 'Plusieurs communes possibles : donnez le code INSEE.'
      : 'Commune inconnue : vérifiez l’orthographe, ou donnez le code INSEE.',
  );
  return null;
}

const plain = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/\bst(e?)\b/g, 'saint$1')
    .trim();

/** Whom rows look like: files that there are, and rows before them. The surest of each row. */
export function findImportLookalikes(
  rows: readonly { row: number; keys: PersonKeys }[],
  known: readonly PersonKeys[],
): ImportLookalike[] {
  const files = createIndex(known);
  const others = createIndex(rows.map(({ keys }) => keys));
  const rowOf = new Map(rows.map(({ row, keys }) => [keys.id, row]));
  return rows.flatMap(({ row, keys }): ImportLookalike[] => {
    const [file] = duplicatesOf(keys, files.lookalikes(keys));
    if (file) return [{ row, likeness: file.likeness, like: { id: file.id } }];
    const before = duplicatesOf(keys, others.lookalikes(keys)).find(({ id }) => (rowOf.get(id) ?? row) < row);
    return before ? [{ row, likeness: before.likeness, like: { row: rowOf.get(before.id) ?? 0 } }] : [];
  });
}
