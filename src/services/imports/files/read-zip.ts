import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { unreadable } from './unreadable.ts';

const MOST_ENTRIES = 500;
/** Of everything together, unpacked: fifty thousand rows of text are well under it. */
const MOST_UNPACKED_BYTES = 150 * 1024 * 1024;
/** Text packs to a twentieth, seldom to a hundredth; a bomb packs to a thousandth. Small files are let be. */
const MOST_RATIO = 200;
const SMALL_BYTES = 1024 * 1024;

const BOMB = 'Cette archive se déplie en beaucoup trop de données : elle n’a pas été ouverte.';
const BROKEN = 'Cette archive ne s’ouvre pas : elle est abîmée ou protégée par un mot de passe.';

/** Called with each piece of an entry as it is unpacked; what it throws stops everything. */
export type Look = (name: string, piece: Buffer) => void;

/**
 * Unpacks the entries whose name is wanted. What the archive says of itself is looked at first, then bytes are counted as they
 * come: an archive may lie. `keeps: false`: they are looked at alone, and empty in what is found. Throws `invalid`.
 */
export async function readZip(
  bytes: Uint8Array,
  { wanted, look, keeps = true }: { wanted(name: string): boolean; look?: Look; keeps?: boolean },
): Promise<Map<string, Buffer>> {
  const zip = await opened(bytes);
  try {
    const entries = await listed(zip);
    checkFigures(entries);
    const found = new Map<string, Buffer>();
    let unpacked = 0;
    for (const entry of entries) {
      if (!wanted(entry.fileName)) continue;
      const pieces: Buffer[] = [];
      for await (const piece of await streamed(zip, entry)) {
        unpacked += (piece as Buffer).length;
        if (unpacked > MOST_UNPACKED_BYTES) throw unreadable(BOMB);
        look?.(entry.fileName, piece as Buffer);
        if (keeps) pieces.push(piece as Buffer);
      }
      found.set(entry.fileName, Buffer.concat(pieces));
    }
    return found;
  } catch (error) {
    if (error instanceof Error && error.name === 'ProblemError') throw error;
    throw unreadable(BROKEN);
  } finally {
    zip.close();
  }
}

const opened = (bytes: Uint8Array) =>
  new Promise<ZipFile>((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true };
    fromBuffer(Buffer.from(bytes), options, (error, zip) => (error ? reject(unreadable(BROKEN)) : resolve(zip)));
  });

const listed = (zip: ZipFile) =>
  new Promise<Entry[]>((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('error', () => reject(unreadable(BROKEN)));
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length > MOST_ENTRIES) reject(unreadable(BOMB));
      else zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.readEntry();
  });

function checkFigures(entries: readonly Entry[]): void {
  const unpacked = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (unpacked > MOST_UNPACKED_BYTES) throw unreadable(BOMB);
  for (const { compressedSize, uncompressedSize } of entries) {
    if (uncompressedSize > SMALL_BYTES && uncompressedSize > MOST_RATIO * compressedSize) throw unreadable(BOMB);
  }
}

const streamed = (zip: ZipFile, entry: Entry) =>
  new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(unreadable(BROKEN)) : resolve(stream)));
  });
