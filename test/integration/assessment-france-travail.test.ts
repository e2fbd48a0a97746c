import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assessmentRoutes } from '../../src/web/assessment/routes.tsx';
import { openDesk } from '../support/desk.ts';

const FILE = {
  contraintesIndividusDto: {
    conseiller: 'someone',
    contraintes: [
      {
        code: '23',
        libelle: 'Développer sa mobilité',
        valeur: 'OUI',
        date: '2026-05-17T14:47:11+00:00',
        situations: [
          { code: '6', libelle: 'Aucun moyen de transport à disposition', valeur: 'OUI' },
          { code: '40', libelle: 'État de santé incompatible avec la conduite', valeur: 'OUI' },
          { code: '77', libelle: 'Trottinette volée', valeur: 'OUI' },
        ],
        objectifs: [{ code: '30', libelle: 'Travailler la mobilité psychologique', valeur: 'EN_COURS' }],
      },
      { code: '25', libelle: 'Prendre en compte son état de santé', situations: [], objectifs: [] },
    ],
  },
};

describe('a file of France Travail', () => {
  let desk: Awaited<ReturnType<typeof openDesk>>;
  let file = '';
  beforeAll(async () => {
    desk = await openDesk(assessmentRoutes);
    const { location } = await desk.post('amelie', '/pro/personnes/nouvelle', {
      action: 'send',
      token: 'one',
      firstName: 'Amina',
      home: 'Commercy',
    });
    file = /^\/pro\/personnes\/[\w-]+/.exec(location ?? '')?.[0] ?? '';
  });
  afterAll(() => desk.close());

  const path = () => `${file}/import-france-travail`;
  const assessments = async () => (await desk.owner`select count(*)::int as n from assessments`)[0]?.n as number;
  const hidden = (html: string, name: string) =>
    (new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');

  test('is shown as it was understood before anything is written', async () => {
    const before = await assessments();
    const { status, html } = await desk.post('amelie', path(), { text: JSON.stringify(FILE), action: 'read' });
    expect(status).toBe(200);
    expect(html).toContain('Rien n’est encore enregistré');
    expect(html).toContain('Trottinette volée');
    expect(html).toContain('Une autre contrainte');
    expect(html).not.toContain('Prendre en compte');
    expect(await assessments()).toBe(before);
  });

  test('is taken in once, its health answer apart from every match', async () => {
    desk.api.moveClock({ minutes: 20 });
    const before = await assessments();
    const { html } = await desk.post('amelie', path(), { text: JSON.stringify(FILE), action: 'read' });
    const fields = { text: hidden(html, 'text'), token: hidden(html, 'token'), action: 'save' };
    expect(fields.text).not.toContain('someone');
    const sent = await Promise.all([desk.post('amelie', path(), fields), desk.post('amelie', path(), fields)]);
    expect(sent[0]?.status).toBe(303);
    expect(sent[0]?.location).toBe(sent[1]?.location);
    expect(await assessments()).toBe(before + 1);
    const id = sent[0]?.location?.split('/').at(-1) ?? '';
    const [kept] = await desk.owner`select answers, diagnostic_id from assessments where id = ${id}`;
    expect(kept?.answers).toMatchObject({
      vehicles: ['none'],
      drivingAdvised: 'no',
      statedBarriers: ['noTransport', 'lackOfConfidence'],
    });
    const [version] =
      await desk.owner`select facts from diagnostic_versions where diagnostic_id = ${kept?.diagnostic_id}`;
    expect(version?.facts.barriers).toMatchObject({ motivation: ['lackOfConfidence'], means: ['noTransport'] });
    expect(JSON.stringify(version?.facts)).not.toContain('drivingAdvised');
    const again = await desk.post('amelie', path(), { text: JSON.stringify(FILE), action: 'read' });
    expect(again.html).toContain('n’ajoute rien');
  });

  test.each<[string, string, RegExp]>([
    ['nothing', '', /Collez le texte/],
    ['half of it', JSON.stringify(FILE).slice(0, 90), /pas du JSON entier/],
    ['another thing', '{"a":1}', /pas la forme/],
    ['another constraint', '[{"code":"25","libelle":"Santé"}]', /ne contient pas la contrainte/],
    ['a very long text', `"${'x'.repeat(1_000_001)}"`, /trop grand/],
  ])('%s is refused with a sentence, and nothing is written', async (_name, text, message) => {
    const before = await assessments();
    const { status, html } = await desk.post('amelie', path(), { text, action: 'save', token: 't' });
    expect(status).toBe(422);
    expect(html).toMatch(message);
    expect(html).toContain('<title>Erreur');
    expect(await assessments()).toBe(before);
  });

  test('is not for whoever does not hold the file', async () => {
    const before = await assessments();
    for (const who of ['chloe', 'garage', 'far'] as const) {
      expect((await desk.get(who, path())).status).toBeGreaterThanOrEqual(403);
      const sent = await desk.post(who, path(), { text: JSON.stringify(FILE), action: 'save', token: 't' });
      expect(sent.status).toBeGreaterThanOrEqual(403);
    }
    expect(await assessments()).toBe(before);
  });
});
