import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/db/client.ts';
import { systemClock } from '../../src/gateways/clock.ts';
import type { Context } from '../../src/services/context.ts';
import { createFollower, type FollowedChanges } from '../../src/services/follow-catalogue.ts';
import { followCatalogues } from '../../src/services/match-many.ts';
import { type Actor, BEFORE_ANYTHING, type CataloguePosition, type Stores } from '../../src/services/ports.ts';
import { actor, carpoolInput, insertRow, rowsOf } from '../factories/rows.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { until } from '../support/until.ts';

let test: TestDatabase;
let owner: postgres.Sql;
let database: ReturnType<typeof createDatabase>;
let serial = 0;
const closers: (() => Promise<void>)[] = [];

const program = actor('meuse');
const worker = (territoryId = 'meuse'): Actor =>
  actor(territoryId, { kind: 'system', organisationId: null, id: 'worker' });
const inTerritory = (territoryId = 'meuse') => ({ actor: worker(territoryId), deps: {} }) as unknown as Context;
const as = <T>(who: Actor, work: (stores: Stores) => Promise<T>) => database.transact(who, work);
const fresh = () => ({ ...carpoolInput, id: `off-${String(++serial).padStart(4, '0')}`, version: 1 });
async function added(who = program) {
  const offer = fresh();
  await as(who, ({ offers }) => offers.insert(offer));
  return offer;
}
const position = () =>
  as(worker(), async ({ offers }): Promise<CataloguePosition> => {
    return { version: await offers.catalogueVersion(), offerId: null };
  });
const since = (from: CataloguePosition, limit = 1_000) =>
  as(worker(), ({ offers }) => offers.changesSince(from, { limit }));

beforeAll(async () => {
  test = await createTestDatabase();
  owner = postgres(test.url, { max: 6, onnotice: () => {} });
  for (const territory of ['meuse', 'vosges']) {
    for (const [table, row] of rowsOf(territory)) {
      if (['territories', 'organisations'].includes(table)) await insertRow(owner, table, row);
    }
  }
  database = createDatabase({ url: test.url, clock: systemClock });
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(async () => {
  await database?.close();
  await owner?.end();
  await test?.drop();
});

describe('what changed since', () => {
  it('tells new, changed and archived offers, each once, in the order of their commits', async () => {
    const from = await position();
    const [a, b, c] = [await added(), await added(), await added()];
    const changed = { ...a, title: 'Autre', version: 2 };
    await as(program, ({ offers }) => offers.update(changed, 1));
    await as(program, ({ offers }) => offers.archive(b.id));
    const changes = await since(from);
    expect(changes.changed).toEqual([
      { offer: c, roads: null },
      { offer: changed, roads: null },
    ]);
    expect(changes.removed).toEqual([b.id]);
    expect([changes.more, changes.unreadable]).toEqual([false, []]);
    expect(await since(changes.next)).toMatchObject({ changed: [], removed: [], next: changes.next, more: false });
  });

  it('is read page by page, also within one transaction, while others come', async () => {
    const from = await position();
    const many = Array.from({ length: 7 }, fresh);
    await as(program, async ({ offers }) => {
      for (const offer of many) await offers.insert(offer);
    });
    const seen: string[] = [];
    let at = from;
    for (let more = true, pages = 0; more; pages++) {
      const page = await since(at, 3);
      expect(page.changed.length).toBeLessThanOrEqual(3);
      seen.push(...page.changed.map(({ offer }) => offer.id));
      // One that was read changes, so does one that was not: both come at the end.
      if (pages === 0) {
        for (const offer of [many[0], many[6]]) {
          if (offer) await as(program, ({ offers }) => offers.update({ ...offer, version: 2 }, 1));
        }
      }
      [at, more] = [page.next, page.more];
    }
    const ids = many.map(({ id }) => id);
    expect(seen).toEqual([...ids.slice(0, 6), ids[0], ids[6]]);
  });

  it('says nothing of what is taken: only offers and their roads are there', async () => {
    const offer = await added();
    const from = await position();
    const [, booking] = rowsOf('meuse').find(([table]) => table === 'vehicle_loans') ?? [];
    await insertRow(owner, 'vehicles', {
      territory_id: 'meuse',
      id: 'veh-f',
      offer_id: offer.id,
      label: 'V',
      vehicle_type: 'car',
      status: 'available',
      organisation_id: 'org-a',
      created_at: '2026-11-22T08:00:00Z',
      updated_at: '2026-11-22T08:00:00Z',
    });
    await insertRow(owner, 'vehicle_loans', { ...booking, id: 'loa-f', vehicle_id: 'veh-f', offer_id: offer.id });
    const changes = await since(from);
    expect(changes).toMatchObject({ changed: [], removed: [], more: false });
    expect(changes.next.version).toBe(from.version + 1);
  });

  it('never shows a version before a lower one: the second of two transactions waits for the first to be seen', async () => {
    const from = await position();
    const [first, second] = [fresh(), fresh()];
    const [release, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const holding = Promise.withResolvers<void>();
    // The first has its version and is not committed yet.
    const slow = owner.begin(async (tx) => {
      await insertOffer(tx, first.id);
      await tx`set constraints all immediate`;
      holding.resolve();
      await release.promise;
    });
    await holding.promise;
    let quickIsDone = false;
    const quick = as(program, ({ offers }) => offers.insert(second)).then(() => {
      quickIsDone = true;
      released.resolve();
    });
    // It waits at its commit, by a lock of the database.
    await until(async () => {
      const [row] = await owner`select count(*)::int as n from pg_stat_activity
        where wait_event_type = 'Lock' and datname = current_database()`;
      return row?.n === 1;
    });
    const early = await since(from);
    expect([early.changed, early.removed, early.next]).toEqual([[], [], from]);
    expect(quickIsDone).toBe(false);
    release.resolve();
    await Promise.all([slow, quick, released.promise]);
    const late = await since(early.next);
    expect(late.changed.map(({ offer }) => offer.id)).toEqual([first.id, second.id]);
  });

  it('misses nothing of thirty writers at once, whenever it is asked', async () => {
    let at = await position();
    const seen: string[] = [];
    let writing = true;
    const reading = (async () => {
      for (let last = false; !last; ) {
        last = !writing;
        const page = await since(at, 4);
        seen.push(...page.changed.map(({ offer }) => offer.id));
        at = page.next;
        if (page.more) last = false;
      }
    })();
    const written = await Promise.all(Array.from({ length: 30 }, () => added()));
    writing = false;
    await reading;
    expect([...seen].sort()).toEqual(written.map(({ id }) => id).sort());
  });

  it('is for workers, of their territory', async () => {
    await added();
    const seen = await as(program, ({ offers }) => offers.changesSince(BEFORE_ANYTHING, { limit: 100 }));
    expect(seen.changed).toEqual([]);
    expect(
      (await as(worker('vosges'), ({ offers }) => offers.changesSince(BEFORE_ANYTHING, { limit: 9 }))).changed,
    ).toEqual([]);
  });
});

describe('road facts', () => {
  const bytes = (...values: number[]) => new Uint8Array(values);
  const roadsOf = (offer: { id: string; version: number }, more = {}) => ({
    offerId: offer.id,
    offerVersion: offer.version,
    dataSet: 'roads-1',
    vectors: bytes(1, 2, 3),
    own: bytes(0, 255),
    ...more,
  });
  const plain = <T extends { vectors: Uint8Array; own: Uint8Array } | null | undefined>(roads: T) =>
    roads && { ...roads, vectors: [...roads.vectors], own: [...roads.own] };
  const save = (...rows: ReturnType<typeof roadsOf>[]) => as(worker(), ({ roads }) => roads.saveOfferRoads(rows));
  const toMeasure = async (dataSet = 'roads-1') =>
    (await as(worker(), ({ roads }) => roads.listOffersToMeasure({ dataSet, limit: 1_000 }))).map(({ id }) => id);

  it('come with their offer, change it without a new version, and are of its present version or none', async () => {
    const offer = await added();
    const from = await position();
    expect(await save(roadsOf(offer))).toBe(1);
    const changes = await since(from);
    expect(changes.changed.map(({ offer, roads }) => [offer.id, plain(roads)])).toEqual([
      [offer.id, plain(roadsOf(offer))],
    ]);
    await as(program, ({ offers }) => offers.update({ ...offer, version: 2 }, 1));
    expect((await since(changes.next)).changed).toEqual([{ offer: { ...offer, version: 2 }, roads: null }]);
    // Measured meanwhile, for nothing.
    expect(await save(roadsOf(offer))).toBe(0);
  });

  it('leave no word for re-matching: they change no answer', async () => {
    const offer = await added();
    const [before] = await owner`select count(*)::int as n from outbox_events`;
    await save(roadsOf(offer));
    expect(await owner`select count(*)::int as n from outbox_events`).toEqual([before]);
  });

  it('are asked for once for each version of a carpool and each data set', async () => {
    const offer = await added();
    expect(await toMeasure()).toContain(offer.id);
    await save(roadsOf(offer));
    expect(await toMeasure()).not.toContain(offer.id);
    expect(await toMeasure('roads-2')).toContain(offer.id);
    await as(program, ({ offers }) => offers.update({ ...offer, version: 2 }, 1));
    expect(await toMeasure()).toContain(offer.id);
    await save(roadsOf({ ...offer, version: 2 }));
    expect(await toMeasure()).not.toContain(offer.id);
    await as(program, ({ offers }) => offers.archive(offer.id));
    expect(await toMeasure('roads-2')).not.toContain(offer.id);
  });

  it('rest on one set of landmarks: the first that was kept', async () => {
    const keep = (payload: Uint8Array, dataSet: string) =>
      as(worker(), ({ roads }) => roads.keepLandmarks({ mode: 'car', dataSet, payload }));
    const find = (dataSet: string) => as(worker(), ({ roads }) => roads.findLandmarks('car', dataSet));
    expect(await find('set-1')).toBeNull();
    const kept = await Promise.all([keep(bytes(1), 'set-1'), keep(bytes(2), 'set-1')]);
    expect([...(kept[0] as Uint8Array)]).toEqual([...(kept[1] as Uint8Array)]);
    expect([...((await find('set-1')) as Uint8Array)]).toEqual([...(kept[0] as Uint8Array)]);
    const offer = await added();
    await save(roadsOf(offer, { dataSet: 'set-1' }));
    await as(worker(), ({ roads }) => roads.forgetOthers('set-2'));
    expect([await find('set-1'), (await toMeasure('set-1')).includes(offer.id)]).toEqual([null, true]);
  });
});

describe('a follower', () => {
  function follow(options: { page?: number } = {}) {
    const steps: FollowedChanges[] = [];
    const unreadable: string[] = [];
    const follower = createFollower<Map<string, string>>({
      database,
      create: () => new Map(),
      apply(titles, changes) {
        steps.push(changes);
        for (const { offer } of changes.changed) titles.set(offer.id, offer.title);
        for (const id of changes.removed) titles.delete(id);
      },
      unreadable: (territoryId, { offerId }) => unreadable.push(`${territoryId} ${offerId}`),
      ...options,
    });
    closers.push(follower.close);
    return { follower, steps, unreadable };
  }
  const all = async () => (await as(worker(), ({ offers }) => offers.listAll())).map(({ id }) => id).sort();

  it('reads the catalogue in pages once, then only what changed', async () => {
    for (let n = 0; n < 5; n++) await added();
    const { follower, steps } = follow({ page: 3 });
    const { target } = await follower.current(inTerritory());
    expect([...target.keys()].sort()).toEqual(await all());
    expect(steps.every(({ changed, removed }) => changed.length + removed.length <= 3)).toBe(true);
    const loaded = steps.length;
    const offer = await added();
    await follower.current(inTerritory());
    const later = steps.slice(loaded);
    expect(later.flatMap(({ changed }) => changed.map(({ offer }) => offer.id))).toEqual([offer.id]);
    await as(program, ({ offers }) => offers.archive(offer.id));
    expect((await follower.current(inTerritory())).target.has(offer.id)).toBe(false);
  });

  it('holds what was committed before it was asked, however many ask at once', async () => {
    const { follower } = follow();
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const offer = await added();
        const { target, version } = await follower.current(inTerritory());
        expect(target.has(offer.id)).toBe(true);
        expect(version).toBeGreaterThan(0);
      }),
    );
  });

  it('hears of changes without being asked, of its territories only', async () => {
    const { follower, steps } = follow();
    const { target } = await follower.current(inTerritory());
    const before = steps.length;
    await added(actor('vosges'));
    const offer = await added();
    await until(() => target.has(offer.id));
    expect(steps.slice(before).flatMap(({ changed }) => changed)).toHaveLength(1);
    expect([...(await follower.current(inTerritory('vosges'))).target.values()]).toHaveLength(1);
  });

  it('goes on without a row that is no offer any more, and says so', async () => {
    const [good, bad] = [await added(), await added()];
    const { follower, unreadable } = follow();
    expect((await follower.current(inTerritory())).target.has(bad.id)).toBe(true);
    await owner`update offers set details = '{}', version = version + 1 where id = ${bad.id}`;
    const { target } = await follower.current(inTerritory());
    expect([target.has(bad.id), target.has(good.id)]).toEqual([false, true]);
    expect(unreadable).toEqual([`meuse ${bad.id}`]);
    await owner`update offers set archived_at = now() where id = ${bad.id}`;
  });

  it('reads an offer once for each of its versions: new road facts leave it the same object', async () => {
    const offer = await added();
    const follower = followCatalogues(database, () => {});
    closers.push(follower.close);
    const { target } = await follower.current(inTerritory());
    const held = target.find(offer.id);
    await as(worker(), ({ roads }) =>
      roads.saveOfferRoads([
        { offerId: offer.id, offerVersion: 1, dataSet: 'r', vectors: new Uint8Array(1), own: new Uint8Array(1) },
      ]),
    );
    await follower.current(inTerritory());
    expect(target.find(offer.id)).toBe(held);
    await as(program, ({ offers }) => offers.update({ ...offer, title: 'Autre', version: 2 }, 1));
    await follower.current(inTerritory());
    expect(target.find(offer.id)).toMatchObject({ version: 2, title: 'Autre' });
  });

  it('is for workers', async () => {
    const { follower } = follow();
    await expect(follower.current({ ...inTerritory(), actor: program })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

async function insertOffer(sql: postgres.TransactionSql, id: string): Promise<void> {
  const [, row] = rowsOf('meuse').find(([table]) => table === 'offers') ?? [];
  await insertRow(sql, 'offers', { ...row, id });
}
