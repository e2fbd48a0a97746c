import { z } from 'zod';
import { RIDER_LANGUAGES } from '../../domain/booking/way-in.ts';
import { isoDateSchema } from '../../domain/clock-time.ts';
import { CHECK_KINDS, DRIVER_KINDS, MOST_TRIPS, usualTripSchema } from '../../domain/drivers/driver.ts';
import { phoneDigits } from '../../domain/people/phone.ts';

/** Who somebody is and what they drive, as they say it or as a coordinator writes it down. */
export const driverInputSchema = z.object({
  kind: z.enum(DRIVER_KINDS, 'Choisissez une réponse.'),
  firstName: z.string().trim().min(1, 'Indiquez un prénom.').max(100),
  lastName: z
    .string()
    .trim()
    .max(100)
    .transform((text) => text || null)
    .prefault(''),
  phone: z
    .string()
    .trim()
    .max(40)
    .refine((text) => phoneDigits(text) !== null, 'Ce numéro n’est pas complet. Par exemple : 06 12 34 56 78.'),
  email: z
    .union([z.literal('').transform(() => null), z.email('Cette adresse n’est pas complète.').max(254)])
    .prefault(''),
  commune: z.string('Indiquez la commune.').min(1, 'Indiquez la commune.').max(20),
  language: z.enum(RIDER_LANGUAGES).default('fr'),
  seats: z.int('Indiquez un nombre de 1 à 8.').min(1, 'De 1 à 8 places.').max(8, 'De 1 à 8 places.'),
  maxDetourMinutes: z.int().min(0).max(60).nullable().default(null),
  trips: z.array(usualTripSchema).max(MOST_TRIPS).default([]),
});

export const checkSchema = z
  .object({
    check: z.enum(CHECK_KINDS, 'Choisissez ce que vous avez vu.'),
    checkedOn: isoDateSchema,
    validUntil: isoDateSchema.nullable().default(null),
  })
  .refine(({ checkedOn, validUntil }) => validUntil === null || validUntil >= checkedOn, {
    path: ['validUntil'],
    message: 'La fin vient avant le jour où vous l’avez vu.',
  });

export const absenceSchema = z
  .object({ from: isoDateSchema, until: isoDateSchema })
  .refine(({ from, until }) => until >= from, { path: ['until'], message: 'La fin vient avant le début.' });
