import type { Context } from '../context.ts';
import type { WaitingMessage } from '../ports/messages.ts';
import { withCorrespondence } from './tell-booking.ts';

/**
 * A message about a ride that was not delivered while it matters is said by somebody who calls: once, however often it is tried. Nothing
 * where nobody is to be called instead. For workers.
 */
export async function callUndelivered(
  ctx: Context,
  { id, about, leaves }: Pick<WaitingMessage, 'id' | 'about' | 'leaves'>,
): Promise<void> {
  const reader = leaves?.callInstead;
  if (reader === undefined || about.entity !== 'booking') return;
  await withCorrespondence(ctx, { bookingId: about.id, key: `undelivered ${id}` }, (to) => to.callUndelivered(reader));
}
