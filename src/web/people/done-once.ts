import { createHash } from 'node:crypto';
import type { Context } from '../../services/context.ts';

/** The same page sent twice with the same words does its thing once; with other words it is another thing. */
export function doneOnce(ctx: Context, what: string, form: URLSearchParams): Context {
  if (!form.get('once')) return ctx;
  const sent = [...form].filter(([name]) => name !== 'formToken');
  const requestHash = createHash('sha256')
    .update(JSON.stringify([what, sent]))
    .digest('hex');
  return { ...ctx, idempotency: { key: `${what} ${requestHash}`, requestHash } };
}
