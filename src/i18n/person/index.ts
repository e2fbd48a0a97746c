import { typesetMessages } from '../fr/typeset-messages.ts';
import { LANGUAGES, type Language, type LanguageCode } from '../languages.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { falc } from './falc.ts';
import { formatFor, type PersonFormat } from './format.ts';
import { fr, type PersonMessages } from './fr.ts';
import { uk } from './uk.ts';

export type { PersonFormat } from './format.ts';
export type { PersonMessages } from './fr.ts';

/**
 * What accompanied people read, in all five languages: a plan under a link today, bookings next. The rest of the site is
 * offered in a language once all of it is written (`src/i18n/languages.ts`); nobody waits for that to read their plan.
 */
const CATALOGUES: Record<LanguageCode, PersonMessages> = {
  fr: typesetMessages<PersonMessages>(fr),
  falc: typesetMessages(falc),
  en,
  ar,
  uk,
};

/** A language, everything said in it, and how it prints figures. */
export type PersonSpeech = { language: Language; t: PersonMessages; format: PersonFormat };

export const PERSON_LANGUAGES: readonly Language[] = LANGUAGES;

export function findPersonSpeech(code: string): PersonSpeech | null {
  const language = LANGUAGES.find((one) => one.code === code);
  return language ? { language, t: CATALOGUES[language.code], format: formatFor(language.htmlLang) } : null;
}

/** In the language they read, in French where nobody knows which. */
export function personSpeech(code: string | null): PersonSpeech {
  const speech = (code === null ? null : findPersonSpeech(code)) ?? findPersonSpeech('fr');
  if (speech === null) throw new Error('There is no French catalogue.');
  return speech;
}
