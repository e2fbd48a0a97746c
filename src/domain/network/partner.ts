import { z } from 'zod';
import { THEMES } from '../catalogue/offer.ts';
import { isoDateSchema } from '../clock-time.ts';
import { placeSchema } from '../place.ts';
import { type FieldProblem, type Ground, placeProblems } from '../place-problems.ts';

/** What a structure of the directory is, in the field's own words. */
export const PARTNER_KINDS = [
  'mobilityPlatform',
  'provider',
  'employment',
  'socialAction',
  'publicService',
  'localAuthority',
  'employer',
  'other',
] as const;
export type PartnerKind = (typeof PARTNER_KINDS)[number];

/** What is known of a contact is asked again, or forgotten: nobody stays in a directory for having been in it. */
export const CONTACT_KEPT_DAYS = 731;

const line = (max: number) => z.string().trim().max(max, `${max} caractères au plus.`).default('');
/** As people write them: `03 29 00 00 00`, `+33 3 29…`, `3949`. */
const phone = line(30).refine(
  (text) => text === '' || /^\+?[\d .()-]{4,30}$/.test(text),
  'Numéro de téléphone attendu, par exemple 03 29 00 00 00.',
);
const email = line(200).refine(
  (text) => text === '' || z.email().safeParse(text).success,
  'Adresse électronique attendue (ex. nom@exemple.fr).',
);
/** A page of the web and nothing else: what is written here becomes a link. */
export const webAddress = line(500).refine(
  (text) => text === '' || (/^https?:\/\//i.test(text) && z.url().safeParse(text).success),
  'Adresse attendue, commençant par http:// ou https://.',
);
const siret = line(20)
  .transform((text) => text.replace(/\s/g, ''))
  .refine((text) => text === '' || /^\d{14}$/.test(text), 'SIRET attendu, 14 chiffres.');
const zoneCode = z
  .string()
  .regex(/^(\d{2}|2[AB]|\d{3}|\d{5}|2[AB]\d{3}|\d{9}|[A-Z]{2}(-[A-Z\d]{1,10})?)$/, 'Code de zone inconnu.');

/** A structure that people are sent to, whether or not it has offers. Empty texts: not known. */
export const partnerFactsSchema = z.object({
  name: z.string().trim().min(1, 'Donnez un nom.').max(150, '150 caractères au plus.'),
  kind: z.enum(PARTNER_KINDS, 'Choisissez une sorte de structure.'),
  description: line(2_000),
  siret,
  /** Street and number. */
  address: line(300),
  /** INSEE code; of what was imported it may be known where the point is not. */
  commune: z.string().max(20).nullable().default(null),
  place: placeSchema.nullable().default(null),
  phone,
  email,
  website: webAddress,
  openingHours: line(500),
  themes: z.array(z.enum(THEMES)).max(THEMES.length).default([]),
  /** Codes of département, EPCI and commune that it works for. */
  coverage: z.array(zoneCode).max(600).default([]),
  /** Where this is known from, and when it was last found true there. */
  knownFrom: line(200),
  confirmedOn: isoDateSchema.nullable().default(null),
  /** Shown to everybody; professionals see the others as well. */
  isPublic: z.boolean().default(true),
});
export type PartnerFacts = z.output<typeof partnerFactsSchema>;

/** Somebody at work there: what is on their card, for professionals of the territory. */
export const contactSchema = z.object({
  name: z.string().trim().min(1, 'Donnez un nom.').max(120, '120 caractères au plus.'),
  /** What they do there. */
  role: line(120),
  phone,
  email,
});
export type ContactFacts = z.output<typeof contactSchema>;

/** What a schema cannot tell: places and days of this territory. `today`: `YYYY-MM-DD`. */
export function partnerProblems(
  { place, confirmedOn, coverage }: PartnerFacts,
  { ground, today, epciCodes }: { ground: Ground; today: string; epciCodes: ReadonlySet<string> },
): FieldProblem[] {
  const known = (code: string) =>
    ground.territory.zones.includes(code) || epciCodes.has(code) || ground.whereabouts.findByCode(code) !== null;
  const unknown = coverage.filter((code) => !known(code));
  return [
    // A head office may be far from whom it works for; only a point that contradicts its commune is a mistake.
    ...(place === null ? [] : placeProblems({ place, path: 'place', rule: 'near', ground })),
    ...(confirmedOn !== null && confirmedOn > today
      ? [{ path: 'confirmedOn', message: 'Cette date est à venir : donnez le jour où cela a été vérifié.' }]
      : []),
    ...(unknown.length > 0
      ? [{ path: 'coverage', message: `Zone inconnue de ce territoire : ${unknown.slice(0, 5).join(', ')}.` }]
      : []),
  ];
}

/** Of the codes a commune lies in, its own, its EPCI's, its département's: whether one of them is covered. Empty: nowhere said. */
export const covers = (coverage: readonly string[], codes: readonly (string | null)[]): boolean =>
  codes.some((code) => code !== null && coverage.includes(code));
