import { createHash } from 'node:crypto';
import postgres from 'postgres';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/db/client.ts';
import { DEMONSTRATION_EDITION } from '../../src/db/seeds/demonstration/edition.ts';
import { seedDemonstration } from '../../src/db/seeds/demonstration.ts';
import { seedTerritory } from '../../src/db/seeds/territory.ts';
import type { Actor } from '../../src/services/ports.ts';
import { SCOPES } from '../../src/services/ports.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const TODAY = '2026-11-22';
const clock = { now: () => Temporal.Instant.from(`${TODAY}T09:00:00Z`) };
const KEY = 'demo-key-of-a-test-0123456789';

let test: TestDatabase;
let owner: postgres.Sql;
let database: ReturnType<typeof createDatabase>;
const lines: string[] = [];
const seed = (more: { today?: string; renew?: boolean; demoApiKey?: string } = {}) =>
  seedDemonstration({ url: test.url, today: TODAY, clock, log: (line) => lines.push(line), ...more });

const count = async (table: string) => Number((await owner.unsafe(`select count(*) from ${table}`))[0]?.count);
/** Every table the seeding writes, with what a second run must not change. */
const census = async () =>
  Object.fromEntries(
    await Promise.all(
      [
        'communes',
        'points_of_interest',
        'organisations',
        'api_keys',
        'offers',
        'offer_versions',
        'beneficiaries',
        'beneficiary_identities',
        'diagnostics',
        'diagnostic_versions',
        'matches',
        'outbox_events',
        'audit_entries',
      ].map(async (table) => [table, await count(table)]),
    ),
  ) as Record<string, number>;

beforeAll(async () => {
  test = await createTestDatabase();
  owner = postgres(test.url, { max: 2, onnotice: () => {} });
  database = createDatabase({ url: test.url, clock });
});
afterAll(async () => {
  await database.close();
  await owner.end();
  await test.drop();
});

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

describe('the territory alone', () => {
  it('is complete without the demonstration, and seeded once', async () => {
    const seeding = { url: test.url, territoryId: 'meuse', clock, log: () => {} };
    expect(await seedTerritory(seeding)).toEqual({ changed: true });
    expect(await seedTerritory(seeding)).toEqual({ changed: false });
    const [meuse] = await database.listTerritories();
    expect(meuse?.zones).toEqual(['55']);
    const gazetteer = await database.loadGazetteer('meuse');
    expect(gazetteer.communes()).toHaveLength(499);
    expect(gazetteer.findByCode('52448')?.name).toBe('Saint-Dizier');
    for (const commune of gazetteer.communes())
      expect(gazetteer.locate(commune)?.code, commune.name).toBe(commune.code);
    expect(await count('offers')).toBe(0);
  });

  it('tells every public place with its source, and no closed employer', async () => {
    const places = await database.transact(
      { kind: 'visitor', territoryId: 'meuse', organisationId: null, scopes: new Set(), id: 'visitor' },
      (stores) => stores.places.list(),
    );
    const kinds = new Set(places.map((p) => p.kind));
    expect(kinds).toEqual(
      new Set(['franceServices', 'franceTravail', 'carpoolPlace', 'station', 'employer', 'information']),
    );
    for (const place of places)
      expect([place.source, place.sourceDate, place.licence].every(Boolean), place.id).toBe(true);
    expect(places.map((p) => p.label).join()).not.toMatch(/Stenpa/);
    expect(places.find((p) => p.label === 'Roul’en Meuse')?.details).toMatchObject({
      phone: '03 29 75 32 30',
      toConfirm: true,
    });
  });
});

describe('the demonstration', () => {
  let first: Awaited<ReturnType<typeof seed>>;
  let afterFirst: Record<string, number>;

  beforeAll(async () => {
    first = await seed({ demoApiKey: KEY });
    afterFirst = await census();
  });

  it('fills the catalogue, and leaves forty diagnostics for the workers', async () => {
    expect(first.apiKey).toBe(KEY);
    expect(first.accounts.map(({ label }) => label)).toContain('Prescriptrice · camille.roussel@exemple.invalid');
    expect(new Set(first.accounts.map(({ secret }) => secret)).size).toBe(10);
    expect(afterFirst).toMatchObject({
      // Forty of nobody in particular, four people whom an account accompanies, and three who wait for a vehicle.
      diagnostics: 50,
      beneficiaries: 50,
      matches: 50,
      api_keys: 1,
    });
    expect(afterFirst.offers).toBeGreaterThan(420);
    const [pending] = await owner`select count(*)::int from matches where status = 'pending'`;
    expect(pending?.count).toBe(50);
    const told = await owner`select event->>'type' as type, count(*)::int from outbox_events group by 1 order by 1`;
    expect(Object.fromEntries(told.map(({ type, count }) => [type, count]))).toEqual({
      // A match for each, a look at whoever waits, and word that the catalogue changed: of the offers, and of their vehicles.
      catalogueChanged: 2,
      diagnosticRecorded: 50,
      waitingJoined: 3,
    });
    const events = await owner<{ event: { inBackground?: boolean } }[]>`select event from outbox_events
      where event->>'type' = 'diagnosticRecorded'`;
    expect(events.every(({ event }) => event.inBackground)).toBe(true);
  });

  it('keeps the key as a hash only, with every scope', async () => {
    expect(await database.findApiKey(hashOf(KEY))).toMatchObject({
      territoryId: 'meuse',
      scopes: [...SCOPES],
      requestsPerMinute: 1200,
    });
    const [row] = await owner`select * from api_keys`;
    expect(JSON.stringify(row)).not.toContain(KEY);
  });

  it('shows its diagnostics to the organisation of the key, without birth dates among the facts', async () => {
    const key = await database.findApiKey(hashOf(KEY));
    const actor: Actor = {
      kind: 'program',
      territoryId: 'meuse',
      organisationId: key?.organisationId ?? null,
      scopes: new Set(SCOPES),
      id: 'k',
    };
    const record = await database.transact(actor, (stores) => stores.diagnostics.find('dia_demo_01'));
    expect(record).toMatchObject({ version: 1, reference: 'DEMO-01', age: 27 });
    expect(JSON.stringify(record?.input)).not.toMatch(/1999-05-02|DEMO-01/);
    const birthDate = await database.transact(actor, (stores) =>
      stores.diagnostics.findBirthDate(record?.beneficiaryId ?? ''),
    );
    expect(birthDate).toBe('1999-05-02');
  });

  it('changes nothing the second time, whatever the day', async () => {
    expect(await seed({ today: '2027-02-01' })).toEqual({ apiKey: null, accounts: [] });
    expect(await seed({ demoApiKey: KEY })).toEqual({ apiKey: KEY, accounts: [] });
    expect(await census()).toEqual(afterFirst);
  });

  it('keeps what people entered when it is renewed, and writes its own anew with later dates', async () => {
    const key = await database.findApiKey(hashOf(KEY));
    const actor: Actor = {
      kind: 'program',
      territoryId: 'meuse',
      organisationId: key?.organisationId ?? null,
      scopes: new Set(SCOPES),
      id: 'k',
    };
    await database.transact(actor, async (stores) => {
      const offer = await stores.offers.find('off_demo_carpool_0001');
      if (!offer) throw new Error('The first carpool is missing.');
      await stores.offers.insert({ ...offer, id: 'off_of_someone', version: 1, title: 'Le mien' });
      await stores.offers.archive('off_demo_carpool_0002');
    });
    await seed({ renew: true, today: '2027-02-01' });
    const offers = await database.transact(actor, (stores) => stores.offers.listAll());
    expect(offers.find((o) => o.id === 'off_of_someone')?.title).toBe('Le mien');
    expect(offers.map((o) => o.id)).toContain('off_demo_carpool_0002');
    expect(offers).toHaveLength((afterFirst.offers ?? 0) + 1);
    const record = await database.transact(actor, (stores) => stores.diagnostics.find('dia_demo_01'));
    expect(record).toMatchObject({ version: 2 });
    expect(record?.input.job?.startsOn).toBe('2027-02-15');
    expect(await census()).toMatchObject({ diagnostics: 50, beneficiaries: 50, diagnostic_versions: 90 });

    const before = await census();
    await seed({ renew: true, today: '2027-02-01' });
    expect(await census()).toEqual(before);
  });

  it('brings an older edition up to date by itself', async () => {
    await owner`update territories set seed_edition = replace(seed_edition, ${DEMONSTRATION_EDITION}, 'older')`;
    await owner`update offers set title = 'périmé' where id = 'off_demo_training_0001'`;
    await seed();
    const [row] = await owner`select title from offers where id = 'off_demo_training_0001'`;
    expect(row?.title).not.toBe('périmé');
    const [territory] = await owner`select seed_edition from territories`;
    expect(territory?.seed_edition).toContain(DEMONSTRATION_EDITION);
  });
});

it('draws a key at random where none is given, once', async () => {
  const other = await createTestDatabase();
  try {
    const seeding = { url: other.url, today: TODAY, clock, log: () => {} };
    const { apiKey } = await seedDemonstration(seeding);
    expect(apiKey).toMatch(/^demo-[0-9a-f]{48}$/);
    expect((await seedDemonstration(seeding)).apiKey).toBeNull();
  } finally {
    await other.drop();
  }
});
