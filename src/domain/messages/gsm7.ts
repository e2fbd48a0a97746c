/** What every phone reads in 7 bits (ETSI TS 123 038 § 6.2.1, basic character set). Of `ç` it has the capital only; no `ê`, `î`, `ô`, `û`, `ë`, `œ`. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);

/** Those of § 6.2.1.1, reached by an escape: two places each. */
const EXTENDED = new Set('\f^{}\\[~]|€');

/** Septets of one SMS, and of each part of a longer one, whose header takes seven (TS 123 040 § 9.2.3.24.1). */
const GSM7 = { alone: 160, part: 153 };
/** The same in units of 16 bits, where a single character is of no other alphabet. */
const UCS2 = { alone: 70, part: 67 };

export type SmsEncoding = 'gsm7' | 'ucs2';

/** `text` is what to send; `units` septets or 16-bit units; `segments` what is paid for, and what an old phone may show apart. */
export type FittedSms = { text: string; encoding: SmsEncoding; units: number; segments: number };

/**
 * How a text travels as an SMS. Typographic signs become those that every phone has, where that saves half the room; letters
 * never change, since names are people's: one `ê` or one Arabic letter makes it 70 characters instead of 160.
 */
export function fitSms(text: string): FittedSms {
  const composed = text.normalize('NFC').replaceAll('\r\n', '\n');
  const plain = plainSigns(composed);
  if ([...plain].every((letter) => septets(letter) > 0)) return measured(plain, 'gsm7', septets, GSM7);
  return measured(composed, 'ucs2', (letter) => letter.length, UCS2);
}

/** 0 where the alphabet has no such character. */
function septets(letter: string): number {
  if (BASIC.has(letter)) return 1;
  return EXTENDED.has(letter) ? 2 : 0;
}

function measured(
  text: string,
  encoding: SmsEncoding,
  size: (letter: string) => number,
  room: { alone: number; part: number },
): FittedSms {
  const sizes = [...text].map(size);
  const units = sizes.reduce((sum, one) => sum + one, 0);
  if (units <= room.alone) return { text, encoding, units, segments: 1 };
  let segments = 1;
  let used = 0;
  for (const one of sizes) {
    // What takes two places is never cut in two: the part before it stays short of one.
    if (used + one > room.part) {
      segments += 1;
      used = 0;
    }
    used += one;
  }
  return { text, encoding, units, segments };
}

/** Meaning and letters are kept: only the shape of signs and spaces is given up, and marks that show nothing. */
function plainSigns(text: string): string {
  return text
    .replaceAll(/«[\u00a0\u202f\u2009 ]?|[\u00a0\u202f\u2009 ]?»|[“”„]/g, '"')
    .replaceAll(/[\u2018\u2019\u201a\u02bc]/g, "'")
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll(/[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]/g, ' ')
    .replaceAll('…', '...')
    .replaceAll(/[\u2022\u00b7]/g, '-')
    .replaceAll(/[\u00ad\u200b-\u200f\u2060\u2066-\u2069\ufeff]/g, '');
}
