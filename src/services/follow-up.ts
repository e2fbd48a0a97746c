import { followBookings } from './bookings/follow-bookings.ts';
import { remindRides } from './bookings/remind-rides.ts';
import type { Context } from './context.ts';
import { followDrivers } from './drivers/follow-drivers.ts';
import { ProblemError } from './errors.ts';
import { remindAppointments } from './intake/remind-appointments.ts';
import { resendMessages } from './messages/resend-messages.ts';
import { remindReferrals } from './referrals/remind-referrals.ts';

/**
 * Gives what falls due by itself its course: reminders of referrals, rides and appointments, referrals and rides nobody answered. Each part is a
 * verb of its own and harmless to repeat. Says how many of each. For workers.
 */
export async function followUp({ ctx }: { ctx: Context }): Promise<Record<string, number>> {
  if (ctx.actor.kind !== 'system') throw new ProblemError('forbidden', 'Le suivi revient aux tâches de fond.');
  return {
    messages: await resendMessages({ ctx }),
    ...(await remindReferrals({ ctx })),
    ...(await followBookings({ ctx })),
    ...(await followDrivers({ ctx })),
    ridesReminded: await remindRides({ ctx }),
    appointments: await remindAppointments({ ctx }),
  };
}
