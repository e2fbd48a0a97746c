import type { FactFile } from '../../src/db/seeds/territory/fact-file.ts';
import { communeNamed, field, type Near, plainName, rounded, unshouted } from './places.ts';

/** France Services within reach. Their desk hours are left out: two years old, they would mislead. */
export function franceServices(rows: Record<string, string>[], near: Near): FactFile {
  const within = near.within(60_000);
  return {
    sources: ['france-services'],
    columns: ['id', 'name', 'address', 'communeCode', 'lon', 'lat', 'phone'],
    rows: rows
      .map((row) => ({
        row,
        position: rounded([Number(field(row, 'longitude')), Number(field(row, 'latitude'))]),
      }))
      .filter(({ position }) => within(position))
      .sort((a, b) => Number(field(a.row, 'id_fs')) - Number(field(b.row, 'id_fs')))
      .map(({ row, position }) => [
        field(row, 'id_fs'),
        field(row, 'lib_fs'),
        [field(row, 'adresse'), `${field(row, 'code_postal')} ${field(row, 'lib_com')}`].filter(Boolean).join(', '),
        field(row, 'insee_com'),
        ...position,
        field(row, 'telephone') || null,
      ]),
  };
}

/** Agencies of France Travail within reach, head offices left out, one line per address. */
export function franceTravail(rows: Record<string, string>[], near: Near): FactFile {
  const within = near.within(60_000);
  const seen = new Set<string>();
  return {
    sources: ['france-travail'],
    columns: ['id', 'name', 'address', 'communeCode', 'lon', 'lat'],
    rows: [...rows]
      .sort((a, b) => (field(a, 'code_safir') < field(b, 'code_safir') ? -1 : 1))
      .flatMap((row) => {
        const position = rounded([Number(field(row, 'lon')), Number(field(row, 'lat'))]);
        const address = `${field(row, 'adresse')}, ${field(row, 'ville')}`;
        const isOffice = /\b(DT|DIRECTION)\b/.test(field(row, 'nom'));
        if (isOffice || seen.has(address) || !within(position)) return [];
        seen.add(address);
        const commune = communeNamed(near.communes, {
          town: field(row, 'ville'),
          departement: field(row, 'departement'),
          position,
        });
        const shouted = field(row, 'ville');
        const town = commune && plainName(commune.name) === plainName(shouted) ? commune.name : unshouted(shouted);
        const agency = plainName(field(row, 'nom').replace(/^France Travail - (APE )?/, ''));
        const district = agency.startsWith(plainName(town)) ? agency.slice(plainName(town).length) : null;
        return [
          [
            field(row, 'code_safir'),
            `France Travail ${district === null ? unshouted(agency) : `${town}${unshouted(district)}`}`,
            `${unshouted(field(row, 'adresse'))}, ${field(row, 'code_postal')} ${town}`,
            commune?.code ?? null,
            ...position,
          ],
        ];
      }),
  };
}

/** Mobility services that exist, as public pages told them: where to ask, always to be confirmed before use. */
export function informationPoints(rows: Record<string, string>[]): FactFile {
  return {
    sources: ['dispositifs'],
    columns: ['name', 'nature', 'perimeter', 'phone', 'date', 'remark', 'page', 'toConfirm'],
    rows: rows.map((row) => {
      const phone = /\d\d(?: \d\d){4}/.exec(field(row, 'nature'))?.[0] ?? null;
      return [
        field(row, 'nom').replaceAll("'", '’'),
        field(row, 'nature').replaceAll("'", '’'),
        field(row, 'perimetre'),
        phone,
        field(row, 'date'),
        field(row, 'remarque').replaceAll("'", '’'),
        field(row, 'source'),
        true,
      ];
    }),
  };
}
