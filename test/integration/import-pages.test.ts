import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runImport } from '../../src/services/imports/run-import.ts';
import { worker } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { type Browser, createMember, signIn } from '../support/sign-in.ts';

let api: TestApi;
let browser: Browser;
beforeAll(async () => {
  api = await startApi();
  const member = await createMember(
    { url: api.url, clock: api.deps.clock },
    { organisationId: 'org_one', role: 'resourceCentre' },
  );
  browser = await signIn(api.app, member);
});
afterAll(() => api.stop());

const text = async (path: string) => (await browser.get(path)).text();
async function upload(format: string, name: string, content: string) {
  const body = new FormData();
  body.set('formToken', await browser.tokenOf('/ressources/imports'));
  body.set('format', format);
  body.set('file', new File([content], name));
  return api.app.request('/ressources/imports', {
    method: 'POST',
    body,
    headers: { cookie: browser.cookies(), 'sec-fetch-site': 'same-origin' },
  });
}
const work = (path: string) =>
  runImport({ ctx: { actor: worker(), deps: api.deps }, input: { importId: path.split('/').at(-1) ?? '' } });

describe('the pages of imports', () => {
  it('take a file through its check, its confirmation and its undoing', async () => {
    const file = [
      'Référence;Titre;Structure;Coût (€);Lieu : code commune',
      'P1;Atelier vélo;Maison du vélo;10;55240',
      'P2;;Maison du vélo;x;',
      'P3;Code de la route;Maison du vélo;0;55029',
    ].join('\n');
    const sent = await upload('csv-training', 'ateliers.csv', file);
    expect(sent.status).toBe(303);
    const path = sent.headers.get('location') ?? '';
    expect(await text(path)).toContain('Le fichier est en cours de lecture.');
    expect(await text(path)).toMatch(/http-equiv="refresh"/);
    await work(path);
    const checked = await text(path);
    expect(checked).toMatch(/2\s*lignes sans erreur, 1\s*ligne à corriger/);
    expect(checked).toContain('Prix attendu');
    expect(checked).toContain('Coût (€)');
    expect(checked).toContain('La commune 55240 fait partie de 55002 depuis une fusion.');
    expect(await text(`${path}/erreurs.csv`)).toContain('Coût (€)');
    expect((await browser.send(`${path}/confirmer`, {}, path)).status).toBe(303);
    await work(path);
    expect(await text(path)).toContain('L’import est terminé.');
    expect(await text('/ressources/exports/offres-training.csv')).toContain('Atelier vélo');
    expect((await browser.send(`${path}/annuler`, {}, path)).status).toBe(303);
    await work(path);
    expect(await text(path)).toContain('L’import est annulé.');
    expect(await text('/ressources/exports/offres-training.csv')).not.toContain('Atelier vélo');
    expect(await text('/ressources/imports')).toContain('ateliers.csv');

    const again = (await upload('csv-training', 'ateliers.csv', file)).headers.get('location') ?? '';
    await work(again);
    expect(await text(again)).toMatch(/De retour des archives.*Atelier vélo.*Code de la route/s);
    await browser.send(`${again}/confirmer`, {}, again);
    await work(again);
    const dearer = (await upload('csv-training', 'ateliers.csv', file.replace(';10;', ';12;'))).headers.get('location');
    await work(dearer ?? '');
    expect(await text(dearer ?? '')).toMatch(/Offres à changer<\/h2>.*Atelier vélo : Coût \(€\)<\/li><\/ul>/s);
  });

  it('say what is wrong with what was sent', async () => {
    for (const [format, name, content, message] of [
      ['', 'a.csv', 'x', 'Choisissez ce que contient le fichier.'],
      ['csv-training', '', '', 'Choisissez un fichier.'],
      ['csv-training', 'vide.csv', '', 'Ce fichier est vide.'],
      ['csv-training', 'photo.pdf', '%PDF-1.7', 'Ce n’est pas le bon type de fichier'],
      ['data-inclusion', 'tableau.csv', 'a;b', 'Ce n’est pas le bon type de fichier'],
    ] as const) {
      const answer = await upload(format, name, content);
      expect([name, answer.status]).toEqual([name, 422]);
      expect((await answer.text()).replaceAll('\u00a0', ' ')).toContain(message);
    }
  });

  it('hand out templates and exports of every kind', async () => {
    const page = `${await text('/ressources/imports')}${await text('/ressources/exports')}`;
    const links = [...page.matchAll(/href="(\/ressources\/(?:imports\/modeles|exports)\/[^"]+)"/g)].map(
      ([, href]) => href as string,
    );
    expect(links.length).toBe(47);
    for (const href of links) {
      const answer = await browser.get(href);
      expect([href, answer.status]).toEqual([href, 200]);
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(2);
    }
    expect((await browser.get('/ressources/exports/constructor.csv')).status).toBe(404);
  });
});
