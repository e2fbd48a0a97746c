const BASE = 'http://here.invalid';

/** A path of this site to go on to, or null: never another site, never the sign-in pages themselves. */
export function ownPath(text: string | null | undefined): string | null {
  if (!text || text.length > 1000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes('\\')) return null;
  const url = URL.parse(text, BASE);
  if (url === null || url.origin !== BASE || url.pathname.startsWith('//')) return null;
  return /^\/(connexion|deconnexion)(\/|$)/.test(url.pathname) ? null : url.pathname + url.search;
}

/** `?vers=…`, or nothing. */
export const towards = (path: string | null): string => (path === null ? '' : `?vers=${encodeURIComponent(path)}`);
