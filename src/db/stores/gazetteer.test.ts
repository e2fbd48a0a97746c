import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Gazetteer } from '../../services/ports.ts';
import { readTerritory } from '../seeds/territory/read-territory.ts';
import { type CommuneFacts, createGazetteer } from './gazetteer.ts';

describe('the gazetteer of the Meuse', () => {
  let facts: CommuneFacts[];
  let gazetteer: Gazetteer;
  beforeAll(async () => {
    const { communes, communesAround } = await readTerritory('meuse');
    facts = [
      ...communes.map((commune) => ({ ...commune, inside: true })),
      ...communesAround.map((commune) => ({ ...commune, inside: false, contour: null })),
    ];
    gazetteer = createGazetteer(facts);
  });

  it('finds every chef-lieu in its own commune', () => {
    const lost = gazetteer.communes().filter((commune) => gazetteer.locate(commune)?.code !== commune.code);
    expect(lost).toEqual([]);
    expect(gazetteer.communes()).toHaveLength(499);
  });

  it('finds nothing for the chef-lieux around, and says how far outside they are', () => {
    const around = facts.filter(({ inside }) => !inside);
    expect(around.length).toBeGreaterThan(1000);
    // A handful of them lie on the very border, within the tolerance.
    const inside = around.filter((commune) => gazetteer.locate(commune) !== null);
    expect(inside.length).toBeLessThan(5);
    for (const commune of around) {
      expect(gazetteer.metresOutside(commune) > 500).toBe(gazetteer.locate(commune) === null);
    }
  });

  it.each([
    ['Saint-Dizier, in the Haute-Marne', { lon: 4.9497, lat: 48.6377 }, 2_500, 5_000],
    ['Longwy, in the Meurthe-et-Moselle', { lon: 5.7622, lat: 49.5197 }, 8_000, 16_000],
    ['Luxembourg', { lon: 6.1296, lat: 49.8153 }, 45_000, 65_000],
    ['Paris', { lon: 2.3522, lat: 48.8566 }, 180_000, 200_000],
    ['Bar-le-Duc', { lon: 5.1606, lat: 48.7729 }, 0, 0],
    ['Bar-le-Duc with its coordinates swapped', { lon: 48.7729, lat: 5.1606 }, 4_000_000, 8_000_000],
  ])('measures how far outside %s lies', (_name, point, atLeast, atMost) => {
    const metres = gazetteer.metresOutside(point);
    expect(metres).toBeGreaterThanOrEqual(atLeast);
    expect(metres).toBeLessThanOrEqual(atMost);
  });

  it('takes a point just outside for the nearest commune, up to 500 m and no farther', () => {
    const straight = {
      contour: [
        [
          [
            [5, 49],
            [5.1, 49],
            [5.1, 49.1],
            [5, 49.1],
            [5, 49],
          ],
        ],
      ],
    };
    const square = createGazetteer([{ ...(facts[0] as CommuneFacts), ...straight, inside: true }]);
    const metresEast = (metres: number) => ({
      lon: 5.1 + metres / (111_195 * Math.cos((49.05 * Math.PI) / 180)),
      lat: 49.05,
    });
    expect(square.locate(metresEast(-1))).not.toBeNull();
    expect(square.locate(metresEast(490))).not.toBeNull();
    expect(square.locate(metresEast(510))).toBeNull();
    expect(square.metresOutside(metresEast(510))).toBeCloseTo(510, 0);
  });

  it('knows a hole from the commune around it', () => {
    const ring = (size: number) => [
      [5 - size, 49 - size],
      [5 + size, 49 - size],
      [5 + size, 49 + size],
      [5 - size, 49 + size],
      [5 - size, 49 - size],
    ];
    const holed = createGazetteer([{ ...(facts[0] as CommuneFacts), contour: [[ring(0.2), ring(0.1)]], inside: true }]);
    expect(holed.metresOutside({ lon: 5.15, lat: 49 })).toBe(0);
    expect(holed.metresOutside({ lon: 5, lat: 49 })).toBeGreaterThan(7_000);
  });

  it('agrees with a plain search through every contour, wherever the point lies', () => {
    // Even-odd along a ray to the east, with neither boxes nor turf.
    const holds = ({ contour }: CommuneFacts, lon: number, lat: number) =>
      (contour ?? []).flat().reduce((inside, ring) => {
        const crossings = ring.slice(1).filter(([x2 = 0, y2 = 0], i) => {
          const [x1 = 0, y1 = 0] = ring[i] ?? [];
          return y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1;
        });
        return inside !== (crossings.length % 2 === 1);
      }, false);
    fc.assert(
      fc.property(
        fc.double({ min: 4.8, max: 5.9, noNaN: true }),
        fc.double({ min: 48.3, max: 49.7, noNaN: true }),
        (lon, lat) => {
          const holding = facts.filter((commune) => holds(commune, lon, lat)).map(({ code }) => code);
          const found = gazetteer.locate({ lon, lat })?.code;
          if (holding.length > 0) expect(holding).toContain(found);
          expect(gazetteer.metresOutside({ lon, lat }) === 0).toBe(holding.length > 0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['bar le duc', 'Bar-le-Duc'],
    ['BAR', 'Bar-le-Duc'],
    ['st mihiel', 'Saint-Mihiel'],
    ['etain', 'Étain'],
    ['55200', 'Commercy'],
    ['vaucouleurs', 'Vaucouleurs'],
    ['dieue', 'Dieue-sur-Meuse'],
  ])('finds « %s »', (text, name) => {
    expect(gazetteer.search(text, 5)[0]?.name).toBe(name);
  });

  it('puts the biggest first among those that start alike, and finds what is around', () => {
    const found = gazetteer.search('saint', 10).map(({ population }) => population);
    expect(found).toEqual([...found].sort((a, b) => b - a));
    expect(gazetteer.search('Saint-Dizier', 3)[0]?.code).toBe('52448');
    expect(gazetteer.search('  ', 3)).toEqual([]);
    expect(gazetteer.search('%', 3)).toEqual([]);
    expect(gazetteer.findByCode('52448')?.name).toBe('Saint-Dizier');
    expect(gazetteer.findByCode('99999')).toBeNull();
  });

  it('answers in well under a millisecond', () => {
    const points = facts.slice(0, 500);
    const started = performance.now();
    for (const point of points) gazetteer.locate(point);
    expect((performance.now() - started) / points.length).toBeLessThan(1);
  });
});
