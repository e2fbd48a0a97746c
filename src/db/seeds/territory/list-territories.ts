import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { TERRITORIES } from './read-territory.ts';

/** Where a territory is described: `<root>/<id>`. */
export type TerritoryFolder = { id: string; root: string };

/** What is in the way of an operator's territory, for people. */
export class TerritoryFolderError extends Error {}

/**
 * The territories there are, by id: the project's own first, then the operator's in `DATA_DIR/territories`, in the same file
 * shapes. Throws `TerritoryFolderError` where two have one id: which of them holds must not depend on who looks.
 */
export async function listTerritoryFolders(dataDir: string): Promise<TerritoryFolder[]> {
  const own = await foldersIn(TERRITORIES);
  const operators = await foldersIn(path.join(dataDir, 'territories'));
  const twice = operators.find(({ id }) => own.some((folder) => folder.id === id));
  if (twice) {
    throw new TerritoryFolderError(
      `Le territoire « ${twice.id} » est fourni avec la plateforme : renommez ${path.join(twice.root, twice.id)} ` +
        '(et « id » dans son territory.json), ou retirez ce dossier.',
    );
  }
  return [...own, ...operators];
}

async function foldersIn(root: string): Promise<TerritoryFolder[]> {
  if (!existsSync(root)) return [];
  const names = await readdir(root);
  return names
    .filter((id) => existsSync(path.join(root, id, 'territory.json')))
    .sort()
    .map((id) => ({ id, root }));
}
