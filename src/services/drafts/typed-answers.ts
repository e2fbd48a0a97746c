import { invalid } from '../errors.ts';
import type { TypedAnswers } from '../ports/drafts.ts';

const MAX_CONTROLS = 600;
/** A form that fits in a request: a pasted text of 50,000 characters, and the rest. */
const MAX_CHARACTERS = 200_000;

/** Throws `invalid` for more than any form of ours sends, and for texts no database keeps. */
export function checkTyped(typed: TypedAnswers): TypedAnswers {
  const texts = Object.entries(typed).flatMap(([name, values]) => [name, ...values]);
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  if (Object.keys(typed).length > MAX_CONTROLS || characters > MAX_CHARACTERS) {
    throw invalid([{ path: '', message: 'Ces réponses sont trop longues pour être gardées.' }]);
  }
  if (texts.some((text) => text.includes('\0') || !text.isWellFormed())) {
    throw invalid([{ path: '', message: 'Un texte contient un caractère interdit : réécrivez-le.' }]);
  }
  return typed;
}
