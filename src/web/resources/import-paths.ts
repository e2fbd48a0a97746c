/** Where the pôle ressources begins its day. */
export const HOME_PATH = '/ressources';
export const IMPORTS_PATH = '/ressources/imports';
export const EXPORTS_PATH = '/ressources/exports';

export const importPath = (id: string, ...rest: readonly string[]) =>
  [IMPORTS_PATH, encodeURIComponent(id), ...rest.map(encodeURIComponent)].join('/');
