import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/services/ports.ts';
import { diagnosticInput, NOW } from '../../factories/rows.ts';
import type { StoresWorld } from './world.ts';

export function describeDiagnostics({
  as,
  clock,
  fresh,
  other,
  program,
  recorded,
  visitor,
  worker,
  world,
}: StoresWorld): void {
  describe('diagnostics', () => {
    it('come back as they went in, without who the person is', async () => {
      const record = await recorded(program, { reference: 'B-0042', birthDate: '1999-05-02' });
      const leaking = {
        ...diagnosticInput,
        beneficiary: { reference: 'B-0042', birthDate: '1999-05-02', statuses: [] },
      };
      const next = { ...record, version: 2, input: leaking };
      await as(program, ({ diagnostics }) => diagnostics.insertVersion(next));
      const found = await as(program, ({ diagnostics }) => diagnostics.find(record.id));
      expect(found).toEqual({
        ...next,
        createdAt: NOW,
        input: { ...diagnosticInput, beneficiary: { statuses: [] } },
      });
      expect(await as(program, ({ diagnostics }) => diagnostics.find(record.id, 1))).toEqual({
        ...record,
        createdAt: NOW,
      });
      expect(await as(program, ({ diagnostics }) => diagnostics.find(record.id, 3))).toBeNull();
    });

    it('refuse a version that somebody else has written meanwhile', async () => {
      const record = await recorded(program);
      const next = { ...record, version: 2 };
      await as(program, ({ diagnostics }) => diagnostics.insertVersion(next));
      await expect(as(program, ({ diagnostics }) => diagnostics.insertVersion(next))).rejects.toMatchObject({
        code: 'conflict',
      });
    });

    it('know a person again by the reference of the organisation, and by nobody else’s', async () => {
      const meet = (who: Actor, birthDate: string | null = null) =>
        as(who, ({ diagnostics }) =>
          diagnostics.findOrCreateBeneficiary({ newId: fresh('ben'), reference: 'B-7', birthDate }),
        );
      const first = await meet(program, '1990-01-01');
      expect(await meet(program)).toEqual({ id: first.id, birthDate: '1990-01-01' });
      const theirs = await meet(other);
      expect(theirs).toEqual({ id: expect.not.stringMatching(`^${first.id}$`), birthDate: null });
    });

    it('make one person of twenty simultaneous requests for a new reference', async () => {
      const people = await Promise.all(
        Array.from({ length: 20 }, () =>
          as(program, ({ diagnostics }) =>
            diagnostics.findOrCreateBeneficiary({ newId: fresh('ben'), reference: 'B-8', birthDate: null }),
          ),
        ),
      );
      expect(new Set(people.map(({ id }) => id)).size).toBe(1);
    });

    it('keep the birth date apart, for the organisation, until it is forgotten', async () => {
      const { beneficiaryId } = await recorded(program, { birthDate: '1999-05-02' });
      const birthDate = (who: Actor) => as(who, ({ diagnostics }) => diagnostics.findBirthDate(beneficiaryId));
      expect(await birthDate(program)).toBe('1999-05-02');
      expect(await birthDate(other)).toBeNull();
      expect(await birthDate(worker)).toBeNull();
      await as(program, ({ diagnostics }) => diagnostics.setBirthDate(beneficiaryId, '1998-05-02'));
      expect(await birthDate(program)).toBe('1998-05-02');
      await as(program, ({ diagnostics }) => diagnostics.setBirthDate(beneficiaryId, null));
      expect(await birthDate(program)).toBeNull();
    });

    it('are seen by the organisation and by workers, not by another organisation or a visitor', async () => {
      const { id } = await recorded(program);
      const seen = async (who: Actor) => (await as(who, ({ diagnostics }) => diagnostics.find(id))) !== null;
      expect([await seen(program), await seen(worker), await seen(other), await seen(visitor)]).toEqual([
        true,
        true,
        false,
        false,
      ]);
    });

    it('of a trial are seen by the visitor who holds the id, until they expire, then purged with the person', async () => {
      const expiresAt = clock.now.add({ hours: 24 }).toString({ fractionalSecondDigits: 3 });
      const people = await world().countPeople();
      const trial = await recorded(visitor, { expiresAt });
      const lasting = await recorded(program);
      expect(await world().countPeople()).toBe(people + 2);
      const held = () => as(visitor, ({ diagnostics }) => diagnostics.find(trial.id));
      const pending = () => as(visitor, ({ matches }) => matches.find(trial.id, 1));
      expect(await held()).toEqual({ ...trial, createdAt: NOW });
      expect((await pending())?.status).toBe('pending');
      expect(await as(worker, ({ diagnostics }) => diagnostics.deleteExpired(clock.now.toString()))).toBe(0);

      clock.now = clock.now.add({ hours: 25 });
      expect([await held(), await pending()]).toEqual([null, null]);
      expect(await as(worker, ({ diagnostics }) => diagnostics.deleteExpired(clock.now.toString()))).toBe(1);
      expect(await world().countPeople()).toBe(people + 1);
      expect(await as(worker, ({ diagnostics }) => diagnostics.find(lasting.id))).not.toBeNull();
    });

    it('leave nothing behind when the transaction fails', async () => {
      const id = fresh('dia');
      await expect(
        as(program, async ({ diagnostics }) => {
          const person = await diagnostics.findOrCreateBeneficiary({
            newId: fresh('ben'),
            reference: 'B-9',
            birthDate: null,
          });
          await diagnostics.insertVersion({
            id,
            version: 1,
            beneficiaryId: person.id,
            reference: 'B-9',
            age: null,
            input: diagnosticInput,
            createdAt: NOW,
            expiresAt: null,
          });
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      expect(await as(worker, ({ diagnostics }) => diagnostics.find(id))).toBeNull();
    });
  });
}
