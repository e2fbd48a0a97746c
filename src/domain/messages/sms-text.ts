import { fitSms } from './gsm7.ts';

/** Longer ones come in pieces on old phones, in any order, and each piece is paid for. */
export const MOST_SEGMENTS = 3;

declare const fits: unique symbol;

/** A text that was found to fit: only `smsText` makes one, and no other may be sent as an SMS. */
export type SmsText = string & { readonly [fits]: true };

/** None of the wordings fits. Says how long the shortest is, never what it says. */
export class SmsTooLongError extends Error {
  readonly segments: number;
  constructor(segments: number) {
    super(`The SMS would take ${segments} segments, ${MOST_SEGMENTS} at most.`);
    this.name = 'SmsTooLongError';
    this.segments = segments;
  }
}

/**
 * The first wording that fits in three segments, ready to be sent: give the whole one first, then those that leave out what a
 * long name of a place makes too long. Throws `SmsTooLongError` where none does.
 */
export function smsText(...wordings: readonly [string, ...string[]]): SmsText {
  const fitted = wordings.map(fitSms);
  const found = fitted.find(({ segments }) => segments <= MOST_SEGMENTS);
  if (found === undefined) throw new SmsTooLongError(Math.min(...fitted.map(({ segments }) => segments)));
  return found.text as SmsText;
}
