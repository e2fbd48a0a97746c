import { formatProblem, isImportFormat } from '../../domain/imports/formats.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import type { Import } from '../ports/imports.ts';
import { transactOnce } from '../transact-once.ts';

export const MOST_IMPORT_BYTES = 20 * 1024 * 1024;
const MOST_NAME = 200;

/**
 * Keeps a file that is to be imported; a worker reads it. `dryRun`: what it would do waits to be confirmed, else it is done.
 * Throws `forbidden`, `tooLarge`, `invalid` (paths `format`, `file`), `conflict` (idempotency key).
 */
export async function uploadImport({
  ctx,
  input,
}: {
  ctx: Context;
  input: { format: string; fileName: string; bytes: Uint8Array; dryRun: boolean };
}): Promise<Import> {
  requireScope(ctx, 'imports:write');
  const { format, bytes, dryRun } = input;
  if (!isImportFormat(format)) {
    throw invalid([
      { path: 'format', message: 'Format attendu : data-inclusion, bnlc, gbfs, gtfs ou csv-<type d’offre>.' },
    ]);
  }
  if (bytes.length > MOST_IMPORT_BYTES) {
    throw new ProblemError(
      'tooLarge',
      `Ce fichier dépasse ${MOST_IMPORT_BYTES / 1024 / 1024} Mo : coupez-le en plusieurs.`,
    );
  }
  const problem = formatProblem(format, bytes);
  if (problem !== null) throw invalid([{ path: 'file', message: problem }]);
  const fileName = input.fileName.replaceAll('\0', '').toWellFormed().slice(-MOST_NAME);

  return transactOnce(ctx, {
    async effect({ imports, outbox, audit }) {
      const id = ctx.deps.ids.next('imp');
      await imports.insert({ id, format, fileName, fileBytes: bytes.length, dryRun }, bytes);
      await outbox.append({ type: 'importMoved', importId: id });
      await audit.record({ action: 'import.uploaded', entity: 'import', entityId: id, fields: ['format', 'dryRun'] });
      return { id };
    },
    answer: async ({ imports }, { id }) => (await imports.find(id)) as Import,
  });
}
