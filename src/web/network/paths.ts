export const PARTNERS_PATH = '/ressources/partenaires';
export const PUBLIC_PARTNERS_PATH = '/fr/partenaires';

export const partnerPath = (id: string, ...rest: readonly string[]) =>
  [PARTNERS_PATH, encodeURIComponent(id), ...rest.map(encodeURIComponent)].join('/');

export const EVENTS_PATH = '/ressources/evenements';
export const PUBLIC_EVENTS_PATH = '/fr/evenements';
const under =
  (base: string) =>
  (...rest: readonly string[]) =>
    [base, ...rest.map(encodeURIComponent)].join('/');
export const eventPath = under(EVENTS_PATH);
export const publicEventPath = under(PUBLIC_EVENTS_PATH);
