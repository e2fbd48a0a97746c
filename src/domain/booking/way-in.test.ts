import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactDigits, readContact } from './contact.ts';
import { drawCode, formatCode, isSilent, PUBLIC_LETTERS, readBirthYear, readCode } from './way-in.ts';

const CODE = { publicPart: 'KB7M', secret: '482913' };
const codes = fc.infiniteStream(fc.nat()).map((stream) =>
  drawCode((below) => {
    const { value } = stream.next();
    return value % below;
  }),
);

describe('a code on paper', () => {
  it.each([
    'KB7M 482 913',
    'kb7m482913',
    ' kb7m-482-913 ',
    'KB7M\u00a0482\u202f913',
    'KB7M ٤٨٢ ٩١٣',
    'KB7M ۴۸۲ ۹۱۳',
    'ＫＢ７Ｍ ４８２ ９１３',
    'КВ7М 482 913',
    'K87M 482 913',
    'KB7M 4B2 9I3',
    '\u200fKB7M 482 913\u200f',
  ])('is read from « %s »', (typed) => {
    expect(readCode(typed)).toEqual(CODE);
  });

  it.each(['', 'KB7M', '482 913', 'KB7M 482 91', 'KB7M 482 9134', 'KBOM 482 913', 'bonjour', '😀', '<script>'])(
    'is not « %s »',
    (typed) => {
      expect(readCode(typed)).toBeNull();
    },
  );

  it('is read as it was written, in any case', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(readCode(formatCode(code))).toEqual(code);
        expect(readCode(formatCode(code).toLowerCase())).toEqual(code);
      }),
    );
  });

  it('is told from any other', () => {
    fc.assert(
      fc.property(codes, codes, (one, other) => {
        const same = one.publicPart === other.publicPart && one.secret === other.secret;
        expect(formatCode(one) === formatCode(other)).toBe(same);
      }),
    );
  });

  it('has no letter that is taken for another', () => {
    for (const pair of ['O0', 'I1', 'L1', 'S5', 'Z2', 'B8', 'UV']) {
      const [one = '', other = ''] = pair;
      expect([pair, PUBLIC_LETTERS.includes(one) && PUBLIC_LETTERS.includes(other)]).toEqual([pair, false]);
    }
    expect(new Set(PUBLIC_LETTERS).size).toBe(PUBLIC_LETTERS.length);
  });
});

describe('a device', () => {
  it.each([
    ['2026-11-22T08:00:00.000Z', '2026-11-22T08:00:00Z', false],
    ['2026-08-24T08:00:01.000Z', '2026-11-22T08:00:00Z', false],
    ['2026-08-24T08:00:00.000Z', '2026-11-22T08:00:00Z', true],
    // Over the night the clocks change.
    ['2026-08-01T00:30:00.000Z', '2026-10-30T00:30:00Z', true],
  ])('seen at %s is silent at %s: %s', (seen, now, silent) => {
    expect(isSilent(seen, now)).toBe(silent);
  });

  it.each([
    ['1999', 1999],
    [' 1999 ', 1999],
    ['١٩٩٩', 1999],
    ['1899', null],
    ['2027', null],
    ['99', null],
    ['1999-05-02', null],
    ['', null],
  ])('is asked for a year, and reads « %s » as %s', (typed, year) => {
    expect(readBirthYear(typed, '2026-11-22')).toBe(year);
  });
});

describe('where a link is to be sent', () => {
  it.each([
    ['06 39 98 12 34', 'sms', '+33639981234', '0639981234'],
    ['+33 6 39 98 12 34', 'sms', '+33639981234', '0639981234'],
    ['+33 (0)6 39 98 12 34', 'sms', '+33639981234', '0639981234'],
    ['0033639981234', 'sms', '+33639981234', '0639981234'],
    ['٠٦ ٣٩ ٩٨ ١٢ ٣٤', 'sms', '+33639981234', '0639981234'],
    ['07.39.98.12.34', 'sms', '+33739981234', '0739981234'],
    ['+352 621 123 456', 'sms', '+352621123456', '352621123456'],
    ['0032 470 12 34 56', 'sms', '+32470123456', '32470123456'],
    ['0692 12 34 56', 'sms', '+262692123456', '0692123456'],
    [' Amina@Exemple.FR ', 'email', 'amina@exemple.fr', null],
    ['prénom.nom+velo@mél.example', 'email', 'prénom.nom+velo@mél.example', null],
  ])('« %s » is by %s to %s', (typed, channel, contact, digits) => {
    const read = readContact(typed);
    expect(read).toEqual({ channel, contact });
    if (digits !== null && 'contact' in read) expect(contactDigits(read)).toBe(digits);
  });

  it.each([
    ['', 'missing'],
    ['   ', 'missing'],
    ['03 29 45 00 00', 'noSms'],
    ['09 72 00 00 00', 'noSms'],
    ['15', 'noSms'],
    ['+1 202 555 0123', 'noSms'],
    ['06 39 98 12', 'unclear'],
    ['Amina', 'unclear'],
    ['<script>alert(1)</script>', 'unclear'],
    ['😀', 'unclear'],
    ['+33 6 39', 'unclear'],
    ['amina@', 'email'],
    ['amina@exemple', 'email'],
    ['a@b.fr, c@d.fr', 'email'],
    ['a@b.fr\nBcc: c@d.fr', 'email'],
    [`${'a'.repeat(300)}@exemple.fr`, 'email'],
  ])('« %s » is nowhere: %s', (typed, fault) => {
    expect(readContact(typed)).toEqual({ fault });
  });
});
