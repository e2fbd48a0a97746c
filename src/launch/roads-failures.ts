import { DownloadError } from '../../geo/roads/download-error.ts';
import { RouterError } from '../../geo/router.ts';
import { systemCode } from '../../geo/system-code.ts';
import { TilesError } from '../../geo/tiles/tiles-error.ts';
import { TerritoryFolderError } from '../db/seeds/territory/list-territories.ts';
import { LaunchError } from './launch-error.ts';

/** One sentence for people about what stopped the command, and what to do; null for what nobody foresaw. */
export function explainFailure(error: unknown, name: string): string | null {
  if (error instanceof LaunchError || error instanceof TerritoryFolderError) return error.message;
  if (error instanceof DownloadError) return explainDownload(error, name);
  if (error instanceof TilesError) return explainTiles(error, name);
  if (error instanceof RouterError) return `Les routes construites ne répondent pas (${error.message}).`;
  return explainSystem(error, name);
}

function explainDownload({ code, message }: DownloadError, name: string): string {
  switch (code) {
    case 'notFound':
      return `Il n’y a rien à l’adresse ${name} (${message}) : vérifiez-la.`;
    case 'refused':
      return `Le téléchargement de ${name} est refusé (${message}).`;
    case 'unreachable':
      return `Le téléchargement de ${name} n’aboutit pas (${message}). Relancez la même commande : il reprendra où il en est.`;
    case 'notPbf':
      return `Ce que donne ${name} n’est pas un extrait OpenStreetMap au format PBF : vérifiez l’adresse (une page web y répond peut-être).`;
    case 'damaged':
      return `Le fichier reçu de ${name} n’a pas l’empreinte annoncée : il est effacé. Relancez la commande pour le télécharger à nouveau.`;
    case 'noRoom':
      return message;
  }
}

function explainTiles({ code, message }: TilesError, name: string): string {
  switch (code) {
    case 'notPbf':
      return `${name} n’est pas un extrait OpenStreetMap au format PBF (.osm.pbf).`;
    case 'cutShort':
      return `${name} est incomplet ou abîmé : téléchargez-le à nouveau.`;
    case 'diskFull':
      return 'Le disque est plein : libérez de la place dans le dossier de données, puis relancez.';
    case 'noRoads':
      return `${name} ne contient aucune route.`;
    case 'engineMissing':
      return 'Le moteur routier embarqué n’est pas disponible sur cette machine : relancez « npm install », ou indiquez un serveur OSRM dans OSRM_URL.';
    case 'aborted':
      return 'Interrompu.';
    case 'failed':
      return `Les routes n’ont pas pu être construites (${message})`;
  }
}

function explainSystem(error: unknown, name: string): string | null {
  switch (systemCode(error)) {
    case 'ENOENT':
      return `Le fichier ${name} n’existe pas.`;
    case 'EACCES':
    case 'EPERM':
      return `${name} ne peut pas être lu, ou le dossier de données ne peut pas être écrit, avec ce compte.`;
    case 'EISDIR':
      return `${name} est un dossier : indiquez le fichier .osm.pbf.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return 'Le disque est plein : libérez de la place dans le dossier de données, puis relancez.';
    case 'EROFS':
      return 'Le dossier de données est sur un disque en lecture seule.';
    case 'EIO':
      return `${name} ne peut pas être lu jusqu’au bout : le disque rend une erreur.`;
    default:
      return null;
  }
}
