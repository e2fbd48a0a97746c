import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe, measure } from '../support/looks.ts';
import { scrollWidth } from '../support/page-checks.ts';
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

/** How somebody works a page: with a pointer, or with the keyboard alone. */
type Hand = {
  press(what: Locator): Promise<void>;
  write(where: Locator, text: string): Promise<void>;
  tick(what: Locator): Promise<void>;
  choose(where: Locator, label: string): Promise<void>;
};

const POINTER: Hand = {
  press: (what) => what.click(),
  write: (where, text) => where.fill(text),
  tick: (what) => what.check(),
  choose: async (where, label) => void (await where.selectOption({ label })),
};

/** Reaches everything by Tab, as far as it can be reached so. */
function keyboardOf(page: Page): Hand {
  const isHere = (what: Locator) =>
    what.evaluate((element) => element === element.ownerDocument.activeElement, undefined, { timeout: 5_000 });
  async function reach(what: Locator, key = 'Tab', atMost = 400): Promise<void> {
    for (let step = 0; step < atMost; step++) {
      if (await isHere(what)) return;
      await page.keyboard.press(key);
    }
    throw new Error(`${what} is not reached with ${key}`);
  }
  return {
    async press(what) {
      await reach(what);
      await page.keyboard.press('Enter');
    },
    async write(where, text) {
      await reach(where);
      // A date is typed part by part, in the order of the browser's own language.
      if ((await where.getAttribute('type')) === 'date') await where.fill(text);
      else {
        await page.keyboard.press('ControlOrMeta+A');
        await page.keyboard.type(text);
      }
    },
    async tick(what) {
      if ((await what.getAttribute('type')) === 'radio') {
        // Tab leads to a group, arrows to one of its choices.
        const first = page.locator(`input[type=radio][name="${await what.getAttribute('name')}"]`).first();
        await reach(first);
        await reach(what, 'ArrowDown', 20);
      } else await reach(what);
      await page.keyboard.press('Space');
      expect(await what.isChecked()).toBe(true);
    },
    async choose(where, label) {
      await reach(where);
      await page.keyboard.type(label);
      expect(await where.locator('option:checked').innerText()).toBe(label);
    },
  };
}

/** Each way is somebody else's: the platform notices the same person twice. */
type Way = { name: string; who: string; phone: string; script: boolean; width: number; keyboard?: boolean };
const WAYS: readonly Way[] = [
  { name: 'with script, on a desk', who: 'Samira', phone: '06 00 00 00 01', script: true, width: 1280 },
  { name: 'without script, on a telephone', who: 'Nadia', phone: '06 00 00 00 02', script: false, width: 360 },
  { name: 'with the keyboard alone', who: 'Lucie', phone: '06 00 00 00 03', script: true, width: 1280, keyboard: true },
];

describe('from a need to an accepted referral', () => {
  it.each(WAYS)(
    '$name',
    async ({ who, phone, script, width, keyboard = false }) => {
      const viewport = { width, height: 900 };
      const professional = await browser.visitor({ javaScriptEnabled: script, viewport });
      const provider = await browser.visitor({ javaScriptEnabled: script, viewport });
      const page = await professional.newPage();
      const theirs = await provider.newPage();
      const hand = keyboard ? keyboardOf(page) : POINTER;
      const theirHand = keyboard ? keyboardOf(theirs) : POINTER;
      const faults: string[] = [];
      for (const one of [page, theirs]) one.on('pageerror', (error) => faults.push(error.message));

      const looksWell = async (one: Page) => {
        expect(await measure(one, scrollWidth), one.url()).toBeLessThanOrEqual(width);
        // axe works inside the page: it needs script.
        if (!script) return;
        const { violations } = await axe(one);
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
          one.url(),
        ).toEqual([]);
      };

      await page.goto(`${site.url}/connexion`);
      await looksWell(page);
      const { email, password } = site.accountOf('prescriber');
      await hand.write(page.getByLabel('Adresse électronique professionnelle'), email);
      await hand.write(page.getByLabel('Mot de passe', { exact: true }), password);
      await hand.press(page.getByRole('button', { name: 'Se connecter', exact: true }));
      await page.waitForURL('**/pro');
      await looksWell(page);

      // Counts the pages between the need and the referral that is sent; one that only waits is the one it becomes.
      const pages = new Set<string>();
      const turned = () => pages.add(new URL(page.url()).pathname);
      await hand.press(page.getByRole('main').getByRole('link', { name: 'Nouvelle personne' }));
      await page.waitForURL('**/pro/personnes/nouvelle');
      turned();
      await looksWell(page);
      await hand.write(page.getByLabel('Prénom'), `${who} 🚲`);
      await hand.write(page.getByLabel('Nom', { exact: true }), 'بن علي');
      await hand.write(page.getByLabel('Téléphone'), phone);
      await hand.write(page.getByLabel('Dans quelle commune'), 'Commercy');
      await hand.write(page.getByLabel('Où faut-il aller'), 'Bar-le-Duc');
      await hand.write(page.getByLabel('Premier jour de travail'), '2026-12-07');
      await hand.tick(page.getByRole('radio', { name: '3x8' }));
      await hand.press(page.getByRole('button', { name: 'Enregistrer et chercher les solutions' }));
      await page.waitForURL('**/diagnostic/**');
      const refer = page.getByRole('link', { name: /^Orienter/ }).first();
      await until(async () => {
        if ((await refer.count()) > 0) return true;
        if (!script) await page.reload();
        return false;
      });
      turned();
      await looksWell(page);
      const resultPath = new URL(page.url()).pathname;
      await hand.press(refer);
      await page.waitForURL('**/orienter/**');
      turned();
      await looksWell(page);
      expect(await page.getByRole('main').innerText()).toContain('Ce qui sera transmis');
      await send(page, hand);
      turned();
      await looksWell(page);
      expect(pages.size).toBeLessThanOrEqual(5);
      const first = page.url();

      const readMail = async (known: readonly string[]) => {
        let found: string | null = null;
        await until(async () => {
          await theirs.goto(`${site.url}/demonstration/courriels`);
          const links = await theirs
            .locator('a[href^="/r/"]')
            .evaluateAll((all) => all.map((a) => a.getAttribute('href')));
          found = links.find((href) => href !== null && !known.includes(href)) ?? null;
          return found !== null;
        });
        return found ?? '';
      };

      const one = await readMail(answered);
      await theirs.goto(site.url + one);
      await looksWell(theirs);
      await theirHand.press(theirs.locator('summary', { hasText: 'Non, je ne peux pas' }));
      await theirHand.tick(theirs.getByRole('radio', { name: 'C’est complet' }));
      await theirHand.write(theirs.getByLabel('Quelques mots d’explication'), 'Plus de scooter avant janvier.');
      await theirHand.press(theirs.getByRole('button', { name: 'Je refuse' }));
      await theirs.getByText('Vous avez refusé').waitFor();
      await looksWell(theirs);

      await page.goto(first);
      expect(await page.getByRole('main').innerText()).toContain('Plus de scooter avant janvier.');
      await looksWell(page);
      await hand.press(
        page
          .getByRole('main')
          .getByRole('link', { name: /^Orienter/ })
          .first(),
      );
      await page.waitForURL('**/orienter/**');
      await send(page, hand);
      const second = page.url();
      expect(second).not.toBe(first);

      const two = await readMail([...answered, one]);
      await theirs.goto(site.url + two);
      await theirHand.press(theirs.getByRole('button', { name: 'J’accepte' }));
      await theirs.getByText('Vous avez accepté').waitFor();
      answered.push(one, two);
      await page.goto(second);
      expect(await page.getByRole('main').innerText()).toContain('Acceptée');
      await looksWell(page);

      // The plan: proposed, then on paper.
      const file = resultPath.split('/').slice(0, 4).join('/');
      await page.goto(`${site.url}${file}/plan`);
      await looksWell(page);
      const propose = page.getByRole('button', { name: /^Proposer/ });
      // It comes back to the same address: the next page is there when it has loaded.
      if ((await propose.count()) > 0) await Promise.all([page.waitForEvent('load'), hand.press(propose.first())]);
      await looksWell(page);
      await hand.press(page.getByRole('link', { name: /Imprimer/ }).first());
      await page.waitForURL('**/plan/imprimer**');
      await looksWell(page);
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('main').innerText()).toContain(who);
      expect((await page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(10_000);
      expect(faults).toEqual([]);
      await Promise.all([professional.close(), provider.close()]);
    },
    300_000,
  );
});

/** Links of mails that earlier ways have answered. */
const answered: string[] = [];

async function send(page: Page, hand: Hand): Promise<void> {
  await hand.tick(page.getByLabel('La personne est d’accord'));
  await hand.choose(page.getByLabel('Comment l’a-t-elle dit'), 'De vive voix');
  await hand.press(page.getByRole('button', { name: 'Envoyer l’orientation' }));
  await page.waitForURL('**/pro/orientations/**');
}
