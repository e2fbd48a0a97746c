import { stringify } from 'csv-stringify/sync';
import { guarded } from '../domain/spreadsheet/formula-guard.ts';

/** A file that a French spreadsheet opens: `;` between, a mark at its beginning, nothing that it would take for a formula. */
export const csv = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((row) => row.map(guarded)),
    { bom: true, delimiter: ';', record_delimiter: 'windows' },
  );

/** A file that other programs read, as the standards have it: `,` between, no mark. Nothing of it is a formula either. */
export const standardCsv = (rows: readonly (readonly string[])[]): string =>
  stringify(rows.map((row) => row.map(guarded)));
