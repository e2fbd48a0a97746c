import { tellBooking } from '../src/services/bookings/tell-booking.ts';
import { inTerritory } from './in-territory.ts';
import type { Work } from './work.ts';

export const tellBookingWork: Work<'tell-booking'> = {
  name: 'tell-booking',
  concurrency: 2,
  handler:
    ({ deps }) =>
    ({ territoryId, ...input }) =>
      tellBooking({ ctx: inTerritory(deps, territoryId), input }),
};
