import { formatProblem, type ImportFormat, kindOfFormat } from '../../domain/imports/formats.ts';
import type { FileRecord } from './file-record.ts';
import { unreadable } from './files/unreadable.ts';
import { readDataInclusion, readGbfs } from './read-json-files.ts';
import { readOffersTable } from './read-offers-table.ts';
import { readCarpoolPlaces, readStops } from './read-places-table.ts';

/** Every record of a file. Throws `invalid` with the path `file` where none of it can be read. */
export async function readFile(
  format: ImportFormat,
  bytes: Uint8Array,
  { knownStructures }: { knownStructures: ReadonlyMap<string, Record<string, unknown>> },
): Promise<FileRecord[]> {
  const problem = formatProblem(format, bytes);
  if (problem !== null) throw unreadable(problem);
  const kind = kindOfFormat(format);
  if (kind !== null) return readOffersTable(kind, bytes);
  switch (format) {
    case 'data-inclusion':
      return readDataInclusion(bytes, knownStructures);
    case 'bnlc':
      return readCarpoolPlaces(bytes);
    case 'gbfs':
      return readGbfs(bytes);
    default:
      return readStops(bytes);
  }
}
