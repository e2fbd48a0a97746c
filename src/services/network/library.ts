import { type LibraryFacts, libraryInputSchema } from '../../domain/network/library.ts';
import { changedFields } from '../changed-fields.ts';
import { type Context, requireScope } from '../context.ts';
import { OvertakenError } from '../employers/change-site.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { LibraryFile, LibraryItem } from '../ports/library.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { readLibraryFile } from './library-file.ts';
import { mayRead } from './search-partners.ts';

/** The library, the newest first: of all of it for professionals, of what is public for anybody else. Throws `forbidden`. */
export async function searchLibrary({
  ctx,
  input = {},
}: {
  ctx: Context;
  input?: { q?: string; tag?: string; isArchived?: boolean };
}): Promise<LibraryItem[]> {
  mayRead(ctx);
  if (input.isArchived) requireScope(ctx, 'network:write');
  const { q = '', tag, isArchived = false } = input;
  const asked = { q: q.slice(0, 200).replaceAll('\0', ''), isArchived, ...(tag ? { tag } : {}) };
  return ctx.deps.database.transact(ctx.actor, ({ library }) => library.list(asked));
}

/** One of it. Throws `forbidden`, `notFound`. */
export async function getLibraryItem({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<LibraryItem> {
  mayRead(ctx);
  return ctx.deps.database.transact(ctx.actor, (stores) => knownItem(stores, input.id));
}

/** The file itself. Throws `forbidden`, `notFound`. */
export async function downloadLibraryFile({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string };
}): Promise<{ item: LibraryItem; file: LibraryFile }> {
  mayRead(ctx);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const item = await knownItem(stores, input.id);
    const file = await stores.library.readFile(input.id);
    if (file === null) throw new ProblemError('notFound', 'Cette ressource n’a pas de fichier.');
    return { item, file };
  });
}

/** `bytes`: of the file that was sent; null where none was. */
type Sent = { facts: unknown; bytes: Uint8Array | null };

/** Puts a link or a file into the library; sent twice, once. Throws `forbidden`, `invalid`. */
export async function addLibraryItem({ ctx, input }: { ctx: Context; input: Sent }): Promise<{ id: string }> {
  requireScope(ctx, 'network:write');
  const { facts, file } = await read(ctx, input, false);
  return transactOnce(ctx, {
    async effect(stores) {
      const id = ctx.deps.ids.next('lib');
      await stores.library.insert({ id, facts, file });
      const fields = [...Object.keys(facts), ...(file === null ? [] : ['file'])];
      await stores.audit.record({ action: 'library.added', entity: 'libraryItem', entityId: id, fields });
      return { id };
    },
    answer: async (_stores, added) => added,
  });
}

/**
 * Says what it is now; a file that is not sent anew stays. Throws `forbidden`, `notFound`, `invalid`, and `conflict` where it is archived
 * or somebody changed it since `expectedVersion`.
 */
export async function changeLibraryItem({
  ctx,
  input,
}: {
  ctx: Context;
  input: Sent & { id: string; expectedVersion: number };
}): Promise<void> {
  requireScope(ctx, 'network:write');
  const { id, expectedVersion } = input;
  const { database } = ctx.deps;
  const before = await database.transact(ctx.actor, (stores) => knownItem(stores, id));
  if (before.archivedAt !== null) {
    throw new ProblemError('conflict', 'Cette ressource est archivée : rétablissez-la avant de la modifier.');
  }
  const { facts, file } = await read(ctx, input, before.file !== null);
  await database.transact(ctx.actor, async (stores) => {
    if (!(await stores.library.change(id, facts, file, expectedVersion))) throw new OvertakenError();
    const { title, description, tags, url, isPublic } = before;
    const fields = changedFields({ title, description, tags, url, isPublic }, facts);
    const audited = { action: 'library.changed', entity: 'libraryItem', entityId: id };
    await stores.audit.record({ ...audited, fields: [...fields, ...(file === null ? [] : ['file'])] });
  });
}

/** Out of every list, or back in; done already, it is done. Throws `forbidden`, `notFound`. */
export async function archiveLibraryItem({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; isArchived: boolean };
}): Promise<void> {
  requireScope(ctx, 'network:write');
  const { id, isArchived } = input;
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    await knownItem(stores, id);
    if (!(await stores.library.setArchived(id, isArchived))) return;
    const action = isArchived ? 'library.archived' : 'library.restored';
    await stores.audit.record({ action, entity: 'libraryItem', entityId: id, fields: ['archivedAt'] });
  });
}

async function knownItem({ library }: Stores, id: string): Promise<LibraryItem> {
  const item = await library.find(id);
  if (item === null) throw new ProblemError('notFound', 'Cette ressource n’existe pas, ou plus.');
  return item;
}

async function read(
  ctx: Context,
  { facts: typed, bytes }: Sent,
  hasFile: boolean,
): Promise<{ facts: LibraryFacts; file: LibraryFile | null }> {
  const facts = parseInput(libraryInputSchema, typed);
  if (bytes !== null && facts.url !== '') {
    throw invalid([{ path: 'url', message: 'Un lien ou un fichier, pas les deux : gardez l’un ou l’autre.' }]);
  }
  if (bytes === null && facts.url === '' && !hasFile) {
    throw invalid([{ path: 'url', message: 'Donnez un lien, ou choisissez un fichier.' }]);
  }
  return { facts, file: bytes === null ? null : await readLibraryFile(ctx, bytes) };
}
