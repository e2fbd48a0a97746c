import ExcelJS from 'exceljs';
import { guarded } from '../../../domain/spreadsheet/formula-guard.ts';

export type Sheet = { name: string; rows: readonly (readonly string[])[]; widths?: readonly number[] };

/** Signs that XML cannot hold: a sheet has them by their number. */
const isUnfit = (code: number) =>
  (code < 0x20 && code !== 0x09 && code !== 0x0a) || code === 0x7f || code === 0xfffe || code === 0xffff;

const escapedSign = (sign: string): string => {
  const code = sign.charCodeAt(0);
  return isUnfit(code) ? `_x${code.toString(16).toUpperCase().padStart(4, '0')}_` : sign;
};

/** Texts that look like such a number are told apart, in the way of spreadsheets. */
const escapedSigns = (text: string): string =>
  text
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
    .split('')
    .map(escapedSign)
    .join('');

/** A workbook of texts: the first row of each sheet is its headings, and stays in sight. Nothing of it is a formula. */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  for (const { name, rows, widths } of sheets) {
    const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    for (const row of rows) sheet.addRow(row.map((cell) => (cell === '' ? null : escapedSigns(guarded(cell)))));
    sheet.getRow(1).font = { bold: true };
    rows[0]?.forEach((_, at) => {
      const column = sheet.getColumn(at + 1);
      column.width = widths?.[at] ?? 22;
      // A reference of figures keeps its zeros when somebody types over it.
      column.numFmt = '@';
    });
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}
