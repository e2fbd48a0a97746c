import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createTurns } from './turns.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));
const turns = (places: number, patienceMs = 60_000) =>
  createTurns({ places, patienceMs, tooLong: () => new Error('too long') });

describe('a queue for few places', () => {
  it('lets in as many as there are places, in the order they came, whatever becomes of their work', async () => {
    const works = fc.array(fc.record({ breaths: fc.nat(4), fails: fc.boolean() }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(works, fc.integer({ min: 1, max: 4 }), async (works, places) => {
        const take = turns(places);
        const begun: number[] = [];
        let inside = 0;
        await Promise.allSettled(
          works.map(async ({ breaths, fails }, n) => {
            const turn = await take();
            begun.push(n);
            inside++;
            expect(inside).toBeLessThanOrEqual(places);
            for (let breath = 0; breath < breaths; breath++) await null;
            inside--;
            turn.give();
            // Given twice it is given once.
            turn.give();
            if (fails) throw new Error('its own');
          }),
        );
        expect(begun).toEqual(works.map((_, n) => n));
      }),
    );
  });

  it('refuses who has waited for too long, and them alone', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const take = turns(1, 30_000);
      const first = await take();
      const early = take().catch((error: Error) => error.message);
      await vi.advanceTimersByTimeAsync(20_000);
      const late = take();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(await early).toBe('too long');
      first.give();
      (await late).give();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('tells all who wait what the one before them found out, and nobody who comes later', async () => {
    const take = turns(2);
    const [first, second] = [await take(), await take()];
    const waiting = [take(), take()].map((turn) => turn.catch((error: Error) => error.message));
    first.give(new Error('away'));
    expect(await Promise.all(waiting)).toEqual(['away', 'away']);
    const after = await take();
    let isIn = false;
    const another = take().then((turn) => {
      isIn = true;
      return turn;
    });
    await settle();
    expect(isIn).toBe(false);
    second.give();
    (await another).give();
    after.give();
  });
});
