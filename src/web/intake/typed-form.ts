import { createHash, randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { Context as ServiceContext } from '../../services/context.ts';
import { type FieldError, ProblemError } from '../../services/errors.ts';
import type { FieldMessage } from '../forms/fields.tsx';

/** What was typed, by name of the control. */
export type Typed = Readonly<Record<string, string>>;

export async function readForm(c: Context): Promise<Typed> {
  return Object.fromEntries(new URLSearchParams(await c.req.text()));
}

export const typedText = (typed: Typed, name: string): string => typed[name] ?? '';

/** Goes into a form that must do what it is for once. */
export const newFormKey = (): string => randomUUID();

/** The same form sent twice has the same key; the same form with other answers does something else. */
export function onlyOnce(ctx: ServiceContext, form: string, { formToken: _, ...typed }: Typed): ServiceContext {
  const { once } = typed;
  if (!once) return ctx;
  const requestHash = createHash('sha256')
    .update(JSON.stringify([form, Object.entries(typed).toSorted()]))
    .digest('hex');
  return { ...ctx, idempotency: { key: `${form}-${requestHash}`, requestHash } };
}

/** What the verb found wrong, at the controls it was typed into: `controls` by path, the first for what has none. */
export function fieldMessages(
  errors: readonly FieldError[],
  controls: Readonly<Record<string, string>>,
  words: Readonly<Record<string, string>> = {},
): FieldMessage[] {
  const [first = ''] = Object.values(controls);
  const messages = errors.map(({ path, message }) => ({
    field: controls[path] ?? first,
    message: words[path] ?? message,
  }));
  return messages.filter(
    (one, index) =>
      messages.findIndex(({ field, message }) => field === one.field && message === one.message) === index,
  );
}

/** The errors of an answer that can be given again; anything else is thrown on. */
export async function orInvalid<T>(work: Promise<T>): Promise<{ done: T } | { errors: readonly FieldError[] }> {
  try {
    return { done: await work };
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
    return { errors: error.errors };
  }
}

/** Null where somebody was quicker. */
export async function orConflict<T>(work: Promise<T>): Promise<{ done: T } | { conflict: string }> {
  try {
    return { done: await work };
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'conflict') throw error;
    return { conflict: error.message };
  }
}

/** In the order in which the page asks. */
export const inOrder = (errors: readonly FieldMessage[], controls: readonly string[]): FieldMessage[] =>
  errors.toSorted((a, b) => controls.indexOf(a.field) - controls.indexOf(b.field));
