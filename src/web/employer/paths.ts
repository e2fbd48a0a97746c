export const SITES_PATH = '/entreprise/sites';
export const ARCHIVE_PATH = 'archiver';

/** `/entreprise/sites/{id}/…` */
export const sitePath = (id: string, ...rest: readonly string[]): string =>
  [SITES_PATH, encodeURIComponent(id), ...rest].join('/');
export const patternPath = (siteId: string, id: string, ...rest: readonly string[]): string =>
  sitePath(siteId, 'horaires', encodeURIComponent(id), ...rest);
export const linePath = (id: string, ...rest: readonly string[]): string =>
  ['/entreprise/lignes', encodeURIComponent(id), ...rest].join('/');
