import { ProblemError } from '../errors.ts';
import type { PersonFile } from '../ports/people.ts';
import type { Stores } from '../ports.ts';

/** The same for a file that never was, that is another organisation's or another territory's: nothing can be inferred. */
export const noSuchFile = () => new ProblemError('notFound', 'Ce dossier n’existe pas, ou plus.');

/** Throws `notFound` for whom the actor does not hold. */
export async function getFile(stores: Stores, id: string): Promise<PersonFile> {
  const file = await stores.people.find(id);
  if (file === null) throw noSuchFile();
  return file;
}

/** To be worked on: kept from changing until the transaction ends, and for two years more. */
export async function lockFile(stores: Stores, id: string): Promise<PersonFile> {
  const file = await stores.people.findAndLock(id);
  if (file === null) throw noSuchFile();
  await stores.people.prolong(id);
  return file;
}
