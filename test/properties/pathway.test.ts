import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { match } from '../../src/domain/matching/match.ts';
import { pathwayRulesSchema } from '../../src/domain/pathway/rules.ts';
import { asking, BARRIERS } from '../factories/pathway-world.ts';

describe('whatever the catalogue and the person', () => {
  test('a step comes after what it needs, is one the person can enter, and its dates hold', () => {
    const lengths = new Set<number>();
    fc.assert(
      fc.property(asking, (asked) => {
        const { pathway: found, matches } = match(asked, false);
        lengths.add(found.length);
        const place = new Map(found.map((s, i) => [s.id, i]));
        expect(place.size).toBe(found.length);
        for (const step of found) {
          if (step.until !== null) expect(step.until >= step.from).toBe(true);
          expect(step.from >= asked.today).toBe(true);
          for (const id of step.needs) {
            const need = found[place.get(id) as number];
            expect(place.get(id)).toBeLessThan(place.get(step.id) as number);
            expect(step.from >= (need?.until ?? need?.from ?? '')).toBe(true);
            expect(need?.unlocks).toContain(step.id);
          }
          for (const id of step.offerIds ?? (step.offerId === null ? [] : [step.offerId])) {
            const entered = matches.find((m) => m.offerId === id);
            // What surely calls for a step need not be a barrier that was stated.
            const missed = entered?.criteria.filter((c) => c.outcome === 'unmet').map((c) => c.code) ?? [];
            if (entered?.verdict === 'impossible') expect(missed).toEqual(['barrier']);
            expect(step.from >= (entered?.availableFrom ?? '')).toBe(true);
          }
          // What nobody knows is said, and what is said to be sure has nothing left to ask.
          const asks =
            step.conditions.filter((c) => c.outcome === 'unknown').length + step.missing.length + step.unsure.length;
          if (step.step !== 'bridge' && step.step !== 'autonomy')
            expect(step.verdict).toBe(asks > 0 ? 'toVerify' : 'possible');
        }
        const bridge = found.find((s) => s.id === 'bridge');
        const alone = found.find((s) => s.id === 'autonomy')?.from ?? null;
        if (bridge !== undefined) expect(bridge.until).toBe(alone !== null && alone > bridge.from ? alone : null);
        // A car is sold to who has a licence, takes one, or has not said.
        const status = asked.facts.means.licences?.[0]?.status;
        if (
          found.some((s) => s.step === 'purchase') &&
          ['none', 'theory', 'learning', 'suspended', 'foreignExpired'].includes(status ?? '')
        ) {
          expect(found.find((s) => s.step === 'purchase')?.needs).toContain('licence');
        }
      }),
      { numRuns: 500 },
    );
    expect(Math.max(...lengths)).toBeGreaterThan(4);
  });

  test('the same whatever the order of the offers', () => {
    fc.assert(
      fc.property(asking, (asked) => {
        const turned = { ...asked, offers: [...asked.offers].reverse() };
        expect(match(turned, false).pathway).toEqual(match(asked, false).pathway);
      }),
      { numRuns: 200 },
    );
  });

  test('no rules make a circle, even where one offer answers many', () => {
    const ids = ['a1', 'b1', 'c1', 'd1', 'e1'];
    const rules = fc.array(
      fc.record({ lifts: fc.subarray(BARRIERS, { minLength: 1, maxLength: 2 }), after: fc.subarray([0, 1, 2, 3, 4]) }),
      { minLength: 5, maxLength: 5 },
    );
    fc.assert(
      fc.property(asking, rules, (asked, drawn) => {
        const data = pathwayRulesSchema.parse({
          version: 'drawn',
          rules: drawn.map(({ lifts, after }, i) => ({
            id: ids[i],
            step: 'training',
            when: lifts.map((code) => [`barrier.${code}`]),
            lifts,
            after: after.filter((j) => j < i).map((j) => ids[j]),
          })),
        });
        const found = match({ ...asked, rules: { ...asked.rules, pathway: data } }, false).pathway;
        const place = new Map(found.map((s, i) => [s.id, i]));
        for (const step of found) {
          for (const id of step.needs) expect(place.get(id)).toBeLessThan(place.get(step.id) as number);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
