import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchOffer } from '../../src/domain/matching/match-offer.ts';
import type { OfferMatch } from '../../src/domain/matching/result.ts';
import { oddDatedQuestion, oddQuestion } from '../factories/odd-world.ts';

describe('a vehicle that is taken out comes back', () => {
  test('on every date of every shift both rides are driven or neither, and both are sure or neither', () => {
    let [whole, partly] = [0, 0];
    fc.assert(
      fc.property(fc.oneof(oddQuestion, oddDatedQuestion), ({ offers, ...rest }) => {
        for (const offer of offers.filter((o) => o.kind === 'vehicleLoan')) {
          const answer = matchOffer({ ...rest, offer });
          const { shifts } = rest.facts;
          const driven = new Map<string, number>();
          for (const { outboundLegId, returnLegId, dates } of shifts) {
            for (const date of dates) {
              const out = on(answer, outboundLegId, date.outbound);
              const back = on(answer, returnLegId, date.return);
              if (out !== null && back !== null) expect([out.served, out.certain]).toEqual([back.served, back.certain]);
              if (out?.served) driven.set(outboundLegId ?? '', (driven.get(outboundLegId ?? '') ?? 0) + 1);
            }
          }
          for (const leg of answer.legs.filter((l) => driven.has(l.legId))) {
            expect(leg.servedOccurrences).toBe(driven.get(leg.legId));
          }
          const { served, total } = answer.coverage;
          if (served === total) whole++;
          else if (served > 0) partly++;
        }
      }),
      { numRuns: 400 },
    );
    expect(whole).toBeGreaterThan(20);
    expect(partly).toBeGreaterThan(5);
  });
});

function on({ legs }: OfferMatch, legId: string | null, date: string | null) {
  if (legId === null || date === null) return null;
  const leg = legs.find((l) => l.legId === legId);
  const odd = leg?.exceptions.find((e) => e.date === date);
  const served = leg?.served === true && odd?.served !== false;
  return { served, certain: served && leg?.outcome === 'met' && odd?.certain !== false };
}
