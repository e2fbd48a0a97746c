import { typesetMessages } from '../fr/typeset-messages.ts';
import { LANGUAGES, type Language, type LanguageCode } from '../languages.ts';
import { type AskMessages, fr } from './fr.ts';

export type { AskMessages } from './fr.ts';

/** Complete ones only: a language is here, or the page is not offered in it. */
const CATALOGUES: Partial<Record<LanguageCode, AskMessages>> = { fr: typesetMessages(fr) };

/** A language with what the page where people ask for help says in it. */
export function findAskSpeech(code: string): { language: Language; t: AskMessages } | null {
  const language = LANGUAGES.find((one) => one.code === code);
  const t = language && CATALOGUES[language.code];
  return t ? { language, t } : null;
}
