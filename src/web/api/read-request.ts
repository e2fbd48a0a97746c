import type { Context } from 'hono';
import { z } from 'zod';
import { ProblemError } from '../../services/errors.ts';

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
