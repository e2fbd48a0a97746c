import { CsvError, parse } from 'csv-parse/sync';
import { unguarded } from '../../../domain/spreadsheet/formula-guard.ts';
import {
  decodeText,
  delimiterOf,
  HEADINGS_WITHIN,
  isTooWide,
  MOST_COLUMNS,
} from '../../../domain/spreadsheet/text-file.ts';
import { readWorkbook, type SheetRow } from './read-workbook.ts';
import { MOST_ROWS, tooManyRows, unreadable } from './unreadable.ts';

/** The table of a file: its headings, then its rows, numbered as a spreadsheet shows them. */
export type Table = { headings: string[]; rows: SheetRow[] };

export const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] ?? 0) < 9;
const isOldWorkbook = (bytes: Uint8Array) => bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11;

/**
 * Of a CSV file in any of the usual ways, or of a workbook. `isKnown`: a heading of which something is taken. Throws `invalid`: an
 * empty file, one without headings, one that cannot be read.
 */
export async function readTable(bytes: Uint8Array, isKnown: (heading: string) => boolean): Promise<Table> {
  if (bytes.length === 0) throw unreadable('Ce fichier est vide.');
  if (isOldWorkbook(bytes))
    throw unreadable(
      'Ce classeur est d’un ancien format (.xls), ou protégé : enregistrez-le en .xlsx, sans mot de passe.',
    );
  const headingsAt = (rows: readonly SheetRow[]) => findHeadings(rows, isKnown);
  const rows = isZip(bytes) ? await readWorkbook(bytes, (some) => headingsAt(some) !== -1) : readCsv(bytes, isKnown);
  if (rows.length === 0) throw unreadable('Ce fichier est vide.');
  const at = headingsAt(rows);
  if (at === -1)
    throw unreadable('Aucune colonne connue : la première ligne doit porter les titres des colonnes du modèle.');
  const filled = rows.slice(at + 1).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (filled.length === 0) throw unreadable('Ce fichier a des titres de colonnes, et aucune ligne.');
  if (filled.length > MOST_ROWS) throw tooManyRows();
  return {
    headings: (rows[at]?.cells ?? []).map((heading) => heading.trim()),
    rows: filled.map(({ row, cells }) => ({ row, cells: cells.map(unguarded) })),
  };
}

/** The row with the most known headings among the first, two at least; -1 where there is none. */
function findHeadings(rows: readonly SheetRow[], isKnown: (heading: string) => boolean): number {
  const counts = rows
    .slice(0, HEADINGS_WITHIN)
    .map(({ cells }) => cells.filter((cell) => cell !== '' && isKnown(cell)).length);
  const most = Math.max(0, ...counts);
  return most < 2 ? -1 : counts.indexOf(most);
}

function readCsv(bytes: Uint8Array, isKnown: (heading: string) => boolean): SheetRow[] {
  const text = decodeText(bytes);
  if (/^\s*[{[<]/.test(text) || text.includes('\0'))
    throw unreadable('Ce fichier n’est pas un tableau : un CSV ou un classeur .xlsx est attendu.');
  const options = { relax_column_count: true, skip_empty_lines: false, bom: true } as const;
  try {
    // No more is read than is taken.
    const delimiter = delimiterOf(text, isKnown);
    if (isTooWide(text, delimiter))
      throw unreadable(`Ce fichier a plus de ${MOST_COLUMNS} colonnes : gardez celles du modèle.`);
    const records = parse(text, { ...options, delimiter, to: MOST_ROWS + HEADINGS_WITHIN + 1 }) as string[][];
    return records.map((cells, index) => ({ row: index + 1, cells }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable(`La ligne ${Number(error.lines ?? 1)} ne se lit pas : vérifiez les guillemets.`);
  }
}
