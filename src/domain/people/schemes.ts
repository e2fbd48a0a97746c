import { z } from 'zod';
import { isoDateSchema } from '../clock-time.ts';

/**
 * What other schemes know the person by: `MBI` mobility barriers and the CER's actions, `CER` reciprocal commitment contract, `PTI`
 * territorial plan of inclusion, `SPIE` public service of insertion and employment, `RSA`, `MLJ` mission locale, `other`.
 */
export const SCHEMES = ['mbi', 'cer', 'pti', 'spie', 'missionLocale', 'capEmploi', 'other'] as const;
export type Scheme = (typeof SCHEMES)[number];

export const SCHEME_STATES = ['asked', 'underWay', 'suspended', 'done', 'refused'] as const;
export type SchemeState = (typeof SCHEME_STATES)[number];

const date = isoDateSchema.nullable().default(null);

/** A typed reference to another scheme's file, never a copy of it. */
export const schemeStatusSchema = z
  .object({
    scheme: z.enum(SCHEMES),
    reference: z
      .string()
      .trim()
      .max(80)
      // Thirteen digits, with or without the key: nobody's social security number is kept here.
      .refine((text) => !/^[12378]\d{12}(\d{2})?$/.test(text.replace(/\s/g, '')), {
        error: 'Un numéro de sécurité sociale ne doit pas être saisi ici.',
      })
      .transform((text) => text || null)
      .nullable()
      .default(null),
    status: z.enum(SCHEME_STATES),
    from: date,
    until: date,
  })
  .refine(({ from, until }) => from === null || until === null || from <= until, {
    path: ['until'],
    error: 'La fin vient après le début.',
  });
export type SchemeStatus = z.output<typeof schemeStatusSchema>;
