import { Temporal } from 'temporal-polyfill';
import { remindAt } from '../../domain/booking/due.ts';
import type { Context } from '../context.ts';
import { eachApart } from '../each-apart.ts';
import { ProblemError } from '../errors.ts';
import type { Booking } from '../ports/bookings.ts';
import { type Move, moveBooking } from './move-booking.ts';

const BATCH = 200;
/** Of a ride of which nobody said anything, it is taken that it took place. */
const SILENT_HOURS = 48;

/**
 * Gives rides their course: whoever has not answered is reminded halfway and the request lapses when its time is over; a confirmed
 * ride that was over two days ago is done. Each in a transaction of its own with the row locked: another worker that is at it passes
 * on, and what was done is not due any more; what fails keeps nobody else waiting. For workers.
 */
export async function followBookings({
  ctx,
}: {
  ctx: Context;
}): Promise<Record<'asked' | 'lapsed' | 'completed', number>> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'Le suivi revient aux tâches de fond.');
  const now = deps.clock.now();
  const overSince = now.subtract({ hours: SILENT_HOURS }).toString();
  const done = { asked: 0, lapsed: 0, completed: 0 };
  const rows = eachApart();
  for (let after = ''; ; ) {
    const due = await deps.database.transact(actor, ({ bookings }) =>
      bookings.listDue({ now: now.toString(), overSince, after, limit: BATCH }),
    );
    for (const id of due) {
      await rows.run(async () => {
        const action = await deps.database.transact(actor, async (stores) => {
          const booking = await stores.bookings.lockIfFree(id);
          const move = booking === null ? null : moveOf(booking, now);
          if (booking === null || move === null) return null;
          await moveBooking(ctx, stores, booking, move);
          return move.action;
        });
        if (action === 'remind') done.asked += 1;
        if (action === 'lapse') done.lapsed += 1;
        if (action === 'complete') done.completed += 1;
      });
    }
    const last = due.at(-1);
    if (last === undefined || due.length < BATCH) break;
    after = last;
  }
  rows.rethrow();
  return done;
}

function moveOf(booking: Booking, now: Temporal.Instant): Move | null {
  const { status, answerDueAt, remindedAt, createdAt, arriveAt, proposal } = booking;
  const isPast = (instant: Temporal.Instant) => Temporal.Instant.compare(instant, now) <= 0;
  if (status === 'requested' && answerDueAt !== null) {
    const due = Temporal.Instant.from(answerDueAt);
    if (isPast(due)) return { action: 'lapse', change: { reason: 'noAnswer', proposal: null } };
    // Whoever is waited for was asked at the hour of what they are to answer.
    const asked = Temporal.Instant.from(proposal?.proposedAt ?? createdAt);
    if (remindedAt === null && isPast(remindAt(asked, due))) {
      return { action: 'remind', change: { remindedAt: now.toString() } };
    }
  }
  if (
    status === 'confirmed' &&
    arriveAt !== null &&
    isPast(Temporal.Instant.from(arriveAt).add({ hours: SILENT_HOURS }))
  ) {
    return { action: 'complete' };
  }
  return null;
}
