import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { loanCostCents } from '../matching/money.ts';
import { type LoanTerms, owed, tiersOf, withCharge, withKm } from './owed.ts';

const terms = (more: Partial<LoanTerms> = {}): LoanTerms => ({
  from: '2026-12-01',
  until: '2026-12-31',
  tiers: [
    { fromDay: 1, perDayCents: 500 },
    { fromDay: 8, perDayCents: 400 },
  ],
  depositCents: 20_000,
  kmCap: 1000,
  kmBeyondCents: 15,
  ...more,
});
const nothingKept = { keptCents: 0, reason: null };

describe('what a loan comes to', () => {
  test.each<[name: string, from: string, until: string, km: number | null, more: Partial<LoanTerms>, due: number]>([
    ['one day', '2026-12-01', '2026-12-01', 10, {}, 500],
    ['seven days at the first price', '2026-12-01', '2026-12-07', 10, {}, 3500],
    ['the eighth at the second', '2026-12-01', '2026-12-08', 10, {}, 3900],
    ['a month and the kilometres beyond', '2026-12-01', '2026-12-31', 1200, {}, 3500 + 24 * 400 + 200 * 15],
    ['exactly the kilometres that are in it', '2026-12-01', '2026-12-01', 1000, {}, 500],
    ['a late return, each day counted', '2026-12-25', '2027-01-03', 0, {}, 3500 + 3 * 400],
    ['no counter', '2026-12-01', '2026-12-01', null, {}, 500],
    ['kilometres that are not counted', '2026-12-01', '2026-12-01', 9000, { kmCap: null }, 500],
    ['nothing asked', '2026-12-01', '2026-12-10', 0, { tiers: tiersOf(null) }, 0],
  ])('%s', (_name, from, until, km, more, due) => {
    expect(owed(terms(more), { from, until, km, deposit: nothingKept }).dueCents).toBe(due);
  });

  test.each<[kept: number, back: number, reason: string | null]>([
    [0, 20_000, null],
    [5000, 15_000, 'Rayure'],
    [90_000, 0, 'Rayure'],
  ])('keeps %i of the deposit and gives %i back', (keptCents, depositBackCents, depositReason) => {
    const deposit = { keptCents, reason: 'Rayure' };
    const told = owed(terms(), { from: '2026-12-01', until: '2026-12-02', km: 0, deposit });
    expect(told).toMatchObject({ depositBackCents, depositReason, dueCents: 1000 });
  });

  it('comes to the same with kilometres put right as with those kilometres, and keeps the rest', () => {
    const done = (km: number) => owed(terms(), { from: '2026-12-01', until: '2026-12-02', km, deposit: nothingKept });
    const toll = { on: '2026-12-05', label: 'Péage', cents: 740 };
    expect(withKm(terms(), withCharge(done(90_000), toll), 1100)).toEqual(withCharge(done(1100), toll));
    expect(withKm(terms({ kmCap: null }), done(900), 800)).toMatchObject({ km: 800, kmBeyond: 0, kmCents: 0 });
  });

  it('adds what came to light later to what is due, and to nothing else', () => {
    const told = owed(terms(), { from: '2026-12-01', until: '2026-12-02', km: 0, deposit: nothingKept });
    const toll = { on: '2026-12-05', label: 'Péage', cents: 740 };
    const fine = { on: '2026-12-20', label: 'Amende', cents: 4500 };
    expect(withCharge(withCharge(told, toll), fine)).toEqual({ ...told, charges: [toll, fine], dueCents: 1000 + 5240 });
  });

  it('asks for what the engine said the days would cost', () => {
    const tier = fc.record({
      fromDay: fc.integer({ min: 1, max: 40 }),
      perDayCents: fc.integer({ min: 0, max: 3000 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(tier, { minLength: 1, maxLength: 4, selector: ({ fromDay }) => fromDay }),
        fc.integer({ min: 0, max: 60 }),
        (tiers, more) => {
          const until = new Date(Date.UTC(2026, 11, 1 + more)).toISOString().slice(0, 10);
          const { dueCents } = owed(terms({ tiers }), { from: '2026-12-01', until, km: 0, deposit: nothingKept });
          expect(dueCents).toBe(loanCostCents({ tiers }, more + 1));
        },
      ),
    );
  });
});
