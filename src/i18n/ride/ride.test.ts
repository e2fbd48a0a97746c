import { describe, expect, it } from 'vitest';
import { PERSON_LANGUAGES } from '../person/index.ts';
import { findRideSpeech, type RideMessages } from './index.ts';

/** Numbers that languages say differently. */
const COUNTS = [1, 2, 3, 5, 11, 21, 100];
const TEXT = '⟦x⟧';
/** Sentences that are given numbers, and how many. */
const COUNTED: Record<string, number> = {
  'form.step': 2,
  'form.seats.tell': 1,
  'choose.dates': 2,
  'choose.times': 1,
  'choose.waitThere': 1,
  'choose.waitBack': 1,
  'choose.walk': 1,
  'ride.walk': 1,
  'regular.week': 1,
  'regular.tooMany': 1,
  'regular.tell': 1,
};

/** Every sentence of a catalogue with where it is; those that count, once for each number. */
function sentences(value: unknown, path: string): [path: string, sentence: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const counts = COUNTED[path] ?? 0;
    const rest = [TEXT, TEXT].slice(0, value.length - counts);
    return counts === 0
      ? [[path, value(TEXT, TEXT)]]
      : COUNTS.map((count) => [`${path} (${count})`, value(...Array(counts).fill(count), ...rest)]);
  }
  return Object.entries(value as object).flatMap(([name, one]) =>
    sentences(one, path === '' ? name : `${path}.${name}`),
  );
}

const saidIn = (code: string) => {
  const told = findRideSpeech(code);
  if (told === null) throw new Error(`Nothing is said of rides in ${code}.`);
  return { told, said: new Map(sentences(told.say satisfies RideMessages, '')) };
};
const french = saidIn('fr').said;
const SCRIPTS: Record<string, RegExp> = {
  en: /\p{Script=Latin}/u,
  ar: /\p{Script=Arabic}/u,
  uk: /\p{Script=Cyrillic}/u,
};

describe.each(PERSON_LANGUAGES)('rides in $name', ({ code }) => {
  const { said } = saidIn(code);

  it('are said as fully as in French, with all that a sentence is given', () => {
    expect([...said.keys()]).toEqual([...french.keys()]);
    for (const [path, text] of said) {
      const given = (french.get(path)?.match(/⟦x⟧/g) ?? []).length;
      expect([path, text.trim() !== '', (text.match(/⟦x⟧/g) ?? []).length]).toEqual([path, true, given]);
    }
  });

  it('are in the script of the language, and no French left behind', () => {
    const script = SCRIPTS[code];
    if (script === undefined) return;
    for (const [path, text] of said) {
      const words = text.replace(/⟦x⟧|nom@exemple\.fr|SMS|cookie/g, '');
      if (!/\p{L}/u.test(words)) continue;
      expect([path, words]).toEqual([path, expect.stringMatching(script)]);
      if (/ /.test(words)) expect([path, text]).not.toEqual([path, french.get(path)]);
    }
  });
});

it('has at most twelve words in a sentence that is to be easy to read', () => {
  for (const [path, text] of saidIn('falc').said) {
    for (const sentence of text.split(/[.!?:…]+(?:\s|$)/u)) {
      const words = sentence.split(/[\s\u00a0\u202f]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
      expect([path, sentence, words.length <= 12]).toEqual([path, sentence, true]);
    }
  }
});

it.each([
  [1, 'رحلة واحدة', '1 поїздка'],
  [2, 'رحلتان', '2 поїздки'],
  [5, '5 رحلات', '5 поїздок'],
  [21, '21 رحلة', '21 поїздка'],
  [100, '100 رحلة', '100 поїздок'],
])('counts %i rides as the languages do', (count, arabic, ukrainian) => {
  expect(saidIn('ar').told.say.regular.tell(count)).toBe(arabic);
  expect(saidIn('uk').told.say.regular.tell(count)).toBe(ukrainian);
});

it('keeps times and sums whole where lines run right to left, and only there', () => {
  const { told } = saidIn('ar');
  expect(told.clock('04:25')).toBe('\u206604:25\u2069');
  expect(told.euros(250)).toMatch(/^\u2066.*\u2069$/);
  expect(saidIn('uk').told.clock('04:25')).toBe('04:25');
});
