import { expect, it } from 'vitest';
import { personLetter } from './letters.ts';

it.each([null, '03 29 00 00 01'])(
  'tells the person that there is something new, and nothing of it: phone %s',
  (phone) => {
    const { subject, text } = personLetter({ phone });
    expect(subject).toBe('Des nouvelles de votre demande');
    expect(text).toMatch(phone === null ? /vous en parlera/ : /appelez le 03 29 00 00 01/);
    expect(text).not.toMatch(/accept|refus|commenc|termin|structure|offre|emploi|travail|trajet/i);
  },
);
