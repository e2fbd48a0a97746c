import { createHash } from 'node:crypto';
import type { Context } from '../../services/context.ts';

/** Of a form: its fields in the order they came. */
export type Sent = URLSearchParams;

/** The same page sent twice with the same words does its thing once; other words are another thing. */
export function once(ctx: Context, path: string, form: Sent): Context {
  if (!form.get('once')) return ctx;
  const requestHash = createHash('sha256')
    .update(JSON.stringify([path, [...form].filter(([name]) => name !== 'formToken')]))
    .digest('hex');
  return { ...ctx, idempotency: { key: `referral-form ${requestHash}`, requestHash } };
}
