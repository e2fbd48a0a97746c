import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { fromZigzag, readFields } from './protobuf.ts';
import { TilesError } from './tiles-error.ts';

/** West, south, east, north in degrees. */
export type Bbox = readonly [west: number, south: number, east: number, north: number];

export type Pbf = {
  /** What the extract was cut to, where its header says so. */
  bbox: Bbox | null;
  /** The state of OpenStreetMap it shows, where its header says so. */
  osmState: Date | null;
  bytes: number;
  /** Blocks of data, the header not counted. */
  blobs: number;
};

/** The bounds the format sets: https://wiki.openstreetmap.org/wiki/PBF_Format */
const MAX_BLOB_HEADER_BYTES = 64 * 1024;
const MAX_BLOB_BYTES = 32 * 1024 * 1024;
/** More than one blob header, so that it comes with one read; they take some 20 bytes. */
const READ_BYTES = 512;

const inflateBytes = promisify(inflate);

/**
 * Looks at a file before hours are spent on it: that it is an OSM extract in PBF and reaches to its own end. Only the
 * heads of the blobs are read, so a country takes no longer than a commune's worth of seconds. A file cut exactly between
 * two blobs shows nothing here: it ends where another file of the kind could.
 *
 * Throws `TilesError` `notPbf` or `cutShort`, and what the file system throws where the file cannot be read.
 */
export async function readPbf(file: string, options: { signal?: AbortSignal } = {}): Promise<Pbf> {
  const name = basename(file);
  const handle = await open(file);
  try {
    const stat = await handle.stat();
    const bytes = stat.size;
    if (!stat.isFile()) throw new TilesError('notPbf', `${name} is no file.`);
    if (bytes === 0) throw new TilesError('notPbf', `${name} is empty.`);
    const first = await readBlobHead(handle, 0);
    if (first?.type !== 'OSMHeader') throw new TilesError('notPbf', `${name} is not an OSM extract (.osm.pbf).`);
    const cutShort = (at: number) =>
      new TilesError('cutShort', `${name} is cut short or damaged at byte ${at} of ${bytes}: download it again.`);
    if (first.end > bytes) throw cutShort(bytes);
    let blobs = 0;
    for (let at = first.end; at < bytes; blobs++) {
      options.signal?.throwIfAborted();
      const head = await readBlobHead(handle, at);
      if (!head || head.end > bytes) throw cutShort(at);
      at = head.end;
    }
    const header = await readHeader(handle, first, name);
    if (blobs === 0) throw cutShort(bytes);
    return { ...header, bytes, blobs };
  } finally {
    await handle.close();
  }
}

/**
 * A name for people: that of the file without its endings, and the day of the data (the header's, else the name's):
 * `liechtenstein 2024-03-04`.
 */
export function dataSetName(file: string, osmState: Date | null): string {
  const stem = basename(file).replace(/(\.osm)?\.pbf$/i, '');
  const dated = /[-_.]?(?:((?:19|20)\d{2})-?(\d{2})-?(\d{2})|(\d{2})(\d{2})(\d{2}))$/.exec(stem);
  const words = dated ? stem.slice(0, dated.index) : stem.replace(/[-_.]latest$/i, '');
  const name = words
    .replace(/[^\p{L}\p{N}._-]+/gu, ' ')
    .trim()
    .slice(0, 60);
  const [, year, month, day, shortYear, shortMonth, shortDay] = dated ?? [];
  const dayInName = dated ? `${year ?? `20${shortYear}`}-${month ?? shortMonth}-${day ?? shortDay}` : '';
  return [name || 'roads', osmState?.toISOString().slice(0, 10) ?? dayInName].filter(Boolean).join(' ');
}

type BlobHead = { type: string; start: number; end: number };

/** `null` where no head of a blob is: its length, its type, the length of what follows. */
async function readBlobHead(handle: FileHandle, at: number): Promise<BlobHead | null> {
  let bytes = await readAt(handle, at, READ_BYTES);
  if (bytes.length < 4) return null;
  const length = bytes.readInt32BE(0);
  if (length <= 0 || length > MAX_BLOB_HEADER_BYTES) return null;
  if (bytes.length < 4 + length) bytes = await readAt(handle, at, 4 + length);
  if (bytes.length < 4 + length) return null;
  try {
    let type = '';
    let size = -1;
    for (const { number, value } of readFields(bytes.subarray(4, 4 + length))) {
      if (number === 1 && typeof value === 'object') type = Buffer.from(value).toString('latin1');
      if (number === 3 && typeof value === 'bigint') size = Number(value);
    }
    if (type === '' || size < 0 || size > MAX_BLOB_BYTES) return null;
    return { type, start: at + 4 + length, end: at + 4 + length + size };
  } catch {
    return null;
  }
}

async function readHeader(handle: FileHandle, { start, end }: BlobHead, name: string) {
  try {
    const block = await unpack(await readAt(handle, start, end - start));
    let bbox: Bbox | null = null;
    let osmState: Date | null = null;
    for (const { number, value } of readFields(block)) {
      if (number === 1 && typeof value === 'object') bbox = readBbox(value);
      if (number === 32 && typeof value === 'bigint') osmState = dateOf(value);
    }
    return { bbox, osmState };
  } catch (error) {
    throw new TilesError('cutShort', `${name} has a header that cannot be read: download it again.`, { cause: error });
  }
}

/** The contents of a blob, stored as they are or deflated; the format knows other ways, which no publisher uses. */
async function unpack(blob: Uint8Array): Promise<Uint8Array> {
  for (const { number, value } of readFields(blob)) {
    if (typeof value === 'bigint') continue;
    if (number === 1) return value;
    if (number === 3) return inflateBytes(value, { maxOutputLength: MAX_BLOB_BYTES });
  }
  throw new RangeError('the blob is neither stored nor deflated');
}

/** `null` for one that no map could have. */
function readBbox(bytes: Uint8Array): Bbox | null {
  const degrees: Record<number, number> = {};
  for (const { number, value } of readFields(bytes)) {
    if (typeof value === 'bigint') degrees[number] = Number(fromZigzag(value)) / 1e9;
  }
  const [, west = Number.NaN, east = Number.NaN, north = Number.NaN, south = Number.NaN] = [0, 1, 2, 3, 4].map(
    (number) => degrees[number],
  );
  const possible = west < east && south < north && west >= -180 && east <= 180 && south >= -90 && north <= 90;
  return possible ? [west, south, east, north] : null;
}

function dateOf(seconds: bigint): Date | null {
  const date = new Date(Number(seconds) * 1000);
  return seconds > 0n && Number.isFinite(date.getTime()) ? date : null;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
