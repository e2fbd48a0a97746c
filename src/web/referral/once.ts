import type { Context } from '../../services/context.ts';
import { sentOnce } from '../forms/sent-once.ts';

/** Of a form: its fields in the order they came. */
export type Sent = URLSearchParams;

/** The same page sent twice with the same words does its thing once; other words are another thing. */
export function once(ctx: Context, path: string, form: Sent): Context {
  if (!form.get('once')) return ctx;
  const answers = [...form].filter(([name]) => name !== 'formToken');
  return { ...ctx, idempotency: sentOnce('referral-form', path, answers) };
}
