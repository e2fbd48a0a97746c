import { z } from 'zod';
import { REFUSAL_REASONS } from '../../domain/booking/booking.ts';
import { clockTimeSchema } from '../../domain/clock-time.ts';
import type { Context } from '../context.ts';
import { invalid } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { answerBooking } from './answer-booking.ts';
import { answerTime } from './answer-time.ts';
import { cancelBooking } from './cancel-booking.ts';
import { requireBookings } from './load-booking.ts';
import { reportRide } from './report-ride.ts';

const CANCEL_REASONS = ['plansChanged', 'foundOther', 'illness', 'vehicleBroken', 'offerGone', 'other'] as const;
const REASONS = [...new Set([...REFUSAL_REASONS, ...CANCEL_REASONS])];

export const bookingPatchSchema = z.object({
  status: z.enum(['confirmed', 'refused', 'cancelled', 'done', 'noShow']).optional(),
  reason: z.enum(REASONS).optional(),
  who: z.enum(['person', 'driver']).optional(),
  departAt: clockTimeSchema.optional(),
  acceptTime: z.boolean().optional(),
  message: z.string().max(500, 'Ce texte a 500 caractères au plus.').optional(),
});

/**
 * One step as a program writes it: the state it leads to, another time (`departAt`), or the person's answer to one (`acceptTime`).
 * Throws `forbidden`, `notFound`, `invalid`, `conflict`.
 */
export async function changeBooking({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; patch: unknown; expectedVersion?: number | undefined };
}): Promise<{ id: string }> {
  requireBookings(ctx);
  const { id, expectedVersion } = input;
  const patch = parseInput(bookingPatchSchema, input.patch);
  const { status, reason, who, departAt, acceptTime, message = '' } = patch;
  if ([status, departAt, acceptTime].filter((one) => one !== undefined).length !== 1) {
    throw missing(
      'status',
      'Dites une chose : l’état (status), une autre heure (departAt) ou la réponse (acceptTime).',
    );
  }
  if (departAt !== undefined) {
    const answer = { answer: 'proposeTime', departAt, message };
    return answerBooking({ ctx, input: { id, expectedVersion, answer } });
  }
  if (acceptTime !== undefined) return answerTime({ ctx, input: { id, accept: acceptTime, expectedVersion } });
  switch (status) {
    case 'confirmed':
      return answerBooking({ ctx, input: { id, expectedVersion, answer: { answer: 'accept', message } } });
    case 'refused':
      return answerBooking({ ctx, input: { id, expectedVersion, answer: { answer: 'refuse', reason, message } } });
    case 'cancelled': {
      const why = CANCEL_REASONS.find((one) => one === (reason ?? 'plansChanged'));
      if (why === undefined) throw missing('reason', `Une annulation se dit ${CANCEL_REASONS.join(', ')}.`);
      return cancelBooking({ ctx, input: { id, reason: why, message, expectedVersion } });
    }
    case 'noShow':
      if (who === undefined) throw missing('who', 'Dites qui n’est pas venu : person ou driver.');
      return reportRide({
        ctx,
        input: {
          id,
          outcome: who === 'driver' ? 'driverDidNotCome' : 'personDidNotCome',
          message,
          expectedVersion,
        },
      });
    default:
      return reportRide({ ctx, input: { id, outcome: 'done', message, expectedVersion } });
  }
}

const missing = (path: string, message: string) => invalid([{ path, message }]);
