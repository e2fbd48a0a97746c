import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Offer } from '../../../src/domain/catalogue/offer.ts';
import type { Actor, Database, DiagnosticRecord, Stores } from '../../../src/services/ports.ts';
import { actor, carpoolInput, diagnosticInput, NOW, worker } from '../../factories/rows.ts';

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

export type StartStores = (clock: { now(): Temporal.Instant }) => Promise<StoresUnderTest>;

export type StoresWorld = ReturnType<typeof openStoresWorld>;

/** Who acts in the contract, on which clock, and what they do before it can be asked what became of it. */
export function openStoresWorld(start: StartStores) {
  const clock = { now: Temporal.Instant.from(NOW) };
  let started: StoresUnderTest;
  let serial = 0;
  const world = () => started;
  const fresh = (prefix: string) => `${prefix}-${String(++serial).padStart(4, '0')}`;
  const as = <T>(who: Actor, work: (stores: Stores) => Promise<T>) => started.database.transact(who, work);
  const program = actor('meuse');
  const other = actor('meuse', { organisationId: 'org-b', id: 'key-b' });
  const visitor = actor('meuse', { kind: 'visitor', organisationId: null, id: 'visitor', scopes: new Set() });

  beforeAll(async () => {
    started = await start({ now: () => clock.now });
  });
  beforeEach(() => {
    clock.now = Temporal.Instant.from(NOW);
  });
  afterAll(() => started.stop());

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
        createdAt: clock.now.toString(),
        expiresAt: null,
        ...rest,
      };
      await diagnostics.insertVersion(record);
      await matches.insertPending(record.id, record.version);
      return record;
    });
  }

  return { added, as, clock, fresh, newOffer, other, program, recorded, visitor, worker: worker(), world };
}
