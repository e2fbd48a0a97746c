import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { expectNoFault } from '../support/looks.ts';
import { openSite, type Site } from '../support/site.ts';
import { until } from '../support/until.ts';

let site: Site;
let browser: TestBrowser;

/** Five people who must be in Stenay at three in the morning, and whom nobody takes there in half an hour. */
beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
  const cycle = { anchorDate: '2027-01-04', lengthDays: 7, shifts: [{ day: 0, start: '03:00', end: '11:00' }] };
  const ids: string[] = [];
  for (const reference of ['one', 'two', 'three', 'four', 'five']) {
    const answer = await fetch(`${site.url}/api/diagnostics`, {
      method: 'POST',
      headers: { authorization: `Bearer ${site.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        beneficiary: { reference: `unmet-${reference}` },
        home: { commune: '55302', lon: 5.2107, lat: 48.7401 },
        job: { commune: '55502', lon: 5.1867, lat: 49.4906, startsOn: '2027-01-04', cycle, maxTravelMinutes: 30 },
      }),
    });
    const body = (await answer.json()) as { id: string };
    if (answer.status !== 201) throw new Error(JSON.stringify(body));
    ids.push(body.id);
  }
  const ready = () => site.owner`select from matches where status = 'ready' and diagnostic_id in ${site.owner(ids)}`;
  await until(async () => (await ready()).length === ids.length, 120_000);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

describe.each([
  { name: 'with script', javaScriptEnabled: true, width: 360 },
  { name: 'without script', javaScriptEnabled: false, width: 1280 },
])('needs that nobody serves, $name', ({ javaScriptEnabled, width }) => {
  it('are drawn and told in a table', async () => {
    const context = await browser.visitor({ viewport: { width, height: 740 }, javaScriptEnabled });
    const page = await context.newPage();
    const { email, password } = site.accountOf('resourceCentre');
    await page.goto(`${site.url}/connexion`);
    await page.locator('input[name="email"]').first().fill(email);
    await page.locator('input[name="password"]').fill(password);
    await page.locator('button[value="mot-de-passe"]').click();
    await page.waitForURL((url) => url.pathname !== '/connexion');
    await page.goto(`${site.url}/ressources/besoins`);
    await page.getByRole('rowheader').first().waitFor();
    expect(await page.locator('table').textContent()).toContain('au moins 5');
    await expectNoFault(page, `unmet-${width}`, width, javaScriptEnabled);
    await context.close();
  });
});
