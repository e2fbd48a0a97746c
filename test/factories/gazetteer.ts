import type { Commune, Gazetteer } from '../../src/services/ports.ts';

export const commune = (
  code: string,
  name: string,
  postcodes: string[],
  at: { lon: number; lat: number } = { lon: 5.5, lat: 48.8 },
): Commune => ({
  code,
  name,
  postcodes,
  epciCode: null,
  epciName: null,
  departement: code.slice(0, 2),
  population: 1000,
  ...at,
});

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('-', ' ');

/** A gazetteer of a few communes, without contours. Everything of the territory is one place. */
export function gazetteerOf({ inside, around = [] }: { inside: Commune[]; around?: Commune[] }): Gazetteer {
  const all = [...inside, ...around];
  return {
    findByCode: (code) => all.find((one) => one.code === code) ?? null,
    locate: () => inside[0] ?? null,
    metresOutside: () => 0,
    communes: () => inside,
    outlines: () => [],
    search: (text, limit) =>
      all
        .filter(
          ({ name, postcodes }) =>
            plain(name).startsWith(plain(text)) || postcodes.some((code) => code.startsWith(text)),
        )
        .slice(0, limit),
  };
}
