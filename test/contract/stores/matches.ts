import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Actor, DiagnosticRecord } from '../../../src/services/ports.ts';
import { matchResult } from '../../factories/results.ts';
import { NOW } from '../../factories/rows.ts';
import type { StoresWorld } from './world.ts';

export function describeMatches({ as, other, program, recorded, worker, world }: StoresWorld): void {
  describe('matches', () => {
    it('are pending, then ready with their result', async () => {
      const { id } = await recorded(program);
      const read = (who: Actor) => as(who, ({ matches }) => matches.find(id, 1));
      expect(await read(program)).toEqual({
        diagnosticId: id,
        version: 1,
        status: 'pending',
        computedAt: null,
        result: null,
        failure: null,
        rematching: false,
      });
      const result = matchResult({ counts: { possible: 1, toVerify: 2, impossible: 3, byCode: { licence: 3 } } });
      await as(worker, ({ matches }) => matches.saveReady(id, 1, NOW, result));
      expect(await read(program)).toMatchObject({ status: 'ready', computedAt: NOW, result, failure: null });
      expect(await read(other)).toBeNull();
      await as(worker, ({ matches }) => matches.saveFailed(id, 1, 'Le calcul a échoué.'));
      expect(await read(program)).toMatchObject({ status: 'failed', result: null, failure: 'Le calcul a échoué.' });
    });

    it('are replaced where they are the very ones that are meant', async () => {
      const { id } = await recorded(program);
      const [meant, better] = [matchResult(), matchResult({ provisional: true })];
      const stored = { diagnosticId: id, version: 1, computedAt: NOW, catalogueVersion: 7 };
      const replace = (more: Partial<typeof stored> = {}) =>
        as(worker, ({ matches }) => matches.replaceReady({ ...stored, ...more }, better));
      const read = () => as(program, ({ matches }) => matches.find(id, 1));
      expect(await replace()).toBe(false);
      await as(worker, ({ matches }) => matches.saveReady(id, 1, NOW, meant, 7));
      const later = Temporal.Instant.from(NOW).add({ milliseconds: 1 }).toString();
      for (const other of [
        { computedAt: later },
        { catalogueVersion: 8 },
        { version: 2 },
        { diagnosticId: 'dia_none' },
      ]) {
        expect([other, await replace(other)]).toEqual([other, false]);
      }
      expect(await read()).toMatchObject({ status: 'ready', result: meant });
      expect(await replace()).toBe(true);
      expect(await read()).toMatchObject({ status: 'ready', computedAt: NOW, result: better });
      await as(worker, ({ matches }) => matches.saveFailed(id, 1, 'Le calcul a échoué.'));
      expect(await replace()).toBe(false);
    });

    it('to be made again are those pending or provisional, of the newest version only', async () => {
      const first = await recorded(program);
      const second = await recorded(program);
      const third = await recorded(program);
      await as(worker, async ({ matches }) => {
        await matches.saveReady(first.id, 1, NOW, matchResult({ provisional: true }));
        await matches.saveReady(second.id, 1, NOW, matchResult());
        await matches.saveReady(third.id, 1, NOW, matchResult({ provisional: true }));
      });
      await as(program, async ({ diagnostics, matches }) => {
        await diagnostics.insertVersion({ ...third, version: 2 });
        await matches.insertPending(third.id, 2);
      });
      const later = Temporal.Instant.from(NOW).add({ seconds: 1 }).toString();
      const toMatch = (pendingSince: string, provisional: boolean, limit = 1000) =>
        as(worker, ({ diagnostics }) => diagnostics.listToMatch({ pendingSince, provisional, limit }));
      const waiting = await toMatch(later, true);
      const about = (record: DiagnosticRecord) => waiting.filter(({ id }) => id === record.id);
      expect(about(first)).toEqual([{ id: first.id, version: 1 }]);
      expect(about(second)).toEqual([]);
      expect(about(third)).toEqual([{ id: third.id, version: 2 }]);
      expect(await toMatch(later, true, 1)).toHaveLength(1);
      // Not waiting long enough, or the router still away.
      expect((await toMatch(NOW, true)).map(({ id }) => id)).not.toContain(third.id);
      expect((await toMatch(later, false)).map(({ id }) => id)).not.toContain(first.id);
    });

    it('wake who waits for them, at once', async () => {
      const { id } = await recorded(program);
      const wait = (timeoutMs: number) =>
        world().database.waitForMatch({ diagnosticId: id, version: 1, actor: program, timeoutMs });
      expect(await wait(50)).toBe(false);
      const started = performance.now();
      const waiting = Promise.all([wait(10_000), wait(10_000)]);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await as(worker, ({ matches }) => matches.saveReady(id, 1, NOW, matchResult()));
      expect(await waiting).toEqual([true, true]);
      expect(performance.now() - started).toBeLessThan(2_000);
      expect(await wait(0)).toBe(true);
    });
  });
}
