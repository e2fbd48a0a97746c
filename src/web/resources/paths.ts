export const RESOURCES_PATH = '/ressources';
export const OFFERS_PATH = `${RESOURCES_PATH}/offres`;
export const NEW_PATH = `${OFFERS_PATH}/nouvelle`;

export const offerPath = (id: string, ...rest: readonly string[]) =>
  [OFFERS_PATH, encodeURIComponent(id), ...rest.map(encodeURIComponent)].join('/');
