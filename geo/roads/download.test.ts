import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FileServer, type Served, startFileServer } from '../../test/support/file-server.ts';
import { type Download, download, forgetDownload } from './download.ts';

const PBF = Buffer.concat([Buffer.from('\0\0\0\x0d\x0a\x09OSMHeader', 'latin1'), randomBytes(300_000)]);
const md5 = (body: Buffer) => createHash('md5').update(body).digest('hex');
const ETAG = '"one"';

let folder: string;
let server: FileServer;
let files: Record<string, Served | { status: number; location?: string }>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pouvoir-bouger-download-'));
  files = { '/a.osm.pbf': { body: PBF, etag: ETAG } };
  server = await startFileServer((path) => files[path] ?? { status: 404 });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const bring = (more: Partial<Download> = {}) =>
  download({ url: `${server.url}a.osm.pbf`, folder, pauseMs: 1, ...more });
const change = (served: Partial<Served>) => {
  files['/a.osm.pbf'] = { body: PBF, etag: ETAG, ...served };
};
const ascending = (figures: readonly number[]) => [...figures].sort((a, b) => a - b);
const gets = () => server.requests.filter((request) => !request.includes('.md5'));

async function expectWhole(answer: Promise<{ file: string; bytes: number }>): Promise<void> {
  const { file, bytes } = await answer;
  expect(bytes).toBe(PBF.length);
  expect((await readFile(file)).equals(PBF)).toBe(true);
  expect((await readdir(folder)).sort()).toEqual(['a.osm.pbf', 'a.osm.pbf.part.json']);
}

it('brings a file whole, told as it comes', async () => {
  const told: number[] = [];
  await expectWhole(bring({ onProgress: ({ receivedBytes }) => told.push(receivedBytes) }));
  expect(told.at(-1)).toBe(PBF.length);
  expect(ascending(told)).toEqual(told);
});

it('goes on where a connection was cut, however often it is', async () => {
  change({ cutAfterBytes: 70_000, pace: { bytes: 10_000, pauseMs: 2 } });
  const told: number[] = [];
  await expectWhole(bring({ attempts: 3, onProgress: ({ receivedBytes }) => told.push(receivedBytes) }));
  const starts = gets().map((request) => Number(/bytes=(\d+)-/.exec(request)?.[1] ?? 0));
  // A cut may swallow all that was under way, and then the next request begins where this one did.
  expect(new Set(starts).size).toBeGreaterThan(3);
  // Nothing that was received is asked for again.
  expect(ascending(told)).toEqual(told);
  expect(ascending(starts)).toEqual(starts);
});

it('goes on in a later run where an interrupted one was', async () => {
  const stop = new AbortController();
  change({ pace: { bytes: 20_000, pauseMs: 5 } });
  const interrupted = bring({
    signal: stop.signal,
    onProgress: ({ receivedBytes }) => receivedBytes > 100_000 && stop.abort(new Error('Ctrl-C')),
  });
  await expect(interrupted).rejects.toThrow('Ctrl-C');
  expect((await readdir(folder)).sort()).toEqual(['a.osm.pbf.part', 'a.osm.pbf.part.json']);
  change({});
  await expectWhole(bring());
  expect(gets().at(-1)).toMatch(/bytes=\d{6}-$/);
});

it('brings nothing again that is whole and still the publisher’s, until it is forgotten', async () => {
  await expectWhole(bring());
  await expectWhole(bring());
  expect(gets().map((request) => request.split(' ')[2] ?? 'all')).toEqual(['all', `bytes=${PBF.length}-`]);
  const other = Buffer.concat([PBF.subarray(0, 20), randomBytes(200_000)]);
  files['/a.osm.pbf'] = { body: other, etag: '"two"' };
  const { file, bytes } = await bring();
  expect(bytes).toBe(other.length);
  expect((await readFile(file)).equals(other)).toBe(true);
  await forgetDownload(file);
  expect(await readdir(folder)).toEqual([]);
});

it('begins anew when the publisher has another file by then', async () => {
  const before = Buffer.concat([PBF.subarray(0, 20), randomBytes(400_000)]);
  files['/a.osm.pbf'] = { body: before, etag: '"zero"', cutAfterBytes: 100_000, pace: { bytes: 10_000, pauseMs: 2 } };
  await expect(bring({ attempts: 1 })).rejects.toMatchObject({ code: 'unreachable' });
  change({});
  await expectWhole(bring());
});

it('begins anew with a server that knows no ranges, and with a part longer than the file', async () => {
  change({ ignoresRanges: true, cutAfterBytes: 100_000 });
  await expect(bring({ attempts: 2 })).rejects.toMatchObject({ code: 'unreachable' });
  change({ ignoresRanges: true });
  await expectWhole(bring());
  await writeFile(join(folder, 'a.osm.pbf.part'), Buffer.concat([PBF, PBF]));
  await writeFile(
    join(folder, 'a.osm.pbf.part.json'),
    JSON.stringify({ url: `${server.url}a.osm.pbf`, validator: ETAG, totalBytes: null }),
  );
  change({});
  await expectWhole(bring());
});

it('asks again a server that sends nothing more', async () => {
  change({ stallAfterBytes: 120_000 });
  const brought = bring({ stallMs: 150 });
  await expect.poll(() => gets().length).toBeGreaterThan(1);
  change({});
  await expectWhole(brought);
});

it('follows a redirection', async () => {
  files['/latest.osm.pbf'] = { status: 302, location: `${server.url}a.osm.pbf` };
  const { file } = await bring({ url: `${server.url}latest.osm.pbf` });
  expect(file).toBe(join(folder, 'latest.osm.pbf'));
  expect((await readFile(file)).equals(PBF)).toBe(true);
});

it.each([
  [404, 'notFound', 1],
  [410, 'notFound', 1],
  [403, 'refused', 1],
  [503, 'unreachable', 3],
] as const)('tells a %i as %s, after %i tries', async (status, code, tries) => {
  files['/a.osm.pbf'] = { status };
  await expect(bring({ attempts: 3 })).rejects.toMatchObject({ code });
  expect(gets()).toHaveLength(tries);
  expect(await readdir(folder)).toEqual([]);
});

it('refuses a page in place of a file from its first bytes, and keeps nothing of it', async () => {
  change({
    body: Buffer.from(`<!doctype html><p>${'Sorry. '.repeat(90_000)}`),
    type: 'text/html',
    stallAfterBytes: 50_000,
  });
  await expect(bring()).rejects.toMatchObject({ code: 'notPbf' });
  expect(gets()).toHaveLength(1);
  expect(await readdir(folder)).toEqual([]);
});

it.each([['short'], ['']])('refuses a file too short to be one (%j)', async (text) => {
  change({ body: Buffer.from(text) });
  await expect(bring()).rejects.toMatchObject({ code: 'notPbf' });
  expect(await readdir(folder)).toEqual([]);
});

it('compares the check sum kept beside the file, where there is one', async () => {
  files['/a.osm.pbf.md5'] = { body: Buffer.from(`${md5(PBF)}  a.osm.pbf\n`) };
  await expectWhole(bring());
  files['/a.osm.pbf.md5'] = { body: Buffer.from(`${md5(Buffer.from('other'))}  a.osm.pbf\n`) };
  await expect(bring()).rejects.toMatchObject({ code: 'damaged' });
  expect(await readdir(folder)).toEqual([]);
  files['/a.osm.pbf.md5'] = { body: Buffer.from('<!doctype html>') };
  await expectWhole(bring());
});

it('asks for room before anything comes', async () => {
  const asked: number[][] = [];
  const makeRoom = async (...bytes: number[]) => {
    asked.push(bytes);
    throw new Error('no room');
  };
  await expect(bring({ makeRoom })).rejects.toThrow('no room');
  expect(asked).toEqual([[PBF.length, PBF.length]]);
});

it('says that nobody answers where nobody does', async () => {
  const { url } = server;
  await server.close();
  await expect(bring({ url: `${url}a.osm.pbf`, attempts: 2 })).rejects.toMatchObject({ code: 'unreachable' });
  server = await startFileServer(() => ({ status: 404 }));
});
