import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { OvertakenError } from '../../services/employers/change-site.ts';
import { ProblemError } from '../../services/errors.ts';
import type { FieldMessage } from './fields.tsx';
import { readTyped } from './typed.ts';

/** What was typed, the token of the empty form it was typed in, and which button sent it. */
export async function sentForm(c: Context) {
  const form = new URLSearchParams(await c.req.text());
  return { typed: readTyped(form), token: form.get('token') || randomUUID(), action: form.get('action') ?? '' };
}

type Outcome<T> =
  | { kind: 'done'; value: T }
  | { kind: 'invalid'; errors: FieldMessage[] }
  | { kind: 'overtaken'; errors: FieldMessage[] };

/** What came of it; or what the verb found wrong, beside the fields; or that somebody changed the same thing before. */
export async function outcomeOf<T>(work: Promise<T>, fieldOf: (path: string) => string): Promise<Outcome<T>> {
  try {
    return { kind: 'done', value: await work };
  } catch (error) {
    if (error instanceof OvertakenError) return { kind: 'overtaken', errors: [] };
    if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
    return { kind: 'invalid', errors: error.errors.map(({ path, message }) => ({ field: fieldOf(path), message })) };
  }
}

export const statusOf = (errors: readonly FieldMessage[], overtaken: boolean) =>
  errors.length > 0 ? 422 : overtaken ? 409 : 200;
