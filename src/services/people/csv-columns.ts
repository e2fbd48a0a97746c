import { LANGUAGES } from '../../domain/people/identity.ts';

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

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** The column that a heading means; null for one of which nothing is taken. */
export function columnOf(heading: string): Column | null {
  const text = plain(heading);
  return COLUMNS.find((column) => ALIASES[column].includes(text)) ?? null;
}

/** `7/12/1999`, `07-12-1999`, `1999-12-07` → `1999-12-07`; null for no day of the calendar. */
export function readDay(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00.*)?$/.exec(text);
  const french = /^(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})(?: 00:00.*)?$/.exec(text);
  const [year, month, day] = iso ? iso.slice(1) : french ? [french[3], french[2], french[1]] : [];
  if (!year || !month || !day) return null;
  const read = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${read}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== read ? null : read;
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
  const name = plain(text);
  return LANGUAGES.find((code) => code === name) ?? LANGUAGE_NAMES[name] ?? 'other';
}

/** Null for what is neither yes nor no. */
export function readYes(text: string): boolean | null {
  const word = plain(text);
  if (['oui', 'o', 'x', '1', 'vrai', 'yes', 'true'].includes(word)) return true;
  return ['non', 'n', '0', 'faux', 'no', 'false'].includes(word) ? false : null;
}
