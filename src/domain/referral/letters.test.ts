import { expect, it } from 'vitest';
import { personLetter } from './letters.ts';

it.each([null, '03 29 00 00 01'])(
  'tells the person that there is something new, and nothing of it: phone %s',
  (phone) => {
    const { subject, body } = personLetter({ phone });
    expect(subject).toBe('Des nouvelles de votre demande');
    expect(body).toMatch(phone === null ? /vous en parlera/ : /appelez le 03 29 00 00 01/);
    expect(body).not.toMatch(/accept|refus|oui|commenc|termin|structure|offre|emploi|travail|trajet/i);
  },
);
