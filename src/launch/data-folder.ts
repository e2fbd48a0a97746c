import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { LaunchError } from './launch-error.ts';
import { nameOfUser } from './system-account.ts';

/**
 * Makes the data folder where it is absent, and checks that it is ours to write in.
 *
 * @throws LaunchError otherwise.
 */
export function openDataFolder(dataDir: string): void {
  try {
    if (statSync(dataDir, { throwIfNoEntry: false })?.isFile()) {
      throw new LaunchError(`${dataDir} n’est pas un dossier, mais un fichier. ${elsewhere}`);
    }
    mkdirSync(dataDir, { recursive: true });
    assertOurs(dataDir);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof LaunchError) throw error;
    throw new LaunchError(`${explain(dataDir, error as NodeJS.ErrnoException)} ${elsewhere}`, { cause: error });
  }
}

const elsewhere = 'Choisissez un autre dossier de données avec DATA_DIR=/chemin/du/dossier.';

/**
 * Root could write anywhere, and would leave files that their owner can no more read.
 *
 * @throws LaunchError where that file or folder belongs to another account.
 */
export function assertOurs(path: string): void {
  const owner = statSync(path).uid;
  const us = process.getuid?.() ?? owner;
  if (owner === us) return;
  throw new LaunchError(
    `${path} appartient à « ${nameOfUser(owner)} » et la commande est lancée par « ${nameOfUser(us)} ». ` +
      `Lancez-la avec le compte « ${nameOfUser(owner)} », ou choisissez un autre dossier de données avec DATA_DIR=/chemin/du/dossier.`,
  );
}

function explain(dataDir: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'EACCES' || code === 'EPERM') {
    return `Le dossier de données ${dataDir} ne peut pas être ouvert ou créé par « ${nameOfUser(process.getuid?.() ?? 0)} ».`;
  }
  if (code === 'EROFS') return `Le dossier de données ${dataDir} est sur un disque en lecture seule.`;
  if (code === 'ENOSPC') return `Il n’y a plus de place pour le dossier de données ${dataDir}.`;
  if (code === 'ENOTDIR')
    return `Le dossier de données ${dataDir} ne peut pas être créé : un fichier est sur son chemin.`;
  return `Le dossier de données ${dataDir} ne peut pas être utilisé (${message}).`;
}
