import { documentType, looksLike } from '../../domain/network/library.ts';
import type { Context } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { readZip } from '../imports/files/read-zip.ts';
import type { LibraryFile } from '../ports/library.ts';

export const MOST_LIBRARY_BYTES = 8 * 1024 * 1024;

const TAKEN = 'Fichiers acceptés : PDF, ODT, DOCX, XLSX, PNG ou JPEG.';
const refused = (message: string) => invalid([{ path: 'file', message }]);

/**
 * What was sent, by what its bytes are: its name and announced type say nothing. A picture is made anew as a JPEG, without where and when
 * it was taken. Throws `invalid` (path `file`) for anything that is not taken.
 */
export async function readLibraryFile({ deps }: Context, bytes: Uint8Array): Promise<LibraryFile> {
  if (bytes.byteLength > MOST_LIBRARY_BYTES) throw refused('Ce fichier dépasse 8 Mo : réduisez-le, ou donnez un lien.');
  const found = looksLike(bytes);
  if (found === 'pdf') return { type: 'pdf', bytes };
  if (found === 'web') {
    throw refused(`Une page web ou une image SVG peut contenir un programme : elle n’est pas acceptée. ${TAKEN}`);
  }
  if (found === 'picture' && deps.photos !== undefined) {
    const made = await deps.photos.make(bytes);
    if ('refusal' in made) throw refused('Cette image ne s’ouvre pas : elle est abîmée, ou beaucoup trop grande.');
    return { type: 'jpeg', bytes: made.jpeg };
  }
  const type = found === 'zip' ? await archivedType(bytes) : null;
  if (type === null) throw refused(`Ce fichier n’est pas d’une sorte acceptée, ou contient des macros. ${TAKEN}`);
  return { type, bytes };
}

async function archivedType(bytes: Uint8Array) {
  const names: string[] = [];
  try {
    const wanted = (name: string) => {
      names.push(name);
      return name === 'mimetype';
    };
    const found = await readZip(bytes, { wanted });
    return documentType(names, found.get('mimetype')?.toString('latin1') ?? '');
  } catch (error) {
    if (error instanceof ProblemError) throw refused(error.errors[0]?.message ?? error.message);
    throw error;
  }
}
