import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FRENCH } from '../../src/i18n/languages.ts';
import { archiveOffer } from '../../src/services/archive-offer.ts';
import { changeOffer } from '../../src/services/change-offer.ts';
import { exportOffers } from '../../src/services/imports/exports/export-offers.ts';
import { getImport } from '../../src/services/imports/read-import.ts';
import { actor } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { importFile } from '../support/imports.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const ctx = () => ({ actor: actor('meuse', { organisationId: 'org_one', id: 'key_all' }), deps: api.deps });
const HEADINGS = 'Référence;Source;Titre;Structure;Téléphone;Coût (€)';
const row = (ref: string, cost: number) => `${ref};maison;Atelier ${ref};Maison du vélo;03 29 00 00 00;${cost}`;
const load = (...rows: string[]) => importFile(api, 'csv-training', [HEADINGS, ...rows].join('\n'));
const exported = async () => {
  const words = FRENCH.t.imports.sheets;
  const bytes = await exportOffers({ ctx: ctx(), input: { kind: 'training', as: 'csv', words } });
  return new TextDecoder().decode(bytes);
};
const offers = async () =>
  Object.fromEntries(
    (await api.deps.database.transact(ctx().actor, ({ offers: all }) => all.listAll())).map((offer) => [
      offer.externalId,
      offer,
    ]),
  );
const seen = (id: string) => getImport({ ctx: ctx(), input: { id } });

describe('offers that were taken away in a spreadsheet and are brought back', () => {
  it('put nothing back that others changed meanwhile; the row says what it was', async () => {
    await load(row('A', 10), row('B', 10));
    const file = await exported();
    expect(file.split('\r\n')[0]).toMatch(/Identifiant;Version;/);
    const { A } = await offers();
    await changeOffer({ ctx: ctx(), input: { id: A?.id ?? '', patch: { provider: { phone: '03 29 11 11 11' } } } });

    const { body } = await importFile(api, 'csv-training', file.replaceAll(/;10;/g, ';12;'));
    expect(body).toMatchObject({ status: 'done', accepted: 1, rejected: 1 });
    expect(body.errors).toEqual([
      {
        row: expect.any(Number),
        path: 'version',
        message:
          'Cette offre a changé depuis votre export (Téléphone) : exportez-la de nouveau, puis refaites vos changements.',
      },
    ]);
    const now = await offers();
    expect(now.A).toMatchObject({ provider: { phone: '03 29 11 11 11' }, details: { costCents: 1000 } });
    expect(now.B).toMatchObject({ details: { costCents: 1200 } });
    // What it did is done: the same file again has nothing more to do, and undoes nothing.
    const again = await importFile(api, 'csv-training', file.replaceAll(/;10;/g, ';12;'));
    expect((await seen(again.body.id)).counts).toEqual({ same: 1, rejected: 1 });
  });

  it('tell before anything is done which change, in which columns, and which come back from the archive', async () => {
    await load(row('C', 10), row('D', 10));
    const before = await exported();
    const { D } = await offers();
    await archiveOffer({ ctx: ctx(), input: { id: D?.id ?? '' } });
    const plain = [HEADINGS, row('C', 11), row('D', 10)].join('\n').replace('03 29 00 00 00', '03 29 22 22 22');
    const { body } = await importFile(api, 'csv-training', plain, { dryRun: true });
    const view = await seen(body.id);
    expect(view.changes.map(({ label, change }) => [label, change])).toEqual([
      ['Atelier C', expect.objectContaining({ fields: ['Téléphone', 'Coût (€)'] })],
    ]);
    expect(view.revived.map(({ label }) => label)).toEqual(['Atelier D']);
    // With its version, what was archived since is left where it is.
    const stale = await importFile(api, 'csv-training', before, { dryRun: true });
    expect(stale.body.errors.map(({ message }: { message: string }) => message)).toContainEqual(
      expect.stringContaining('(archivée)'),
    );
  });
});
