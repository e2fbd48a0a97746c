import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mergeOffers } from '../../src/services/catalogue/duplicates.ts';
import { reviveOffer } from '../../src/services/catalogue/restore-offer.ts';
import { changeOffer } from '../../src/services/change-offer.ts';
import { getImport } from '../../src/services/imports/read-import.ts';
import { actor } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { importFile } from '../support/imports.ts';

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
const offerOf = async (externalId: string) => {
  const [found] = await owner`select id, title, provider, details, description, confirmed_at::text as confirmed
    from offers where external_id = ${externalId}`;
  return found as postgres.Row;
};

it('a car-share feed that comes again takes nothing of what people completed', async () => {
  const feed = (names: string[]) =>
    JSON.stringify({
      system_information: { system_id: 'ex', name: 'Autopartage (exemple)' },
      station_information: {
        stations: names.map((name, n) => ({ station_id: name, name, lat: 48.7735 + n / 100, lon: 5.1669 })),
      },
      vehicle_types: {
        vehicle_types: [{ vehicle_type_id: 'auto', form_factor: 'car', propulsion_type: 'electric', name: 'Citadine' }],
      },
    });
  await importFile(api, 'gbfs', feed(['Gare']));
  const { id, details } = await offerOf('ex:auto');
  const [station] = details.stations;
  const patch = {
    description: 'Avec badge.',
    provider: { phone: '03 29 00 00 00' },
    details: { tariff: { perHourCents: 200 }, stations: [{ ...station, label: 'Gare, côté parking' }] },
  };
  await changeOffer({ ctx: ctx(), input: { id, patch } });
  expect((await importFile(api, 'gbfs', feed(['Gare']))).body).toMatchObject({ status: 'done', accepted: 1 });
  expect(await offerOf('ex:auto')).toMatchObject(patch);
  await importFile(api, 'gbfs', feed(['Gare', 'Mairie']));
  const { details: now, ...rest } = await offerOf('ex:auto');
  expect(rest).toMatchObject({ description: 'Avec badge.', provider: { phone: '03 29 00 00 00' } });
  expect(now.tariff).toEqual({ perHourCents: 200 });
  expect(now.stations.map(({ label }: { label: string }) => label)).toEqual(['Gare', 'Mairie']);
});

it('a record older than what is known confirms nothing earlier', async () => {
  const service = (more: object) =>
    JSON.stringify([
      {
        ...{
          id: 'ex--atelier',
          source: 'ex',
          structure_id: 'ex--s',
          nom: 'Atelier (exemple)',
          description: 'Un atelier.',
        },
        ...{ type: 'atelier', thematiques: ['mobilite--preparer-un-permis'], date_maj: '2026-05-01', ...more },
      },
    ]);
  await importFile(api, 'data-inclusion', service({}));
  const { id } = await offerOf('ex--atelier');
  await changeOffer({ ctx: ctx(), input: { id, patch: { confirmedAt: '2026-11-01' } } });
  await importFile(api, 'data-inclusion', service({ date_maj: '2026-06-15', telephone: '03 29 00 00 00' }));
  expect(await offerOf('ex--atelier')).toMatchObject({
    provider: { phone: '03 29 00 00 00' },
    confirmed: '2026-11-01',
  });
  await importFile(api, 'data-inclusion', service({ date_maj: '2026-11-15' }));
  expect(await offerOf('ex--atelier')).toMatchObject({ confirmed: '2026-11-15' });
});

it('an offer that was merged away stays away when its source comes again, and comes back once it is put back', async () => {
  const ids = ['ex--un', 'ex--deux'];
  const file = (date_maj: string) =>
    JSON.stringify(
      ids.map((id) => ({
        ...{ id, source: 'ex', structure_id: 'ex--s', nom: `Atelier ${id}`, description: 'Un atelier.' },
        ...{ type: 'atelier', thematiques: ['mobilite--preparer-un-permis'], date_maj },
      })),
    );
  const centre = { actor: { ...ctx().actor, kind: 'member', role: 'resourceCentre' } as const, deps: api.deps };
  const again = async (date_maj: string) => {
    const { id } = (await importFile(api, 'data-inclusion', file(date_maj))).body;
    return getImport({ ctx: centre, input: { id } });
  };
  const isArchived = async (id: string) =>
    (await owner`select archived_at is not null as gone from offers where id = ${id}`)[0]?.gone;
  expect(await again('2026-05-01')).toMatchObject({ status: 'done', counts: { create: 2 } });
  const [kept, gone] = [await offerOf('ex--un'), await offerOf('ex--deux')];
  const input = { keptId: kept.id, keptVersion: 1, goneId: gone.id, goneVersion: 1 };
  await mergeOffers({ ctx: centre, input });

  const { counts, noted } = await again('2026-06-15');
  expect(counts).toEqual({ change: 1, same: 1 });
  expect(noted.filter(({ outcome }) => outcome === 'same')).toMatchObject([
    {
      targetId: gone.id,
      outcome: 'same',
      notes: ['Cette offre a été réunie avec « Atelier ex--un » : elle reste archivée.'],
    },
  ]);
  expect(await isArchived(gone.id)).toBe(true);

  await reviveOffer({ ctx: centre, input: { id: gone.id } });
  expect((await again('2026-07-01')).counts).toEqual({ change: 2 });
  expect(await isArchived(gone.id)).toBe(false);
});
