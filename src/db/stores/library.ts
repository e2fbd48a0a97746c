import { and, arrayContains, desc, eq, getTableColumns, gt, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { FileType, LibraryFacts } from '../../domain/network/library.ts';
import type { LibraryFile, LibraryItem, LibraryStore } from '../../services/ports/library.ts';
import { libraryItems } from '../schema/library.ts';
import type { Session } from '../session.ts';
import { wordsOf } from './partners.ts';

const { fileBytes: _, ...LISTED } = getTableColumns(libraryItems);

export function createLibraryStore({ tx, actor, now }: Session): LibraryStore {
  const at = now.toString();
  const mine = eq(libraryItems.territoryId, actor.territoryId);
  const the = (id: string) => and(mine, eq(libraryItems.id, id));
  const changed = { version: sql`${libraryItems.version} + 1`, changedBy: actor.id, updatedAt: at };

  async function read(where: SQL | undefined): Promise<LibraryItem[]> {
    const rows = await tx
      .select(LISTED)
      .from(libraryItems)
      .where(and(mine, where))
      .orderBy(desc(libraryItems.updatedAt), desc(libraryItems.id));
    return rows.map(itemOf);
  }

  return {
    list({ q = '', tag, isArchived = false, since, isPublic } = {}) {
      const words = wordsOf(q).map(
        (word) => sql`${libraryItems.searchText} like '%' || directory_words(${word}, '') || '%'`,
      );
      return read(
        and(
          isArchived ? isNotNull(libraryItems.archivedAt) : isNull(libraryItems.archivedAt),
          tag === undefined ? undefined : arrayContains(libraryItems.tags, [tag]),
          since === undefined ? undefined : gt(libraryItems.updatedAt, since),
          isPublic === undefined ? undefined : eq(libraryItems.isPublic, isPublic),
          ...words,
        ),
      );
    },
    find: async (id) => (await read(eq(libraryItems.id, id)))[0] ?? null,
    async readFile(id) {
      const [row] = await tx
        .select({ type: libraryItems.fileType, bytes: libraryItems.fileBytes })
        .from(libraryItems)
        .where(the(id));
      return row?.type && row.bytes ? { type: row.type as FileType, bytes: row.bytes } : null;
    },
    async insert({ id, facts, file, illustrative = false }) {
      await tx.insert(libraryItems).values({
        ...{ territoryId: actor.territoryId, id, version: 1, illustrative, changedBy: actor.id },
        ...{ createdAt: at, updatedAt: at, ...columnsOf(facts), ...fileColumns(file) },
      });
    },
    async change(id, facts, file, expectedVersion) {
      const { rowCount } = await tx
        .update(libraryItems)
        .set({ ...columnsOf(facts), ...(file !== null || facts.url !== '' ? fileColumns(file) : {}), ...changed })
        .where(and(the(id), eq(libraryItems.version, expectedVersion), isNull(libraryItems.archivedAt)));
      return (rowCount ?? 0) > 0;
    },
    async setArchived(id, isArchived) {
      const { rowCount } = await tx
        .update(libraryItems)
        .set({ archivedAt: isArchived ? at : null, ...changed })
        .where(and(the(id), isArchived ? isNull(libraryItems.archivedAt) : isNotNull(libraryItems.archivedAt)));
      return (rowCount ?? 0) > 0;
    },
  };
}

function itemOf(row: Omit<typeof libraryItems.$inferSelect, 'fileBytes'>): LibraryItem {
  const { id, version, title, tags, isPublic, illustrative, archivedAt, createdAt, updatedAt } = row;
  return {
    ...{ id, version, title, tags, isPublic, illustrative, archivedAt, createdAt, updatedAt },
    description: row.description ?? '',
    url: row.url ?? '',
    file: row.fileType === null ? null : { type: row.fileType as FileType, size: row.fileSize ?? 0 },
  };
}

const columnsOf = ({ title, description, tags, url, isPublic }: LibraryFacts) => ({
  ...{ title, tags, isPublic },
  description: description === '' ? null : description,
  url: url === '' ? null : url,
});

const fileColumns = (file: LibraryFile | null) => ({
  fileType: file?.type ?? null,
  fileBytes: file?.bytes ?? null,
  fileSize: file?.bytes.byteLength ?? null,
});
