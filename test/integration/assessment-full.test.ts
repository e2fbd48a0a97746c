import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assessmentRoutes } from '../../src/web/assessment/routes.tsx';
import { openDesk } from '../support/desk.ts';

const NEW_PERSON = { action: 'send', firstName: 'Amina', birthDate: '1999-05-02', home: 'Commercy', licenceB: 'none' };

describe('the whole questionnaire', () => {
  let desk: Awaited<ReturnType<typeof openDesk>>;
  let file = '';
  beforeAll(async () => {
    desk = await openDesk(assessmentRoutes);
    const { location } = await desk.post('amelie', '/pro/personnes/nouvelle', { ...NEW_PERSON, token: 'one' });
    file = /^\/pro\/personnes\/[\w-]+/.exec(location ?? '')?.[0] ?? '';
  });
  afterAll(() => desk.close());

  test('begins with what is known, and asks a part a page', async () => {
    const { status, html } = await desk.get('amelie', `${file}/questionnaire`);
    expect(status).toBe(200);
    expect(html).toContain('Partie 1 sur 8');
    expect(html).toContain('Amina');
    expect(html).toMatch(/type="radio"[^>]*name="goal"[^>]*value=""[^>]*checked/);
    const { location } = await desk.post('amelie', `${file}/questionnaire/nouveau/job`, { goal: 'none' });
    const home = await desk.get('amelie', location ?? '');
    expect(home.html).toMatch(/id="home"[^>]*value="Commercy \(55200\)"/);
  });

  test('a part with an answer that asks for another comes back with it', async () => {
    const first = await desk.post('amelie', `${file}/questionnaire/nouveau/body`, {
      canCycle: 'yes',
      walkMinutes: '15',
    });
    expect(first.location).toMatch(/\/body\?suite=1#cycleMinutes$/);
    const { html } = await desk.get('amelie', (first.location ?? '').split('#')[0] ?? '');
    expect(html).toContain('id="cycleMinutes"');
    const draft = /^(.*)\/body/.exec(first.location ?? '')?.[1] ?? '';
    const next = await desk.post('amelie', `${draft}/body`, { canCycle: 'yes', walkMinutes: '15', cycleMinutes: '20' });
    expect(next.location).toBe(`${draft}/money`);
  });

  test('is checked, recorded once, and becomes an outcome with a diagnostic of its own', async () => {
    desk.api.moveClock({ minutes: 20 });
    const begun = await desk.post('amelie', `${file}/questionnaire/nouveau/job`, {
      goal: 'job',
      jobPlace: 'Bar-le-Duc',
      rotaStartsOn: '2026-12-07',
      rotaPreset: 'twoShifts',
    });
    const draft = /^(.*)\/[\w-]+$/.exec(begun.location ?? '')?.[1] ?? '';
    await desk.post('amelie', `${draft}/skills`, { frenchLevel: 'A1', digital: 'no' });
    await desk.post('amelie', `${draft}/money`, { budgetEuros: '40', moneyTrouble: 'yes' });
    await desk.post('amelie', `${draft}/confidence`, {
      wantsToMove: 'hesitant',
      autonomyGoal: 'Aller travailler seule',
    });
    const check = await desk.get('amelie', `${draft}/verifier`);
    expect(check.html).toContain('Débutant (A1)');
    expect(check.html).toContain('Pas abordé');
    const sent = await Promise.all([
      desk.post('amelie', `${draft}/verifier`, {}),
      desk.post('amelie', `${draft}/verifier`, {}),
    ]);
    expect(sent[0]?.status).toBe(303);
    expect(sent[0]?.location).toBe(sent[1]?.location);
    const path = sent[0]?.location ?? '';
    expect(path.startsWith(`${file}/bilan/`)).toBe(true);

    const id = path.split('/').at(-1) ?? '';
    const [assessment] = await desk.owner`select * from assessments where id = ${id}`;
    expect(assessment?.answers).toMatchObject({ frenchLevel: 'A1', moneyTrouble: 'yes', home: { commune: '55122' } });
    const [version] =
      await desk.owner`select facts from diagnostic_versions where diagnostic_id = ${assessment?.diagnostic_id}`;
    expect(version?.facts).toMatchObject({ beneficiary: { frenchLevel: 'A1' }, means: { budgetPerMonthCents: 4000 } });
    expect(JSON.stringify(version?.facts)).not.toMatch(/moneyTrouble|Aller travailler/);
    const [draftLeft] = await desk.owner`select answers from form_drafts where done_at is not null`;
    expect(draftLeft?.answers).toEqual({});

    const { html } = await desk.get('amelie', path);
    expect(html).toContain('class="radar"');
    expect(html).toContain('Les mêmes notes en tableau');
    expect(html).toContain('Depuis le bilan du');
    expect(html).toMatch(/À 3\u00a0?mois|À 3 mois/);
  });

  test('an unfinished one is offered to whoever began it, and to nobody else', async () => {
    const mine = await desk.get('amelie', `${file}/questionnaire`);
    expect(mine.html).toContain('Reprendre le questionnaire commencé');
    const colleague = await desk.get('basile', `${file}/questionnaire`);
    expect(colleague.html).not.toContain('Reprendre le questionnaire commencé');
  });

  test('is due again after three months, and says so until it is made', async () => {
    const [{ id }] = (await desk.owner`select id from assessments where mode = 'full' limit 1`) as unknown as [
      { id: string },
    ];
    expect((await desk.get('amelie', `${file}/bilan/${id}`)).html).not.toContain('à faire');
    desk.api.moveClock({ hours: 24 * 93 });
    expect((await desk.get('amelie', `${file}/bilan/${id}`)).html).toContain('à faire');
  });

  test.each(['chloe', 'far', 'garage'] as const)('%s finds neither the questionnaire nor the outcome', async (who) => {
    const [{ id }] = (await desk.owner`select id from assessments limit 1`) as unknown as [{ id: string }];
    const paths = [`${file}/questionnaire`, `${file}/bilan/${id}`];
    for (const path of paths) {
      const real = await desk.get(who, path);
      const never = await desk.get(who, path.replace(/ben_[\w-]+/, 'ben_never').replace(id, 'ass_never'));
      expect(real.status).toBeGreaterThanOrEqual(403);
      expect(real.html).toBe(never.html);
    }
    expect((await desk.post(who, `${file}/questionnaire/nouveau/job`, { goal: 'none' })).status).toBeGreaterThanOrEqual(
      403,
    );
  });
});
