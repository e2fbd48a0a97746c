import { describe, expect, it } from 'vitest';
import { NOW } from '../../factories/rows.ts';
import type { StoresWorld } from './world.ts';

export function describeIdempotency({ as, clock, other, program, worker }: StoresWorld): void {
  describe('idempotency keys', () => {
    it('are claimed by one caller at a time: the effect happens once in twenty', async () => {
      let effects = 0;
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          as(program, async ({ idempotency }) => {
            const known = await idempotency.claim('key-1');
            if (known) return known.body;
            effects++;
            await idempotency.save({ key: 'key-1', requestHash: 'h', status: 201, body: { id: 'x' } });
            return { id: 'x' };
          }),
        ),
      );
      expect(effects).toBe(1);
      expect(answers).toEqual(Array(20).fill({ id: 'x' }));
    });

    it('of one organisation are nothing to another', async () => {
      await as(program, ({ idempotency }) =>
        idempotency.save({ key: 'key-2', requestHash: 'h', status: 201, body: null }),
      );
      expect(await as(other, ({ idempotency }) => idempotency.claim('key-2'))).toBeNull();
      expect(await as(program, ({ idempotency }) => idempotency.claim('key-2'))).toEqual({
        key: 'key-2',
        requestHash: 'h',
        status: 201,
        body: null,
      });
    });

    it('are forgotten after their time', async () => {
      await as(program, ({ idempotency }) =>
        idempotency.save({ key: 'key-3', requestHash: 'h', status: 201, body: null }),
      );
      await as(worker, ({ idempotency }) => idempotency.deleteBefore(NOW));
      expect(await as(program, ({ idempotency }) => idempotency.claim('key-3'))).not.toBeNull();
      const later = clock.now.add({ hours: 1 }).toString();
      expect(await as(worker, ({ idempotency }) => idempotency.deleteBefore(later))).toBeGreaterThan(0);
      expect(await as(program, ({ idempotency }) => idempotency.claim('key-3'))).toBeNull();
    });
  });
}
