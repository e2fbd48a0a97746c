import { typesetMessages } from '../fr/typeset-messages.ts';
import type { LanguageCode } from '../languages.ts';
import { findPersonSpeech, type PersonSpeech } from '../person/index.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { falc } from './falc.ts';
import { fr, type WayInMessages } from './fr.ts';
import { uk } from './uk.ts';

export type { WayInMessages } from './fr.ts';

const CATALOGUES: Record<LanguageCode, WayInMessages> = {
  fr: typesetMessages<WayInMessages>(fr),
  falc: typesetMessages(falc),
  en,
  ar,
  uk,
};

/** A language, what is said in it on the way in, and what every page for accompanied people says. */
export type WayInSpeech = { speech: PersonSpeech; say: WayInMessages };

export function findWayInSpeech(code: string): WayInSpeech | null {
  const speech = findPersonSpeech(code);
  return speech && { speech, say: CATALOGUES[speech.language.code] };
}

/** In the language they read, in French where nobody knows which. */
export const wayInSpeech = (code: string | null): WayInSpeech =>
  (code === null ? null : findWayInSpeech(code)) ?? (findWayInSpeech('fr') as WayInSpeech);
