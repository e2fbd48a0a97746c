import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Funding, leftToPay, SOURCE_STATUSES, totalLeftToPay } from '../../src/domain/plan/funding.ts';
import { PLAN_LIMITS } from '../../src/domain/plan/limits.ts';

const cents = fc.integer({ min: 0, max: PLAN_LIMITS.cents });
const source = fc.record({
  funder: fc.constant('Département'),
  amountCents: cents,
  paperwork: fc.constant(''),
  status: fc.constantFrom(...SOURCE_STATUSES),
  mostCents: fc.constant(null),
  needs: fc.constant<Funding['sources'][number]['needs']>([]),
});
const funding: fc.Arbitrary<Funding> = fc.record({
  costCents: fc.option(cents),
  per: fc.constantFrom('once' as const, 'month' as const),
  sources: fc.array(source, { maxLength: PLAN_LIMITS.sourcesPerStep }),
});
const step = fc.record({
  status: fc.constantFrom('todo', 'doing', 'done', 'dropped'),
  step: fc.constantFrom('bridge', 'licence', 'autonomy', 'free'),
  funding,
});

describe('what is left to pay', () => {
  it('is whole cents, never negative, never more than the cost, and never less than what hopes would leave', () => {
    fc.assert(
      fc.property(funding, (one) => {
        const left = leftToPay(one);
        if (one.costCents === null) {
          expect(left).toBeNull();
          return;
        }
        for (const figure of Object.values(left ?? {})) {
          expect(Number.isInteger(figure)).toBe(true);
          expect(figure).toBeGreaterThanOrEqual(0);
          expect(figure).toBeLessThanOrEqual(one.costCents);
        }
        expect(left?.leftIfGrantedCents).toBeLessThanOrEqual(left?.leftCents ?? -1);
        expect((left?.grantedCents ?? 0) + (left?.leftCents ?? 0)).toBe(one.costCents);
      }),
    );
  });

  it('falls by nothing but what was granted', () => {
    fc.assert(
      fc.property(funding, source, (one, more) => {
        fc.pre(one.costCents !== null);
        const before = leftToPay(one)?.leftCents;
        const after = leftToPay({ ...one, sources: [...one.sources, more] })?.leftCents;
        if (more.status === 'granted') expect(after).toBeLessThanOrEqual(before as number);
        else expect(after).toBe(before);
      }),
    );
  });

  it('in all is the sum of the steps that go on, months apart from what is paid once, in whatever order they stand', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: PLAN_LIMITS.steps }), (steps) => {
        const totals = totalLeftToPay(steps);
        expect(totalLeftToPay(steps.toReversed())).toEqual(totals);
        for (const per of ['once', 'month'] as const) {
          const lefts = steps
            .filter((one) => one.status !== 'dropped' && one.funding.per === per)
            .map((one) => leftToPay(one.funding)?.leftCents ?? 0);
          expect(totals[per].leftCents).toBe(lefts.reduce((sum, left) => sum + left, 0));
          expect(Number.isSafeInteger(totals[per].leftCents)).toBe(true);
        }
      }),
    );
  });
});
