import type { FactFile } from '../../src/db/seeds/territory/fact-file.ts';
import { field, type SourceCommune } from './places.ts';

/**
 * Employers as a dated page cited them, in their commune. `closed` says that a later page told of the end: such a
 * site is never shown as a place to work.
 */
export function employers(rows: Record<string, string>[], communes: readonly SourceCommune[]): FactFile {
  const names = new Map(communes.map((c) => [c.code, c.name]));
  return {
    sources: ['employeurs'],
    columns: ['name', 'communeCode', 'sector', 'citedEmployees', 'citedDate', 'closed', 'remark', 'page'],
    rows: rows.map((row) => {
      const code = field(row, 'code_insee');
      if (names.get(code) !== field(row, 'commune')) {
        throw new Error(`Commune ${code} is not called “${field(row, 'commune')}”.`);
      }
      return [
        field(row, 'employeur'),
        code,
        field(row, 'secteur'),
        field(row, 'salaries_cites') === '' ? null : Number(field(row, 'salaries_cites')),
        field(row, 'date_source'),
        field(row, 'statut').startsWith('FERMÉE'),
        field(row, 'statut') || null,
        field(row, 'source'),
      ];
    }),
  };
}
