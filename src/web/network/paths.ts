export const PARTNERS_PATH = '/ressources/partenaires';
export const PUBLIC_PARTNERS_PATH = '/fr/partenaires';

export const partnerPath = (id: string, ...rest: readonly string[]) =>
  [PARTNERS_PATH, encodeURIComponent(id), ...rest.map(encodeURIComponent)].join('/');
