import { describe, expect, it } from 'vitest';
import type { Counterfactual } from '../../../src/domain/counterfactual/counterfactual.ts';
import type { MatchResult, OfferMatch } from '../../../src/domain/matching/result.ts';
import type { Actor, DiagnosticRecord } from '../../../src/services/ports.ts';
import { detourChange, matchResult, missBy } from '../../factories/results.ts';
import { NOW } from '../../factories/rows.ts';
import type { StoresWorld } from './world.ts';

export function describeGaps({ as, other, program, recorded, visitor, worker, world }: StoresWorld): void {
  describe('gaps', () => {
    const licence: Counterfactual = {
      ...detourChange,
      lever: 'licence',
      from: null,
      to: 'B',
      amount: 1,
      unit: 'text',
      ride: null,
    };
    const gapsOfPerson = async (who: Actor, { beneficiaryId }: DiagnosticRecord) =>
      (await as(who, ({ matches }) => matches.listGaps())).filter(({ personId }) => personId === beneficiaryId);
    const saved = (record: DiagnosticRecord, ...found: OfferMatch[]) =>
      as(worker, ({ matches }) => matches.saveReady(record.id, record.version, NOW, matchResult({ matches: found })));

    it('are written with the result they come from, and replaced with it', async () => {
      const record = await recorded(program);
      await saved(
        record,
        missBy([detourChange, licence]),
        missBy([detourChange], { verdict: 'toVerify', offerId: 'off-y' }),
        missBy([]),
      );
      const { beneficiaryId: personId } = record;
      const known = await gapsOfPerson(worker, record);
      expect(known).toHaveLength(2);
      expect(known).toEqual(
        expect.arrayContaining([
          { personId, offerId: 'off-x', lever: 'maxDetour', amount: 240, unit: 's', ride: detourChange.ride },
          { personId, offerId: 'off-x', lever: 'licence', amount: 1, unit: 'text', ride: null },
        ]),
      );
      await saved(record, missBy([licence]));
      expect((await gapsOfPerson(worker, record)).map(({ lever }) => lever)).toEqual(['licence']);
      await as(worker, ({ matches }) => matches.saveFailed(record.id, 1, 'Le calcul a échoué.'));
      expect(await gapsOfPerson(worker, record)).toEqual([]);
    });

    it('of a version end with the next one’s result', async () => {
      const record = await recorded(program);
      await saved(record, missBy([detourChange]));
      const next = { ...record, version: 2 };
      await as(program, async ({ diagnostics, matches }) => {
        await diagnostics.insertVersion(next);
        await matches.insertPending(next.id, 2);
      });
      expect(await gapsOfPerson(worker, record)).toHaveLength(1);
      await saved(next, missBy([licence]));
      expect((await gapsOfPerson(worker, record)).map(({ lever }) => lever)).toEqual(['licence']);
    });

    it('of a version are not there beside those of a newer one that was there first', async () => {
      const record = await recorded(program);
      const next = { ...record, version: 2 };
      await as(program, async ({ diagnostics, matches }) => {
        await diagnostics.insertVersion(next);
        await matches.insertPending(next.id, 2);
      });
      await saved(next, missBy([licence]));
      await saved(record, missBy([detourChange]));
      expect((await gapsOfPerson(worker, record)).map(({ lever }) => lever)).toEqual(['licence']);
    });

    it('are seen with the person, and written by nobody who only asks', async () => {
      const record = await recorded(program);
      await saved(record, missBy([detourChange]));
      expect(await gapsOfPerson(program, record)).toHaveLength(1);
      expect(await gapsOfPerson(other, record)).toEqual([]);
    });

    it('of a trial are not kept: it is nobody in particular', async () => {
      const record = await recorded(visitor, { expiresAt: '2026-11-23T08:00:00.000Z' });
      await saved(record, missBy([detourChange]));
      expect(await gapsOfPerson(worker, record)).toEqual([]);
    });

    it('come with the legs that nobody carries, which go with them', async () => {
      const record = await recorded(program);
      const { beneficiaryId: personId } = record;
      const ride = { direction: 'outbound', hour: 4, from: '55122', to: '55029' } as const;
      const nearest = { offerId: 'off-x', lever: 'maxDetour', amount: 240, unit: 's' } as const;
      const unserved = [
        { ride, occurrences: 5, nearest },
        { ride: { ...ride, direction: 'return', hour: 13, to: null } as const, occurrences: 5, nearest: null },
      ];
      const unmetOf = async (who: Actor) =>
        (await as(who, ({ unmet }) => unmet.list({ since: '2026-11-01', timeZone: 'Europe/Paris' }))).filter(
          (need) => need.personId === personId,
        );
      const store = (more: Partial<MatchResult>) =>
        as(worker, ({ matches }) => matches.saveReady(record.id, record.version, NOW, matchResult(more)));
      await store({ unserved });
      expect(await unmetOf(worker)).toEqual(unserved.map(({ ride, nearest }) => ({ personId, ride, nearest })));
      expect(await unmetOf(other)).toEqual([]);
      await store({ unserved: [] });
      expect(await unmetOf(worker)).toEqual([]);
    });

    it('go when the diagnostic goes', async () => {
      const record = await recorded(program);
      await saved(record, missBy([detourChange]));
      expect(await world().countGaps(record.id)).toBe(1);
      await world().forget(record.id);
      expect(await gapsOfPerson(worker, record)).toEqual([]);
      expect(await world().countGaps(record.id)).toBe(0);
    });
  });
}
