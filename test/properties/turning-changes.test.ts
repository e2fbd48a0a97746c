import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Counterfactual } from '../../src/domain/counterfactual/counterfactual.ts';
import { hourOptions } from '../../src/domain/counterfactual/hours.ts';
import { laterStartOptions } from '../../src/domain/counterfactual/later-start.ts';
import { limitOptions } from '../../src/domain/counterfactual/limits.ts';
import type { Option } from '../../src/domain/counterfactual/option.ts';
import { changed, turningChanges } from '../../src/domain/counterfactual/turning-changes.ts';
import { turningSentence } from '../../src/domain/explanation/turning.ts';
import { matchOffer } from '../../src/domain/matching/match-offer.ts';
import type { MatchQuestion } from '../../src/domain/matching/question.ts';
import type { OfferMatch } from '../../src/domain/matching/result.ts';
import { nearQuestion } from '../factories/near-world.ts';
import { agedQuestion, randomTravel } from '../factories/random-world.ts';

const served = (match: OfferMatch) => match.legs.filter((leg) => leg.served).map((leg) => leg.legId);

/** What a change must do, said anew: possible at all, nothing lost, and one leg more where some were served. */
function isTurned(before: OfferMatch, after: OfferMatch): boolean {
  const [had, has] = [served(before), served(after)];
  if (after.verdict === 'impossible' || !had.every((id) => has.includes(id))) return false;
  return before.verdict === 'impossible' || has.length > had.length;
}

const worlds = fc.oneof({ weight: 3, arbitrary: nearQuestion }, agedQuestion);
const estimates = fc.boolean().map((estimated) => randomTravel(estimated));

/** Every offer of a random world with what is told of it. */
function eachOffer(
  question: MatchQuestion,
  look: (at: { ctx: Parameters<typeof matchOffer>[0]; before: OfferMatch; told: Counterfactual[] }) => void,
) {
  const { offers, ...rest } = question;
  for (const offer of offers) {
    const ctx = { ...rest, offer };
    const before = matchOffer(ctx);
    look({ ctx, before, told: turningChanges(rest, offer, before) });
  }
}

describe('whatever the catalogue, the rota and the roads', () => {
  test('a told change turns the offer, and one step less does not', () => {
    let tried = 0;
    fc.assert(
      fc.property(worlds, estimates, (question, travel) => {
        eachOffer({ ...question, travel }, ({ ctx, before, told }) => {
          for (const change of told) {
            tried++;
            const at = changed(ctx, ctx.offer, change);
            if (at === null) throw new Error(`No such change: ${JSON.stringify(change)}`);
            const after = matchOffer(at);
            expect(isTurned(before, after), JSON.stringify(change)).toBe(true);
            expect(after.verdict).toBe(change.verdict);
            const option = optionOf(ctx, change);
            const step = option.stepTo(change.to) as number;
            if (step > 1) {
              expect(isTurned(before, matchOffer(option.at(step - 1))), `less than ${JSON.stringify(change)}`).toBe(
                false,
              );
            }
            expect(change.amount).toBeGreaterThan(0);
            const said = turningSentence(change, before, ctx.facts);
            expect(said).toMatch(/^Si .*\.$/u);
            expect(said).not.toMatch(/undefined|NaN|null|Infinity|-\d/);
          }
          expect(told.map((c) => c.cost)).toEqual(told.map((c) => c.cost).sort((a, b) => a - b));
          if (before.verdict !== 'impossible' && before.legs.every((l) => l.served)) expect(told).toEqual([]);
        });
      }),
      { numRuns: 80 },
    );
    expect(tried).toBeGreaterThan(100);
  });

  test('no lever is missed, and none turns by less: every step of every lever, one after the other', () => {
    fc.assert(
      fc.property(worlds, estimates, (question, travel) => {
        eachOffer({ ...question, travel }, ({ ctx, before, told }) => {
          if (before.verdict !== 'impossible' && before.legs.every((l) => l.served)) return;
          const least = new Map<string, number>();
          for (const option of [...limitOptions(ctx), ...hourOptions(ctx), ...laterStartOptions(ctx)]) {
            // Cents are many: their neighbours are checked above.
            if (option.unit === 'cents') continue;
            // How long a loan lasts counts from its own start: its start is told only where the loan as a whole asks for it.
            const isWhole = before.criteria.some((c) => c.legId === null && c.outcome === 'unmet');
            if (option.lever === 'startsOn' && ctx.offer.kind === 'vehicleLoan' && !isWhole) continue;
            for (let step = 1; step <= option.most; step++) {
              if (!isTurned(before, matchOffer(option.at(step)))) continue;
              const amount = option.amount(step);
              least.set(option.lever, Math.min(least.get(option.lever) ?? Number.POSITIVE_INFINITY, amount));
              break;
            }
          }
          const found = new Map(told.filter((c) => c.unit !== 'cents').map((c) => [c.lever, c.amount]));
          expect(Object.fromEntries([...found].sort())).toEqual(Object.fromEntries([...least].sort()));
        });
      }),
      { numRuns: 15 },
    );
  });
});

function optionOf(ctx: Parameters<typeof matchOffer>[0], change: Counterfactual): Option {
  const all = [...limitOptions(ctx), ...hourOptions(ctx), ...laterStartOptions(ctx)];
  const option = all.find(
    (o) =>
      o.lever === change.lever &&
      o.part === change.part &&
      o.moves?.join() === change.moves?.join() &&
      o.stepTo(change.to) !== null,
  );
  if (option === undefined) throw new Error(`No option makes ${JSON.stringify(change)}.`);
  return option;
}
