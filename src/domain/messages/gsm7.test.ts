import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitSms } from './gsm7.ts';
import { SmsTooLongError, smsText } from './sms-text.ts';

const fitted = (text: string) => {
  const { encoding, units, segments } = fitSms(text);
  return [encoding, units, segments];
};
const a = (count: number) => 'a'.repeat(count);

describe('how a text travels as an SMS', () => {
  it.each([
    ['nothing', '', ['gsm7', 0, 1]],
    ['the last that fits in one', a(160), ['gsm7', 160, 1]],
    ['one more, in two parts', a(161), ['gsm7', 161, 2]],
    ['two parts that are full', a(306), ['gsm7', 306, 2]],
    ['three', a(307), ['gsm7', 307, 3]],
    ['letters that every phone has', 'é è à ù ì ò Ç É ä ö ü ñ', ['gsm7', 23, 1]],
    ['a small ç, which they have not', 'ça', ['ucs2', 2, 1]],
    ['an ê, which they have not', 'même', ['ucs2', 4, 1]],
    ['the euro and brackets, two places each', '€[]', ['gsm7', 6, 1]],
    ['79 of them, and one place', `${'€'.repeat(79)}ab`, ['gsm7', 160, 1]],
    ['80 and one letter', `${'€'.repeat(80)}a`, ['gsm7', 161, 2]],
    ['70 Arabic letters', 'س'.repeat(70), ['ucs2', 70, 1]],
    ['71 of them', 'س'.repeat(71), ['ucs2', 71, 2]],
    ['135, in three', 'س'.repeat(135), ['ucs2', 135, 3]],
    ['35 bicycles, two units each', '🚲'.repeat(35), ['ucs2', 70, 1]],
    ['36 of them', '🚲'.repeat(36), ['ucs2', 72, 2]],
    ['what would be cut in two: 33 a part', '🚲'.repeat(67), ['ucs2', 134, 3]],
    ['an escape that would be cut in two', `${a(152)}€${a(152)}`, ['gsm7', 306, 3]],
    ['an accent typed apart from its letter', 'e\u0301', ['gsm7', 1, 1]],
  ])('counts %s', (_what, text, expected) => {
    expect(fitted(text)).toEqual(expected);
  });

  it.each([
    ['L’arrêt', 'L’arrêt'],
    ['L’heure : 7 h 10', "L'heure : 7 h 10"],
    ['«\u00a0Place du Marché\u00a0»', '"Place du Marché"'],
    ['10\u202f000\u00a0€ – «Où ?»', '10 000 € - "Où ?"'],
    ['À demain…', 'À demain…'],
    ['A demain…', 'A demain...'],
    ['\u206807:10\u2069', '07:10'],
    ['الموعد «غدا»', 'الموعد «غدا»'],
    ['Loïc', 'Loïc'],
  ])('sends %j as %j', (text, sent) => {
    expect(fitSms(text).text).toBe(sent);
  });

  it('never changes a letter or a digit', () => {
    const kept = (text: string) => text.normalize('NFC').replaceAll(/[^\p{L}\p{N}]/gu, '');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(kept(fitSms(text).text)).toBe(kept(text));
      }),
    );
  });

  it('never takes more parts than what it is made of, nor fewer than the room asks', () => {
    const signs = fc.constantFrom('a', 'é', '€', '’', 'ê', 'س', '🚲', ' ');
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 400 }), fc.array(signs, { maxLength: 400 }), (some, others) => {
        const [one, other, both] = [some, others, [...some, ...others]].map((all) => fitSms(all.join('')));
        if (!one || !other || !both) throw new Error('three texts');
        const room = both.encoding === 'gsm7' ? [160, 153] : [70, 67];
        expect(both.segments === 1).toBe(both.units <= (room[0] as number));
        expect(
          both.segments * (both.segments === 1 ? (room[0] as number) : (room[1] as number)),
        ).toBeGreaterThanOrEqual(both.units);
        expect(both.segments).toBeGreaterThanOrEqual(Math.max(one.segments, other.segments));
        expect(fitSms(both.text)).toEqual(both);
      }),
    );
  });
});

describe('a text to be sent as an SMS', () => {
  it('takes three segments at most', () => {
    expect(smsText(a(459))).toBe(a(459));
    expect(() => smsText(a(460))).toThrow(SmsTooLongError);
    expect(() => smsText('س'.repeat(202))).toThrow(SmsTooLongError);
  });

  it('is the first wording that fits', () => {
    expect(smsText(a(500), 'L’heure')).toBe("L'heure");
    expect(smsText('un', 'deux')).toBe('un');
  });

  it('does not tell what was too long', () => {
    const told = (() => {
      try {
        return smsText('Sarah '.repeat(100));
      } catch (error) {
        return String(error);
      }
    })();
    expect(told).toContain('4 segments');
    expect(told).not.toContain('Sarah');
  });
});
