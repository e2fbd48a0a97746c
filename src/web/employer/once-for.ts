import { createHash } from 'node:crypto';
import type { Idempotency } from '../../services/context.ts';
import type { TypedAnswers } from '../forms/typed.ts';

/** The same form sent twice does its work once; sent again with other answers it is another. */
export function onceFor(what: string, token: string, typed: TypedAnswers): Idempotency {
  const requestHash = createHash('sha256')
    .update(JSON.stringify([token, Object.entries(typed).toSorted()]))
    .digest('hex');
  return { key: `${what}-${requestHash}`, requestHash };
}
