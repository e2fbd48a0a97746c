import { readdir } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeOffer } from '../../src/services/change-offer.ts';
import { listDirectory } from '../../src/services/imports/exports/data-inclusion.ts';
import { exportCarpoolPlaces, exportStops } from '../../src/services/imports/exports/feeds.ts';
import { getImport } from '../../src/services/imports/read-import.ts';
import { carpool } from '../factories/offers.ts';
import { actor } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { hasShared, importFile, shared } from '../support/imports.ts';

const STANDARD = 'standards/data-inclusion/';
let api: TestApi;
let owner: postgres.Sql;
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});
const ctx = () => ({ actor: actor('meuse', { organisationId: 'org_one', id: 'key_all' }), deps: api.deps });
const json = async (path: string) => JSON.parse(Buffer.from(await shared(path)).toString());

// biome-ignore lint/suspicious/noExplicitAny: the default export of a CommonJS package
const formats = ((addFormats as any).default ?? addFormats) as (ajv: unknown) => void;
async function validator(path: string, draft: '2020' | '7') {
  const ajv =
    draft === '2020' ? new Ajv2020({ strict: false, allErrors: true }) : new Ajv({ strict: false, allErrors: true });
  formats(ajv);
  const validate = ajv.compile(await json(path));
  return (record: unknown) =>
    validate(record) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

describe.skipIf(!hasShared(STANDARD))('records of data·inclusion', () => {
  it('are imported: structures into the directory, services into the catalogue, and come back as they came', async () => {
    const structures = await json(`${STANDARD}samples/structures.exemple-meuse.json`);
    const services = await json(`${STANDARD}samples/services.exemple-meuse.json`);
    // What we have no field for is given back with the rest.
    structures[0].champ_inconnu = { a: [1] };
    services[0].champ_inconnu = 'gardé';
    const one = await importFile(api, 'data-inclusion', JSON.stringify(structures));
    expect(one.body).toMatchObject({ status: 'done', rows: 2, accepted: 2, errors: [] });
    const two = await importFile(api, 'data-inclusion', JSON.stringify(services));
    expect(two.body).toMatchObject({ status: 'done', rows: 3, accepted: 3, errors: [] });

    const made =
      await owner`select kind, title, provider, details, eligibility_zone, access_conditions from offers where operator = 'exemple-meuse' order by external_id`;
    expect(made).toMatchObject([
      {
        kind: 'financialAid',
        title: 'Bourse au permis de conduire',
        eligibility_zone: ['55545'],
        details: { amountCents: 100_000 },
      },
      {
        kind: 'training',
        title: 'Covoiturage solidaire domicile-travail',
        provider: { name: 'Garage solidaire du Barrois (exemple)', url: 'https://garage.example.org/covoiturage' },
      },
      {
        kind: 'vehicleLoan',
        provider: { name: 'Garage solidaire du Barrois (exemple)', phone: '+33329000001' },
        access_conditions: { referralRequired: true },
        details: {
          vehicleType: 'car',
          tariff: { perDayCents: 600 },
          depositCents: 15_000,
          requiredLicence: 'B',
          depot: { lon: 5.1669, lat: 48.7735, commune: '55029' },
        },
      },
    ]);
    const again = await importFile(api, 'data-inclusion', JSON.stringify({ structures, services }));
    expect((await getImport({ ctx: ctx(), input: { id: again.body.id } })).counts).toEqual({ same: 5 });

    const directory = await listDirectory({ ctx: ctx(), input: { isPublic: false } });
    const byId = (a: { id?: unknown }, b: { id?: unknown }) => (String(a.id) < String(b.id) ? -1 : 1);
    expect(directory.structures.filter(({ source }) => source === 'exemple-meuse').sort(byId)).toEqual(
      structures.sort(byId),
    );
    expect(directory.services.filter(({ source }) => source === 'exemple-meuse').sort(byId)).toEqual(
      services.sort(byId),
    );
  });

  it('come back with what was changed here; what the source says anew is taken, what people completed stays', async () => {
    const services = await json(`${STANDARD}samples/services.exemple-meuse.json`);
    const [row] = await owner`select id from offers where external_id = 'exemple-meuse--loc-voiture'`;
    await changeOffer({
      ctx: ctx(),
      input: { id: row?.id, patch: { title: 'Voiture à louer', details: { units: 4 } } },
    });
    const changed = (await listDirectory({ ctx: ctx(), input: { isPublic: false } })).services.find(
      ({ id }) => id === 'exemple-meuse--loc-voiture',
    );
    expect(changed).toEqual({ ...services[0], champ_inconnu: 'gardé', nom: 'Voiture à louer' });
    services[0].frais_precisions = '7 € par jour, caution 150 €.';
    services[0].champ_inconnu = 'gardé';
    await importFile(api, 'data-inclusion', JSON.stringify(services));
    const [offer] = await owner`select title, details from offers where id = ${row?.id}`;
    expect(offer).toMatchObject({ title: 'Voiture à louer', details: { units: 4, tariff: { perDayCents: 700 } } });
  });

  it('that are wrong are told by their row and field', async () => {
    const { body } = await importFile(api, 'data-inclusion', await shared(`${STANDARD}samples/services.invalid.json`));
    expect(body).toMatchObject({ rows: 5, rejected: 5, accepted: 0 });
    expect(body.errors.map(({ row, path }: { row: number; path: string }) => [row, path])).toEqual([
      [1, 'thematiques.0'],
      [2, 'frais'],
      [3, 'zone_eligibilite.1'],
      [4, 'publics'],
      [5, 'structure_id'],
    ]);
  });

  it('are published, and valid: of natural persons nothing', async () => {
    await api.post('/api/offers', carpool());
    const check = {
      structures: await validator(`${STANDARD}schemas/v1/structure.json`, '2020'),
      services: await validator(`${STANDARD}schemas/v1/service.json`, '2020'),
    };
    for (const isPublic of [true, false]) {
      const directory = await listDirectory({ ctx: ctx(), input: { isPublic } });
      expect(directory.structures.flatMap(check.structures)).toEqual([]);
      expect(directory.services.flatMap(check.services)).toEqual([]);
      const ids = new Set(directory.structures.map(({ id }) => id));
      expect(directory.services.filter(({ structure_id: id }) => !ids.has(id))).toEqual([]);
    }
    const published = (await api.get('/data-inclusion/services.json', { key: null })).body as { nom: string }[];
    expect(published.length).toBeGreaterThanOrEqual(3);
    expect(published.filter(({ nom }) => nom.includes('→'))).toEqual([]);
    expect((await api.get('/data-inclusion/structures.json', { key: null })).status).toBe(200);
  });
});

describe.skipIf(!hasShared('data/bnlc'))('carpool places of the national base', () => {
  it('are imported, each fault named, and come back as they came', async () => {
    const file = await shared('data/bnlc/bnlc-meuse-voisins.csv');
    const { body } = await importFile(api, 'bnlc', file);
    expect(body.status).toBe('done');
    expect(body.rows).toBe(127);
    expect(body.rejected).toBeGreaterThan(0);
    expect(body.rejected).toBe(new Set(body.errors.map(({ row }: { row: number }) => row)).size);
    for (const { message } of body.errors) expect(message).toMatch(/est à .* km du territoire|\S+ .*\S+/);
    const [count] = await owner`select count(*)::int as n from meeting_places where kind = 'carpoolPlace'`;
    expect(count?.n).toBe(body.accepted);

    const lines = Buffer.from(file).toString().trim().split(/\r?\n/);
    const exported = await exportCarpoolPlaces({ ctx: ctx() });
    expect(exported.split('\n')[0]).toEqual(lines[0]);
    const again = await importFile(api, 'bnlc', exported);
    expect((await getImport({ ctx: ctx(), input: { id: again.body.id } })).counts).toEqual({ same: body.accepted });
  });

  it('are places that people find', async () => {
    const { body } = await api.get('/api/places?q=souhesmes&limit=20');
    expect(body.items.map(({ kind }: { kind: string }) => kind)).toContain('carpoolPlace');
  });
});

describe.skipIf(!hasShared('standards/gbfs'))('a feed of a car-share operator', () => {
  const FOLDER = 'standards/gbfs/sample-autopartage/';
  it('becomes an offer for each type of vehicle, and the same when it comes again', async () => {
    const names = (await readdir(new URL(`../../../shared/${FOLDER}`, import.meta.url))).filter((name) =>
      name.endsWith('.json'),
    );
    const files = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name.replace('.json', ''), await json(`${FOLDER}${name}`)])),
    );
    const { body } = await importFile(api, 'gbfs', JSON.stringify(files));
    expect(body).toMatchObject({ status: 'done', rows: 3, accepted: 3 });
    const made =
      await owner`select external_id as ref, details from offers where operator = 'meuse_flotte_solidaire' order by external_id`;
    expect(
      made.map(({ ref, details }) => [
        ref,
        details.vehicleType,
        details.requiredLicence,
        details.stations.map(({ label }: { label: string }) => label),
      ]),
    ).toEqual([
      ['meuse_flotte_solidaire:citadine', 'car', 'B', ['Garage solidaire – Bar-le-Duc']],
      ['meuse_flotte_solidaire:scooter', 'scooter', 'AM', ['Garage solidaire – Bar-le-Duc']],
      ['meuse_flotte_solidaire:vae', 'ebike', null, ['Antenne de Verdun']],
    ]);
    const again = await importFile(api, 'gbfs', JSON.stringify(files));
    expect((await getImport({ ctx: ctx(), input: { id: again.body.id } })).counts).toEqual({ same: 3 });
  });

  it('is published, and every file of it is valid', async () => {
    const index = (await api.get('/gbfs/3.0/gbfs.json', { key: null })).body;
    const feeds: { name: string; url: string }[] = index.data.feeds;
    expect(feeds.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['system_information', 'station_information', 'vehicle_types']),
    );
    for (const name of ['gbfs', ...feeds.map((feed) => feed.name)]) {
      const { status, body } = await api.get(`/gbfs/3.0/${name}.json`, { key: null });
      expect([name, status]).toEqual([name, 200]);
      expect([name, (await validator(`standards/gbfs/v3.0/${name}.json`, '7'))(body)]).toEqual([name, []]);
    }
    expect((await api.get('/gbfs/3.0/constructor.json', { key: null })).status).toBe(404);
  });
});

describe.skipIf(!hasShared('data/gtfs-ter-meuse'))('stops of a timetable', () => {
  it('are places that people find; those far away are told', async () => {
    const { body } = await importFile(api, 'gtfs', await shared('data/gtfs-ter-meuse/stops.txt'));
    expect(body.status).toBe('done');
    expect(body.accepted).toBeGreaterThan(15);
    expect(body.errors.find(({ row }: { row: number }) => row === 2)?.message).toMatch(/km du territoire/);
    const exported = await exportStops({ ctx: ctx() });
    expect(exported).toMatch(/^stop_id,stop_name,stop_lat,stop_lon\n/);
    const again = await importFile(api, 'gtfs', exported);
    expect((await getImport({ ctx: ctx(), input: { id: again.body.id } })).counts.rejected).toBeUndefined();
    const { body: found } = await api.get('/api/places?q=revigny&limit=20');
    expect(found.items.map(({ kind }: { kind: string }) => kind)).toContain('stop');
  });
});

describe('open data', () => {
  it('of a key’s territory are kept by no proxy for others', async () => {
    const kept = async (key: string | null) => {
      const { headers } = await api.get('/donnees-ouvertes/offres.json', { key });
      return [headers.get('cache-control'), headers.get('vary')?.toLowerCase()];
    };
    expect(await kept(null)).toEqual(['public, max-age=300', expect.stringContaining('authorization')]);
    expect(await kept('all')).toEqual(['private, max-age=300', expect.stringContaining('authorization')]);
  });

  it('tell their licence and date, and of natural persons commune to commune by bands of hours', async () => {
    await api.post('/api/offers', carpool({ description: 'Chez moi, 3 rue des Lilas' }));
    const { body } = await api.get('/donnees-ouvertes/offres.json', { key: null });
    expect(body).toMatchObject({
      licence: { name: 'Licence Ouverte 2.0' },
      publishedOn: '2026-11-22',
      territory: { id: 'meuse' },
    });
    const rides = body.offers.filter(({ kind }: { kind: string }) => kind === 'carpool');
    expect(rides.length).toBeGreaterThan(0);
    for (const ride of rides) {
      expect(ride).toMatchObject({ redacted: true, description: null });
      expect(JSON.stringify(ride)).not.toMatch(/departureTime|Lilas/);
    }
  });
});
