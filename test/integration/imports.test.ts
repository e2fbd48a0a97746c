import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeOffer } from '../../src/services/change-offer.ts';
import { decideImport } from '../../src/services/imports/decide-import.ts';
import { exportImportErrors, getImport } from '../../src/services/imports/read-import.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { actor } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { bytesOf, importFile, workOn } from '../support/imports.ts';

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
const decide = async (id: string, decision: 'confirm' | 'discard' | 'undo') => {
  await decideImport({ ctx: ctx(), input: { id, decision } });
  await workOn(api, id);
  return (await getImport({ ctx: ctx(), input: { id } })).status;
};
const HEADINGS =
  'Référence;Source;Titre;Structure;Véhicule;Nombre de véhicules;Dépôt : code commune;Dépôt : longitude;Dépôt : latitude;Tarif (€);Caution (€)';
const line = (
  ref: string,
  more: Partial<Record<'title' | 'units' | 'lon' | 'lat' | 'tariff' | 'deposit' | 'commune', string>> = {},
) => {
  const {
    title = `Voiture ${ref}`,
    units = '2',
    commune = '55029',
    lon = '5,1669',
    lat = '48,7735',
    tariff = '6 €/jour',
    deposit = '150',
  } = more;
  return `${ref};garage;${title};Garage solidaire;voiture;${units};${commune};${lon};${lat};${tariff};${deposit}`;
};
const file = (...lines: string[]) => [HEADINGS, ...lines].join('\r\n');
const offersOf = async (source: string) =>
  (await owner`select external_id as ref, title, version, archived_at is not null as archived, details, id from offers
    where operator = ${source} order by external_id`) as unknown as {
    ref: string;
    title: string;
    version: number;
    archived: boolean;
    details: { tariff: unknown; depositCents: number; units: number };
    id: string;
  }[];

describe('a file of offers', () => {
  it('is checked without changing anything, each fault told by its row and field', async () => {
    const { status, body } = await importFile(
      api,
      'csv-vehicleLoan',
      file(
        line('A'),
        line('B', { units: 'beaucoup', deposit: '12,345' }),
        line('C', { lon: '48,7735', lat: '5,1669' }),
        line('A'),
      ),
      { dryRun: true },
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'checked', rows: 4, accepted: 1, rejected: 3 });
    expect(body.errors).toEqual([
      { row: 3, path: 'details.units', message: 'Nombre attendu, pas « beaucoup ».' },
      { row: 3, path: 'details.depositCents', message: '« 12,345 » n’est pas un nombre entier de centimes.' },
      { row: 4, path: 'details.depot', message: 'lon et lat semblent inversés : écrivez lon 5.1669 et lat 48.7735.' },
      { row: 5, path: '', message: 'Même référence que la ligne 2 : gardez-en une.' },
    ]);
    expect(await offersOf('garage')).toEqual([]);
    const told = await exportImportErrors({
      ctx: ctx(),
      input: { id: body.id, headings: ['Ligne', 'Offre', 'Colonne', 'À corriger'] },
    });
    expect(told).toContain('3;Voiture B;Nombre de véhicules;');
  });

  it('is imported once confirmed, once however often it is said, and again changes the same offers', async () => {
    const { body } = await importFile(
      api,
      'csv-vehicleLoan',
      file(line('A'), line('B', { tariff: '5 €/jour', deposit: '100 €' })),
      { dryRun: true },
    );
    expect(await decide(body.id, 'confirm')).toBe('done');
    expect(await decide(body.id, 'confirm')).toBe('done');
    const first = await offersOf('garage');
    expect(first).toMatchObject([
      { ref: 'A', version: 1, details: { tariff: { perDayCents: 600 }, depositCents: 15_000, units: 2 } },
      { ref: 'B', version: 1, details: { tariff: { perDayCents: 500 }, depositCents: 10_000 } },
    ]);
    const again = await importFile(
      api,
      'csv-vehicleLoan',
      file(line('A'), line('B', { title: 'Voiture B, plus grande' }), line('C')),
    );
    expect(again.body).toMatchObject({ status: 'done', rows: 3, accepted: 3, rejected: 0 });
    expect((await offersOf('garage')).map(({ ref, version, title }) => [ref, version, title])).toEqual([
      ['A', 1, 'Voiture A'],
      ['B', 2, 'Voiture B, plus grande'],
      ['C', 1, 'Voiture C'],
    ]);
    const audited =
      await owner`select entity_id from audit_entries where action = 'offer.imported' and actor_id = 'key_all'`;
    expect(audited).toHaveLength(4);
  });

  it('is taken back: what it made goes, what it changed is what it was, what others changed since stays and is told', async () => {
    const before = await offersOf('undo');
    expect(before).toEqual([]);
    const ofUndo = (text: string) => text.replaceAll(';garage;', ';undo;');
    await importFile(api, 'csv-vehicleLoan', ofUndo(file(line('A'), line('B'))));
    const { body } = await importFile(
      api,
      'csv-vehicleLoan',
      ofUndo(file(line('A', { units: '5' }), line('B', { units: '6' }), line('C'), line('D'))),
    );
    const [, b, , d] = await offersOf('undo');
    await changeOffer({ ctx: ctx(), input: { id: b?.id ?? '', patch: { details: { units: 9 } } } });
    await changeOffer({ ctx: ctx(), input: { id: d?.id ?? '', patch: { title: 'Reprise par quelqu’un' } } });
    expect(await decide(body.id, 'undo')).toBe('undone');
    expect(await decide(body.id, 'undo')).toBe('undone');
    expect((await offersOf('undo')).map(({ ref, details, archived }) => [ref, details.units, archived])).toEqual([
      ['A', 2, false],
      ['B', 9, false],
      ['C', 2, true],
      ['D', 2, false],
    ]);
    const seen = await getImport({ ctx: ctx(), input: { id: body.id } });
    expect(seen.kept.map(({ label }) => label)).toEqual(['Voiture B', 'Voiture D']);
    // What was taken out comes back with its reference, as the same offer.
    await importFile(api, 'csv-vehicleLoan', ofUndo(file(line('C'))));
    expect((await offersOf('undo'))[2]).toMatchObject({ ref: 'C', archived: false, version: 3 });
  });

  it('leaves alone what others changed between the check and the confirmation', async () => {
    const text = (units: string) =>
      file(line('A', { units }), line('B', { units })).replaceAll(';garage;', ';conflit;');
    await importFile(api, 'csv-vehicleLoan', text('1'));
    const { body } = await importFile(api, 'csv-vehicleLoan', text('2'), { dryRun: true });
    const [a] = await offersOf('conflit');
    await changeOffer({ ctx: ctx(), input: { id: a?.id ?? '', patch: { details: { units: 7 } } } });
    expect(await decide(body.id, 'confirm')).toBe('done');
    expect((await offersOf('conflit')).map(({ details }) => details.units)).toEqual([7, 2]);
    expect((await api.get(`/api/imports/${body.id}`)).body).toMatchObject({ conflicts: 1 });
  });

  it('goes on where a worker was killed, and does nothing twice', async () => {
    const lines = Array.from({ length: 1200 }, (_, i) => line(`K${i}`).replace(';garage;', ';tué;'));
    const sent = await api.call('POST', '/api/imports?format=csv-vehicleLoan', {
      body: bytesOf(file(...lines)),
      headers: { 'content-type': 'text/csv' },
    });
    const { id } = sent.body;
    // Each life of the worker ends at another of its transactions.
    for (let lives = 1; lives <= 8; lives++) {
      let left = lives;
      const database = {
        ...api.deps.database,
        transact: ((who, work) => {
          if (left-- === 0) return Promise.reject(new Error('killed'));
          return api.deps.database.transact(who, work);
        }) as typeof api.deps.database.transact,
      };
      const { runImport } = await import('../../src/services/imports/run-import.ts');
      const system = actor('meuse', { kind: 'system', organisationId: null, scopes: new Set(), id: 'worker' });
      await runImport({ ctx: { actor: system, deps: { ...api.deps, database } }, input: { importId: id } }).catch(
        () => {},
      );
    }
    await workOn(api, id);
    expect((await api.get(`/api/imports/${id}`)).body).toMatchObject({ status: 'done', rows: 1200, accepted: 1200 });
    const [count] = await owner`select count(*)::int as n, max(version) as version from offers where operator = 'tué'`;
    expect(count).toEqual({ n: 1200, version: 1 });
  });

  it('sent twice under one key is one import', async () => {
    const call = () =>
      api.call('POST', '/api/imports?format=csv-vehicleLoan&dryRun=true', {
        body: bytesOf(file(line('Z'))),
        headers: { 'content-type': 'text/csv', 'idempotency-key': 'once' },
      });
    expect((await call()).body.id).toBe((await call()).body.id);
  });

  it('is forgotten after half a year with what its rows held; the offers stay', async () => {
    const { body } = await importFile(api, 'csv-vehicleLoan', file(line('V')).replaceAll(';garage;', ';vieux;'));
    await owner`update imports set created_at = created_at - interval '181 days' where id = ${body.id}`;
    const system = actor('meuse', { kind: 'system', organisationId: null, scopes: new Set(), id: 'worker' });
    await purgeExpired({ ctx: { actor: system, deps: api.deps } });
    expect((await api.get(`/api/imports/${body.id}`)).status).toBe(404);
    const [left] = await owner`select count(*)::int as n from import_rows where import_id = ${body.id}`;
    expect(left?.n).toBe(0);
    expect(await offersOf('vieux')).toHaveLength(1);
  });

  it('is nobody else’s to see, and needs its right', async () => {
    const { body } = await importFile(api, 'csv-vehicleLoan', file(line('Z')), { dryRun: true });
    expect((await api.get(`/api/imports/${body.id}`, { key: 'colleague' })).status).toBe(404);
    expect((await api.get(`/api/imports/${body.id}`, { key: 'neighbour' })).status).toBe(404);
    expect((await api.get(`/api/imports/${body.id}`, { key: 'reader' })).status).toBe(403);
    const refused = await api.call('POST', '/api/imports?format=csv-vehicleLoan', {
      key: 'reader',
      body: bytesOf('x'),
      headers: { 'content-type': 'text/csv' },
    });
    expect(refused.status).toBe(403);
  });
});
