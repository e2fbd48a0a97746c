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

export const LIBRARY_PATH = '/ressources/bibliotheque';
export const PUBLIC_LIBRARY_PATH = '/fr/ressources-utiles';
export const libraryPath = under(LIBRARY_PATH);
export const publicLibraryPath = under(PUBLIC_LIBRARY_PATH);
/** What a file may be sent to: more bytes than any other form. */
export const LIBRARY_FORM_PATH = /^\/ressources\/bibliotheque\/(nouveau|[^/]+\/modifier)$/;

export const LETTER_PATH = '/fr/lettre';
export const LETTER_DESK_PATH = '/ressources/lettre';
export const COMPANIES_PATH = '/fr/entreprises';
