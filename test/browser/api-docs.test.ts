import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../support/api.ts';
import { openBrowser, type TestBrowser } from '../support/browser.ts';
import { axe } from '../support/looks.ts';

let api: TestApi;
let browser: TestBrowser;
let address: string;
let close: () => void;
beforeAll(async () => {
  api = await startApi();
  browser = await openBrowser();
  await new Promise<void>((resolve) => {
    const server = serve({ fetch: api.app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) => {
      address = `http://127.0.0.1:${port}`;
      resolve();
    });
    close = () => server.close();
  });
});
afterAll(async () => {
  await browser.close();
  close();
  await api.stop();
});

/** The page, with whatever it complained about. */
async function openDocs(options: Parameters<TestBrowser['visitor']>[0] = {}) {
  const visitor = await browser.visitor(options);
  const page = await visitor.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${address}/api/docs`);
  return { page, complaints };
}

const tryIt = (page: Page, call: string) => page.locator(`#${call} .try`);
const answerOf = (page: Page, call: string) => tryIt(page, call).locator('output');

describe('the documentation of the API', () => {
  it('tries calls with a key: a diagnostic is posted, and its problems are told', async () => {
    const { page, complaints } = await openDocs();
    await tryIt(page, 'recordDiagnostic').locator('summary').click();
    const send = tryIt(page, 'recordDiagnostic').getByRole('button', { name: 'Envoyer' });
    await send.click();
    await expect.poll(() => answerOf(page, 'recordDiagnostic').innerText()).toMatch(/^POST \/api\/diagnostics\n401 /);
    await page.getByLabel('Clé pour essayer').fill(api.keys.all);
    await send.click();
    await expect.poll(() => answerOf(page, 'recordDiagnostic').innerText()).toMatch(/\n201 .*"id": "dia_/s);

    const id = /"id": "(dia_\w+)"/.exec(await answerOf(page, 'recordDiagnostic').innerText())?.[1] ?? '';
    await tryIt(page, 'getMatches').locator('summary').click();
    await tryIt(page, 'getMatches').getByLabel('id (obligatoire)').fill(id);
    await tryIt(page, 'getMatches').getByRole('button', { name: 'Envoyer' }).click();
    await expect.poll(() => answerOf(page, 'getMatches').innerText()).toContain('"status": "pending"');
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  });

  it.each([
    [1280, 900],
    [360, 740],
  ])('reads at %i × %i: nothing sticks out, and axe finds nothing', async (width, height) => {
    const { page } = await openDocs({ viewport: { width, height } });
    const sticksOut = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(sticksOut).toBe(0);
    const { violations } = await axe(page);
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/api-docs-${width}.png` });
  });

  it('reads without script, and offers nothing that would not work', async () => {
    const { page } = await openDocs({ javaScriptEnabled: false });
    expect(await page.getByRole('heading', { level: 3 }).count()).toBeGreaterThan(40);
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.getByLabel('Clé pour essayer').isVisible()).toBe(false);
  });
});
