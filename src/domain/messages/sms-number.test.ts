import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFictionNumber, smsNumber } from './sms-number.ts';

describe('the number an SMS is sent to', () => {
  it.each([
    ['06 39 98 00 01', '+33639980001'],
    ['07.56.00.00.01', '+33756000001'],
    ['+33 6 39 98 00 01', '+33639980001'],
    ['+33 (0)6 39 98 00 01', '+33639980001'],
    ['+33 06 39 98 00 01', '+33639980001'],
    ['(+33) 6-39-98-00-01', '+33639980001'],
    ['0033639980001', '+33639980001'],
    ['33639980001', '+33639980001'],
    ['٠٦ ٣٩ ٩٨ ٠٠ ٠١', '+33639980001'],
    ['\u206606\u00a039\u00a098\u00a000\u00a001\u2069', '+33639980001'],
    ['0690 12 34 56', '+590690123456'],
    ['+33 694 12 34 56', '+594694123456'],
    ['+596 696 12 34 56', '+596696123456'],
    ['0692 12 34 56', '+262692123456'],
    ['0639 12 34 56', '+262639123456'],
    ['+352 621 123 456', '+352621123456'],
    ['00352 661 123 456', '+352661123456'],
    ['+32 470 12 34 56', '+32470123456'],
    ['+49 151 12345678', '+4915112345678'],
    ['+49 170 1234567', '+491701234567'],
    ['+380 67 123 45 67', '+380671234567'],
  ])('is, of %j, %s', (typed, to) => {
    expect(smsNumber(typed)).toEqual({ to });
  });

  it.each([
    ['01 99 00 00 01', 'landline'],
    ['03 53 01 00 01', 'landline'],
    ['09 70 00 00 01', 'landline'],
    ['+33 3 53 01 00 01', 'landline'],
    ['+352 26 12 34 56', 'landline'],
    ['+32 2 123 45 67', 'landline'],
    ['+49 30 1234567', 'landline'],
    ['08 92 00 00 01', 'special'],
    ['3949', 'special'],
    ['112', 'special'],
    ['118 218', 'special'],
    ['+44 7700 900123', 'otherCountry'],
    ['+1 202 555 0123', 'otherCountry'],
    ['00 881 6123 4567', 'otherCountry'],
    ['', 'noPhone'],
    ['06', 'noPhone'],
    ['06 39 98 00 0', 'noPhone'],
    ['06 39 98 00 011', 'noPhone'],
    ['621 123 456', 'noPhone'],
    ['+33 6 39 98 00', 'noPhone'],
    ['+', 'noPhone'],
    ['+0612345678', 'noPhone'],
    ['sarah@exemple.invalid', 'noPhone'],
    ['06 39 98 00 01 (Sarah)', 'noPhone'],
    ['06 39 98 00 01 / 06 39 98 00 02', 'noPhone'],
    ['06<script>39980001', 'noPhone'],
  ])('is refused of %j: %s', (typed, refusal) => {
    expect(smsNumber(typed)).toEqual({ refusal });
  });

  it('is itself again, whatever was typed', () => {
    const typed = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'0123456789+ .-()'), maxLength: 20 }),
      fc.stringMatching(/^0[67]\d{8}$/),
      fc.string(),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const { to } = smsNumber(text);
        if (to === undefined) return;
        expect(to).toMatch(/^\+[1-9]\d{7,14}$/);
        expect(smsNumber(to)).toEqual({ to });
      }),
    );
  });
});

describe('numbers that are nobody’s', () => {
  it.each(['06 39 98 12 34', '+33639981234', '0033 1 99 00 00 00', '03 53 01 99 99'])('has %s among them', (phone) => {
    expect(isFictionNumber(phone)).toBe(true);
  });
  it.each(['06 12 34 56 78', '06 39 97 12 34', '+352 639 981 234', '06 39 98', '+262639981234'])(
    'has not %s',
    (phone) => {
      expect(isFictionNumber(phone)).toBe(false);
    },
  );
});
