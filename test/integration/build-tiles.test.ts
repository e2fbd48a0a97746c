import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LonLat } from '../../geo/router.ts';
import { type BuildProgress, buildTiles } from '../../geo/tiles/build-tiles.ts';
import { type OsmWay, osmPbf } from '../support/osm-pbf.ts';
import { goteborgWays, streetGrid } from '../support/valhalla-tiles.ts';

const corner: LonLat = [5.16, 48.77];
const osmState = new Date('2026-11-20T20:21:00Z');
const village = osmPbf(streetGrid(corner, 8, 1), { bbox: [5.15, 48.76, 5.18, 48.78], osmState });

describe('buildTiles', () => {
  let root: string;
  let folder: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-tiles-'));
    folder = join(root, 'roads', 'meuse');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const left = () => (existsSync(folder) ? readdirSync(folder) : []);

  function extract(content: Uint8Array | string, name = 'meuse-latest.osm.pbf'): string {
    const file = join(root, name);
    writeFileSync(file, content);
    return file;
  }

  it('makes one file that several processes can share, and says what it is', async () => {
    const built = await buildTiles({ pbf: extract(village), folder });
    expect(built).toMatchObject({
      tiles: join(folder, 'tiles.tar'),
      dataSet: expect.stringMatching(/^meuse 2026-11-20 · [0-9a-f]{8}$/),
      bbox: [5.15, 48.76, 5.18, 48.78],
    });
    expect(readdirSync(folder)).toEqual(['tiles.tar']);
    const archive = readFileSync(built.tiles);
    expect(archive.length).toBe(built.tileBytes);
    expect(built.places.length).toBeGreaterThanOrEqual(2);
    for (const [lon, lat] of built.places) {
      expect(Math.hypot(lon - corner[0] - 0.006, lat - corner[1] - 0.003)).toBeLessThan(0.01);
    }
    expect(membersOf(archive)).toEqual({
      ok: true,
      names: ['index.bin', expect.stringMatching(/^2\/\d+(\/\d+)*\.gph$/)],
    });
  });

  it('tells how far it is, never going back', async () => {
    const told: BuildProgress[] = [];
    await buildTiles({ pbf: extract(village), folder, onProgress: (progress) => told.push(progress) });
    const shares = told.flatMap(({ share }) => share ?? []);
    expect(shares.length).toBeGreaterThan(5);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(told.at(-1)).toEqual({ stage: 'ready', share: 1 });
  });

  it('takes the squares that hold roads for the area where the header has none', async () => {
    const built = await buildTiles({ pbf: extract(osmPbf(streetGrid(corner, 8, 1))), folder });
    expect(built.bbox).toEqual([5, 48.75, 5.25, 49]);
    expect(built.dataSet).toMatch(/^meuse · [0-9a-f]{8}$/);
  });

  it('names the same extract the same on every machine, and another of the same name and day otherwise', async () => {
    const larger = osmPbf(streetGrid(corner, 9, 1), { bbox: [5.15, 48.76, 5.18, 48.78], osmState });
    const here = await buildTiles({ pbf: extract(village), folder });
    const there = await buildTiles({ pbf: extract(village), folder: join(root, 'elsewhere') });
    const other = await buildTiles({ pbf: extract(larger), folder: join(root, 'anew') });
    expect(there.dataSet).toBe(here.dataSet);
    expect(other.dataSet).not.toBe(here.dataSet);
  });

  it('replaces tiles of before only by whole ones', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'tiles.tar'), 'the tiles of before');
    await expect(buildTiles({ pbf: extract('<html>'), folder })).rejects.toMatchObject({ code: 'notPbf' });
    await expect(buildTiles({ pbf: extract(osmPbf([building])), folder })).rejects.toMatchObject({ code: 'noRoads' });
    expect(readdirSync(folder)).toEqual(['tiles.tar']);
    expect(readFileSync(join(folder, 'tiles.tar'), 'utf8')).toBe('the tiles of before');
    await buildTiles({ pbf: extract(village), folder });
    expect(readdirSync(folder)).toEqual(['tiles.tar']);
    expect(readFileSync(join(folder, 'tiles.tar')).length).toBeGreaterThan(10_000);
  });

  const building: OsmWay = { id: 1, tags: { building: 'yes' }, line: [corner, [5.17, 48.77], [5.17, 48.78], corner] };
  const ferry: OsmWay = { id: 2, tags: { waterway: 'canal' }, line: [corner, [5.17, 48.77]] };
  it.each([
    ['a page of HTML', Buffer.from('<!doctype html>'), 'notPbf'],
    ['half a file', village.subarray(0, village.length / 2), 'cutShort'],
    ['a file with a hole in it', spoilt(village), 'cutShort'],
    ['houses and canals', osmPbf([building, ferry]), 'noRoads'],
    ['no way at all', osmPbf([]), 'cutShort'],
  ])('makes nothing of %s, and leaves nothing', async (_, content, code) => {
    const error = await buildTiles({ pbf: extract(content), folder }).catch((e) => e);
    expect(error).toMatchObject({ name: 'TilesError', code });
    expect(error.message).not.toContain(root);
    expect(left()).toEqual([]);
  });

  it('says that there is no such file', async () => {
    const error = await buildTiles({ pbf: join(root, 'none.osm.pbf'), folder }).catch((e) => e);
    expect(error).toMatchObject({
      name: 'TilesError',
      code: 'failed',
      message: expect.stringMatching(/none\.osm\.pbf/),
    });
    expect(error.message).not.toContain(root);
    expect(left()).toEqual([]);
  });

  it('stops when told to, its engine with it, and leaves nothing', async () => {
    const controller = new AbortController();
    const pbf = extract(osmPbf(goteborgWays()));
    const building = buildTiles({
      pbf,
      folder,
      signal: controller.signal,
      onProgress: ({ stage }) => {
        if (stage === 'joining the roads') controller.abort(new Error('enough'));
      },
    });
    await expect(building).rejects.toMatchObject({ name: 'TilesError', code: 'aborted' });
    expect(processesIn(root)).toEqual([]);
    expect(left()).toEqual([]);
    await expect(buildTiles({ pbf, folder, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });

  it.skipIf(process.platform !== 'linux')(
    'leaves nothing when its engine is killed (skipped but on Linux)',
    async () => {
      let killed = 0;
      const building = buildTiles({
        pbf: extract(osmPbf(goteborgWays())),
        folder,
        onProgress: ({ stage }) => {
          if (stage !== 'reading the positions') return;
          for (const pid of processesIn(root)) process.kill(pid, 'SIGKILL');
          killed++;
        },
      });
      await expect(building).rejects.toMatchObject({ code: 'failed', message: expect.stringContaining('SIGKILL') });
      expect(killed).toBe(1);
      expect(left()).toEqual([]);
    },
  );

  it('sweeps up after a build whose process was killed', async () => {
    mkdirSync(join(folder, 'building', 'tiles'), { recursive: true });
    writeFileSync(join(folder, 'building', 'tiles.tar'), 'half of it');
    await buildTiles({ pbf: extract(village), folder });
    expect(readdirSync(folder)).toEqual(['tiles.tar']);
  });

  const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mountWorks();
  describe.skipIf(!canMount)('on a small disk (skipped unless root may mount one)', () => {
    // It is full while reading, while joining the roads, while writing the tiles; 6 MB are enough.
    it.each([1, 3, 5])('of %i MB tells that it is full, and leaves nothing', async (megabytes) => {
      const disk = join(root, 'disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', disk]);
      try {
        const pbf = extract(osmPbf(goteborgWays()));
        await expect(buildTiles({ pbf, folder: join(disk, 'meuse') })).rejects.toMatchObject({ code: 'diskFull' });
        expect(readdirSync(join(disk, 'meuse'))).toEqual([]);
      } finally {
        execFileSync('umount', ['-l', disk]);
      }
    });
  });
});

/** A byte changed in the middle of the last blob: the heads are whole, the contents are not. */
function spoilt(pbf: Buffer): Buffer {
  const copy = Buffer.from(pbf);
  copy.fill(0xa5, copy.length - 60, copy.length - 40);
  return copy;
}

/** A plain archive: every header's sum is right, and the index tells where each tile lies. */
function membersOf(archive: Buffer): { ok: boolean; names: string[] } {
  const names: string[] = [];
  const at: bigint[] = [];
  let ok = true;
  for (let offset = 0; archive[offset] !== 0; ) {
    const head = archive.subarray(offset, offset + 512);
    const text = (from: number, to: number) => head.toString('latin1', from, to).replace(/\0.*$/s, '');
    const sum = head.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
    ok &&= Number.parseInt(text(148, 156), 8) === sum && text(257, 263) === 'ustar';
    names.push(text(0, 100));
    at.push(BigInt(offset + 512));
    offset += 512 + Math.ceil(Number.parseInt(text(124, 136), 8) / 512) * 512;
  }
  for (const [i, offset] of at.slice(1).entries()) ok &&= archive.readBigUInt64LE(512 + i * 16) === offset;
  return { ok, names };
}

/** Those that work inside a folder. */
function processesIn(folder: string): number[] {
  if (!existsSync('/proc/self/cwd')) return [];
  return readdirSync('/proc').flatMap((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`).startsWith(folder) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

function mountWorks(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
