import type { OfferKind } from '../../domain/catalogue/offer.ts';
import { headedColumns, headingOf, isOfferHeading, readOfferRow } from '../../domain/imports/offer-rows.ts';
import { plainWords } from '../../domain/spreadsheet/text-file.ts';
import { type FileRecord, shortLabel } from './file-record.ts';
import { readTable } from './files/read-table.ts';

/** Under which offers of a table are known that tell neither a source nor a reference of their own. */
const TABLE_SOURCE = 'tableur';

/** Offers of one kind, a row each. Throws `invalid`. */
export async function readOffersTable(kind: OfferKind, bytes: Uint8Array): Promise<FileRecord[]> {
  const table = await readTable(bytes, (heading) => isOfferHeading(kind, heading));
  const headed = headedColumns(kind, table.headings);
  return table.rows.map(({ row, cells }): FileRecord => {
    const { id, version, build, problems } = readOfferRow(kind, headed, cells);
    const read = build(null);
    const title = textOf(read.title);
    const provider = textOf((read.provider as Record<string, unknown> | undefined)?.name);
    const told = textOf(read.externalId);
    // Without a reference, what tells an offer from others is whose it is and what it is called.
    const externalId = told || `${kind} ${plainWords(provider)} ${plainWords(title)}`;
    const key = { source: textOf(read.operator) || TABLE_SOURCE, externalId };
    return {
      target: 'offer',
      row,
      label: shortLabel(title || `ligne ${row}`),
      problems: problems.map((problem) => withHeading(kind, problem)),
      notes: [],
      id,
      version,
      key: id === null ? key : null,
      build: (present) => {
        const built = build(present);
        return id === null ? { ...built, operator: key.source, externalId: key.externalId } : built;
      },
      headingOf: (path) => headingOf(kind, path),
    };
  });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function withHeading<P extends { path: string }>(kind: OfferKind, problem: P): P & { heading?: string } {
  const heading = headingOf(kind, problem.path);
  return heading === null ? problem : { ...problem, heading };
}
