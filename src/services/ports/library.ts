import type { FileType, LibraryFacts } from '../../domain/network/library.ts';

/** Something of use to who works on mobility: a link, or a file that is kept here. */
export type LibraryItem = LibraryFacts & {
  id: string;
  version: number;
  /** Null of a link. */
  file: { type: FileType; size: number } | null;
  illustrative: boolean;
  archivedAt: string | null;
  createdAt: string;
  updatedAt: string;
};

export type LibraryFile = { type: FileType; bytes: Uint8Array };

export type LibraryStore = {
  /** The newest first. Every word of `q` is in each, accents and case ignored; `since`: those that came or changed after (ISO 8601). */
  list(filter?: {
    q?: string;
    tag?: string;
    isArchived?: boolean;
    since?: string;
    isPublic?: boolean;
  }): Promise<LibraryItem[]>;
  /** Archived or not, as far as the actor may see. */
  find(id: string): Promise<LibraryItem | null>;
  readFile(id: string): Promise<LibraryFile | null>;
  insert(item: { id: string; facts: LibraryFacts; file: LibraryFile | null; illustrative?: boolean }): Promise<void>;
  /** Without a file it keeps the one it has, unless it is a link. False where it is not `expectedVersion` any more, or archived. */
  change(id: string, facts: LibraryFacts, file: LibraryFile | null, expectedVersion: number): Promise<boolean>;
  /** False where it was so already. */
  setArchived(id: string, isArchived: boolean): Promise<boolean>;
};
