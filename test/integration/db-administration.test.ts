import postgres from 'postgres';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Administration, createAdministration } from '../../src/db/administration.ts';
import { createDatabase } from '../../src/db/client.ts';
import type { CommuneFacts } from '../../src/db/stores/gazetteer.ts';
import type { Database, SourcedPlace } from '../../src/services/ports.ts';
import { actor, carpoolInput, hashOf, loanInput, NOW, territory } from '../factories/rows.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const clock = { now: () => Temporal.Instant.from(NOW) };
const visitor = (territoryId: string) => actor(territoryId, { kind: 'visitor', organisationId: null });

const square = (west: number, south: number) => [
  [
    [
      [west, south],
      [west + 0.1, south],
      [west + 0.1, south + 0.1],
      [west, south + 0.1],
      [west, south],
    ],
  ],
];
const commune = (code: string, more: Partial<CommuneFacts> = {}): CommuneFacts => ({
  code,
  name: `Commune ${code}`,
  epciCode: '200066108',
  epciName: 'CC des Portes de Meuse',
  departement: '55',
  population: 100,
  lon: 5.05,
  lat: 48.05,
  postcodes: ['55000', '55001'],
  inside: true,
  contour: square(5, 48),
  ...more,
});
const place = (id: string, more: Partial<SourcedPlace> = {}): SourcedPlace => ({
  id,
  kind: 'station',
  label: `Gare ${id}`,
  commune: '55001',
  lon: 5.05,
  lat: 48.05,
  address: null,
  source: 'SNCF',
  sourceDate: 'vers 2024',
  licence: 'Licence Ouverte 2.0',
  details: { lines: ['TER'] },
  ...more,
});

describe('what the owner writes for a territory', () => {
  let test: TestDatabase;
  let administration: Administration;
  let database: Database & { close(): Promise<void> };

  beforeAll(async () => {
    test = await createTestDatabase();
    administration = createAdministration({ url: test.url, clock });
    database = createDatabase({ url: test.url, clock });
    for (const id of ['meuse', 'ardennes']) {
      await administration.upsertTerritory(territory(id));
      await administration.upsertOrganisation(id, { id: 'org-a', name: 'A', kind: 'prescriber', illustrative: true });
    }
  });
  afterAll(async () => {
    await administration.close();
    await database.close();
    await test.drop();
  });

  it('lists territories with their rules, changed ones as they are now', async () => {
    await administration.upsertTerritory({ ...territory('meuse'), name: 'Meuse' });
    expect(await database.listTerritories()).toEqual([territory('ardennes'), { ...territory('meuse'), name: 'Meuse' }]);
  });

  it('leaves out a territory that the program does not understand, says what is wrong with it, and lists the others', async () => {
    const owner = postgres(test.url, { max: 1 });
    const { rules } = territory('ardennes');
    const changes: [Record<string, unknown>, RegExp][] = [
      [{ rules: { ...rules, borderKm: undefined } }, /^rules\.borderKm [^\n]*$/],
      [{ time_zone: 'Mars/Tharsis' }, /^timeZone n’est pas un fuseau horaire comme Europe\/Paris$/],
      [{ holidays: '{"everyYear": [' }, /^holidays [^\n]*$/],
    ];
    for (const [change, wrong] of changes) {
      await owner`update territories set ${owner(change as never)} where id = 'ardennes'`;
      const told: string[][] = [];
      const listed = await database.listTerritories((...one) => told.push(one));
      expect(listed.map(({ id }) => id)).toEqual(['meuse']);
      expect(told).toEqual([['ardennes', expect.stringMatching(wrong)]]);
      expect(await database.listTerritories()).toHaveLength(1);
      await administration.upsertTerritory(territory('ardennes'));
    }
    await owner.end();
    await expect(database.listTerritories()).resolves.toHaveLength(2);
  });

  it('remembers which edition of its files a territory was filled with', async () => {
    expect(await administration.seedEdition('meuse')).toBeNull();
    await administration.recordSeedEdition('meuse', 'v1');
    await administration.upsertTerritory(territory('meuse'));
    expect(await administration.seedEdition('meuse')).toBe('v1');
    expect(await administration.seedEdition('ardennes')).toBeNull();
    expect(await administration.seedEdition('nowhere')).toBeNull();
  });

  it('replaces communes by the batch, and the gazetteer answers from them', async () => {
    const many = Array.from({ length: 1200 }, (_, n) =>
      commune(String(53000 + n), { inside: false, contour: null, departement: '54' }),
    );
    await administration.replaceCommunes('ardennes', [commune('08001')]);
    await administration.replaceCommunes('meuse', [commune('55999'), ...many]);
    await administration.replaceCommunes('meuse', [commune('55001', { name: 'Étain' }), ...many]);
    const gazetteer = await database.loadGazetteer('meuse');
    expect(gazetteer.communes()).toEqual([
      expect.objectContaining({ code: '55001', name: 'Étain', postcodes: ['55000', '55001'] }),
    ]);
    expect(gazetteer.outlines()).toEqual([{ code: '55001', rings: square(5, 48).flat() }]);
    expect(gazetteer.locate({ lon: 5.02, lat: 48.02 })?.code).toBe('55001');
    expect(gazetteer.findByCode('53700')?.departement).toBe('54');
    expect(gazetteer.findByCode('55999')).toBeNull();
    expect((await database.loadGazetteer('ardennes')).communes().map(({ code }) => code)).toEqual(['08001']);
  });

  it('replaces public places, which visitors find by name and list by kind', async () => {
    const employer = place('e', { kind: 'employer', label: 'Auchan (hypermarché)', sourceDate: null });
    await administration.replacePointsOfInterest('meuse', [place('old')]);
    await administration.replacePointsOfInterest('meuse', [place('b'), place('a'), employer]);
    await administration.replacePointsOfInterest('ardennes', [place('x', { label: 'Gare de Sedan' })]);
    const { all, employers, found, sedan, wild } = await database.transact(visitor('meuse'), async ({ places }) => ({
      all: await places.list(),
      employers: await places.list({ kinds: ['employer'] }),
      found: await places.search('HYPERMARCHE auchan', 5),
      sedan: await places.search('sedan', 5),
      wild: await places.search('%', 5),
    }));
    expect(all).toEqual([employer, place('a'), place('b')]);
    expect(employers).toEqual([employer]);
    expect(found).toEqual([
      { id: 'e', kind: 'employer', label: employer.label, commune: '55001', lon: 5.05, lat: 48.05 },
    ]);
    expect([sedan, wild]).toEqual([[], []]);
  });

  it('opens an API key, replaces it, and closes it when it is revoked', async () => {
    const key = {
      id: 'key-1',
      organisationId: 'org-a',
      label: 'démonstration',
      hash: hashOf('one'),
      scopes: ['offers:read', 'diagnostics:write'] as const,
      requestsPerMinute: 1200,
    };
    await administration.upsertApiKey('meuse', key);
    expect(await database.findApiKey(hashOf('one'))).toEqual({
      id: 'key-1',
      territoryId: 'meuse',
      organisationId: 'org-a',
      scopes: ['offers:read', 'diagnostics:write'],
      requestsPerMinute: 1200,
    });
    await administration.upsertApiKey('meuse', { ...key, hash: hashOf('two') });
    expect(await database.findApiKey(hashOf('one'))).toBeNull();
    expect(await database.findApiKey(hashOf('two'))).toMatchObject({ id: 'key-1' });
    const owner = postgres(test.url, { max: 1 });
    await owner`update api_keys set revoked_at = now()`;
    await owner.end();
    expect(await database.findApiKey(hashOf('two'))).toBeNull();
  });

  it('replaces illustrative offers: adds, changes with a new version, archives, leaves equal and real ones alone', async () => {
    const replace = (offers: Parameters<Administration['replaceIllustrativeOffers']>[1]) =>
      administration.replaceIllustrativeOffers('meuse', offers);
    const carpool = { ...carpoolInput, illustrative: true, id: 'demo-1' };
    const loan = { ...loanInput, illustrative: true, id: 'demo-2' };
    await database.transact(actor('meuse'), ({ offers }) =>
      offers.insert({ ...carpoolInput, id: 'real-1', version: 1 }),
    );
    const inspect = () =>
      database.transact(actor('meuse'), async ({ offers }) => ({
        version: await offers.catalogueVersion(),
        offers: (await offers.listAll()).map(({ id, version, title }) => [id, version, title]),
      }));
    const real = ['real-1', 1, carpoolInput.title];

    expect(await replace([carpool, loan])).toEqual({ added: 2, changed: 0, archived: 0 });
    const first = await inspect();
    expect(first.offers).toEqual([['demo-1', 1, carpool.title], ['demo-2', 1, loan.title], real]);

    expect(await replace([carpool, loan])).toEqual({ added: 0, changed: 0, archived: 0 });
    expect(await inspect()).toEqual(first);

    expect(await replace([{ ...carpool, title: 'Nouveau' }])).toEqual({ added: 0, changed: 1, archived: 1 });
    const second = await inspect();
    expect(second.offers).toEqual([['demo-1', 2, 'Nouveau'], real]);
    expect(second.version).toBeGreaterThan(first.version);

    expect(await replace([carpool, loan])).toEqual({ added: 0, changed: 2, archived: 0 });
    expect((await inspect()).offers).toEqual([['demo-1', 3, carpool.title], ['demo-2', 3, loan.title], real]);

    const owner = postgres(test.url, { max: 1 });
    const history = await owner`
      select offer_id as id, version, offer is null as archived from offer_versions where offer_id like 'demo-%'
      order by 1, 2`;
    await owner.end();
    expect(history.map(({ id, version, archived }) => `${id} v${version}${archived ? ' archived' : ''}`)).toEqual([
      'demo-1 v1',
      'demo-1 v2',
      'demo-1 v3',
      'demo-2 v1',
      'demo-2 v2 archived',
      'demo-2 v3',
    ]);
  });

  it('writes many batches in one transaction that raises the catalogue’s version once', async () => {
    const version = () => database.transact(actor('ardennes'), ({ offers }) => offers.catalogueVersion());
    const before = await version();
    const many = Array.from({ length: 1100 }, (_, n) => ({ ...carpoolInput, illustrative: true, id: `demo-${n}` }));
    expect((await administration.replaceIllustrativeOffers('ardennes', many)).added).toBe(1100);
    expect(await version()).toBe(before + 1);
    const all = await database.transact(actor('ardennes'), ({ offers }) => offers.listAll());
    expect(all).toHaveLength(1100);
  });

  it('writes nothing of a call that fails half-way', async () => {
    const good = { ...carpoolInput, illustrative: true, id: 'half-1', operator: 'op', externalId: 'same' };
    const clash = { ...good, id: 'half-2' };
    await expect(administration.replaceIllustrativeOffers('ardennes', [good, clash])).rejects.toMatchObject({
      code: 'conflict',
    });
    const all = await database.transact(actor('ardennes'), ({ offers }) => offers.listAll());
    expect(all).toHaveLength(1100);
  });
});
