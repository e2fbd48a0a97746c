import type { OfferInput, OfferKind } from '../catalogue/offer.ts';
import type { FieldProblem } from '../place-problems.ts';
import { plainWords } from '../spreadsheet/text-file.ts';
import { type Column, columnsOf, ID_COLUMN, themeOf, VERSION_COLUMN } from './offer-columns.ts';
import { isSameValue } from './same-value.ts';

/** What is longer stands in no cell of a spreadsheet. */
const MOST_IN_CELL = 32_000;
/** In the place of such a value: it stays as it is. */
const UNCHANGED = '(trop long pour une cellule : inchangé)';

const withoutUnit = (heading: string) =>
  plainWords(heading.replace(/(\([^)]*\)|\ben (euros?|centimes?|€)|€)\s*$/i, ''));

type Headed = { heading: string; column: Column | 'id' | 'version' | null };

const known = new Map<OfferKind, Map<string, Column | 'id' | 'version'>>();

/** The columns of a kind by all that they may be called; made once, as whole files are asked about. */
function columnsByWords(kind: OfferKind) {
  const made = known.get(kind);
  if (made) return made;
  const byWords = new Map<string, Column | 'id' | 'version'>([
    [plainWords(ID_COLUMN), 'id'],
    ['id', 'id'],
    [plainWords(VERSION_COLUMN), 'version'],
  ]);
  for (const column of columnsOf(kind).toReversed()) {
    for (const words of [withoutUnit(column.heading), ...(column.aliases ?? []), plainWords(column.path)]) {
      byWords.set(words, column);
    }
  }
  known.set(kind, byWords);
  return byWords;
}

/** Which column of the kind each heading means; null for those of which nothing is taken. */
export function headedColumns(kind: OfferKind, headings: readonly string[]): Headed[] {
  const byWords = columnsByWords(kind);
  return headings.map((heading) => ({
    heading,
    column: byWords.get(plainWords(heading)) ?? byWords.get(withoutUnit(heading)) ?? null,
  }));
}

const MOST_IN_HEADING = 200;

export const isOfferHeading = (kind: OfferKind, heading: string): boolean =>
  heading.length <= MOST_IN_HEADING && headedColumns(kind, [heading])[0]?.column !== null;

export type OfferRowReading = {
  /** Of an offer of the platform, where the row tells one. */
  id: string | null;
  /** Which version of it the file was made of, where the row tells it. */
  version: number | null;
  /** `present` in the place of what the row says nothing of; shape not checked yet. */
  build(present: OfferInput | null): Record<string, unknown>;
  problems: FieldProblem[];
};

/** What a row says, cell by cell. An empty cell takes away what the offer had; a column that is not there leaves it. */
export function readOfferRow(kind: OfferKind, headed: readonly Headed[], cells: readonly string[]): OfferRowReading {
  const problems: FieldProblem[] = [];
  const read: { path: string; value: unknown }[] = [];
  let id: string | null = null;
  let version: number | null = null;
  headed.forEach(({ heading, column }, at) => {
    const cell = cells[at] ?? '';
    if (column === null) return;
    if (column === 'id') {
      id = cell.trim() === '' ? null : cell.trim();
      return;
    }
    if (column === 'version') {
      version = cell.trim() === '' ? null : Number(cell);
      if (version !== null && !Number.isSafeInteger(version))
        problems.push({ path: 'version', message: 'Laissez la version telle que l’export la donne.' });
      return;
    }
    if (cell === UNCHANGED) return;
    if (cell.trim() === '') {
      read.push({ path: column.path, value: undefined });
      return;
    }
    const reading = column.codec.read(cell, heading);
    if ('wrong' in reading) problems.push({ path: column.path, message: reading.wrong });
    else read.push({ path: column.path, value: reading.value });
  });
  return {
    id,
    version,
    problems,
    build(present) {
      const offer: Record<string, unknown> = { ...structuredClone(present ?? {}), kind };
      for (const { path, value } of read) put(offer, path.split('.'), value);
      offer.theme ??= themeOf(kind);
      offer.details ??= {};
      return offer;
    },
  };
}

function put(within: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    if (value === undefined) delete within[name];
    else within[name] = value;
    return;
  }
  const inner = { ...((within[name] as Record<string, unknown> | null | undefined) ?? {}) };
  put(inner, rest, value);
  if (Object.keys(inner).length === 0) delete within[name];
  else within[name] = inner;
}

/** The headings of a kind's file, and its rows. */
export const offerHeadings = (kind: OfferKind): string[] => [
  ID_COLUMN,
  VERSION_COLUMN,
  ...columnsOf(kind).map(({ heading }) => heading),
];

export function writeOfferRow(offer: OfferInput & { id?: string; version?: number }): string[] {
  return [offer.id ?? '', `${offer.version ?? ''}`, ...columnsOf(offer.kind).map((column) => writeCell(offer, column))];
}

function valueAt(offer: OfferInput, { path }: Column): unknown {
  let value: unknown = offer;
  for (const name of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[name];
  return value ?? null;
}

/** The headings of the columns in which two contents of an offer differ. */
export const changedHeadings = (before: OfferInput, after: OfferInput): string[] =>
  columnsOf(after.kind)
    .filter((column) => !isSameValue(valueAt(before, column), valueAt(after, column)))
    .map(({ heading }) => heading);

function writeCell(offer: OfferInput, column: Column): string {
  const { codec } = column;
  const value = valueAt(offer, column);
  if (value === null || value === undefined) return '';
  const written = codec.write(value as never);
  return written.length > MOST_IN_CELL ? UNCHANGED : written;
}

/** What the page calls a path: the heading of its column. */
export const headingOf = (kind: OfferKind, path: string): string | null =>
  (path === 'version' ? VERSION_COLUMN : null) ??
  columnsOf(kind).find((column) => path === column.path || path.startsWith(`${column.path}.`))?.heading ??
  columnsOf(kind).find((column) => column.path.startsWith(`${path}.`))?.heading ??
  null;

/** The example of a template: one invented offer. */
export const exampleRow = (kind: OfferKind): string[] => ['', '', ...columnsOf(kind).map(({ example }) => example)];
