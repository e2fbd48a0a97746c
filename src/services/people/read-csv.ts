import { CsvError, parse } from 'csv-parse/sync';
import { unguarded } from '../../domain/spreadsheet/formula-guard.ts';
import { decodeText, delimiterOf } from '../../domain/spreadsheet/text-file.ts';
import { COLUMNS, type Column, columnOf } from './csv-columns.ts';

/** A line of a spreadsheet: `row` as the spreadsheet numbers it, the headings being row 1. */
export type CsvRow = { row: number; values: Partial<Record<Column, string>> };

export type CsvReading =
  | { kind: 'rows'; rows: CsvRow[] }
  | { kind: 'empty' | 'noColumn' }
  /** Quotes that nothing closes, or text after a quote. */
  | { kind: 'unreadable'; row: number };

/** What a file of people says: `;`, `,` or tabs between, UTF-8 with or without its mark, or as French spreadsheets save it. */
export function readCsv(bytes: Uint8Array): CsvReading {
  const text = decodeText(bytes);
  if (text.trim() === '') return { kind: 'empty' };
  let records: string[][];
  try {
    records = parse(text, {
      delimiter: delimiterOf(text, (heading) => columnOf(heading) !== null),
      relax_column_count: true,
      skip_empty_lines: false,
      trim: true,
    }) as string[][];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { kind: 'unreadable', row: Number(error.lines ?? 1) };
  }
  const [headings = [], ...lines] = records;
  const columns = headings.map(columnOf);
  if (columns.every((column) => column === null)) return { kind: 'noColumn' };
  const rows = lines.map((line, index): CsvRow => ({ row: index + 2, values: valuesOf(columns, line) }));
  const filled = rows.filter(({ values }) => Object.keys(values).length > 0);
  return filled.length === 0 ? { kind: 'empty' } : { kind: 'rows', rows: filled };
}

/** What is empty is not known; of two columns that say the same, the first that says something. */
function valuesOf(columns: readonly (Column | null)[], line: readonly string[]): CsvRow['values'] {
  const values: CsvRow['values'] = {};
  for (const column of COLUMNS) {
    const text = line.find((value, index) => columns[index] === column && value !== '');
    if (text !== undefined) values[column] = unguarded(text);
  }
  return values;
}
