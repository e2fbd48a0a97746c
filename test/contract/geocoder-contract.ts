import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Geocoder } from '../../src/services/ports/geocoder.ts';

export type GeocoderBench = {
  geocoder: Geocoder;
  /** A text of which exactly one place is called so, and its commune. */
  known: { text: string; commune: string };
  stop(): Promise<void>;
};

/** What every geocoder does, whoever it asks. */
export function describeGeocoder(name: string, open: () => Promise<GeocoderBench>): void {
  describe(name, () => {
    let bench: GeocoderBench;
    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench?.stop());
    const search = (text: string, limit = 5) => bench.geocoder.search({ territoryId: 'meuse', text, limit });

    it('finds a place by what people type, with where it is', async () => {
      const { text, commune } = bench.known;
      for (const typed of [text, text.toUpperCase(), `  ${text}  `]) {
        const [place] = await search(typed);
        expect([typed, place?.commune, place?.approximate]).toEqual([typed, commune, false]);
        expect(place?.label.length).toBeGreaterThan(0);
        expect(Math.abs((place?.lon ?? 0) - 5.3)).toBeLessThan(1);
        expect(Math.abs((place?.lat ?? 0) - 48.9)).toBeLessThan(1);
      }
    });

    it.each(['', '   ', 'xqzxqz qzxqzx', '😀', '<script>', '%', "' or 1=1 --", '(((', 'ا'.repeat(300), '\\', '__'])(
      'finds nothing for « %s », and does not fail',
      async (text) => {
        expect(await search(text)).toEqual([]);
      },
    );

    it('gives no more than it was asked for', async () => {
      expect((await search(bench.known.text, 1)).length).toBe(1);
    });
  });
}
