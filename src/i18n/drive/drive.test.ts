import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../languages.ts';
import { findDriveSpeech } from './index.ts';

/** Every sentence with where it is; those made by a function with marks in place of what they are given. */
function sentences(value: unknown, path = ''): [path: string, sentence: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return sentences(value('⟦0⟧'), path);
  return Object.entries(value as object).flatMap(([name, one]) =>
    sentences(one, path === '' ? name : `${path}.${name}`),
  );
}
const said = (code: string) => sentences(findDriveSpeech(code)?.say);
const french = new Map(said('fr'));
const SCRIPTS: Record<string, RegExp> = { ar: /\p{Script=Arabic}/u, uk: /\p{Script=Cyrillic}/u };

describe.each(LANGUAGES)('$name', ({ code }) => {
  it('says all that French says, with all that a sentence is given', () => {
    expect(said(code).map(([path]) => path)).toEqual([...french.keys()]);
    for (const [path, text] of said(code)) {
      expect([path, text.trim()]).not.toEqual([path, '']);
      const given = (french.get(path) ?? '').match(/⟦\d⟧/g) ?? [];
      expect([path, text.match(/⟦\d⟧/g) ?? []]).toEqual([path, given]);
    }
  });

  it('is in its own letters', () => {
    const script = SCRIPTS[code];
    if (script === undefined) return;
    for (const [path, text] of said(code)) expect([path, text]).toEqual([path, expect.stringMatching(script)]);
  });
});

it('is easy to read in the simple version: twelve words a sentence at most', () => {
  for (const [path, text] of said('falc')) {
    for (const sentence of text.split(/(?<=[.?!])\s+|\s*[:]\s+/)) {
      const words = sentence.split(/[\s\u00a0\u202f]+/).filter((word) => /\p{L}/u.test(word));
      expect([path, sentence, words.length <= 12]).toEqual([path, sentence, true]);
    }
  }
});
