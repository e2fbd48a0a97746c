import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe, measure } from '../support/looks.ts';
import { deadAnchors, scrollWidth, tooSmallLetters, tooSmallTargets, unfoldAll } from '../support/page-checks.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
let browser: TestBrowser;
let referent: Page;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
  const context = await browser.visitor({ viewport: { width: 1280, height: 800 }, javaScriptEnabled: false });
  referent = await context.newPage();
  const { email, password } = site.accountOf('referent');
  await referent.goto(`${site.url}/connexion`);
  await referent.locator('#email').first().fill(email);
  await referent.locator('input[type=password]').fill(password);
  await press('Se connecter');
});
afterAll(async () => {
  await referent?.context().close();
  await browser?.close();
  await site?.stop();
});

const go = (where: string) => referent.goto(site.url + where);
const press = (name: string | RegExp) => referent.getByRole('button', { name }).first().click();
const follow = (name: string | RegExp) => referent.getByRole('link', { name }).first().click();
const heading = () => referent.locator('h1').innerText();

/** Axe, 320 px, letters, targets and anchors of the page that is shown; a picture where SCREENSHOTS names a folder. */
async function holds(name: string): Promise<void> {
  const looking = await browser.visitor({ viewport: { width: 1280, height: 800 } });
  try {
    await looking.addCookies(await referent.context().cookies());
    const copy = await looking.newPage();
    await copy.goto(`${site.url}/fr/`);
    // What the answer to a form shows has no address: it is looked at as it came.
    await copy.setContent(await referent.content(), { waitUntil: 'load' });
    const folder = process.env.SCREENSHOTS;
    for (const width of folder ? [1280, 360] : []) {
      await copy.setViewportSize({ width, height: 800 });
      await mkdir(folder ?? '', { recursive: true });
      await copy.screenshot({ path: path.join(folder ?? '', `people-${name}-${width}.png`), fullPage: true });
    }
    await measure(copy, unfoldAll);
    const { violations } = await axe(copy);
    expect(violations.map(({ id, nodes }) => `${name} ${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    await copy.setViewportSize({ width: 320, height: 800 });
    expect([name, await measure(copy, scrollWidth)]).toEqual([name, 320]);
    expect(await measure(copy, tooSmallLetters)).toEqual([]);
    expect(await measure(copy, tooSmallTargets)).toEqual([]);
    expect(await measure(copy, deadAnchors)).toEqual([]);
  } finally {
    await looking.close();
  }
}

async function upload(text: string): Promise<void> {
  await go('/pro/personnes/importer');
  await referent
    .locator('input[type=file]')
    .setInputFiles({ name: 'personnes.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await press('Vérifier le fichier');
}

describe('my people, without script', () => {
  it('come from a file, checked first', async () => {
    await go('/pro/personnes/importer');
    await holds('import');
    await upload('prenom;nom;telephone\nAmina;Benali;néant\nBruno;;12');
    await expect.poll(heading).toBe('Rapport avant import');
    await expect.poll(() => referent.title()).toMatch(/^Erreur\s: /);
    await holds('import-errors');
    await upload(
      'prenom;nom;telephone;date_de_naissance;commune;langue;reference\n' +
        'Amina;Benali;06 12 34 56 78;02/05/1999;Commercy;arabe;RSA-0042\n' +
        'Amina;Ben Ali;;02/05/1999;Commercy;;\nBruno;Petit;0612345679;;Bar-le-Duc;fr;',
    );
    await holds('import-ready');
    await press(/^Importer 3 personnes/);
    await expect.poll(heading).toBe('Import terminé');
    await holds('imported');
  });

  it('are where the day begins, and found by search', async () => {
    await go('/pro');
    await expect.poll(heading).toMatch(/^Ma journée/);
    await holds('day');
    await referent.locator('#q').fill('BENALI');
    await press('Chercher');
    expect(await referent.getByRole('heading', { level: 2 }).first().innerText()).toMatch(/^\d+.personne/);
    await holds('list');
    await go('/pro/personnes/doublons');
    expect(await referent.locator('main').innerText()).toContain('Noms proches, même date de naissance');
    await holds('duplicates');
  });

  it('each have a file, corrected side by side when two write', async () => {
    await go('/pro/personnes?q=RSA-0042');
    await follow('Amina Benali');
    await holds('file');
    const file = referent.url();
    const [{ id } = { id: '' }] = await site.owner<
      { id: string }[]
    >`select id from beneficiaries where reference = 'RSA-0042'`;
    await follow('Modifier');
    await holds('edit');
    await referent.locator('#birthDate').fill('hier');
    await press('Enregistrer');
    await holds('edit-errors');
    await referent.locator('#birthDate').fill('2/5/1999');
    await referent.locator('#phone').fill('07 00 00 00 00');
    // A colleague saves first.
    await site.owner`update beneficiaries set version = version + 1 where id = ${id}`;
    await site.owner`update beneficiary_identities set phone = '06 99 99 99 99' where beneficiary_id = ${id}`;
    await press('Enregistrer');
    await expect.poll(heading).toBe('Ce dossier a changé entre-temps');
    expect(await referent.locator('main table').innerText()).toMatch(/07 00 00 00 00[\s\S]*06 99 99 99 99/);
    await holds('edit-conflict');
    await press('Enregistrer');
    expect(referent.url()).toBe(`${file}?fait=modifie`);
    expect(await referent.locator('main').innerText()).toContain('07 00 00 00 00');
  });

  it('agree, are known elsewhere, are shared and handed over', async () => {
    const file = () => go(`/pro/personnes?q=RSA-0042`).then(() => follow('Amina Benali'));
    await file();
    await referent.getByText('Noter un accord').click();
    await press('Noter cet accord');
    await holds('file-errors');
    await referent.getByLabel('Partager le dossier avec une autre structure').check();
    await press('Noter cet accord');
    await referent.getByText('Noter un dispositif').click();
    await referent.locator('#scheme-reference, #reference').first().fill('CER-12');
    await press('Noter ce dispositif');
    expect(await referent.locator('#dispositifs').innerText()).toContain('CER-12');
    await holds('file-full');
    await follow('Confier à quelqu’un d’autre');
    await holds('transfer');
    await press('Confier');
    await holds('transfer-errors');
    await referent.locator('#toMemberId').selectOption({ index: 1 });
    await press('Confier');
    await expect.poll(heading).toBe('C’est fait');
    await holds('transferred');
  });

  it('may read everything that is kept of them, and have it erased', async () => {
    await go('/pro/personnes?qui=organisation&q=petit');
    await follow('Bruno Petit');
    const file = referent.url();
    await follow('Tout lire');
    await holds('data');
    await referent.goto(`${file}/effacer`);
    await press('Effacer définitivement');
    await holds('erase-errors');
    await referent.locator('#confirmation').fill('bruno petit');
    await press('Effacer définitivement');
    await expect.poll(heading).toBe('Le dossier est effacé');
    await holds('erased');
    expect((await referent.goto(file))?.status()).toBe(404);
  });
});
