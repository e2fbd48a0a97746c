import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

const MINUTE = 60_000;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const megabytes = () => {
  // Buffers are given back by the next one.
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
};

/** Seconds to wait; null where the request is let through. */
function ask(count: ReturnType<typeof createRateLimit>, [caller, limit, at]: [string, number, number]): number | null {
  try {
    count(caller, limit, at);
    return null;
  } catch (error) {
    return (error as { retryAfterSeconds?: number }).retryAfterSeconds ?? Number.NaN;
  }
}

describe('a limit of requests', () => {
  it.each<[string, [caller: string, limit: number, at: number][], (number | null)[]]>([
    [
      'as many as are allowed',
      [
        ['a', 2, 0],
        ['a', 2, 1],
      ],
      [null, null],
    ],
    [
      'one too many, until the first is a minute old',
      [
        ['a', 2, 0],
        ['a', 2, 10_000],
        ['a', 2, 30_000],
      ],
      [null, null, 30],
    ],
    [
      'the first is a minute old',
      [
        ['a', 1, 0],
        ['a', 1, MINUTE],
      ],
      [null, null],
    ],
    [
      'a refused one counts for nothing',
      [
        ['a', 1, 0],
        ['a', 1, 59_999],
        ['a', 1, MINUTE],
      ],
      [null, 0.001, null],
    ],
    [
      'somebody else',
      [
        ['a', 1, 0],
        ['b', 1, 0],
      ],
      [null, null],
    ],
    [
      'more is allowed from now on',
      [
        ['a', 1, 0],
        ['a', 2, 1],
        ['a', 2, 2],
      ],
      [null, null, 59.998],
    ],
    [
      'less is allowed from now on',
      [
        ['a', 2, 0],
        ['a', 2, 10_000],
        ['a', 1, 20_000],
      ],
      [null, null, 50],
    ],
  ])('%s', (_, requests, waits) => {
    const count = createRateLimit();
    expect(requests.map((request) => ask(count, request))).toEqual(waits);
  });

  it('lets through exactly what fits in every minute, whoever else asks', () => {
    const request = fc.record({ caller: fc.constantFrom('a', 'b', 'c'), later: fc.integer({ min: 0, max: 25_000 }) });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 200 }), fc.integer({ min: 1, max: 5 }), (requests, limit) => {
        const count = createRateLimit();
        const through: { caller: string; at: number }[] = [];
        let at = 0;
        for (const { caller, later } of requests) {
          at += later;
          const recent = through.filter((one) => one.caller === caller && one.at > at - MINUTE);
          const wait = ask(count, [caller, limit, at]);
          expect(wait === null).toBe(recent.length < limit);
          if (wait === null) through.push({ caller, at });
        }
      }),
    );
  });

  it('keeps what was asked, not what could be', () => {
    const count = createRateLimit();
    const before = megabytes();
    for (let n = 0; n < 100; n++) count(`address ${n}`, 100_000, 0);
    expect(megabytes() - before).toBeLessThan(8);
    count('address 0', 100_000, 1);
  });

  it('forgets whoever has not come for a minute', () => {
    const count = createRateLimit();
    const before = megabytes();
    for (let n = 0; n < 2_000; n++) count(`${n} ${'x'.repeat(10_000)}`.split('').join(''), 300, 0);
    expect(megabytes() - before).toBeGreaterThan(16);
    count('another', 300, MINUTE);
    expect(megabytes() - before).toBeLessThan(4);
  });
});
