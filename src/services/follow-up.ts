import { followBookings } from './bookings/follow-bookings.ts';
import { remindRides } from './bookings/remind-rides.ts';
import { remindOffers } from './catalogue/remind-offers.ts';
import type { Context } from './context.ts';
import { followDrivers } from './drivers/follow-drivers.ts';
import { eachApart } from './each-apart.ts';
import { ProblemError } from './errors.ts';
import { followLoans } from './fleet/follow-loans.ts';
import { remindAppointments } from './intake/remind-appointments.ts';
import { resendMessages } from './messages/resend-messages.ts';
import { followEvents } from './network/follow-events.ts';
import { sendLetters } from './network/send-letters.ts';
import { remindMeetings } from './programmes/remind-meetings.ts';
import { remindReferrals } from './referrals/remind-referrals.ts';

/**
 * Gives what falls due by itself its course: reminders of referrals, rides, sessions and appointments, referrals and rides nobody answered. Each part is a
 * verb of its own and harmless to repeat; one that fails does not stop the others. Says how many of each. For workers.
 */
export async function followUp({ ctx }: { ctx: Context }): Promise<Record<string, number>> {
  if (ctx.actor.kind !== 'system') throw new ProblemError('forbidden', 'Le suivi revient aux tâches de fond.');
  const done: Record<string, number> = {};
  const parts = eachApart();
  for (const part of [
    async () => ({ messages: await resendMessages({ ctx }) }),
    () => remindReferrals({ ctx }),
    () => followBookings({ ctx }),
    () => followDrivers({ ctx }),
    () => followLoans({ ctx }),
    () => followEvents({ ctx }),
    () => remindOffers({ ctx }),
    () => sendLetters({ ctx }),
    async () => ({ ridesReminded: await remindRides({ ctx }) }),
    async () => ({ meetingsReminded: await remindMeetings({ ctx }) }),
    async () => ({ appointments: await remindAppointments({ ctx }) }),
  ]) {
    await parts.run(async () => void Object.assign(done, await part()));
  }
  parts.rethrow();
  return done;
}
