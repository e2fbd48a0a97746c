import ExcelJS, { type Cell, type Worksheet } from 'exceljs';
import { writeNumber } from '../../../domain/imports/cell-codecs.ts';
import { MOST_COLUMNS } from '../../../domain/spreadsheet/text-file.ts';
import { readZip } from './read-zip.ts';
import { MOST_ROWS, tooManyRows, unreadable } from './unreadable.ts';

const MOST_MERGES = 20_000;
/** What is drawn over a sheet is of no use here, and rules over whole columns take the library minutes. */
const IGNORED = [
  'dataValidations',
  'conditionalFormatting',
  'extLst',
  'drawing',
  'legacyDrawing',
  'picture',
  'hyperlinks',
];

/** A sheet as texts: `row` as the spreadsheet numbers it. */
export type SheetRow = { row: number; cells: string[] };

/**
 * The first sheet whose rows `isTable` accepts, else the first. The archive is looked at before the library sees it: how much it
 * unpacks to, how many rows and joined cells a sheet has. The streaming reader of the library is not used: where the texts of a
 * workbook stand after its sheets it hands out their numbers. Throws `invalid`.
 */
export async function readWorkbook(
  bytes: Uint8Array,
  isTable: (rows: readonly SheetRow[]) => boolean,
): Promise<SheetRow[]> {
  await lookInto(bytes);
  const workbook = new ExcelJS.Workbook();
  try {
    const options = { ignoreNodes: IGNORED } as Partial<ExcelJS.XlsxReadOptions>;
    await workbook.xlsx.load(Buffer.from(bytes) as unknown as Parameters<typeof workbook.xlsx.load>[0], options);
  } catch {
    throw unreadable('Ce classeur ne s’ouvre pas : enregistrez-le de nouveau au format .xlsx, puis recommencez.');
  }
  const sheets = workbook.worksheets.map((sheet) => rowsOf(sheet));
  return sheets.find((rows) => isTable(rows)) ?? sheets[0] ?? [];
}

async function lookInto(bytes: Uint8Array): Promise<void> {
  const counts = new Map<string, { rows: number; merges: number; tail: string }>();
  const names = await readZip(bytes, {
    // Every entry: the library unpacks whatever is there.
    wanted: () => true,
    keeps: false,
    look(name, piece) {
      if (!name.startsWith('xl/worksheets/')) return;
      const count = counts.get(name) ?? { rows: 0, merges: 0, tail: '' };
      const text = count.tail + piece.toString('latin1');
      count.rows += text.split('<row').length - 1;
      count.merges += text.split('<mergeCell ').length - 1;
      // What is cut between two pieces is found with the next, and only then.
      count.tail = /<(?:r|ro|m[a-zA-Z]*)?$/.exec(text)?.[0] ?? '';
      counts.set(name, count);
      if (count.rows > MOST_ROWS + 100) throw tooManyRows();
      if (count.merges > MOST_MERGES)
        throw unreadable('Trop de cellules fusionnées : annulez les fusions, puis recommencez.');
    },
  });
  if (!names.has('xl/workbook.xml')) throw unreadable('Ce fichier n’est pas un classeur .xlsx.');
}

function rowsOf(sheet: Worksheet): SheetRow[] {
  const rows: SheetRow[] = [];
  sheet.eachRow({ includeEmpty: false }, (line, row) => {
    const cells: string[] = [];
    line.eachCell({ includeEmpty: false }, (cell, column) => {
      if (column > MOST_COLUMNS) return;
      const read = textOf(cell);
      if (read === '') return;
      while (cells.length < column - 1) cells.push('');
      cells[column - 1] = read;
    });
    if (cells.length > 0) rows.push({ row, cells });
  });
  return rows;
}

/** Cells joined down a column all say what the first says; of cells joined along a row only the first says anything. */
function textOf(cell: Cell): string {
  if (cell.master !== cell && cell.master.col !== cell.col) return '';
  return textOfValue(cell.master.value);
}

function textOfValue(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  if (value instanceof Date) return textOfDate(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('hyperlink' in value)
    return typeof value.text === 'string' ? value.text : textOfValue(value.text as ExcelJS.CellValue);
  if ('error' in value) return value.error;
  return 'result' in value ? textOfValue(value.result as ExcelJS.CellValue) : '';
}

/** The library puts what a sheet shows into UTC. An hour alone is of the day before the first of its calendar. */
function textOfDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const rounded = new Date(Math.round(date.getTime() / 1000) * 1000).toISOString();
  if (rounded < '1900-01-02') return rounded.slice(11, 16);
  return rounded.endsWith('T00:00:00.000Z') ? rounded.slice(0, 10) : `${rounded.slice(0, 10)} ${rounded.slice(11, 16)}`;
}
