import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeNow } from '../support/authenticator.ts';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe, measure } from '../support/looks.ts';
import { deadAnchors, scrollWidth, tooSmallLetters, tooSmallTargets } from '../support/page-checks.ts';
import { openSite, type Site } from '../support/site.ts';
import { until } from '../support/until.ts';

let site: Site;
let browser: TestBrowser;
beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

async function signIn(page: Page, { email, password } = site.accountOf('admin')): Promise<void> {
  await page.goto(`${site.url}/connexion`);
  await page.getByLabel('Adresse électronique').fill(email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.locator('form[action="/deconnexion"]').waitFor({ state: 'attached' });
}

/** The link of the last mail to that address, as its reader finds it. */
async function mailedLink(email: string): Promise<string> {
  let link = '';
  await until(async () => {
    const page = await fetch(`${site.url}/demonstration/courriels`);
    const letters = (await page.text()).replaceAll('&amp;', '&');
    const [, after = ''] = letters.split(email);
    link = /http:\/\/127\.0\.0\.1:\d+\/connexion\/lien\?jeton=[\w-]+/.exec(after)?.[0] ?? '';
    return link !== '';
  }, 30_000);
  return link;
}

/** Every kind of page of accounts, and how one gets to it. */
const PAGES: Record<string, (page: Page) => Promise<unknown>> = {
  'sign-in': (page) => page.goto(`${site.url}/connexion`),
  'sign-in-errors': async (page) => {
    await page.goto(`${site.url}/connexion?vers=%2Fcompte`);
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await page.getByRole('alert').waitFor();
  },
  'link-asked': async (page) => {
    await page.goto(`${site.url}/connexion`);
    await page.getByLabel('Adresse électronique').fill('personne@exemple.invalid');
    await page.getByRole('button', { name: 'Recevoir un lien' }).click();
    await page.getByRole('heading', { name: 'Regardez vos courriels' }).waitFor();
  },
  'link-spent': (page) => page.goto(`${site.url}/connexion/lien?jeton=inconnu`),
  code: (page) => page.goto(`${site.url}/connexion/double`),
  account: (page) => signIn(page).then(() => page.goto(`${site.url}/compte`)),
  'set-up': async (page) => {
    const { email, password } = site.accountOf('department');
    await signIn(page, { email, password });
    await page.goto(`${site.url}/compte`);
    await page.locator('#password').fill(password);
    await page.getByRole('button', { name: 'Mettre en place' }).click();
    await page.getByRole('heading', { level: 1, name: 'Mettre en place' }).waitFor();
  },
  team: (page) => signIn(page).then(() => page.goto(`${site.url}/compte/equipe`)),
  'team-errors': async (page) => {
    await signIn(page);
    await page.goto(`${site.url}/compte/equipe`);
    await page.getByRole('button', { name: 'Envoyer l’invitation' }).click();
    await page.getByRole('alert').waitFor();
  },
};

describe.each(Object.keys(PAGES))('%s', (name) => {
  it.each([1280, 320])('holds at %i px: nothing sideways, nothing small, nothing axe finds', async (width) => {
    const context = await browser.visitor({ viewport: { width, height: 900 }, javaScriptEnabled: true });
    const page = await context.newPage();
    try {
      await PAGES[name]?.(page);
      if (process.env.SCREENSHOTS) {
        await mkdir(process.env.SCREENSHOTS, { recursive: true });
        await page.screenshot({ path: path.join(process.env.SCREENSHOTS, `${name}-${width}.png`), fullPage: true });
      }
      expect(await measure(page, scrollWidth)).toBeLessThanOrEqual(width);
      expect(await measure(page, tooSmallLetters)).toEqual([]);
      expect(await measure(page, tooSmallTargets)).toEqual([]);
      expect(await measure(page, deadAnchors)).toEqual([]);
      const { violations } = await axe(page);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
    } finally {
      await context.close();
    }
  });
});

describe.each([true, false])('with script %s', (javaScriptEnabled) => {
  it('a link from the mailbox signs in by its button, and the way out leads out', async () => {
    const context = await browser.visitor({ javaScriptEnabled });
    const page = await context.newPage();
    const { email } = javaScriptEnabled ? site.accountOf('prescriber') : site.accountOf('provider');
    await page.goto(`${site.url}/connexion`);
    await page.getByLabel('Adresse électronique').fill(email);
    await page.getByRole('button', { name: 'Recevoir un lien' }).click();
    await page.goto(await mailedLink(email));
    await page.getByRole('button', { name: 'Me connecter' }).click();
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.getByText('Vous êtes déconnecté.').waitFor();
    await context.close();
  });

  it('a form whose session has ended is there again after the sign-in, and is sent', async () => {
    const context = await browser.visitor({ javaScriptEnabled });
    const page = await context.newPage();
    await signIn(page);
    await page.goto(`${site.url}/compte/equipe`);
    const name = `Atelier vélo « ${javaScriptEnabled} » (exemple)`;
    await page.getByLabel('Nom de la structure').fill(name);
    await page.getByLabel('Sorte').selectOption('provider');
    await site.owner`update auth.session set expires_at = now() - interval '1 second'`;
    await page.getByRole('button', { name: 'Ajouter' }).click();
    await page.getByText('Vos réponses ont été gardées').first().waitFor();
    const { email, password } = site.accountOf('admin');
    await page.getByLabel('Adresse électronique').fill(email);
    await page.getByLabel('Mot de passe', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await page.getByRole('button', { name: 'Envoyer mes réponses' }).click();
    await page.getByText('La structure est ajoutée.').waitFor();
    const rows = await site.owner`select name from organisations where name like 'Atelier vélo%'`;
    expect(rows.map((row) => row.name)).toContain(name);
    await context.close();
  });
});

it('a keyboard is enough to sign in with a second factor', async () => {
  const context = await browser.visitor();
  const page = await context.newPage();
  const { email, password } = site.accountOf('resourceCentre');
  await signIn(page, { email, password });
  await page.goto(`${site.url}/compte`);
  await page.locator('#password').fill(password);
  await page.getByRole('button', { name: 'Mettre en place' }).click();
  const secret = (await page.locator('code.secret').first().textContent())?.replaceAll(' ', '') ?? '';
  await page.getByLabel('Code à 6 chiffres').fill(codeNow(secret));
  await page.keyboard.press('Enter');
  await page.getByText('La double vérification est en place.').waitFor();
  await page.getByRole('button', { name: 'Se déconnecter' }).click();

  await page.getByLabel('Adresse électronique').focus();
  await page.keyboard.type(email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Double vérification' }).waitFor();
  await page.getByLabel('Code').focus();
  await page.keyboard.type(codeNow(secret));
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Se déconnecter' }).waitFor();
  await context.close();
});
