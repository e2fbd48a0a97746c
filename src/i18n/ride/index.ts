import { typesetMessages } from '../fr/typeset-messages.ts';
import type { LanguageCode } from '../languages.ts';
import { findPersonSpeech, type PersonSpeech } from '../person/index.ts';
import { fr, type RideMessages } from './fr.ts';

export type { RideMessages } from './fr.ts';

const CATALOGUES: Partial<Record<LanguageCode, RideMessages>> = {
  fr: typesetMessages<RideMessages>(fr),
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
  const say = speech && CATALOGUES[speech.language.code];
  if (!speech || !say) return null;
  const { format, language } = speech;
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
