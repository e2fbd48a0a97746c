import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { indexContours } from '../../stores/contours.ts';
import { decodeContour, encodeContour } from './contour-code.ts';
import { readTerritory, TERRITORIES } from './read-territory.ts';

const facts = await readTerritory('meuse');
const folder = path.join(TERRITORIES, 'meuse/facts');
const shared = path.join(TERRITORIES, '../../shared');

describe('the Meuse', () => {
  it('has its 499 communes, 180,290 inhabitants, 16 intercommunalities', () => {
    expect(facts.communes).toHaveLength(499);
    expect(new Set(facts.communes.map((c) => c.code)).size).toBe(499);
    expect(facts.communes.reduce((sum, c) => sum + c.population, 0)).toBe(180_290);
    expect(new Set(facts.communes.map((c) => c.epciCode)).size).toBe(16);
    expect(facts.communes.filter((c) => c.population === 0)).toHaveLength(6);
    expect(facts.communes.every((c) => c.departement === '55' && c.epciName && c.postcodes.length > 0)).toBe(true);
  });

  it('has every commune inside its own contour, and in no other', () => {
    const contours = facts.communes.map((item) => ({
      item,
      holds: indexContours([{ item, coordinates: item.contour }]),
    }));
    for (const commune of facts.communes) {
      const holders = contours.filter(({ holds }) => holds.holding(commune)).map(({ item }) => item.name);
      expect(holders, commune.name).toEqual([commune.name]);
    }
  });

  it('knows the communes around up to 60 km, Saint-Dizier, Longwy, Nancy and Metz among them', () => {
    const territory = indexContours(facts.communes.map((item) => ({ item, coordinates: item.contour })));
    const metres = (c: { lon: number; lat: number }) => territory.nearest(c)?.metres ?? 0;
    for (const name of ['Saint-Dizier', 'Longwy', 'Nancy', 'Metz', 'Toul', 'Vitry-le-François']) {
      expect(facts.communesAround.map((c) => c.name)).toContain(name);
    }
    const farthest = Math.max(...facts.communesAround.map(metres));
    expect(farthest).toBeGreaterThan(50_000);
    expect(farthest).toBeLessThanOrEqual(60_000);
    expect(facts.communesAround.some((c) => c.departement === '55')).toBe(false);
  });

  it('names a source with licence and date for every fact file', async () => {
    const known = new Set(facts.sources.map((s) => s.id));
    const files = await readdir(folder);
    expect(Object.keys(facts.sourcesOf).sort()).toEqual(files.sort());
    for (const ids of Object.values(facts.sourcesOf)) for (const id of ids) expect(known).toContain(id);
    expect(new Set(Object.values(facts.sourcesOf).flat())).toEqual(known);
  });

  it('keeps the ODbL places in a file of their own, with their attribution', () => {
    expect(facts.sourcesOf['carpool-places.json']).toEqual(['bnlc']);
    expect(Object.entries(facts.sourcesOf).filter(([, ids]) => ids.includes('bnlc'))).toHaveLength(1);
    expect(facts.sources.find((s) => s.id === 'bnlc')?.attribution).toMatch(/ODbL/);
    expect(facts.carpoolPlaces.filter((p) => p.communeCode.startsWith('55')).map((p) => p.name)).toEqual([
      'Aire des Souhesmes',
    ]);
  });

  it('has the public desks of the département', () => {
    expect(facts.franceServices.filter((s) => s.communeCode.startsWith('55'))).toHaveLength(22);
    expect(facts.franceTravail.filter((s) => s.communeCode?.startsWith('55')).map((s) => s.name)).toEqual([
      'France Travail Bar-le-Duc',
      'France Travail Verdun',
      'France Travail Commercy',
    ]);
    expect(facts.stations.map((s) => s.name)).toEqual(expect.arrayContaining(['Bar-le-Duc', 'Commercy', 'Verdun']));
  });

  it('never shows the closed paper mill of Stenay as a place to work, nor an unconfirmed number as certain', () => {
    expect(facts.employers.filter((e) => e.closed).map((e) => e.name)).toEqual(['Papeterie Stenpa']);
    expect(facts.informationPoints.every((p) => p.toConfirm)).toBe(true);
    expect(facts.informationPoints.find((p) => p.phone)?.phone).toBe('03 29 75 32 30');
  });

  it('weighs CO2 with the cited factors', () => {
    const grams = (mode: string) => facts.emissionFactors.find((f) => f.mode === mode)?.gramsPerKm;
    const { co2GramsPerKm } = facts.territory.rules;
    expect(co2GramsPerKm).toEqual({
      car: grams('voiturethermique'),
      licenceFreeCar: grams('voiturethermique'),
      scooter: grams('scooter'),
      ebike: grams('veloelectrique'),
      bike: grams('velo'),
    });
  });

  it.skipIf(!existsSync(shared))(
    'uses the audiences of data·inclusion verbatim (skipped without the published schema)',
    async () => {
      const file = path.join(shared, 'standards/data-inclusion/schemas/v1/extra/publics.json');
      const audiences = (JSON.parse(await readFile(file, 'utf8')) as { value: string }[]).map((a) => a.value);
      for (const codes of Object.values(facts.territory.rules.audiencesOfStatus)) {
        for (const code of codes) expect(audiences).toContain(code);
      }
    },
  );

  it('keeps its contours small', async () => {
    expect((await stat(path.join(folder, 'contours.json'))).size).toBeLessThan(350_000);
  });
});

describe('the contour code', () => {
  it('gives back what it was given', () => {
    for (const { contour } of facts.communes) expect(decodeContour(encodeContour(contour))).toEqual(contour);
  });

  it('keeps holes and islands apart', () => {
    const square = (x: number, y: number, side: number) =>
      [
        [x, y],
        [x + side, y],
        [x + side, y + side],
        [x, y + side],
        [x, y],
      ] as [number, number][];
    const shape = [[square(5, 48, 1), square(5.25, 48.25, 0.5)], [square(7, 48, 0.5)]];
    expect(decodeContour(encodeContour(shape))).toEqual(shape);
    const { holding } = indexContours([{ item: 'in', coordinates: shape }]);
    expect(holding({ lon: 5.1, lat: 48.1 })).toBe('in');
    expect(holding({ lon: 5.5, lat: 48.5 })).toBeNull();
    expect(holding({ lon: 7.2, lat: 48.2 })).toBe('in');
  });

  it('refuses what is no contour', () => {
    expect(() => decodeContour('54731,485241 94')).toThrow(/no step/);
    expect(() => decodeContour('1,1 2,2')).toThrow(/three points/);
  });
});
