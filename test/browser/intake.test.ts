import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/accounts/roles.ts';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe, measure } from '../support/looks.ts';
import { deadAnchors, scrollWidth, tooSmallLetters, tooSmallTargets, unfoldAll } from '../support/page-checks.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
let browser: TestBrowser;
let adviser: Page;
let prescriber: Page;
let person: Page;
const contexts: BrowserContext[] = [];

async function visit(options: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
  const context = await browser.visitor({ viewport: { width: 360, height: 800 }, ...options });
  contexts.push(context);
  return context.newPage();
}

/** Without script: what these pages are made for. */
async function signedIn(role: Role): Promise<Page> {
  const page = await visit({ javaScriptEnabled: false });
  const { email, password } = site.accountOf(role);
  await page.goto(`${site.url}/connexion`);
  await page.locator('#email').first().fill(email);
  await page.locator('input[type=password]').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).first().click();
  return page;
}

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
  adviser = await signedIn('mobilityAdvisor');
  prescriber = await signedIn('prescriber');
  person = await visit({ javaScriptEnabled: false });
});
afterAll(async () => {
  for (const context of contexts) await context.close();
  await browser?.close();
  await site?.stop();
});

/** Axe, 320 px, letters, targets and anchors of the page that is shown; a picture where SCREENSHOTS names a folder. */
async function holds(page: Page, name: string): Promise<void> {
  const looking = await browser.visitor({ viewport: { width: 1280, height: 800 } });
  try {
    const cookies = await page.context().cookies();
    if (cookies.length > 0) await looking.addCookies(cookies);
    const copy = await looking.newPage();
    await copy.goto(page.url());
    // What the answer to a form shows has no address: it is looked at as it came.
    await copy.setContent(await page.content(), { waitUntil: 'load' });
    for (const width of [1280, 360]) {
      await copy.setViewportSize({ width, height: 800 });
      const folder = process.env.SCREENSHOTS;
      if (folder) {
        await mkdir(folder, { recursive: true });
        await copy.screenshot({ path: path.join(folder, `intake-${name}-${width}.png`), fullPage: true });
      }
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

const go = (page: Page, where: string) => page.goto(site.url + where);
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

describe('intake, without script', () => {
  it('a person asks for help', async () => {
    await go(person, '/fr/demande');
    await holds(person, 'ask');
    await press(person, 'Envoyer ma demande');
    await holds(person, 'ask-errors');
    await person.getByLabel('Aller au travail').check();
    await person.locator('#when').fill('de 5 h à 13 h');
    await person.locator('#firstName').fill('Yasmina');
    await person.locator('#phone').fill('06 11 22 33 44');
    await person.locator('#commune').fill('Verdun');
    await person.locator('#callWhen').fill('après 17 h');
    await person.locator('#discreet').check();
    await press(person, 'Envoyer ma demande');
    expect(new URL(person.url()).pathname).toBe('/fr/demande/envoyee');
    await holds(person, 'asked');
  });

  it('a prescriber sends a request', async () => {
    await go(prescriber, '/pro/demandes/nouvelle');
    await press(prescriber, 'Envoyer la demande');
    await holds(prescriber, 'send-errors');
    await prescriber.locator('#firstName').fill('Idriss');
    await prescriber.locator('#lastName').fill('Lambert');
    await prescriber.locator('#phone').fill('06 44 55 66 77');
    await prescriber.locator('#email').fill('idriss@exemple.invalid');
    await prescriber.locator('#commune').fill('Commercy');
    await prescriber.getByLabel('Aller au travail').check();
    await prescriber.locator('#when').fill('5 h – 13 h');
    await prescriber.locator('#need').fill('Embauche le 7 décembre à Bar-le-Duc, pas de bus à cette heure-là.');
    await prescriber.locator('#agreed').check();
    await press(prescriber, 'Envoyer la demande');
    await prescriber.getByText('La demande est envoyée').waitFor();
    await holds(prescriber, 'sent');
    await go(prescriber, '/pro/demandes/envoyees');
    await holds(prescriber, 'sent-list');
  });

  it('an adviser works through the inbox', async () => {
    await go(adviser, '/pro/demandes');
    await holds(adviser, 'inbox');
    await adviser.getByRole('link', { name: 'Yasmina' }).click();
    await adviser.getByText('Discrétion demandée').first().waitFor();
    await adviser.locator('#kind').selectOption('voicemail');
    await press(adviser, 'Noter');
    await holds(adviser, 'request');
    await go(adviser, '/pro/rappels');
    await holds(adviser, 'calls');
    await adviser.getByRole('link', { name: 'Reporter' }).first().click();
    await press(adviser, 'Reporter l’appel');
    await holds(adviser, 'call-errors');

    await go(adviser, '/pro/demandes');
    await adviser.getByRole('link', { name: 'Idriss Lambert' }).click();
    await adviser.getByRole('link', { name: 'Prendre un rendez-vous' }).click();
    await press(adviser, 'Prendre le rendez-vous');
    await holds(adviser, 'appointment-errors');
    await adviser.locator('#date').fill('2027-01-12');
    await adviser.locator('#time').fill('14:00');
    await adviser.locator('#place').fill('3 rue de la Gare, Bar-le-Duc');
    await press(adviser, 'Prendre le rendez-vous');
    await adviser.getByRole('link', { name: 'Voir ou modifier' }).click();
    await holds(adviser, 'appointment');
    await go(adviser, '/pro/rendez-vous');
    await holds(adviser, 'appointments');
    await press(adviser, 'Créer l’adresse');
    await holds(adviser, 'calendar');
  });

  it('takes up, and answers', async () => {
    await go(adviser, '/pro/demandes');
    await adviser.getByRole('link', { name: 'Idriss Lambert' }).click();
    const request = adviser.url();
    await press(adviser, 'Prendre en charge');
    expect(new URL(adviser.url()).pathname).toMatch(/^\/pro\/personnes\//);
    await adviser.goto(request);
    await holds(adviser, 'request-under-way');
    await adviser.getByLabel('Une solution est en place').check();
    await adviser.locator('#closeText').fill('Une voiture en location solidaire dès lundi.');
    await press(adviser, 'Clore et répondre');
    await holds(adviser, 'request-closed');
    await go(prescriber, '/pro/demandes/envoyees');
    await prescriber.getByRole('link', { name: 'Idriss Lambert' }).click();
    await prescriber.getByText('Une voiture en location solidaire dès lundi.').waitFor();
    await holds(prescriber, 'answered');
  });
});
