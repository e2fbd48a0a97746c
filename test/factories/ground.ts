import { crowMetres, type Ground } from '../../src/domain/place-problems.ts';
import type { Territory } from '../../src/domain/territory.ts';

/** A rectangle of a territory, easy to reckon with: 1° of latitude is 111.2 km, 1° of longitude here about 73 km. */
const BOX = { west: 5, east: 6, south: 48.5, north: 49.5 };

const COMMUNES = [
  { code: '55001', name: 'Villeneuve', epciCode: '245500001', departement: '55', lon: 5.5, lat: 49 },
  { code: '55002', name: 'Hautmont', epciCode: '245500002', departement: '55', lon: 5.9, lat: 49.4 },
  { code: '52001', name: 'Outreval', epciCode: '245200001', departement: '52', lon: 4.9, lat: 49 },
];

export const today = '2026-11-22';

export const ground: Ground = {
  // The rules of the Meuse are not asked here, but for how far the border reaches.
  territory: {
    id: 'carre',
    name: 'Carré',
    timeZone: 'Europe/Paris',
    zones: ['55'],
    holidays: 'metropole',
    rules: { borderKm: 60 } as Territory['rules'],
  },
  whereabouts: {
    findByCode: (code) => COMMUNES.find((commune) => commune.code === code) ?? null,
    locate: (point) =>
      outside(point) > 0
        ? null
        : (COMMUNES.slice(0, 2).sort((a, b) => crowMetres(a, point) - crowMetres(b, point))[0] ?? null),
    metresOutside: outside,
  },
};

function outside({ lon, lat }: { lon: number; lat: number }): number {
  const nearest = {
    lon: Math.min(BOX.east, Math.max(BOX.west, lon)),
    lat: Math.min(BOX.north, Math.max(BOX.south, lat)),
  };
  return crowMetres({ lon, lat }, nearest);
}
