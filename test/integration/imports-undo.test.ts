import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideImport } from '../../src/services/imports/decide-import.ts';
import { actor } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { importFile, workOn } from '../support/imports.ts';

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
async function undo(id: string) {
  await decideImport({ ctx: ctx(), input: { id, decision: 'undo' } });
  await workOn(api, id);
}

const STRUCTURE = { id: 'ex--1', source: 'ex', nom: 'Garage (exemple)', date_maj: '2026-06-01', reseaux_porteurs: [] };
const PLACES = [
  'id_lieu,id_local,nom_lieu,insee,type,date_maj,ouvert,Xlong,Ylat',
  '55029-C-1,1,Aire (exemple),55029,Parking,2026-06-01,true,5.1669,48.7735',
].join('\n');
const OFFERS = 'Référence;Source;Titre;Structure;Coût (€)\nR1;retour;Atelier (exemple);Maison;10';

describe('what was archived before an import', () => {
  it.each([
    ['offers', 'csv-training', OFFERS],
    ['partners', 'data-inclusion', JSON.stringify([STRUCTURE])],
    ['meeting_places', 'bnlc', PLACES],
  ])('is archived again once it is undone: %s', async (table, format, file) => {
    const shown = async () =>
      (await owner`select archived_at is null as shown from ${owner(table)}`).map(({ shown: one }) => one);
    for (let time = 1; time <= 2; time++) {
      const { body } = await importFile(api, format, file);
      expect(body).toMatchObject({ status: 'done', accepted: 1 });
      expect(await shown()).toEqual([true]);
      await undo(body.id);
      expect(await shown()).toEqual([false]);
    }
  });
});

it('what a source said comes again after it was taken back, and nothing of it is given away meanwhile', async () => {
  const service = (more: object) =>
    JSON.stringify([
      {
        ...{ id: 'ex--2', source: 'ex', structure_id: 'ex--1', nom: 'Atelier (exemple)', description: 'Un atelier.' },
        ...{ type: 'atelier', thematiques: ['mobilite--preparer-un-permis'], date_maj: '2026-05-01', ...more },
      },
    ]);
  const phone = async () =>
    (await owner`select provider->>'phone' as phone from offers where external_id = 'ex--2'`)[0]?.phone;
  const kept = async () => (await owner`select record from source_records where record->>'id' = 'ex--2'`)[0]?.record;
  await importFile(api, 'data-inclusion', service({ telephone: '03 29 00 00 01' }));
  const second = service({ telephone: '03 29 00 00 02', inconnu: 'x' });
  await undo((await importFile(api, 'data-inclusion', second)).body.id);
  expect([await phone(), await kept()]).toEqual(['03 29 00 00 01', expect.not.objectContaining({ inconnu: 'x' })]);
  await importFile(api, 'data-inclusion', second);
  expect([await phone(), await kept()]).toEqual(['03 29 00 00 02', expect.objectContaining({ inconnu: 'x' })]);
});
