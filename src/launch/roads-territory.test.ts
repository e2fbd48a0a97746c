import { describe, expect, it } from 'vitest';
import type { Bbox } from '../../geo/tiles/pbf.ts';
import { chooseGround, type Ground } from './roads-territory.ts';

const ground = (id: string, lon: number): Ground => ({
  id,
  name: id,
  borderKm: 10,
  communes: [{ name: 'Somewhere', at: [lon, 48] }],
  around: [],
});
const grounds = [ground('meuse', 5), ground('vosges', 6), ground('liechtenstein', 9.5)];
const lorraine: Bbox = [4, 47, 7, 50];

describe('the territory an extract is for', () => {
  it('is the only one it holds communes of', () => {
    expect(chooseGround(grounds, { asked: null, preferred: 'meuse' }, [9, 47, 10, 49]).id).toBe('liechtenstein');
  });

  it('is the preferred one where it holds several, and must be said where that is none of them', () => {
    expect(chooseGround(grounds, { asked: null, preferred: 'vosges' }, lorraine).id).toBe('vosges');
    for (const preferred of [null, 'liechtenstein', 'nowhere']) {
      expect(() => chooseGround(grounds, { asked: null, preferred }, lorraine)).toThrow(/plusieurs territoires/);
    }
    expect(chooseGround(grounds, { asked: 'meuse', preferred: 'vosges' }, lorraine).id).toBe('meuse');
  });

  it('is the preferred one where the extract does not say what it covers', () => {
    expect(chooseGround(grounds, { asked: null, preferred: 'vosges' }, null).id).toBe('vosges');
    expect(() => chooseGround(grounds, { asked: null, preferred: null }, null)).toThrow(/ne dit pas ce qu’il couvre/);
  });
});
