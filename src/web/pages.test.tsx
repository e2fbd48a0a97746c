import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commune, gazetteerOf } from '../../test/factories/gazetteer.ts';
import { LANGUAGES } from '../i18n/languages.ts';
import type { Deps } from '../services/context.ts';
import { DatabaseUnavailableError } from '../services/ports.ts';
import { LanguageLinks } from './layout/page.tsx';
import { pages } from './pages.tsx';

const territory = {
  id: 'meuse',
  name: 'Meuse',
  zones: ['55'],
  timeZone: 'Europe/Paris',
  rules: {
    emergencyPlan: {
      phone: '03 00 00 00 00',
      hours: 'De 4 h à 22 h',
      text: 'On vient vous chercher.',
      illustrative: false,
      translations: { ar: { hours: 'كل يوم', text: 'نأتي إليك.' } },
    },
  },
};
const gazetteer = gazetteerOf({ inside: [commune('55122', 'Commercy', ['55200'])] });

/** Pages on a database that answers as told. */
function pagesOn(transact: () => Promise<unknown>, more: Partial<Deps> = {}) {
  const lines: string[] = [];
  const deps = {
    database: { transact, listTerritories: async () => [territory] },
    territory: async () => ({ territory, gazetteer }),
    clock: { now: () => ({ epochMilliseconds: 0 }) },
    ...more,
  } as unknown as Deps;
  return { lines, app: pages(deps, { log: (line) => lines.push(line) }) };
}

const away = async () => {
  throw new DatabaseUnavailableError(new Error('ECONNREFUSED 127.0.0.1:5432'));
};

it('the home page leads whoever looks for themselves to the page where they ask', async () => {
  const { app } = pagesOn(async () => []);
  expect(await (await app.request('/fr/')).text()).toMatch(/<main[\s\S]*href="\/fr\/demande"/);
});

describe('when something is away', () => {
  it('says that the database does not answer, with a way to try again', async () => {
    const { app } = pagesOn(away);
    const answer = await app.request('/fr/catalogue');
    const text = await answer.text();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(text).toContain('La base de données ne répond pas');
    expect(text).toContain('href="/fr/catalogue"');
    expect(text).not.toMatch(/ECONNREFUSED|Error/);
  });

  it('says it even when not even the territory is known', async () => {
    const { app } = pagesOn(away, { territory: away as unknown as Deps['territory'] });
    const answer = await app.request('/fr/');
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('La base de données ne répond pas');
  });

  it('shows nobody a stack: a reference, found again in the log', async () => {
    const { app, lines } = pagesOn(async () => {
      throw new Error('a secret inside');
    });
    const answer = await app.request('/fr/catalogue/x');
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toContain('secret');
    const reference = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(text)?.[0];
    expect(lines.join('\n')).toContain(reference);
  });
});

describe('the door', () => {
  it('opens on the only language there is', async () => {
    const { app } = pagesOn(away);
    const answer = await app.request('/');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/fr/']);
  });

  it('offers each language in its own words and its own direction', () => {
    const html = String(<LanguageLinks label="Langues" languages={LANGUAGES} />);
    expect(html).toContain('<a href="/ar/" lang="ar" dir="rtl" hreflang="ar">العربية</a>');
    expect(html).toContain('<a href="/falc/" lang="fr" dir="ltr" hreflang="fr">Version simplifiée</a>');
  });

  it('gives the number to call when nobody comes', async () => {
    const { app } = pagesOn(away);
    const text = await (await app.request('/fr/')).text();
    expect(text).toContain('href="tel:0300000000"');
    expect(text).toContain('On vient vous chercher.');
  });

  it.each([
    ['ar', /<html lang="ar" dir="rtl"[\s\S]*href="tel:0300000000"[\s\S]*نأتي إليك/],
    ['uk', /<html lang="uk"[\s\S]*href="tel:0300000000"[\s\S]*<p lang="fr" dir="ltr">On vient vous chercher\./],
  ])('gives it in %s too, and the plan in that language or marked as French', async (code, plan) => {
    const { app } = pagesOn(away);
    expect((await app.request(`/${code}`)).headers.get('location')).toBe(`/${code}/`);
    const text = await (await app.request(`/${code}/`)).text();
    expect(text).toMatch(plan);
    expect(text).toContain(`href="/${code}/reserver"`);
    expect((await app.request('/xx/')).status).toBe(404);
  });
});

describe('what every page carries', () => {
  it('is a policy that lets nothing in but our own files', async () => {
    const { app } = pagesOn(away);
    const { headers } = await app.request('/fr/');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('is a stylesheet kept for ever under a name made of its content', async () => {
    const { app } = pagesOn(away);
    const path =
      /href="(\/assets\/house\.[0-9a-f]{12}\.css)"/.exec(await (await app.request('/fr/')).text())?.[1] ?? '';
    const answer = await app.request(path);
    expect(answer.headers.get('content-type')).toContain('text/css');
    expect(answer.headers.get('cache-control')).toContain('immutable');
    const text = await answer.text();
    const parts = new URL('./assets/house/', import.meta.url);
    const left = readdirSync(parts).filter((part) => !text.includes(readFileSync(new URL(part, parts), 'utf8')));
    expect(left).toEqual([]);
    expect((await app.request('/assets/house.000000000000.css')).status).toBe(404);
    expect((await app.request('/assets/..%2fpages.tsx')).status).toBe(404);
  });

  it('is refused beyond what a form can weigh', async () => {
    const { app } = pagesOn(away);
    const body = `home=${'x'.repeat(1_100_000)}`;
    const answer = await app.request('/pro/essai', {
      method: 'POST',
      body,
      headers: { 'content-length': String(body.length) },
    });
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain('<h1>');
  });
});
