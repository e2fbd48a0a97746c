import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { osmPbf } from '../../test/support/osm-pbf.ts';
import { streetGrid } from '../../test/support/valhalla-tiles.ts';
import { dataSetName, readPbf } from './pbf.ts';

const streets = streetGrid([5.16, 48.77], 4, 1);
const osmState = new Date('2026-11-20T20:21:00Z');

describe('readPbf', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-pbf-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function read(content: Uint8Array | string, name = 'meuse.osm.pbf') {
    const file = join(folder, name);
    writeFileSync(file, content);
    return readPbf(file);
  }

  it('reads what the header says', async () => {
    const pbf = osmPbf(streets, { bbox: [4.888, 48.409, 5.854, 49.617], osmState });
    expect(await read(pbf)).toEqual({ bbox: [4.888, 48.409, 5.854, 49.617], osmState, bytes: pbf.length, blobs: 2 });
  });

  it('reads areas south of the equator and west of Greenwich', async () => {
    expect(await read(osmPbf(streets, { bbox: [-61.81, -16.52, -60.99, -15.83] }))).toMatchObject({
      bbox: [-61.81, -16.52, -60.99, -15.83],
    });
  });

  it('says nothing of what the header leaves out', async () => {
    expect(await read(osmPbf(streets))).toMatchObject({ bbox: null, osmState: null });
  });

  it.each([
    ['a page of HTML', '<!doctype html><title>404</title><p>Not found</p>'],
    ['nothing at all', ''],
    ['three bytes', 'abc'],
    ['an archive', gzipSync(osmPbf(streets))],
    ['OSM as XML', '<?xml version="1.0"?><osm version="0.6"></osm>'],
    ['zeros', new Uint8Array(10_000)],
  ])('tells that %s is no extract, by its name and not by its path', async (_, content) => {
    const error = await read(content, 'lorraine-latest.osm.pbf').catch((e) => e);
    expect(error).toMatchObject({ name: 'TilesError', code: 'notPbf' });
    expect(error.message).toMatch(/^lorraine-latest\.osm\.pbf is .*\.$/);
    expect(error.message).not.toContain(folder);
  });

  it('tells that a file is cut short wherever it is cut, save between two blobs', async () => {
    const whole = osmPbf(streets, { osmState });
    const ends = blobEnds(whole);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: (ends[0] as number) - 1, max: whole.length - 1 }), async (length) => {
        fc.pre(!ends.slice(1).includes(length));
        await expect(read(whole.subarray(0, length))).rejects.toMatchObject({ code: 'cutShort' });
      }),
      { numRuns: 60 },
    );
  });

  it('tells that a file kept its length but lost its end', async () => {
    const whole = osmPbf(streets);
    const lost = Buffer.concat([whole, Buffer.alloc(5_000)]);
    await expect(read(lost)).rejects.toMatchObject({ code: 'cutShort', message: expect.stringContaining('damaged') });
  });

  it('leaves it to the file system to say that there is no file', async () => {
    await expect(readPbf(join(folder, 'none.osm.pbf'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readPbf(folder)).rejects.toBeInstanceOf(Error);
  });

  it('stops with the reason of the signal', async () => {
    const reason = new Error('enough');
    const file = join(folder, 'whole.osm.pbf');
    writeFileSync(file, osmPbf(streets));
    await expect(readPbf(file, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('dataSetName', () => {
  it.each([
    ['/var/lib/roads/liechtenstein-2024-03-04.osm.pbf', '2024-03-04T21:21:35Z', 'liechtenstein 2024-03-04'],
    ['lorraine-latest.osm.pbf', '2026-11-20T20:21:00Z', 'lorraine 2026-11-20'],
    ['lorraine-latest.osm.pbf', null, 'lorraine'],
    ['lorraine-261120.osm.pbf', null, 'lorraine 2026-11-20'],
    ['Pays de la Loire.pbf', null, 'Pays de la Loire'],
    ['20261120.osm.pbf', null, 'roads 2026-11-20'],
    ['a<b>"c.osm.pbf', null, 'a b c'],
  ])('of %s as of %s is %s', (file, state, name) => {
    expect(dataSetName(file, state ? new Date(state) : null)).toBe(name);
  });
});

/** Where each blob ends: `[length of head][head: …, 3: length of body][body]`, read from what the writer wrote. */
function blobEnds(pbf: Buffer): number[] {
  const ends: number[] = [];
  for (let at = 0; at < pbf.length; ) {
    const headBytes = pbf.readInt32BE(at);
    let size = 0;
    const typeBytes = pbf[at + 5] as number;
    for (let i = at + 4 + 2 + typeBytes + 1, shift = 0; i < at + 4 + headBytes; i++, shift += 7) {
      size += ((pbf[i] as number) & 0x7f) << shift;
    }
    at += 4 + headBytes + size;
    ends.push(at);
  }
  return ends;
}
