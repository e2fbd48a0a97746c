import { expect, test } from 'vitest';
import { commune, gazetteerOf } from '../../../test/factories/gazetteer.ts';
import { outlineSheet } from './outline-sheet.ts';

const square = [
  [5, 48],
  [5.123456, 48],
  [5.1, 48.1],
  [5, 48],
] as const;

function gazetteer(names: readonly [name: string, population: number, lat: number][]) {
  const inside = names.map(([name, population, lat], i) => ({
    ...commune(`550${i}0`, name, []),
    population,
    lon: 5,
    lat,
  }));
  return { ...gazetteerOf({ inside }), outlines: () => [{ code: '55000', rings: [square] }] };
}

test('names the largest towns, and none that a larger one would cover', () => {
  const { body } = outlineSheet(
    'meuse',
    gazetteer([
      ['Petite', 10, 48.01],
      ['Grande', 900, 48],
      ['Loin', 5, 49],
    ]),
  );
  const { features } = JSON.parse(body) as {
    features: { properties: { name?: string }; geometry: { type: string } }[];
  };
  expect(features.flatMap(({ properties }) => properties.name ?? [])).toEqual(['Grande', 'Loin']);
});

test('is GeoJSON in ten metres, kept under a name that changes with it', () => {
  const one = outlineSheet('meuse', gazetteer([['Une', 1, 48]]));
  expect(one.path).toMatch(/^\/cartes\/communes-meuse\.[0-9a-f]{12}\.json$/);
  expect(JSON.parse(one.body).features[0].geometry).toEqual({
    type: 'MultiLineString',
    coordinates: [square.map(([lon, lat]) => [Math.round(lon * 1e4) / 1e4, lat])],
  });
  expect(outlineSheet('meuse', gazetteer([['Autre', 1, 48]])).path).not.toBe(one.path);
});
