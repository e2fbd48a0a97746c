import { describe, expect, it } from 'vitest';
import { findPersonSpeech, PERSON_LANGUAGES, personSpeech } from './index.ts';

/** Every sentence of a catalogue with where it is; those made by a function with marks in place of what they are given. */
function sentences(value: unknown, path: string): [path: string, sentence: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    return [[path, value('⟦0⟧', '⟦1⟧', '⟦2⟧')]];
  }
  return Object.entries(value as object).flatMap(([name, one]) => sentences(one, `${path}.${name}`));
}

const french = new Map(sentences(personSpeech('fr').t, 'fr').map(([path, text]) => [path.slice(3), text]));
const SCRIPTS: Record<string, RegExp> = {
  en: /\p{Script=Latin}/u,
  ar: /\p{Script=Arabic}/u,
  uk: /\p{Script=Cyrillic}/u,
};
/** One word in French and English. */
const SAME = new Set(['print.signatures', 'print.date']);
const others = PERSON_LANGUAGES.filter(({ code }) => code !== 'fr');

describe.each(others)('what people read in $name', ({ code }) => {
  const speech = personSpeech(code);
  const said = sentences(speech.t, code).map(([path, text]) => [path.slice(code.length + 1), text] as const);

  it('says everything that French says, with all that a sentence is given', () => {
    expect(said.map(([path]) => path)).toEqual([...french.keys()]);
    for (const [path, text] of said) {
      expect([path, text.trim()]).not.toEqual([path, '']);
      const given = (french.get(path) ?? '').match(/⟦\d⟧/g) ?? [];
      expect([path, ...(text.match(/⟦\d⟧/g) ?? []).toSorted()]).toEqual([path, ...given.toSorted()]);
    }
  });

  it('is not French left behind, in a script that the language is written in', () => {
    if (code === 'falc') return;
    const script = SCRIPTS[code] ?? /^$/;
    for (const [path, text] of said) {
      const words = text.replace(/⟦\d⟧|\b(AM|B)\b/g, '');
      if (!/\p{L}/u.test(words)) continue;
      expect([path, words]).toEqual([path, expect.stringMatching(script)]);
      if (!SAME.has(path)) expect([path, text]).not.toEqual([path, french.get(path)]);
    }
  });
});

describe.each(PERSON_LANGUAGES)('figures in $name', ({ code }) => {
  const { format } = personSpeech(code);
  it('have Western digits, and the day before nothing that moves it', () => {
    const told = [
      format.date('2026-12-07'),
      format.euros(123_456),
      format.clock('04:25'),
      format.weekdays([1, 2, 3, 4, 5]),
    ];
    for (const text of told) expect(text).not.toMatch(/[٠-٩۰-۹]/);
    expect(format.date('2026-12-07')).toMatch(/\b7\b/);
    expect(format.date('2026-12-07')).toContain('2026');
    expect(format.euros(123_456).replace(/\D/g, '')).toBe('123456');
    expect(format.euros(123_456)).toContain('€');
    expect(format.clock('04:25').replace(/\D/g, '')).toMatch(/^0?425$/);
  });
});

it.each([
  ['fr', '4\u00a0h\u00a025'],
  ['falc', '4\u00a0h\u00a025'],
  ['en', '04:25'],
  ['ar', '04:25'],
])('tells hours as every page does in %s', (code, told) => {
  expect(personSpeech(code).format.clock('04:25')).toBe(told);
});

it.each([
  ['fr', /^lundi 7 décembre 2026$/],
  ['falc', /^lundi 7 décembre 2026$/],
  ['en', /^Monday,? 7 December 2026$/],
  ['ar', /^الاثنين، 7 ديسمبر 2026$/],
  ['uk', /^понеділок, 7 грудня 2026/],
])('tells dates as they are told in %s', (code, told) => {
  expect(personSpeech(code).format.date('2026-12-07')).toMatch(told);
});

it('reads French where nobody knows the language, and knows no other', () => {
  expect([personSpeech(null), personSpeech('xx')].map(({ language }) => language.code)).toEqual(['fr', 'fr']);
  expect(findPersonSpeech('xx')).toBeNull();
});
