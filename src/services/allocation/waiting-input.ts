import { z } from 'zod';
import type { AllocationCriteria } from '../../domain/allocation/criteria.ts';
import { VEHICLE_TYPES } from '../../domain/catalogue/offer.ts';
import { EQUIPMENT } from '../../domain/fleet/vehicle.ts';

const DATE = 'Une date comme 07/12/2026.';
const whole = (most: number) =>
  z.int('Un nombre entier.').min(0, 'Un nombre à partir de 0.').max(most, `${most} au plus.`);

/** What somebody waits for and what the criteria ask about them, as the structure writes it. Bounds are those that are published. */
export const waitingInputSchema = ({ longestLoanDays, mostDaysLate }: AllocationCriteria) =>
  z.object({
    wish: z.object({
      wantedFrom: z.iso.date(DATE),
      acceptsLaterDays: whole(mostDaysLate),
      days: z
        .int('Un nombre entier de jours.')
        .min(1, 'Un jour au moins.')
        .max(longestLoanDays, `${longestLoanDays} jours au plus.`),
      vehicleTypes: z.array(z.enum(VEHICLE_TYPES)).min(1, 'Choisissez au moins un type de véhicule.'),
      licences: z.array(z.enum(['AM', 'B'])).default([]),
      equipment: z.array(z.enum(EQUIPMENT)).default([]),
    }),
    facts: z.object({
      jobStartsOn: z.iso.date(DATE).nullable(),
      legs: z
        .object({ total: whole(500), unserved: whole(500) })
        .refine(({ total, unserved }) => unserved <= total, {
          path: ['unserved'],
          message: 'Pas plus que de trajets en tout.',
        })
        .nullable(),
      childSeats: whole(6).nullable(),
      distanceMetres: whole(500_000).nullable(),
    }),
  });
