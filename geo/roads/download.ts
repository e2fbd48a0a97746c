import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DownloadError } from './download-error.ts';

export type Download = {
  url: string;
  /** Where the file goes, and until it is whole its `.part`. */
  folder: string;
  /** `totalBytes` is null where the server does not say. */
  onProgress?(progress: { receivedBytes: number; totalBytes: number | null }): void;
  /** Told how many bytes are still to come, before they come; throws where there is no room. */
  makeRoom?(bytes: number, totalBytes: number): Promise<void>;
  signal?: AbortSignal;
  /** A server that sends nothing for so long is asked again. */
  stallMs?: number;
  /** The first pause after a failure; the next ones are longer. */
  pauseMs?: number;
  /** In a row, without a byte in between. */
  attempts?: number;
};

/** What the part on the disk is a part of. */
type Origin = { url: string; validator: string | null; totalBytes: number | null };

/** Every extract begins with the length of its header, then `OSMHeader` as its type: https://wiki.openstreetmap.org/wiki/PBF_Format */
const MAGIC = Buffer.from('\x0a\x09OSMHeader', 'latin1');
const MAGIC_AT = 4;
const RETRIED = [408, 425, 429, 500, 502, 503, 504];

/**
 * Brings an extract to the disk. What is cut off goes on where it was, in this run or a later one, as long as the server still
 * has the same file; what comes is looked at from its first bytes, and compared with the `.md5` beside it where there is one. A
 * file that is whole stays, and is not brought again while the server still has it, until `forgetDownload`.
 *
 * Answers the file. Throws `DownloadError`, the reason of the signal, and what the file system throws.
 */
export async function download(task: Download): Promise<{ file: string; bytes: number }> {
  const { url, folder, onProgress, signal, pauseMs = 1_000, attempts = 6 } = task;
  await mkdir(folder, { recursive: true });
  const file = join(folder, fileName(url));
  const part = `${file}.part`;
  if (existsSync(file) && !existsSync(part)) await rename(file, part);
  let failures = 0;
  for (;;) {
    const before = await sizeOf(part);
    try {
      await fetchRest(task, part);
      break;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof DownloadError && error.code !== 'unreachable') throw error;
      if (!(error instanceof DownloadError) && !isNetworkFailure(error)) throw error;
      failures = (await sizeOf(part)) > before ? 1 : failures + 1;
      if (failures >= attempts) {
        throw new DownloadError('unreachable', `${hostOf(url)} does not answer.`, { cause: error });
      }
      await sleep(Math.min(pauseMs * 2 ** (failures - 1), 30_000), undefined, { signal });
    }
  }
  const bytes = await sizeOf(part);
  onProgress?.({ receivedBytes: bytes, totalBytes: bytes });
  await compareCheckSum(task, part);
  await rename(part, file);
  return { file, bytes };
}

/** Removes what `download` answered: it was used, or is of no use. */
export async function forgetDownload(file: string): Promise<void> {
  await rm(file, { force: true });
  await forget(`${file}.part`);
}

async function fetchRest(
  { url, signal, stallMs = 60_000, onProgress, makeRoom }: Download,
  part: string,
): Promise<void> {
  const origin = await readOrigin(part, url);
  let have = origin ? await sizeOf(part) : 0;
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(new Error('stalled')), stallMs);
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([stalled.signal, ...(signal ? [signal] : [])]),
      headers: {
        'accept-encoding': 'identity',
        ...(have > 0 && origin?.validator ? { range: `bytes=${have}-`, 'if-range': origin.validator } : {}),
      },
    });
    assertAnswered(response, url);
    // Nothing comes after what is here, and it is still the same file: else all of it would come.
    if (response.status === 416 && have === origin?.totalBytes && have === totalOf(response, have)) {
      await response.body?.cancel();
      return;
    }
    // Anything but what was asked for begins at the beginning: another edition, or a server without ranges.
    const goesOn = response.status === 206 && startOf(response) === have;
    if (!goesOn) {
      have = 0;
      if (response.status !== 200) {
        await response.body?.cancel();
        await rm(part, { force: true });
        throw new DownloadError('unreachable', `${hostOf(url)} answered ${response.status} to the rest of the file.`);
      }
    }
    const totalBytes = totalOf(response, have);
    if (totalBytes !== null) await makeRoom?.(totalBytes - have, totalBytes);
    const handle = await open(part, goesOn ? 'a' : 'w');
    try {
      await writeOrigin(part, { url, validator: validatorOf(response), totalBytes });
      onProgress?.({ receivedBytes: have, totalBytes });
      for await (const chunk of response.body ?? []) {
        clearTimeout(timer);
        timer = setTimeout(() => stalled.abort(new Error('stalled')), stallMs);
        await handle.writeFile(chunk);
        const began = have;
        have += chunk.length;
        if (began < MAGIC_AT + MAGIC.length && have >= MAGIC_AT + MAGIC.length) await assertExtract(part, url);
        onProgress?.({ receivedBytes: have, totalBytes });
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (totalBytes !== null && have < totalBytes) throw new DownloadError('unreachable', 'The connection was cut.');
    if (have < MAGIC_AT + MAGIC.length) await assertExtract(part, url);
  } finally {
    clearTimeout(timer);
  }
}

function assertAnswered({ status, ok }: Response, url: string): void {
  if (ok) return;
  const where = `${hostOf(url)} answered ${status}`;
  if (status === 404 || status === 410) throw new DownloadError('notFound', where);
  // The part is as long as the file, or longer: begun anew.
  if (status === 416) return;
  throw new DownloadError(RETRIED.includes(status) ? 'unreachable' : 'refused', where);
}

/** A part that is no extract is thrown away: going on with it would never make one. */
async function assertExtract(part: string, url: string): Promise<void> {
  const handle = await open(part);
  const { buffer } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, MAGIC_AT);
  await handle.close();
  if (buffer.equals(MAGIC)) return;
  await forget(part);
  throw new DownloadError('notPbf', `what ${hostOf(url)} sends is no OSM extract`);
}

/** Publishers keep `<file>.md5` beside their extracts; without one there is nothing to compare. */
async function compareCheckSum({ url, signal, stallMs = 60_000 }: Download, part: string): Promise<void> {
  const limit = AbortSignal.any([AbortSignal.timeout(stallMs), ...(signal ? [signal] : [])]);
  const told = await fetch(checkSumOf(url), { signal: limit })
    .then(async (response) => (response.ok ? (await response.text()).slice(0, 1_000) : ''))
    .catch(() => '');
  signal?.throwIfAborted();
  const expected = /^([0-9a-f]{32})(\s|$)/i.exec(told.trim())?.[1]?.toLowerCase();
  if (expected === undefined) return;
  const hash = createHash('md5');
  for await (const chunk of createReadStream(part, { signal })) hash.update(chunk as Buffer);
  if (hash.digest('hex') === expected) return;
  await forget(part);
  throw new DownloadError('damaged', 'the check sum is not the one its publisher gives');
}

function checkSumOf(url: string): string {
  const beside = new URL(url);
  beside.pathname += '.md5';
  return beside.href;
}

async function forget(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(`${part}.json`, { force: true });
}

/** Null where the part on the disk is of another file, or nobody knows of which. */
async function readOrigin(part: string, url: string): Promise<Origin | null> {
  if (!existsSync(part)) return null;
  try {
    const origin = JSON.parse(await readFile(`${part}.json`, 'utf8')) as Origin;
    return origin.url === url ? origin : null;
  } catch {
    return null;
  }
}

async function writeOrigin(part: string, origin: Origin): Promise<void> {
  await writeFile(`${part}.json.next`, JSON.stringify(origin));
  await rename(`${part}.json.next`, `${part}.json`);
}

/** What a later request may be compared with; a weak tag does not promise the same bytes. */
function validatorOf({ headers }: Response): string | null {
  const tag = headers.get('etag');
  return tag !== null && !tag.startsWith('W/') ? tag : headers.get('last-modified');
}

function totalOf({ headers, status }: Response, have: number): number | null {
  const ranged = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  if (status === 206 && ranged !== undefined) return Number(ranged);
  if (status === 416) return ranged === undefined ? null : Number(ranged);
  const length = headers.get('content-length');
  return length === null ? null : have + Number(length);
}

const startOf = ({ headers }: Response) => Number(/^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1]);

const sizeOf = (file: string) =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

/** `fetch` wraps what the socket said; a body cut short is a `TypeError` too. */
const isNetworkFailure = (error: unknown) =>
  error instanceof TypeError || (error instanceof Error && /stalled|terminated|ECONN|UND_ERR/.test(`${error.message}`));

const hostOf = (url: string) => new URL(url).host;
const fileName = (url: string) => basename(new URL(url).pathname).replaceAll(/[^\w.-]/g, '_') || 'extract.osm.pbf';
