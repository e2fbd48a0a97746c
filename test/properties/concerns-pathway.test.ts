import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concerns } from '../../src/domain/matching/concerns.ts';
import { match } from '../../src/domain/matching/match.ts';
import { offersTold } from '../../src/domain/matching/offers-told.ts';
import { asking } from '../factories/pathway-world.ts';

test('an offer whose coming or going makes another pathway concerns', () => {
  let changed = 0;
  fc.assert(
    fc.property(asking, fc.nat(), (question, pick) => {
      const { offers } = question;
      const one = offers[pick % offers.length];
      if (one === undefined) return;
      const [having, lacking] = [
        match(question, false),
        match({ ...question, offers: offers.filter((o) => o !== one) }, false),
      ];
      if (JSON.stringify(having.pathway) === JSON.stringify(lacking.pathway)) return;
      changed++;
      // Posted, then archived.
      expect(concerns(question, { told: offersTold(lacking).includes(one.id), offer: one })).toBe(true);
      expect(concerns(question, { told: offersTold(having).includes(one.id), offer: null })).toBe(true);
    }),
    { numRuns: 1500 },
  );
  expect(changed).toBeGreaterThan(100);
});
