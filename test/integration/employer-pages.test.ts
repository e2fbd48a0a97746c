import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, openFirm } from '../support/firm.ts';
import { answering, type Browser, createMember, openBrowser, signIn } from '../support/sign-in.ts';

const site = { label: 'Fonderie', place: 'Bar-le-Duc (55000)' };
const morning = { label: 'Équipe du matin', rotaStartsOn: '2026-12-07', rotaPreset: 'day' };

describe('pages of employers', () => {
  let firm: Firm;
  let boss: Browser;
  let adviser: Browser;
  let sitePath: string;
  const passerBy = () => openBrowser(answering(firm.app));
  const html = async (browser: Browser, path: string, status = 200) => {
    const response = await browser.get(path);
    expect([path, response.status]).toEqual([path, status]);
    return response.text();
  };
  const text = (page: string) => page.replace(/<[^>]+>/g, ' ').replace(/[\s\u00a0\u202f]+/g, ' ');
  const token = (page: string) => /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const where = (response: Response) => response.headers.get('location') ?? '';
  const signedIn = async (role: 'employer' | 'mobilityAdvisor' | 'prescriber', organisationId: string) => {
    const member = { organisationId, role } as const;
    return signIn(firm.app, await createMember({ url: firm.url, clock: firm.deps.clock }, member));
  };
  const openedLine = async () => {
    const page = await html(boss, `${sitePath}/lignes/nouvelle`);
    const fields = { token: token(page), label: 'Commercy – Fonderie', patternId: '', toOrganisationId: 'org_team' };
    const sent = await boss.send(`${sitePath}/lignes/nouvelle`, fields);
    expect(sent.status).toBe(303);
    const [, code] = /poster-code-small">([^<]+)</.exec(await html(boss, sitePath)) ?? [];
    return code as string;
  };

  beforeAll(async () => {
    firm = await openFirm();
    boss = await signedIn('employer', 'org_firm');
    adviser = await signedIn('mobilityAdvisor', 'org_team');
    const sent = await boss.send('/entreprise/sites/nouveau', { token: 'first', ...site });
    sitePath = where(sent).split('?')[0] as string;
  });
  afterAll(() => firm.stop());

  it('begin where an employer lands, with the way to everything', async () => {
    const page = await html(boss, '/entreprise');
    expect(text(page)).toContain('Fonderie');
    for (const href of ['/entreprise/sites/nouveau', sitePath, '/pro/demandes/nouvelle']) {
      expect(page).toContain(`href="${href}"`);
    }
  });

  it('declare a site once, however often the form is sent, and keep what was typed where it is wrong', async () => {
    const fields = { token: 'twice', label: 'Dépôt', place: 'Commercy' };
    const [first, second] = [
      await boss.send('/entreprise/sites/nouveau', fields),
      await boss.send('/entreprise/sites/nouveau', fields),
    ];
    expect([first.status, second.status, where(first)]).toEqual([303, 303, where(second)]);
    const wrong = await boss.send('/entreprise/sites/nouveau', { token: 'x', label: '', place: 'Atlantide' });
    expect(wrong.status).toBe(422);
    const page = await wrong.text();
    expect(page).toMatch(/<title>Erreur/);
    expect(page).toContain('value="Atlantide"');
    expect(page).toContain('href="#place"');
    const far = await boss.send('/entreprise/sites/nouveau', {
      token: 'y',
      label: 'Usine',
      place: 'Bar-le-Duc',
      placePoint: '43.3, 5.4',
    });
    expect([far.status, (await far.text()).includes('href="#placePoint"')]).toEqual([422, true]);
  });

  it('read the hours, fill the grid, and change them, told when a colleague was faster', async () => {
    const add = `${sitePath}/horaires/nouveaux`;
    const filled = await boss.send(add, { token: 'p', ...morning, action: 'fillRota:rota' });
    expect(filled.status).toBe(200);
    expect(await filled.text()).toMatch(/name="rota-0-0-start"[^>]*value="08:00"/);
    const nothing = await boss.send(add, { token: 'p', label: 'Matin' });
    expect([nothing.status, (await nothing.text()).includes('href="#rotaPreset"')]).toEqual([422, true]);
    expect((await boss.send(add, { token: 'p', ...morning })).status).toBe(303);
    const page = await html(boss, sitePath);
    expect(text(page)).toContain('Équipe du matin');
    const [, change = ''] = new RegExp(`href="(${sitePath}/horaires/pat_[^"]+)"`).exec(page) ?? [];
    const form = await html(boss, change);
    const version = /name="version" value="([^"]+)"/.exec(form)?.[1] ?? '';
    firm.moveClock({ minutes: 1 });
    expect((await boss.send(change, { version, ...morning, label: 'Jour' })).status).toBe(303);
    const late = await boss.send(change, { version, ...morning, label: 'Autre nom' });
    expect(late.status).toBe(409);
    const told = await late.text();
    expect(told).toContain('value="Autre nom"');
    expect(text(told)).toContain('Enregistré en ce moment Jour');
    const newer = /name="version" value="([^"]+)"/.exec(told)?.[1] ?? '';
    expect((await boss.send(change, { version: newer, ...morning, label: 'Autre nom' })).status).toBe(303);
  });

  it('say that figures come on Monday, then tell none under five', async () => {
    expect(text(await html(boss, sitePath))).toContain('ses chiffres seront donnés lundi');
    firm.moveClock({ hours: 24 * 8 });
    const page = await html(boss, sitePath);
    expect(page).toContain('<svg class="needs-picture"');
    expect(text(page)).toContain('moins de 5, ou trop peu pour être dit');
  });

  it('open a line, whose poster tells code and address, and who is called back', async () => {
    const code = await openedLine();
    const page = await html(boss, sitePath);
    expect(text(page)).toContain('Le nombre de réponses sera donné lundi 7 décembre 2026');
    const [, poster = ''] = /href="(\/entreprise\/lignes\/[^"]+\/affiche)"/.exec(page) ?? [];
    const sheet = text(await html(boss, poster));
    for (const said of [code, 'localhost/fr/ligne', 'Fonderie de la Saulx', 'Commercy – Fonderie']) {
      expect(sheet).toContain(said);
    }
  });

  it('let whoever reads the poster answer without an account, once', async () => {
    const code = await openedLine();
    const browser = passerBy();
    const found = await browser.post('/fr/ligne', { code: code.toLowerCase().replaceAll('-', ' ') });
    expect([found.status, where(found)]).toEqual([303, `/fr/ligne/${code}`]);
    const page = await browser.get(where(found));
    expect([page.headers.get('cache-control'), page.headers.get('x-robots-tag')]).toEqual(['no-store', 'noindex']);
    expect(text(await page.text())).toContain('Plateforme mobilité garde mon prénom');

    const empty = await browser.post(`/fr/ligne/${code}`, { token: 't' });
    expect(empty.status).toBe(422);
    const wrong = await empty.text();
    for (const field of ['role', 'commune', 'firstName', 'phone', 'consent'])
      expect(wrong).toContain(`href="#${field}"`);
    const answer = { token: 't', role: 'driver', commune: 'Commercy', firstName: 'Nadia', phone: '0612345678' };
    const refused = await browser.post(`/fr/ligne/${code}`, answer);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('value="Nadia"');
    const pressed = { ...answer, consent: 'oui' };
    const sent = await Promise.all([1, 2, 3].map(() => browser.post(`/fr/ligne/${code}`, pressed)));
    expect(sent.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(text(await html(browser, where(sent[0] as Response)))).toContain('Merci, c’est noté');

    const list = await html(adviser, '/pro/lignes');
    expect(list.match(/Nadia<\/strong>/g)).toHaveLength(1);
    expect(text(list)).toContain('vient de Commercy');
    const [, handle = ''] = /action="(\/pro\/lignes\/[^"]+\/rappelee)"/.exec(list) ?? [];
    expect((await adviser.send(handle, {}, '/pro/lignes')).status).toBe(303);
    expect(text(await html(adviser, '/pro/lignes'))).toContain('Personne n’attend de réponse.');
    expect(text(await html(boss, sitePath))).not.toContain('Nadia');
  });

  it('answer every wrong code alike, and not for ever', async () => {
    const browser = passerBy();
    const codes = ['BCDFGHJKM', 'BCD-FGH-JKM', 'nonsense', '%3Cscript%3E'];
    for (const code of codes) {
      const page = text(await html(browser, `/fr/ligne/${code}`, 404));
      expect(page).toContain('Ce code n’est pas connu.');
    }
    expect(await html(browser, '/fr/ligne/%3Cscript%3E', 404)).not.toContain('<script>');
    expect((await browser.post('/fr/ligne', { code: 'BCDFGHJKM' })).status).toBe(404);
    expect((await browser.post('/fr/ligne', { code: '' })).status).toBe(422);
    const statuses = new Set<number>();
    for (let i = 0; i < 25; i++) statuses.add((await browser.get('/fr/ligne/BCDFGHJKM')).status);
    expect(statuses).toEqual(new Set([404, 429]));
    firm.moveClock({ minutes: 2 });
    expect((await browser.get('/fr/ligne/BCDFGHJKM')).status).toBe(404);
  });

  it('are nobody’s but the employer’s', async () => {
    const rival = await signedIn('employer', 'org_rival');
    const prescriber = await signedIn('prescriber', 'org_one');
    const [, line = ''] = /\/entreprise\/lignes\/([^"/]+)\/affiche/.exec(await html(boss, sitePath)) ?? [];
    const paths = [
      sitePath,
      `${sitePath}/modifier`,
      `${sitePath}/horaires/nouveaux`,
      `${sitePath}/lignes/nouvelle`,
      `/entreprise/lignes/${line}/affiche`,
    ];
    for (const path of paths) {
      await html(rival, path, 404);
      await html(prescriber, path, 403);
      expect((await passerBy().get(path)).status).toBe(303);
    }
    for (const path of [`${sitePath}/archiver`, `/entreprise/lignes/${line}/fermer`]) {
      expect((await rival.send(path, {}, '/compte')).status).toBe(404);
      expect((await prescriber.send(path, {}, '/compte')).status).toBe(403);
      // Without the token of one’s own session a form is refused.
      expect((await boss.post(path, {})).status).toBe(403);
    }
    await html(boss, '/pro/lignes', 403);
    await html(boss, sitePath);
  });

  it('archive a site after all', async () => {
    const sent = await boss.send(`${sitePath}/archiver`, {}, `${sitePath}/modifier`);
    expect([sent.status, where(sent)]).toEqual([303, '/entreprise?fait=archive']);
    await html(boss, sitePath, 404);
  });
});
