import { typesetMessages } from '../fr/typeset-messages.ts';
import type { LanguageCode } from '../languages.ts';
import { findPersonSpeech, type PersonSpeech } from '../person/index.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { falc } from './falc.ts';
import { fr, type RideMessages } from './fr.ts';
import { uk } from './uk.ts';

export type { RideMessages } from './fr.ts';

const CATALOGUES: Record<LanguageCode, RideMessages> = {
  fr: typesetMessages<RideMessages>(fr),
  falc: typesetMessages(falc),
  en,
  ar,
  uk,
};

const ISOLATE = '\u2066';
const END = '\u2069';

/**
 * A language, what is said in it of rides, and figures as they stand in its sentences: right to left, a time or a number is kept whole.
 */
export type RideSpeech = {
  speech: PersonSpeech;
  say: RideMessages;
  clock(time: string): string;
  euros(cents: number): string;
  date(isoDate: string): string;
  /** A name or a number in letters of another direction. */
  whole(text: string): string;
};

export function findRideSpeech(code: string): RideSpeech | null {
  const speech = findPersonSpeech(code);
  if (speech === null) return null;
  const { format, language } = speech;
  const say = CATALOGUES[language.code];
  const whole = (text: string) => (language.dir === 'rtl' ? `${ISOLATE}${text}${END}` : text);
  return {
    speech,
    say,
    clock: (time) => whole(format.clock(time)),
    euros: (cents) => whole(format.euros(cents)),
    date: format.date,
    whole,
  };
}
