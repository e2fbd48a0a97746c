import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Offer } from '../../src/domain/catalogue/offer.ts';
import type { Counterfactual } from '../../src/domain/counterfactual/counterfactual.ts';
import type { OfferMatch } from '../../src/domain/matching/result.ts';
import type { Actor, Database, DiagnosticRecord, Stores } from '../../src/services/ports.ts';
import { actor, carpoolInput, diagnosticInput, loanInput, matchResult, NOW } from '../factories/rows.ts';

/** What the contract needs to know of the world an adapter was started in. */
export type StoresUnderTest = {
  /** Works by `clock`; has a territory `meuse` with `org-a` and `org-b`, and an empty catalogue. */
  database: Database;
  /** Puts one seat of that offer on that date, and one vehicle of it for those days, beyond anybody's reach. */
  holdSeat(offerId: string, date: string): Promise<void>;
  holdVehicle(offerId: string, period: { from: string; until: string }): Promise<void>;
  /** How many persons the territory knows, nameless ones included. */
  countPeople(): Promise<number>;
  /** Deletes a diagnostic, as an erasure does, and says what is left of its gaps. */
  forget(diagnosticId: string): Promise<void>;
  countGaps(diagnosticId: string): Promise<number>;
  stop(): Promise<void>;
};

export function describeStores(name: string, start: (clock: { now(): Temporal.Instant }) => Promise<StoresUnderTest>) {
  describe(name, () => {
    let now = Temporal.Instant.from(NOW);
    let world: StoresUnderTest;
    let serial = 0;
    const fresh = (prefix: string) => `${prefix}-${String(++serial).padStart(4, '0')}`;
    const as = <T>(who: Actor, work: (stores: Stores) => Promise<T>) => world.database.transact(who, work);
    const program = actor('meuse');
    const other = actor('meuse', { organisationId: 'org-b', id: 'key-b' });
    const worker = actor('meuse', { kind: 'system', organisationId: null, id: 'worker' });
    const visitor = actor('meuse', { kind: 'visitor', organisationId: null, id: 'visitor', scopes: new Set() });

    beforeAll(async () => {
      world = await start({ now: () => now });
    });
    beforeEach(() => {
      now = Temporal.Instant.from(NOW);
    });
    afterAll(() => world.stop());

    const newOffer = (more: Partial<Offer> = {}): Offer =>
      ({ ...carpoolInput, id: fresh('off'), version: 1, ...more }) as Offer;

    async function added(offer: Offer = newOffer()): Promise<Offer> {
      await as(program, ({ offers }) => offers.insert(offer));
      return offer;
    }

    async function recorded(who: Actor, more: Partial<DiagnosticRecord> & { birthDate?: string } = {}) {
      const { birthDate = null, ...rest } = more;
      return as(who, async ({ diagnostics, matches }) => {
        const person = await diagnostics.findOrCreateBeneficiary({
          newId: fresh('ben'),
          reference: rest.reference ?? null,
          birthDate,
        });
        const record: DiagnosticRecord = {
          id: fresh('dia'),
          version: 1,
          beneficiaryId: person.id,
          reference: null,
          age: 27,
          input: diagnosticInput,
          createdAt: now.toString(),
          expiresAt: null,
          ...rest,
        };
        await diagnostics.insertVersion(record);
        await matches.insertPending(record.id, record.version);
        return record;
      });
    }

    describe('offers', () => {
      it('come back as they went in, whatever their kind', async () => {
        for (const input of [carpoolInput, loanInput]) {
          const offer = await added({ ...input, id: fresh('off'), version: 1 });
          expect(await as(program, ({ offers }) => offers.find(offer.id))).toEqual(offer);
        }
        expect(await as(program, ({ offers }) => offers.find('nobody'))).toBeNull();
      });

      it('are changed by whoever has seen the last version, and by nobody else', async () => {
        const offer = await added();
        const changed = { ...offer, title: 'Autre titre', version: 2 };
        expect(await as(program, ({ offers }) => offers.update(changed, 1))).toBe(true);
        expect(await as(program, ({ offers }) => offers.update({ ...changed, title: 'Trop tard' }, 1))).toBe(false);
        expect(await as(program, ({ offers }) => offers.find(offer.id))).toEqual(changed);
      });

      it('let one of twenty simultaneous changes through', async () => {
        const offer = await added();
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, (_, n) =>
            as(program, ({ offers }) => offers.update({ ...offer, title: `Titre ${n}`, version: 2 }, 1)),
          ),
        );
        expect(outcomes.filter(Boolean)).toHaveLength(1);
      });

      it('are gone once archived, and archived once', async () => {
        const offer = await added();
        expect(await as(program, ({ offers }) => offers.archive(offer.id))).toBe(true);
        expect(await as(program, ({ offers }) => offers.archive(offer.id))).toBe(false);
        expect(await as(program, ({ offers }) => offers.find(offer.id))).toBeNull();
        expect(await as(program, ({ offers }) => offers.update({ ...offer, version: 3 }, 2))).toBe(false);
        const all = await as(program, ({ offers }) => offers.listAll());
        expect(all.map(({ id }) => id)).not.toContain(offer.id);
      });

      it('are refused twice under one id: a conflict, and the first stays', async () => {
        const offer = await added();
        await expect(added({ ...offer, title: 'Double' })).rejects.toMatchObject({ code: 'conflict' });
        expect(await as(program, ({ offers }) => offers.find(offer.id))).toEqual(offer);
      });

      it('are listed page by page, each once, though others come and go meanwhile', async () => {
        for (let n = 0; n < 7; n++) await added();
        const before = (await as(program, ({ offers }) => offers.listAll())).map(({ id }) => id);
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await as(program, ({ offers }) => offers.list({ limit: 3, cursor }));
          expect(page.items.length).toBeLessThanOrEqual(3);
          seen.push(...page.items.map(({ id }) => id));
          if (seen.length === 3) {
            // One already seen goes, one before the cursor comes: neither moves what is still to be read.
            await as(program, ({ offers }) => offers.archive(seen[0] as string));
            await added(newOffer({ id: `off-0000-${serial}` }));
          }
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect(seen).toEqual(before);
      });

      it('are filtered by kind, theme, ids and words, accents and case ignored', async () => {
        const loan = await added({ ...loanInput, id: fresh('off'), version: 1, title: 'Prêt d’une Twingo à Étain' });
        const ids = async (filter: object) =>
          (await as(program, ({ offers }) => offers.list({ limit: 200, ...filter }))).items.map(({ id }) => id);
        expect(await ids({ q: 'ETAIN twingo' })).toEqual([loan.id]);
        expect(await ids({ q: 'twingo verdun' })).toEqual([]);
        expect(await ids({ q: 'garage solidaire', ids: [loan.id] })).toEqual([loan.id]);
        expect(await ids({ kind: 'carpool', ids: [loan.id] })).toEqual([]);
        expect(await ids({ kind: 'vehicleLoan' })).toContain(loan.id);
        expect(await ids({ theme: loan.theme, kind: 'carpool' })).toEqual([]);
        expect(await ids({ q: '100%_' })).toEqual([]);
      });

      it('say what is taken on which days', async () => {
        const ride = await added();
        const loan = await added({ ...loanInput, id: fresh('off'), version: 1 });
        await world.holdSeat(ride.id, '2027-01-04');
        await world.holdSeat(ride.id, '2027-01-04');
        await world.holdVehicle(loan.id, { from: '2027-01-05', until: '2027-01-09' });
        const taken = (from: string, until: string) => as(worker, ({ offers }) => offers.availability({ from, until }));

        const inside = await taken('2027-01-04', '2027-01-05');
        expect(inside.rides.get(ride.id)).toEqual([
          { date: '2027-01-04', tripIndex: 0, departSeconds: 15_120, arriveSeconds: 17_160, seats: 2 },
        ]);
        expect(inside.loans.get(loan.id)).toEqual([{ from: '2027-01-05', until: '2027-01-09' }]);
        expect((await taken('2027-01-01', '2027-01-03')).rides.get(ride.id)).toBeUndefined();
        expect((await taken('2027-01-09', '2027-01-20')).loans.get(loan.id)).toHaveLength(1);
        expect((await taken('2027-01-10', '2027-01-20')).loans.get(loan.id)).toBeUndefined();
      });

      it('raise the catalogue’s version with every change to an offer, a seat or a loan, and only then', async () => {
        const version = () => as(worker, ({ offers }) => offers.catalogueVersion());
        const offer = newOffer();
        const changes: [string, () => Promise<unknown>][] = [
          ['insert', () => added(offer)],
          ['update', () => as(program, ({ offers }) => offers.update({ ...offer, version: 2 }, 1))],
          ['seat', () => world.holdSeat(offer.id, '2027-02-01')],
          ['loan', () => world.holdVehicle(offer.id, { from: '2027-02-01', until: '2027-02-02' })],
          ['archive', () => as(program, ({ offers }) => offers.archive(offer.id))],
        ];
        for (const [what, change] of changes) {
          const before = await version();
          await change();
          expect([what, (await version()) > before]).toEqual([what, true]);
        }
        const before = await version();
        await as(program, ({ offers }) => offers.find(offer.id));
        await as(program, ({ offers }) =>
          offers.insert(newOffer()).then(() => Promise.reject('changed my mind')),
        ).catch(() => {});
        expect(await version()).toBe(before);
      });
    });

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
        const expiresAt = now.add({ hours: 24 }).toString({ fractionalSecondDigits: 3 });
        const people = await world.countPeople();
        const trial = await recorded(visitor, { expiresAt });
        const lasting = await recorded(program);
        expect(await world.countPeople()).toBe(people + 2);
        const held = () => as(visitor, ({ diagnostics }) => diagnostics.find(trial.id));
        const pending = () => as(visitor, ({ matches }) => matches.find(trial.id, 1));
        expect(await held()).toEqual({ ...trial, createdAt: NOW });
        expect((await pending())?.status).toBe('pending');
        expect(await as(worker, ({ diagnostics }) => diagnostics.deleteExpired(now.toString()))).toBe(0);

        now = now.add({ hours: 25 });
        expect([await held(), await pending()]).toEqual([null, null]);
        expect(await as(worker, ({ diagnostics }) => diagnostics.deleteExpired(now.toString()))).toBe(1);
        expect(await world.countPeople()).toBe(people + 1);
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
          world.database.waitForMatch({ diagnosticId: id, version: 1, actor: program, timeoutMs });
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

    describe('gaps', () => {
      const turning: Counterfactual = {
        lever: 'maxDetour',
        who: 'provider',
        from: 300,
        to: 540,
        amount: 240,
        unit: 's',
        serves: ['L1'],
        verdict: 'possible',
        ride: { direction: 'outbound', hour: 4, from: '55122', to: '55029' },
        cost: 17,
        costs: 'test',
      };
      const miss = (changes: Counterfactual[], more: Partial<OfferMatch> = {}): OfferMatch => ({
        offerId: 'off-x',
        offerVersion: 1,
        kind: 'carpool',
        rank: 1,
        verdict: 'impossible',
        coverage: { served: 0, certain: 0, total: 2, shiftsComplete: 0, shiftsTotal: 1 },
        legs: [],
        criteria: [],
        costPerMonthCents: null,
        co2PerMonthGrams: null,
        score: 0,
        availableFrom: '2026-12-07',
        turning: changes,
        ...more,
      });
      const licence: Counterfactual = {
        ...turning,
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
          miss([turning, licence]),
          miss([turning], { verdict: 'toVerify', offerId: 'off-y' }),
          miss([]),
        );
        const { beneficiaryId: personId } = record;
        const known = await gapsOfPerson(worker, record);
        expect(known).toHaveLength(2);
        expect(known).toEqual(
          expect.arrayContaining([
            { personId, offerId: 'off-x', lever: 'maxDetour', amount: 240, unit: 's', ride: turning.ride },
            { personId, offerId: 'off-x', lever: 'licence', amount: 1, unit: 'text', ride: null },
          ]),
        );
        await saved(record, miss([licence]));
        expect((await gapsOfPerson(worker, record)).map(({ lever }) => lever)).toEqual(['licence']);
        await as(worker, ({ matches }) => matches.saveFailed(record.id, 1, 'Le calcul a échoué.'));
        expect(await gapsOfPerson(worker, record)).toEqual([]);
      });

      it('of a version end with the next one’s result', async () => {
        const record = await recorded(program);
        await saved(record, miss([turning]));
        const next = { ...record, version: 2 };
        await as(program, async ({ diagnostics, matches }) => {
          await diagnostics.insertVersion(next);
          await matches.insertPending(next.id, 2);
        });
        expect(await gapsOfPerson(worker, record)).toHaveLength(1);
        await saved(next, miss([licence]));
        expect((await gapsOfPerson(worker, record)).map(({ lever }) => lever)).toEqual(['licence']);
      });

      it('are seen with the person, and written by nobody who only asks', async () => {
        const record = await recorded(program);
        await saved(record, miss([turning]));
        expect(await gapsOfPerson(program, record)).toHaveLength(1);
        expect(await gapsOfPerson(other, record)).toEqual([]);
      });

      it('of a trial are not kept: it is nobody in particular', async () => {
        const record = await recorded(visitor, { expiresAt: '2026-11-23T08:00:00.000Z' });
        await saved(record, miss([turning]));
        expect(await gapsOfPerson(worker, record)).toEqual([]);
      });

      it('go when the diagnostic goes', async () => {
        const record = await recorded(program);
        await saved(record, miss([turning]));
        expect(await world.countGaps(record.id)).toBe(1);
        await world.forget(record.id);
        expect(await gapsOfPerson(worker, record)).toEqual([]);
        expect(await world.countGaps(record.id)).toBe(0);
      });
    });

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
        const later = now.add({ hours: 1 }).toString();
        expect(await as(worker, ({ idempotency }) => idempotency.deleteBefore(later))).toBeGreaterThan(0);
        expect(await as(program, ({ idempotency }) => idempotency.claim('key-3'))).toBeNull();
      });
    });
  });
}
