import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool, financialAid } from '../factories/offers.ts';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe, measure } from '../support/looks.ts';
import { deadAnchors, scrollWidth, tooSmallLetters, tooSmallTargets, unfoldAll } from '../support/page-checks.ts';
import { createMember, signIn } from '../support/sign-in.ts';
import { openSite, type Site } from '../support/site.ts';
import { until } from '../support/until.ts';

/** Referrals from both sides, in a browser without script. Set SCREENSHOTS to a folder to see them. */

let site: Site;
let browser: TestBrowser;
let claire: string;
let garage: string;
let person: { beneficiaryId: string; diagnosticId: string };
let offers: { carpool: string; aid: string; impossible: string };

/** The demonstration's mailbox shows letters to such addresses only. */
const PROVIDER = 'camille@exemple.invalid';

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
  const place = { url: site.databaseUrl, clock: { now: () => Temporal.Now.instant() } };
  await site.owner`insert into organisations (territory_id, id, name, kind, siret)
    values ('meuse', 'org_garage', 'Garage du Loison', 'provider', '12345678900037')`;
  const prescriber = await createMember(place, {
    organisationId: 'org_demo',
    role: 'prescriber',
    displayName: 'Claire Thomas',
  });
  const provider = await createMember(place, {
    organisationId: 'org_garage',
    role: 'provider',
    displayName: 'Yves Garcia',
  });
  claire = (await signIn(site, prescriber)).cookies();
  garage = (await signIn(site, provider)).cookies();
  const { beneficiary: _, ...diagnostic } = DIAGNOSTIC_EXAMPLE;
  const recorded = await post('/api/diagnostics', {
    ...diagnostic,
    beneficiary: { reference: 'B-LINA', birthDate: '1999-05-02' },
  });
  person = { beneficiaryId: recorded.beneficiary.id, diagnosticId: recorded.id };
  await site.owner`update beneficiary_identities
    set first_name = 'Lina', last_name = 'Morel', phone = '06 12 34 56 78', discreet = true
    where beneficiary_id = ${person.beneficiaryId}`;
  offers = {
    carpool: (await post('/api/offers', carpool({ provider: { name: 'Camille Exemple', email: PROVIDER } }))).id,
    aid: (await post('/api/offers', financialAid())).id,
    impossible: (await post('/api/offers', financialAid({ accessConditions: { minAge: 60 } }))).id,
  };
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

async function post(where: string, body: unknown) {
  const answer = await fetch(site.url + where, {
    method: 'POST',
    headers: { authorization: `Bearer ${site.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.json() as Promise<{ id: string; beneficiary: { id: string } }>;
}

const formOf = (offerId: string) =>
  `/pro/personnes/${person.beneficiaryId}/orienter/${offerId}?diagnostic=${person.diagnosticId}`;

async function visit(cookies: string | null, options: object, walk: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.visitor({ javaScriptEnabled: false, ...options });
  if (cookies !== null) {
    await context.addCookies(
      cookies.split('; ').map((pair) => {
        const at = pair.indexOf('=');
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url: site.url };
      }),
    );
  }
  try {
    await walk(await context.newPage());
  } finally {
    await context.close();
  }
}

/** The link of the last mail to the provider, once the worker has sent so many of them. */
async function mailedLink(mails: number): Promise<string> {
  await until(async () => {
    const [row] = await site.owner`select count(*)::int as sent from messages m
      join referrals r on r.id = m.about_id where r.offer_id = ${offers.carpool} and m.status = 'sent'`;
    return row?.sent >= mails;
  }, 60_000);
  const letters = await (await fetch(`${site.url}/demonstration/courriels`)).text();
  const [, mine = ''] = letters.split(PROVIDER);
  return /http:\/\/127\.0\.0\.1:\d+(\/r\/[\w-]+\/[\w-]+)/.exec(mine)?.[1] ?? '';
}

async function send(page: Page, offerId: string): Promise<string> {
  await page.goto(site.url + formOf(offerId));
  await page.getByLabel('La personne est d’accord').check();
  const insist = page.getByLabel('Orienter quand même : pourquoi ?');
  if ((await insist.count()) > 0) await insist.fill('Vu ensemble au téléphone.');
  await page.getByRole('button', { name: 'Envoyer l’orientation' }).click();
  await page.getByText('L’orientation est partie.').waitFor();
  return new URL(page.url()).pathname;
}

let sent = '';
let link = '';

it('is sent, refused by a link, followed by the next best, accepted and started: all without script', async () => {
  await visit(claire, {}, async (page) => {
    sent = await send(page, offers.carpool);
  });
  link = await mailedLink(1);
  await visit(null, { viewport: { width: 360, height: 740 } }, async (page) => {
    await page.goto(site.url + link);
    expect(await page.getByText('Lina').count()).toBe(1);
    await page.getByText('Non, je ne peux pas').click();
    await page.getByLabel('Les horaires ne conviennent pas').check();
    await page.getByLabel('Quelques mots d’explication').fill('Je pars à 6 h.');
    await page.getByRole('button', { name: 'Je refuse' }).click();
    await page.getByText('Vous avez refusé').waitFor();
    expect(await page.getByText('Lina').count()).toBe(0);
  });
  await visit(claire, {}, async (page) => {
    await page.goto(site.url + sent);
    await page.getByRole('heading', { name: 'Proposer autre chose' }).waitFor();
    await page.getByRole('link', { name: 'Orienter vers cette offre' }).first().click();
    await page.getByRole('heading', { level: 1, name: /^Orienter Lina Morel/ }).waitFor();
  });
  await visit(claire, {}, async (page) => {
    await send(page, offers.aid);
    await page.getByText('Noter une réponse reçue par téléphone').click();
    await page.getByLabel('Elle accepte').check();
    await page.getByRole('button', { name: 'Noter la réponse' }).click();
    await page.getByRole('button', { name: 'C’est commencé' }).click();
    await page.getByText('vous sera demandé à partir du').waitFor();
  });
});

const PAGES: Record<string, { as: 'claire' | 'garage' | null; open(page: Page): Promise<unknown> }> = {
  'send-form': { as: 'claire', open: (page) => page.goto(site.url + formOf(offers.carpool)) },
  'send-impossible': { as: 'claire', open: (page) => page.goto(site.url + formOf(offers.impossible)) },
  'send-errors': {
    as: 'claire',
    async open(page) {
      await page.goto(site.url + formOf(offers.impossible));
      await page.getByLabel('La personne est d’accord').check();
      await page.getByRole('button', { name: 'Envoyer l’orientation' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  list: { as: 'claire', open: (page) => page.goto(`${site.url}/pro/orientations`) },
  refused: { as: 'claire', open: (page) => page.goto(site.url + sent) },
  waiting: {
    as: 'claire',
    async open(page) {
      const waiting = await waitingOne(offers.carpool);
      await page.goto(`${site.url}/pro/orientations/${waiting}`);
    },
  },
  sheet: {
    as: 'claire',
    open: async (page) => page.goto(`${site.url}/pro/orientations/${await waitingOne(offers.carpool)}/feuille`),
  },
  'put-list': { as: 'garage', open: (page) => page.goto(`${site.url}/structure/orientations`) },
  'link-refused': { as: null, open: (page) => page.goto(site.url + link) },
  'link-open': {
    as: null,
    async open(page) {
      await waitingOne(offers.carpool);
      // To the provider, of the answer to whoever referred, to the provider again.
      open ||= await mailedLink(3);
      await page.goto(site.url + open);
    },
  },
  'link-errors': {
    as: null,
    async open(page) {
      await page.goto(site.url + open);
      await page.getByText('Non, je ne peux pas').click();
      await page.getByRole('button', { name: 'Je refuse' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  'link-gone': { as: null, open: (page) => page.goto(`${site.url}/r/meuse/nothing`) },
};
let open = '';

/** One that waits for its answer, sent once. */
async function waitingOne(offerId: string): Promise<string> {
  const find = async () =>
    (await site.owner`select id from referrals where offer_id = ${offerId} and status = 'sent'`)[0]?.id;
  if (!(await find())) await visit(claire, {}, async (page) => void (await send(page, offerId)));
  return find();
}

describe.each(Object.keys(PAGES))('%s', (name) => {
  it.each([1280, 360, 320])('holds at %i px: nothing sideways, nothing small, nothing axe finds', async (width) => {
    const { as, open: go } = PAGES[name] as (typeof PAGES)[string];
    const cookies = as === 'claire' ? claire : as === 'garage' ? garage : null;
    // The checks themselves are scripts; the pages have none.
    await visit(cookies, { viewport: { width, height: 900 }, javaScriptEnabled: true }, async (page) => {
      await go(page);
      const folder = process.env.SCREENSHOTS;
      if (folder && width !== 320) {
        await mkdir(folder, { recursive: true });
        await page.screenshot({ path: path.join(folder, `${name}-${width}.png`), fullPage: true });
      }
      await measure(page, unfoldAll);
      expect(await measure(page, scrollWidth)).toBeLessThanOrEqual(width);
      expect(await measure(page, tooSmallLetters)).toEqual([]);
      expect(await measure(page, tooSmallTargets)).toEqual([]);
      expect(await measure(page, deadAnchors)).toEqual([]);
      if (width === 360) return;
      const { violations } = await axe(page);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    });
  });
});
