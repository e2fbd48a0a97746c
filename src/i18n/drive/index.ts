import { typesetMessages } from '../fr/typeset-messages.ts';
import type { LanguageCode } from '../languages.ts';
import { findPersonSpeech, type PersonSpeech } from '../person/index.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { falc } from './falc.ts';
import { type DriveMessages, fr } from './fr.ts';
import { uk } from './uk.ts';

export type { DriveMessages } from './fr.ts';

const CATALOGUES: Record<LanguageCode, DriveMessages> = {
  fr: typesetMessages<DriveMessages>(fr),
  falc: typesetMessages(falc),
  en,
  ar,
  uk,
};

/** A language, and what people who offer to drive read in it. */
export type DriveSpeech = { speech: PersonSpeech; say: DriveMessages };

export function findDriveSpeech(code: string): DriveSpeech | null {
  const speech = findPersonSpeech(code);
  return speech && { speech, say: CATALOGUES[speech.language.code] };
}
