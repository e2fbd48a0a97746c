import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain, type Wording } from '../../src/domain/explanation/explain.ts';
import { match } from '../../src/domain/matching/match.ts';
import { matchOffer } from '../../src/domain/matching/match-offer.ts';
import type { MatchQuestion } from '../../src/domain/matching/question.ts';
import { agedQuestion, randomTravel } from '../factories/random-world.ts';

const words = (question: MatchQuestion): Wording => ({
  legs: new Map(question.facts.legs.map((l) => [l.id, l])),
  zoneName: (code) => code,
});

describe('whatever the catalogue and the rota', () => {
  test('the order of the offers does not matter', () => {
    fc.assert(
      fc.property(agedQuestion, fc.infiniteStream(fc.nat()), (question, keys) => {
        const shuffled = question.offers
          .map((o) => ({ o, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ o }) => o);
        expect(match({ ...question, offers: shuffled }, false)).toEqual(match(question, false));
      }),
    );
  });

  test('no promised time is broken: there in time, not before the shift ends, never past a limit', () => {
    fc.assert(
      fc.property(agedQuestion, (question) => {
        const { facts } = question;
        for (const m of match(question, false).matches) {
          for (const leg of m.legs.filter((l) => l.served)) {
            const asked = facts.legs.find((l) => l.id === leg.legId);
            const [deadline, depart, arrive] = [
              asked?.deadlineSeconds ?? 0,
              leg.departSeconds ?? 0,
              leg.arriveSeconds ?? 0,
            ];
            expect(arrive).toBeGreaterThanOrEqual(depart);
            if (asked?.direction === 'outbound') {
              expect(arrive).toBeLessThanOrEqual(deadline + 1e-6);
              expect(Math.abs((leg.waitSeconds ?? 0) - (deadline - arrive))).toBeLessThan(0.51);
            } else {
              expect(depart).toBeGreaterThanOrEqual(deadline - 1e-6);
              expect(Math.abs((leg.waitSeconds ?? 0) - (depart - deadline))).toBeLessThan(0.51);
            }
            if (facts.maxWaitMinutes !== undefined)
              expect(leg.waitSeconds).toBeLessThanOrEqual(facts.maxWaitMinutes * 60);
            if (facts.maxTravelMinutes !== undefined) {
              expect(leg.durationSeconds).toBeLessThanOrEqual(facts.maxTravelMinutes * 60);
            }
          }
        }
      }),
    );
  });

  test('every refusal names its rule, in words, with what would change it', () => {
    fc.assert(
      fc.property(agedQuestion, (question) => {
        for (const m of match(question, false).matches) {
          const unmet = m.criteria.filter((c) => c.outcome === 'unmet');
          if (m.verdict === 'impossible') expect(unmet.length).toBeGreaterThan(0);
          for (const leg of m.legs.filter((l) => !l.served)) {
            expect(unmet.some((c) => c.legId === leg.legId)).toBe(true);
          }
          for (const c of m.criteria) {
            const said = explain(c, words(question));
            expect(said.explanation).toMatch(/^[A-ZÀ-Ý0-9].*\.$/u);
            expect(said.explanation).not.toMatch(/undefined|NaN|null|Infinity/);
            expect(said.fix === null).toBe(c.outcome !== 'unmet');
            expect(said.ask === null).toBe(c.outcome !== 'unknown');
            expect(`${said.fix}${said.ask}`).not.toMatch(/undefined|NaN|Infinity/);
          }
        }
      }),
    );
  });

  test('coverage adds up', () => {
    fc.assert(
      fc.property(agedQuestion, (question) => {
        const result = match(question, false);
        const total = question.facts.legs.reduce((sum, l) => sum + l.occurrences, 0);
        for (const { coverage: c, legs, verdict } of result.matches) {
          expect(c.total).toBe(total);
          expect(c.certain).toBeLessThanOrEqual(c.served);
          expect(c.served).toBeLessThanOrEqual(c.total);
          expect(2 * c.shiftsComplete).toBeLessThanOrEqual(c.served);
          if (verdict === 'possible') expect(legs.some((l) => l.outcome === 'met')).toBe(true);
        }
        expect(result.counts.possible + result.counts.toVerify + result.counts.impossible).toBe(question.offers.length);
        expect(result.matches.map((m) => m.rank)).toEqual(question.offers.map((_, i) => i + 1));
      }),
    );
  });

  test('an offer answers alone what it answers among others', () => {
    fc.assert(
      fc.property(agedQuestion, (question) => {
        const { offers, ...rest } = question;
        const among = match(question, false).matches;
        for (const offer of offers) {
          const alone = matchOffer({ ...rest, offer });
          expect({ ...among.find((m) => m.offerId === offer.id), rank: 0 }).toEqual(alone);
        }
      }),
    );
  });

  test('what an estimate calls met or unmet is so for every error it admits', () => {
    fc.assert(
      fc.property(agedQuestion, fc.double({ min: 0.73, max: 1.27, noNaN: true }), (question, factor) => {
        const estimated = match({ ...question, travel: randomTravel(true) }, false);
        const real = match({ ...question, travel: randomTravel(false, factor) }, false);
        for (const guess of estimated.matches) {
          const truth = real.matches.find((m) => m.offerId === guess.offerId);
          for (const leg of guess.legs) {
            const actual = truth?.legs.find((l) => l.legId === leg.legId);
            if (leg.outcome === 'met') expect(actual?.outcome).toBe('met');
            if (leg.outcome === 'unmet') expect(actual?.outcome).toBe('unmet');
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
