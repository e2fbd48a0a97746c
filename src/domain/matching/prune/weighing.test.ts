import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { MatchingFacts } from '../facts.ts';
import { relativeGap } from '../rank.ts';
import { NO_BOUNDS } from './road-bounds.ts';
import { createWeighing, nearnessKey } from './weighing.ts';

const seconds = (max: number) => fc.integer({ min: 0, max });
const drawn = fc.record({
  toPickUp: seconds(3600),
  ride: seconds(3600),
  onward: seconds(3600),
  direct: seconds(5400),
  firstWalk: fc.oneof(fc.constant(0), seconds(1200)),
  lastWalk: fc.oneof(fc.constant(0), seconds(1200)),
  /** How much less than the walks is known of them, and how much more. */
  less: fc.double({ min: 0, max: 1, noNaN: true }),
  more: seconds(1200),
  limit: fc.constantFrom(0, 300, 900),
  outbound: fc.boolean(),
  departure: fc.integer({ min: -7200, max: 7200 }),
  flexibility: fc.constantFrom(0, 300, 900),
  maxWaitMinutes: fc.constantFrom(0, 10, 30),
});

it('weighs a way whose times are exact never heavier than the rules do', () => {
  fc.assert(
    fc.property(drawn, ({ toPickUp, ride, onward, direct, limit, outbound, ...way }) => {
      const { firstWalk, lastWalk, less, more, departure, flexibility, maxWaitMinutes } = way;
      const [earliest, latest, deadline] = [departure - flexibility, departure + flexibility, 0];
      const maxWait = 60 * maxWaitMinutes;
      const detour = toPickUp + ride + onward - direct;
      // To work, how long before they are there the driver leaves; home, how long before the driver is there they set out.
      const schedule = outbound ? toPickUp + ride + lastWalk : firstWalk - toPickUp;
      const room = outbound ? deadline - earliest : latest - deadline;
      const wait = (outbound ? deadline - latest : earliest - deadline) - schedule;
      const missed = [
        ...(detour > limit ? [relativeGap(detour, limit)] : []),
        ...(schedule > room ? [relativeGap(schedule, room)] : wait > maxWait ? [relativeGap(wait, maxWait)] : []),
      ];
      const { keyOf } = createWeighing({ maxWaitMinutes, means: {} } as MatchingFacts, { ...NO_BOUNDS, isExact: true });
      const known = { firstWalk: Math.floor(firstWalk * less), lastWalk: Math.floor(lastWalk * less) };
      const mostWalk = firstWalk + lastWalk === 0 ? 0 : firstWalk + lastWalk + more;
      const key = keyOf(
        { toPickUp, ride, onward, direct, ...known, mostWalk },
        limit,
        outbound,
        deadline,
        earliest,
        latest,
      );
      const gap = missed.reduce((sum, one) => sum + one, 0);
      expect(key).toBeLessThanOrEqual(nearnessKey(missed.length, gap));
      // Where nobody walks, nothing but a second for rounding is left out.
      if (mostWalk === 0) expect(Math.floor(key / 4096)).toBe(missed.length);
    }),
    { numRuns: 2000 },
  );
});
