import type { Context } from 'hono';
import { z } from 'zod';
import { invalid, ProblemError } from '../../services/errors.ts';
import { readJson } from './read-json.ts';

/** Query parameters; an empty one (a form field left blank) counts as absent. */
export function queryOf(c: Context): Record<string, string> {
  return Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== ''));
}

/** Query parameters are text: these are read as numbers, and told as such in the document. */
export const numberParameter = (description: string) =>
  z.coerce.number().min(0).optional().meta({ type: 'number', description });
export const countParameter = (description: string) =>
  z.coerce.number().int().min(1).optional().meta({ type: 'integer', description });

/** An id of the path. What can be no id of ours is not looked for. Throws `notFound`. */
export function pathId(c: Context, name: string): string {
  const id = c.req.param(name) ?? '';
  if (/^[\w.:-]{1,100}$/.test(id)) return id;
  throw new ProblemError('notFound', 'Rien ici sous cet identifiant.');
}

/** What to change, and of which version. Throws `notFound`, `unsupportedMedia`, `malformed`, `invalid`. */
export async function readPatch(c: Context) {
  return { id: pathId(c, 'id'), patch: await readJson(c), expectedVersion: expectedVersion(c) };
}

/** The version a caller says to have seen (`If-Match: "3"`). Throws `invalid`. */
function expectedVersion(c: Context): number | undefined {
  const header = c.req.header('if-match');
  if (header === undefined || header === '*') return undefined;
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1];
  if (version === undefined)
    throw invalid([{ path: 'If-Match', message: 'Un numéro de version est attendu (ex. "3").' }]);
  return Number(version);
}
