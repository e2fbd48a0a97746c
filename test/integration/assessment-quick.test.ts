import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assessmentRoutes } from '../../src/web/assessment/routes.tsx';
import { insertRow } from '../factories/rows.ts';
import { openDesk } from '../support/desk.ts';

const PATH = '/pro/personnes/nouvelle';

/** Three shifts, no licence, a bicycle: as somebody types it. */
const ANSWERS = {
  token: 'form-1',
  action: 'send',
  firstName: 'Amina',
  phone: '06 12 34 56 78',
  birthDate: '2/5/1999',
  home: 'Commercy',
  jobPlace: 'Bar-le-Duc',
  rotaStartsOn: '7/12/2026',
  rotaPreset: 'threeShifts',
  licenceB: 'none',
  vehicles: ['bike'],
  walkMinutes: '20',
  canCycle: 'yes',
  cycleMinutes: '25',
  budgetEuros: '60',
  // The same person comes again and again here.
  lookalikesSeen: 'oui',
};

describe('a new person on one page', () => {
  let desk: Awaited<ReturnType<typeof openDesk>>;
  beforeAll(async () => {
    desk = await openDesk(assessmentRoutes);
  });
  afterAll(() => desk.close());

  const counts = async () => {
    const [row] = await desk.owner`select
      (select count(*)::int from beneficiary_identities) as people,
      (select count(*)::int from assessments) as assessments,
      (select count(*)::int from diagnostics) as diagnostics`;
    return row;
  };

  test('asks eight questions', async () => {
    const { status, html } = await desk.get('amelie', PATH);
    expect(status).toBe(200);
    for (const name of [
      'home',
      'jobPlace',
      'rotaPreset',
      'licenceB',
      'vehicles',
      'walkMinutes',
      'canCycle',
      'budgetEuros',
    ]) {
      expect(html).toContain(`name="${name}"`);
    }
    expect(html).toContain('name="formToken"');
  });

  test('becomes a file, a questionnaire and a diagnostic that can be matched', async () => {
    const { status, location } = await desk.post('amelie', PATH, ANSWERS);
    expect(status).toBe(303);
    const [, personId, diagnosticId] = /^\/pro\/personnes\/([\w-]+)\/diagnostic\/([\w-]+)$/.exec(location ?? '') ?? [];
    const [person] = await desk.owner`select * from beneficiary_identities where beneficiary_id = ${personId ?? ''}`;
    expect(person).toMatchObject({ first_name: 'Amina', commune: '55122' });
    const [version] =
      await desk.owner`select age, facts from diagnostic_versions where diagnostic_id = ${diagnosticId ?? ''}`;
    expect(version).toMatchObject({ age: 27 });
    expect(version?.facts).toMatchObject({
      home: { commune: '55122' },
      job: {
        commune: '55029',
        startsOn: '2026-12-07',
        cycle: { anchorDate: '2026-12-07', lengthDays: 21 },
      },
      means: {
        licences: [{ category: 'B', status: 'none' }],
        vehicles: ['bike'],
        maxWalkMinutes: 20,
        canCycle: true,
        maxCycleMinutes: 25,
        budgetPerMonthCents: 6000,
      },
      barriers: {
        means: expect.arrayContaining(['noLicence', 'atypicalHours']),
        unknown: expect.arrayContaining(['french']),
      },
    });
    expect(version?.facts.means).not.toHaveProperty('depositCents');
    expect(JSON.stringify(version?.facts)).not.toContain('Amina');
    const [assessment] = await desk.owner`select * from assessments where diagnostic_id = ${diagnosticId ?? ''}`;
    expect(assessment).toMatchObject({
      beneficiary_id: personId,
      mode: 'quick',
      made_by: 'mem_amelie',
      made_on: expect.anything(),
    });
    await desk.api.matchNow(diagnosticId ?? '');
    const [match] = await desk.owner`select status from matches where diagnostic_id = ${diagnosticId ?? ''}`;
    expect(match).toEqual({ status: 'ready' });
    const audit = await desk.owner`select action, fields from audit_entries where actor_id = 'mem_amelie' order by id`;
    expect(audit.map(({ action }) => action)).toEqual(['person.opened', 'diagnostic.recorded', 'assessment.recorded']);
    expect(JSON.stringify(audit)).not.toContain('Amina');
  });

  test('sent twice, at the same moment too, opens one file', async () => {
    const before = await counts();
    const twice = { ...ANSWERS, token: 'form-2', firstName: 'Bilal' };
    const answers = await Promise.all([desk.post('amelie', PATH, twice), desk.post('amelie', PATH, twice)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(answers[0]?.location).toBe(answers[1]?.location);
    expect((await counts())?.people).toBe((before?.people ?? 0) + 1);
  });

  test('wrong answers come back as they were typed, each with what to do, and nothing is written', async () => {
    const before = await counts();
    const { status, html } = await desk.post('amelie', PATH, {
      token: 'form-3',
      action: 'send',
      home: 'Atlantis',
      jobPlace: '55200',
      rotaPreset: 'twoShifts',
      walkMinutes: 'beaucoup',
      vehicles: ['none', 'car'],
      budgetEuros: '60',
    });
    expect(status).toBe(422);
    expect(html).toContain('<title>Erreur');
    for (const field of ['firstName', 'home', 'jobPlaceCommune', 'rotaStartsOn', 'walkMinutes', 'vehicles']) {
      expect(html).toContain(`href="#${field}"`);
      expect(html).toContain(`id="${field}"`);
    }
    expect(html).toContain('value="beaucoup"');
    expect(html).toContain('value="60"');
    expect(await counts()).toEqual(before);
  });

  test('a reference that the organisation uses already is told beside its field, and nothing is half written', async () => {
    const once = { ...ANSWERS, token: 'form-4', reference: 'B-1' };
    expect((await desk.post('amelie', PATH, once)).status).toBe(303);
    const before = await counts();
    const { status, html } = await desk.post('basile', PATH, { ...once, token: 'form-5' });
    expect(status).toBe(422);
    expect(html).toContain('href="#reference"');
    expect(await counts()).toEqual(before);
  });

  test('without a job, what lifts barriers is looked for', async () => {
    const { token: _, jobPlace: _j, rotaPreset: _p, rotaStartsOn: _s, ...rest } = ANSWERS;
    const { status, location } = await desk.post('basile', PATH, { ...rest, token: 'form-6' });
    expect(status).toBe(303);
    const id = location?.split('/').at(-1) ?? '';
    const [version] = await desk.owner`select facts from diagnostic_versions where diagnostic_id = ${id}`;
    expect(version?.facts).toMatchObject({ goal: { type: 'none' } });
  });

  test('the hours of a preset are taken into the grid, changed, and come back', async () => {
    const filled = await desk.post('amelie', PATH, { ...ANSWERS, rotaPreset: 'split', action: 'fillRota:rota' });
    expect(filled.status).toBe(200);
    expect(filled.html).toContain('name="rota-0-1-start"');
    expect(filled.html).toMatch(/id="rota-0-0-start"[^>]*value="06:00"/);
    expect(filled.html).toMatch(/id="firstName"[^>]*value="Amina"/);
    const { location } = await desk.post('amelie', PATH, {
      ...ANSWERS,
      token: 'form-7',
      rotaPreset: 'custom',
      rotaDays: '7',
      'rota-0-0-start': '4h20',
      'rota-0-0-end': '12 h',
      'rota-5-0-start': '21:00',
      'rota-5-0-end': '5:00',
    });
    const id = location?.split('/').at(-1) ?? '';
    const [version] = await desk.owner`select facts from diagnostic_versions where diagnostic_id = ${id}`;
    expect(version?.facts.job.cycle).toMatchObject({
      lengthDays: 7,
      shifts: [
        { day: 0, start: '04:20', end: '12:00' },
        { day: 5, start: '21:00', end: '05:00' },
      ],
    });
  });

  test('overlapping shifts are told on the day', async () => {
    const { status, html } = await desk.post('amelie', PATH, {
      ...ANSWERS,
      rotaPreset: 'custom',
      'rota-0-0-start': '5:00',
      'rota-0-0-end': '13:00',
      'rota-0-1-start': '12:00',
      'rota-0-1-end': '15:00',
    });
    expect(status).toBe(422);
    expect(html).toContain('href="#rota-0-1-start"');
  });

  test('place and hours of a site that an employer declared are taken as they are', async () => {
    const [from, place] = ['2026-11-30', { label: 'Zone', commune: '55029', lon: 5.18, lat: 48.78 }];
    const at = '2026-11-01T08:00:00Z';
    await insertRow(desk.owner, 'job_sites', {
      territory_id: 'meuse',
      id: 'site_1',
      organisation_id: 'org_two',
      label: 'Usine du Val',
      place,
      created_at: at,
      updated_at: at,
    });
    const cycle = { anchorDate: from, lengthDays: 14, shifts: [{ day: 8, start: '05:00', end: '13:00' }] };
    await insertRow(desk.owner, 'shift_patterns', {
      territory_id: 'meuse',
      id: 'pat_1',
      site_id: 'site_1',
      label: 'Équipe A',
      cycle,
      created_at: at,
      updated_at: at,
    });
    const { html } = await desk.get('amelie', PATH);
    expect(html).toContain('value="site_1 pat_1"');
    const { jobPlace: _, rotaPreset: _p, ...rest } = ANSWERS;
    const sent = { ...rest, token: 'form-8', site: 'site_1 pat_1' };
    const { location } = await desk.post('amelie', PATH, sent);
    const id = location?.split('/').at(-1) ?? '';
    const [version] = await desk.owner`select facts from diagnostic_versions where diagnostic_id = ${id}`;
    // Day 8 of a cycle that began on a Monday a week before the start: the second Tuesday stays the second Tuesday.
    expect(version?.facts.job).toMatchObject({ label: 'Usine du Val', lon: 5.18, startsOn: '2026-12-07', cycle });
    const without = await desk.post('amelie', PATH, { ...sent, token: 'form-9', rotaStartsOn: '' });
    expect(without.html).toContain('href="#rotaStartsOn"');
    const gone = await desk.post('amelie', PATH, { ...sent, token: 'form-10', site: 'site_2' });
    expect(gone.status).toBe(422);
    expect(gone.html).toContain('href="#site"');
  });

  test('is not for whoever accompanies nobody', async () => {
    expect((await desk.get('garage', PATH)).status).toBe(403);
    const before = await counts();
    expect((await desk.post('garage', PATH, ANSWERS)).status).toBe(403);
    expect(await counts()).toEqual(before);
  });

  test('who seems to be there already is told before anything is opened', async () => {
    const { lookalikesSeen: _, ...first } = { ...ANSWERS, firstName: 'Lina', phone: '07 11 22 33 44', token: 'lina-1' };
    const opened = await desk.post('amelie', PATH, first);
    expect(opened.status).toBe(303);
    const before = await counts();
    // The form sent twice is led to the file it opened, not to a question about it.
    expect(await desk.post('amelie', PATH, first)).toMatchObject({ status: 303, location: opened.location });

    const again = { ...first, lastName: 'Autrement', token: 'lina-2' };
    const { status, html } = await desk.post('basile', PATH, again);
    expect(status).toBe(409);
    expect(html).toContain('Cette personne est peut-être déjà là');
    expect(html).toContain(`href="${opened.location?.replace(/\/diagnostic.*/, '')}"`);
    expect(html).toMatch(/name="phone"[^>]*value="07 11 22 33 44"/);
    expect(await counts()).toEqual(before);
    // Another organisation learns nothing of it.
    expect((await desk.post('chloe', PATH, { ...again, token: 'lina-3' })).status).toBe(303);
    expect((await desk.post('basile', PATH, { ...again, lookalikesSeen: 'oui' })).status).toBe(303);
  });
});
