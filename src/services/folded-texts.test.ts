import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFoldedTexts } from './folded-texts.ts';

const words = fc.constantFrom('origine', 'Bar-le-Duc', ' → ', '{"kind":"carpool"', '04:05', 'é', '🚗', ' ', 'x');
/** Texts of many words in common, of few, and longer than all that may be shared. */
const texts = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.array(words, { maxLength: 60 }).map((drawn) => drawn.join('')) },
    { weight: 3, arbitrary: fc.json() },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 300 }) },
    { weight: 1, arbitrary: fc.tuple(words, fc.nat(90_000)).map(([word, times]) => word.repeat(times)) },
  ),
  { maxLength: 40 },
);

it('gives every text back as it was, in whatever order they are asked for', () => {
  fc.assert(
    fc.property(texts, fc.infiniteStream(fc.nat()), (drawn, order) => {
      const folding = createFoldedTexts();
      const folded = drawn.map(folding.fold);
      const asked = drawn
        .map((text, i) => ({ text, folded: folded[i] as string, rank: order.next().value as number }))
        .toSorted((a, b) => a.rank - b.rank);
      for (const { text, folded } of asked) expect(folding.unfold(folded)).toBe(text);
    }),
    { numRuns: 300 },
  );
});

it('takes one byte of memory for each character it puts away, and few of them for texts that are alike', () => {
  const folding = createFoldedTexts();
  const drawn = Array.from({ length: 200 }, (_, i) =>
    JSON.stringify({ id: `off_${i}`, title: 'Covoiturage du matin', days: [1, 2, 3, 4, 5], seats: i % 4, at: '04:05' }),
  );
  const folded = drawn.map(folding.fold);
  const characters = (all: readonly string[]) => all.reduce((sum, { length }) => sum + length, 0);
  expect(folded.join('')).toMatch(/^[\0-\xff]*$/s);
  expect(characters(folded)).toBeLessThan(characters(drawn) / 3);
});
