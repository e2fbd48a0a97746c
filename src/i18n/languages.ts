import { fr, type Messages } from './fr/index.ts';

export type { Messages } from './fr/index.ts';

/** The languages the product is meant to speak. `htmlLang` is what assistive technology is told. */
export const LANGUAGES = [
  { code: 'fr', name: 'Français', htmlLang: 'fr', dir: 'ltr' },
  { code: 'falc', name: 'Version simplifiée', htmlLang: 'fr', dir: 'ltr' },
  { code: 'en', name: 'English', htmlLang: 'en', dir: 'ltr' },
  { code: 'ar', name: 'العربية', htmlLang: 'ar', dir: 'rtl' },
  { code: 'uk', name: 'Українська', htmlLang: 'uk', dir: 'ltr' },
] as const satisfies readonly { code: string; name: string; htmlLang: string; dir: 'ltr' | 'rtl' }[];

export type Language = (typeof LANGUAGES)[number];
export type LanguageCode = Language['code'];

/** Complete catalogues only: the type refuses one that lacks a sentence, so a language is here or it is not offered. */
const CATALOGUES: Partial<Record<LanguageCode, Messages>> = { fr };

/** A language together with everything said in it. */
export type Speech = { language: Language; t: Messages };

export function findSpeech(code: string): Speech | null {
  const language = LANGUAGES.find((one) => one.code === code);
  const t = language && CATALOGUES[language.code];
  return t ? { language, t } : null;
}

export const OFFERED_LANGUAGES: readonly Language[] = LANGUAGES.filter(({ code }) => CATALOGUES[code]);

/** The tongue of pages for professionals, and of pages reached without choosing one. */
export const FRENCH: Speech = { language: LANGUAGES[0], t: fr };
