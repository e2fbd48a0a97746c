import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { fillTerritory, worker } from '../factories/rows.ts';
import { START, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let owner: postgres.Sql;
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

/** One for each number of changed offers, by which it is known again. */
async function campaigns(territoryId: string, ended: Readonly<Record<number, number | null>>) {
  for (const [offers, days] of Object.entries(ended)) {
    const endedAt = days === null ? null : new Date(Date.parse(START) - days * 24 * 3_600_000).toISOString();
    await owner`insert into rematch_campaigns (territory_id, reason, offers, total, started_at, ended_at)
      values (${territoryId}, 'catalogue', ${offers}, 1, '2026-01-01T00:00:00Z', ${endedAt})`;
  }
}

it('forgets the campaigns that ended over thirty days ago, none that goes on, and its own territory’s alone', async () => {
  await campaigns('meuse', { 1: 31, 2: 30.01, 3: 29.99, 4: 0, 5: null });
  await campaigns('voisin', { 6: 31 });
  const ctx = { actor: worker(), deps: api.deps };
  expect(await purgeExpired({ ctx })).toMatchObject({ campaigns: 2 });
  expect(await purgeExpired({ ctx })).toMatchObject({ campaigns: 0 });
  const kept = await owner`select offers from rematch_campaigns order by offers`;
  expect(kept.map(({ offers }) => offers)).toEqual([3, 4, 5, 6]);
  const { body } = await api.get('/api/rematching');
  expect(body.campaigns.map(({ offers }: { offers: number }) => offers)).toEqual([5, 4, 3]);
});

it('forgets rides two years after the last that was heard of them, with all that hangs from them, and no others', async () => {
  await fillTerritory(owner, 'passe');
  await owner`update bookings set purge_after = ${START} where territory_id = 'passe'`;
  const ctx = { actor: worker('passe'), deps: api.deps };
  const member = { ...worker('passe'), kind: 'member' as const, organisationId: 'org-a' };
  await api.deps.database.transact(member, async ({ bookings }) => expect(await bookings.deleteExpired(START)).toBe(0));
  api.moveClock({ seconds: -1 });
  expect(await purgeExpired({ ctx })).toMatchObject({ bookings: 0 });
  api.moveClock({ seconds: 1 });
  expect(await purgeExpired({ ctx })).toMatchObject({ bookings: 1 });
  const [left] = await owner`select (select count(*)::int from bookings where territory_id = 'passe') as rides,
    (select count(*)::int from booking_events where territory_id = 'passe') as events,
    (select count(*)::int from booking_seats where territory_id = 'passe') as seats`;
  expect(left).toEqual({ rides: 0, events: 0, seats: 0 });
});

it('forgets what was said against an offer a year after somebody saw to it, and nothing that is open', async () => {
  await fillTerritory(owner, 'signale');
  const [{ offer } = { offer: '' }] = await owner<{ offer: string }[]>`
    select id as offer from offers where territory_id = 'signale' order by id limit 1`;
  await owner`delete from offer_reports where territory_id = 'signale'`;
  const report = (id: string, closedDaysAgo: number | null) => {
    const closed =
      closedDaysAgo === null ? null : new Date(Date.parse(START) - closedDaysAgo * 86_400_000).toISOString();
    return owner`insert into offer_reports (territory_id, id, offer_id, kind, note, created_at, closed_at, closed_by, closed_reason)
      values ('signale', ${id}, ${offer}, 'other', 'Demander Odile', '2020-01-01T00:00:00Z', ${closed},
        ${closed && 'mem_one'}, ${closed && 'Corrigé'})`;
  };
  await report('old', 366);
  await report('recent', 364);
  await report('open', null);
  const member = {
    ...worker('signale'),
    kind: 'member' as const,
    role: 'resourceCentre' as const,
    organisationId: 'org-a',
  };
  await api.deps.database.transact(member, async ({ freshness }) =>
    expect(await freshness.deleteClosedReports(START)).toBe(0),
  );
  expect(await purgeExpired({ ctx: { actor: worker('signale'), deps: api.deps } })).toMatchObject({ reports: 1 });
  const kept = await owner`select id from offer_reports where territory_id = 'signale' order by id`;
  expect(kept.map(({ id }) => id)).toEqual(['open', 'recent']);
});
