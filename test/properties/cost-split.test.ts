import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costSplitSchema, PAPERWORK_STATES, sharesOf } from '../../src/domain/funding/cost-split.ts';

const cents = fc.integer({ min: 0, max: 1_000_000 });
const split = fc.record({
  costCents: fc.option(fc.integer({ min: 0, max: 10_000_000 })),
  parts: fc.array(
    fc.record({
      funder: fc.constantFrom('Département', 'France Travail', 'FAJ'),
      amountCents: cents,
      paperwork: fc.constantFrom(...PAPERWORK_STATES),
    }),
    { maxLength: 10 },
  ),
});

describe('a cost that several pay', () => {
  it('is paid exactly, in whole cents, by funders and the person, or the split is refused', () => {
    fc.assert(
      fc.property(split, (one) => {
        const read = costSplitSchema.safeParse(one);
        const carried = one.parts
          .filter(({ paperwork }) => paperwork !== 'refused')
          .reduce((sum, part) => sum + part.amountCents, 0);
        const fits = one.costCents === null ? one.parts.length === 0 : carried <= one.costCents;
        expect(read.success).toBe(fits);
        if (!read.success) return;
        const shares = sharesOf(read.data);
        if (one.costCents === null) {
          expect(shares).toBeNull();
          return;
        }
        expect((shares?.sureCents ?? 0) + (shares?.hopedCents ?? 0) + (shares?.leftCents ?? -1)).toBe(one.costCents);
        for (const figure of Object.values(shares ?? {})) {
          expect(Number.isInteger(figure)).toBe(true);
          expect(figure).toBeGreaterThanOrEqual(0);
        }
        expect(shares?.leftAtMostCents).toBeGreaterThanOrEqual(shares?.leftCents ?? 0);
      }),
    );
  });

  it('leaves to the person what a refusal does not carry any more', () => {
    const part = { funder: 'Département', amountCents: 60_000, paperwork: 'asked' as const };
    const asked = costSplitSchema.parse({ costCents: 150_000, parts: [part] });
    expect(sharesOf(asked)).toMatchObject({ hopedCents: 60_000, leftCents: 90_000, leftAtMostCents: 150_000 });
    const refused = costSplitSchema.parse({ costCents: 150_000, parts: [{ ...part, paperwork: 'refused' }] });
    expect(sharesOf(refused)).toMatchObject({ hopedCents: 0, leftCents: 150_000, leftAtMostCents: 150_000 });
  });
});
