import { describe, expect, it } from 'vitest';
import { carpoolInput, loanInput } from '../../factories/rows.ts';
import type { StoresWorld } from './world.ts';

export function describeOffers({ added, as, fresh, newOffer, program, worker, world }: StoresWorld): void {
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
          await added(newOffer({ id: fresh('off-0000') }));
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
      await world().holdSeat(ride.id, '2027-01-04');
      await world().holdSeat(ride.id, '2027-01-04');
      await world().holdVehicle(loan.id, { from: '2027-01-05', until: '2027-01-09' });
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
        ['seat', () => world().holdSeat(offer.id, '2027-02-01')],
        ['loan', () => world().holdVehicle(offer.id, { from: '2027-02-01', until: '2027-02-02' })],
        ['archive', () => as(program, ({ offers }) => offers.archive(offer.id))],
      ];
      for (const [what, change] of changes) {
        const before = await version();
        await change();
        expect([what, (await version()) > before]).toEqual([what, true]);
      }
      const before = await version();
      await as(program, ({ offers }) => offers.find(offer.id));
      await as(program, ({ offers }) => offers.insert(newOffer()).then(() => Promise.reject('changed my mind'))).catch(
        () => {},
      );
      expect(await version()).toBe(before);
    });
  });
}
