import { LANGUAGES } from '../../domain/people/identity.ts';
import { plainWords } from '../../domain/spreadsheet/text-file.ts';

/** The columns of the file that is imported and of the one that is handed out, in the order of the template. */
export const COLUMNS = [
  'prenom',
  'nom',
  'telephone',
  'email',
  'langue',
  'date_de_naissance',
  'commune',
  'reference',
  'discretion',
] as const;
export type Column = (typeof COLUMNS)[number];

/** As other tools head them, plain. */
const ALIASES: Record<Column, readonly string[]> = {
  prenom: ['prenom', 'firstname'],
  nom: ['nom', 'nom de famille', 'nom de naissance', 'lastname'],
  telephone: ['telephone', 'tel', 'mobile', 'portable', 'phone'],
  email: ['email', 'mail', 'e mail', 'courriel', 'adresse electronique'],
  langue: ['langue', 'langue parlee', 'language'],
  date_de_naissance: ['date de naissance', 'naissance', 'ne le', 'birthdate'],
  commune: ['commune', 'ville', 'code postal', 'code insee'],
  reference: ['reference', 'ref', 'numero', 'identifiant'],
  discretion: ['discretion', 'discret'],
};

/** The column that a heading means; null for one of which nothing is taken. */
export function columnOf(heading: string): Column | null {
  const text = plainWords(heading);
  return COLUMNS.find((column) => ALIASES[column].includes(text)) ?? null;
}

const LANGUAGE_NAMES: Record<string, (typeof LANGUAGES)[number]> = {
  francais: 'fr',
  anglais: 'en',
  arabe: 'ar',
  ukrainien: 'uk',
  espagnol: 'es',
  portugais: 'pt',
  roumain: 'ro',
  russe: 'ru',
  turc: 'tr',
  persan: 'fa',
  dari: 'fa',
  farsi: 'fa',
  pachto: 'ps',
  pashto: 'ps',
  albanais: 'sq',
  somali: 'so',
  tigrigna: 'ti',
  bengali: 'bn',
  autre: 'other',
};

/** A code or a French name; one that we have no name for is `other`. */
export function readLanguage(text: string): (typeof LANGUAGES)[number] {
  const name = plainWords(text);
  return LANGUAGES.find((code) => code === name) ?? LANGUAGE_NAMES[name] ?? 'other';
}
