import { z } from 'zod';
import { THEMES } from '../catalogue/offer.ts';

/** The shapes of data·inclusion 1.0.8, read loosely: what they do not name is kept and given back. */

const text = z.string().nullish();
const siret = z
  .string()
  .regex(/^\d{14}$/, 'SIRET attendu, 14 chiffres.')
  .nullish();
const commune = z
  .string()
  .regex(/^\w{5}$/, 'Code INSEE de commune attendu, cinq caractères.')
  .nullish();
const postcode = z
  .string()
  .regex(/^\d{5}$/, 'Code postal attendu, cinq chiffres.')
  .nullish();
const date = z.iso.date('Date attendue au format AAAA-MM-JJ.');
const place = {
  commune: text,
  code_postal: postcode,
  code_insee: commune,
  adresse: text,
  complement_adresse: text,
  longitude: z.number().nullish(),
  latitude: z.number().nullish(),
};

export const PUBLICS = [
  'tous-publics',
  'actifs',
  'beneficiaires-des-minimas-sociaux',
  'demandeurs-emploi',
  'etudiants',
  'familles',
  'femmes',
  'jeunes',
  'personnes-en-situation-de-handicap',
  'personnes-en-situation-durgence',
  'personnes-en-situation-juridique-specifique',
  'personnes-exilees',
  'residents-qpv-frr',
  'seniors',
] as const;

/** Of any theme; of mobility those that there are. */
const thematique = z
  .string()
  .refine(
    (code) => (code.startsWith('mobilite') ? THEMES.some((theme) => theme === code) : /^[a-z-]+--[a-z-]+$/.test(code)),
    'Cette thématique n’est pas de la version 1.0.8.',
  );

export const structureSchema = z.looseObject({
  id: z.string().min(1),
  source: z.string().min(1),
  nom: z.string().min(3).max(150),
  date_maj: date,
  siret,
  description: z.string().max(10_000).nullish(),
  ...place,
  telephone: text,
  courriel: text,
  site_web: text,
  horaires_accueil: text,
  reseaux_porteurs: z.array(z.string()).nullish(),
});
export type Structure = z.infer<typeof structureSchema>;

export const serviceSchema = z.looseObject({
  id: z.string().min(1),
  source: z.string().min(1),
  structure_id: z.string().min(1),
  nom: z.string().min(3).max(150),
  date_maj: date,
  type: z
    .enum(['accompagnement', 'aide-financiere', 'aide-materielle', 'atelier', 'formation', 'information'])
    .nullish(),
  description: z.string().min(5).max(10_000),
  thematiques: z.array(thematique).nullish(),
  publics: z
    .array(z.enum(PUBLICS))
    .min(1)
    .refine(
      (codes) => codes.length === 1 || !codes.includes('tous-publics'),
      '« tous-publics » ne va avec aucun autre public.',
    )
    .nullish(),
  publics_precisions: text,
  conditions_acces: text,
  frais: z.enum(['gratuit', 'payant']).nullish(),
  frais_precisions: text,
  modes_mobilisation: z.array(z.string()).nullish(),
  mobilisable_par: z
    .array(z.enum(['usagers', 'professionnels']))
    .min(1)
    .nullish(),
  lien_mobilisation: text,
  ...place,
  telephone: text,
  courriel: text,
  horaires_accueil: text,
  nombre_semaines: z.int().min(1).nullish(),
  zone_eligibilite: z
    .array(
      z
        .string()
        .regex(
          /^(\w{5}|\w{2,3}|\d{9}|france)$/,
          'Code de commune, d’intercommunalité, de département, ou « france » attendu.',
        ),
    )
    .min(1)
    .nullish(),
});
export type Service = z.infer<typeof serviceSchema>;

/** Fields that no structure has. */
const OF_SERVICES = [
  'structure_id',
  'thematiques',
  'type',
  'publics',
  'frais',
  'modes_mobilisation',
  'zone_eligibilite',
];

export const isService = (record: Record<string, unknown>): boolean => OF_SERVICES.some((field) => field in record);
