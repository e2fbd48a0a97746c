import { z } from 'zod';
import { hoursSchema } from '../catalogue/offer.ts';
import { phoneDigits } from './phone.ts';

/** The languages of the product first, then those that advisers hear most; `other` where it is none of them. */
export const LANGUAGES = [
  'fr',
  'en',
  'ar',
  'uk',
  'es',
  'pt',
  'ro',
  'ru',
  'tr',
  'fa',
  'ps',
  'sq',
  'so',
  'ti',
  'bn',
  'other',
] as const;
export type Language = (typeof LANGUAGES)[number];

const EARLIEST_BIRTH = '1900-01-01';

/** Typed or pasted: no line break, no run of spaces. Empty is not known. */
const line = (most: number) =>
  z
    .string()
    .transform((text) => text.replace(/\s+/gu, ' ').trim())
    .pipe(z.string().max(most))
    .transform((text) => text || null)
    .nullable()
    .default(null);

/** Who a person is and how to reach them. What is not known is null. */
export const identitySchema = z
  .object({
    firstName: line(100),
    lastName: line(100),
    phone: line(30).refine((phone) => phone === null || phoneDigits(phone) !== null, {
      error: 'Numéro attendu, par exemple 06 12 34 56 78.',
    }),
    email: line(254).pipe(z.email().nullable()),
    language: z.enum(LANGUAGES).nullable().default(null),
    birthDate: z.iso.date().nullable().default(null),
    /** INSEE code of the home's commune. */
    commune: z
      .string()
      .regex(/^\d[\dAB]\d{3}$/, 'Code INSEE d’une commune attendu (ex. 55122).')
      .nullable()
      .default(null),
    /** The number that the organisation gave them. */
    reference: line(60),
    /** No voicemail, nothing in a message that tells why. */
    discreet: z.boolean().default(false),
    /** When they may be called; empty is whenever. */
    safeHours: z.array(hoursSchema).max(14).default([]),
  })
  .superRefine((identity, context) => {
    if (identity.firstName === null && identity.lastName === null && identity.reference === null) {
      context.addIssue({ code: 'custom', path: ['lastName'], message: 'Indiquez un nom, un prénom ou une référence.' });
    }
    if (identity.birthDate !== null && identity.birthDate < EARLIEST_BIRTH) {
      context.addIssue({ code: 'custom', path: ['birthDate'], message: 'Vérifiez l’année de naissance.' });
    }
  });

export type Identity = z.output<typeof identitySchema>;
export type IdentityInput = z.input<typeof identitySchema>;

/** `Amina Benali`; the reference where no name is known, as of files that programs opened. */
export function personName({
  firstName,
  lastName,
  reference,
}: Pick<Identity, 'firstName' | 'lastName' | 'reference'>): string | null {
  return [firstName, lastName].filter(Boolean).join(' ') || reference;
}
