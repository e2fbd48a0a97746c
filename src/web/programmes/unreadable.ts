import { invalid } from '../../services/errors.ts';
import type { FieldMessage } from '../forms/fields.tsx';

/** What cannot be read is told before anything is asked. */
export async function unreadable(errors: readonly FieldMessage[]): Promise<never> {
  throw invalid(errors.map(({ field, message }) => ({ path: field, message })));
}
