import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { loan } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let owner: postgres.Sql;
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

const { home, job } = DIAGNOSTIC_EXAMPLE;
const { cycle } = job;
const withShifts = (...shifts: object[]) => ({ job: { ...job, cycle: { ...cycle, shifts } } });
const DAY = { day: 0, start: '05:00', end: '13:00' };

/** Everything a refused demand could have left behind. */
async function written() {
  const tables = [
    'offers',
    'diagnostics',
    'diagnostic_versions',
    'beneficiaries',
    'beneficiary_identities',
    'beneficiary_access',
    'matches',
    'audit_entries',
    'outbox_events',
    'idempotency_keys',
  ];
  const counts = await Promise.all(
    tables.map(async (table) => [table, (await owner`select count(*)::int as n from ${owner(table)}`)[0]?.n]),
  );
  return Object.fromEntries(counts);
}

describe('a diagnostic in the real Meuse is refused, with what to do, and leaves nothing', () => {
  it.each<[string, Record<string, unknown>, string, RegExp]>([
    [
      'unknown commune',
      { home: { ...home, commune: '55999' } },
      'home.commune',
      /Commune 55999 inconnue : vérifiez le code INSEE/,
    ],
    [
      'commune that is no code',
      { home: { ...home, commune: 'Commercy' } },
      'home.commune',
      /Code INSEE de commune attendu/,
    ],
    [
      'coordinates swapped',
      { home: { lon: home.lat, lat: home.lon } },
      'home',
      /lon et lat semblent inversés : écrivez lon 5\.5905 et lat 48\.7612/,
    ],
    ['job with coordinates swapped', { job: { ...job, lon: job.lat, lat: job.lon } }, 'job', /semblent inversés/],
    ['home in Nancy', { home: { lon: 6.1844, lat: 48.6921 } }, 'home', /hors du territoire \(Meuse\), à \d+ km/],
    [
      'home in Saint-Dizier by its commune',
      { home: { lon: home.lon, lat: home.lat, commune: '52448' } },
      'home.commune',
      /Saint-Dizier \(52448\) est hors du territoire/,
    ],
    [
      'home in Paris, said to be in Commercy',
      { home: { ...home, lon: 2.35, lat: 48.85 } },
      'home',
      /hors du territoire/,
    ],
    [
      'home in Verdun, said to be in Commercy',
      { home: { ...home, lon: 5.3845, lat: 49.1599 } },
      'home.commune',
      /à 47 km de Commercy \(55122\)/,
    ],
    [
      'job in Paris',
      { job: { ...job, lon: 2.35, lat: 48.85 } },
      'job',
      /à \d+ km du territoire \(Meuse\) ; la limite est de 60 km/,
    ],
    [
      'a shift of 0 hours',
      withShifts({ day: 0, start: '08:00', end: '08:00' }),
      'job.cycle.shifts.0.end',
      /commence et finit à 08:00/,
    ],
    [
      'overlapping shifts',
      withShifts(DAY, { day: 0, start: '12:00', end: '20:00' }),
      'job.cycle.shifts.1',
      /se chevauchent/,
    ],
    [
      'shifts that overlap over the end of the cycle',
      withShifts({ day: 0, start: '04:00', end: '12:00' }, { day: 13, start: '21:00', end: '05:00' }),
      'job.cycle.shifts.0',
      /quand le roulement recommence/,
    ],
    [
      'a shift worked nowhere',
      withShifts({ ...DAY, place: { lon: 0, lat: 0 } }),
      'job.cycle.shifts.0.place',
      /km du territoire/,
    ],
    ['a day outside the cycle', withShifts({ ...DAY, day: 14 }), 'job.cycle.shifts.0.day', /les jours vont de 0 à 13/],
    [
      'a cycle of 0 days',
      { job: { ...job, cycle: { ...cycle, lengthDays: 0 } } },
      'job.cycle.lengthDays',
      /au moins 1 jour/,
    ],
    [
      'a cycle of 400 days',
      { job: { ...job, cycle: { ...cycle, lengthDays: 400 } } },
      'job.cycle.lengthDays',
      /au plus 366 jours/,
    ],
    ['no shift at all', withShifts(), 'job.cycle.shifts', /au moins un poste de travail/],
    ['no cycle at all', { job: { lon: job.lon, lat: job.lat } }, 'job.cycle', /obligatoire/],
    [
      'a stop nowhere',
      { stops: [{ lon: -30, lat: 40, direction: 'outbound' }] },
      'stops.0',
      /Vérifiez les coordonnées/,
    ],
    [
      'a stop without coordinates',
      { stops: [{ label: 'Crèche', direction: 'outbound' }] },
      'stops.0.lon',
      /obligatoire/,
    ],
    ['born tomorrow', { beneficiary: { birthDate: '2026-11-23' } }, 'beneficiary.birthDate', /est à venir/],
    ['born on 31 February', { beneficiary: { birthDate: '1999-02-31' } }, 'beneficiary.birthDate', /AAAA-MM-JJ/],
    ['job and goal', { goal: { type: 'none' } }, 'job', /pas les deux/],
    ['neither job nor goal', { job: undefined }, 'job', /soit un emploi/],
    ['wrong types', { home: 'Commercy' }, 'home', /Un objet est attendu/],
    ['a number in a text', { beneficiary: { reference: 42 } }, 'beneficiary.reference', /Un texte est attendu/],
    ['minutes in letters', { job: { ...job, maxWaitMinutes: 'dix' } }, 'job.maxWaitMinutes', /Un nombre est attendu/],
    ['a null character', { home: { ...home, label: 'a\0b' } }, 'home.label', /caractère interdit/],
  ])('%s', async (_name, changes, path, message) => {
    const before = await written();
    const answer = await api.post(
      '/api/diagnostics',
      { ...DIAGNOSTIC_EXAMPLE, ...changes },
      { headers: { 'idempotency-key': 'bad' } },
    );
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ type: '/problems/invalid', title: 'Données à corriger', status: 422 });
    expect(answer.body.errors[0]).toEqual({ path, message: expect.stringMatching(message) });
    expect(answer.body.detail).toContain(answer.body.errors[0].message);
    expect(await written()).toEqual(before);
  });

  it('but a job 60 km over the border, a night shift, a stop and unknown words are accepted', async () => {
    const answer = await api.post('/api/diagnostics', {
      ...DIAGNOSTIC_EXAMPLE,
      beneficiary: { statuses: ['statut-inconnu'] },
      job: { ...job, label: 'Luxembourg', lon: 6.13, lat: 49.61 },
      barriers: { skill: ['frein-inconnu'] },
    });
    expect(answer.status).toBe(201);
  });
});

describe('a body that cannot be read', () => {
  it.each<[string, string | Uint8Array, number, RegExp]>([
    ['half a JSON', '{"home":', 400, /n’est pas du JSON lisible/],
    ['nothing', '', 400, /est vide/],
    ['not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400, /UTF-8/],
    ['a well of brackets', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, /40 niveaux/],
    ['a well of objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 400, /40 niveaux/],
    ['a number', '42', 422, /Un objet est attendu/],
    ['a list', '[]', 422, /Un objet est attendu/],
    ['null', 'null', 422, /Un objet est attendu/],
  ])('%s', async (_name, body, status, detail) => {
    const before = await written();
    for (const path of ['/api/diagnostics', '/api/offers']) {
      const answer = await api.call('POST', path, { body });
      expect(answer.status).toBe(status);
      expect(answer.body.detail).toMatch(detail);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    }
    expect(await written()).toEqual(before);
  });

  it('never comes back in the problem', async () => {
    const { body } = await api.call('POST', '/api/diagnostics', {
      body: '{"home": {"label": "12 rue Secrète", "lon": oups}}',
    });
    expect(JSON.stringify(body)).not.toContain('Secrète');
  });

  it('is no form', async () => {
    const answer = await api.call('POST', '/api/offers', {
      body: 'title=Bonjour',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer).toMatchObject({ status: 415, body: { type: '/problems/unsupported-media' } });
  });

  it('of 5 MB is too large', async () => {
    const body = JSON.stringify({ ...DIAGNOSTIC_EXAMPLE, filler: 'x'.repeat(5 * 1024 * 1024) });
    const told = await api.call('POST', '/api/diagnostics', {
      body,
      headers: { 'content-length': String(body.length) },
    });
    expect(told).toMatchObject({ status: 413, body: { type: '/problems/too-large' } });
    const untold = await api.call('POST', '/api/diagnostics', { body });
    expect(untold.status).toBe(413);
  });
});

it('an offer of the wrong shape names each fault by its path', async () => {
  const before = await written();
  const answer = await api.post(
    '/api/offers',
    loan(
      { theme: 'bonheur' },
      { units: '2', depot: { lon: 'est', lat: 48 }, deskHours: [{ weekdays: [0], from: '9h', to: '17:00' }] },
    ),
  );
  expect(answer.status).toBe(422);
  expect(answer.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual([
    'details.depot.lon',
    'details.deskHours.0.from',
    'details.deskHours.0.weekdays.0',
    'details.units',
    'theme',
  ]);
  expect(await written()).toEqual(before);
});

it.each([
  '/api/nowhere',
  '/api',

  '/problems/none',
  '/api/offers/%00',
  '/api/diagnostics/a%20b',
])('nothing is at %s, and it is told as a problem', async (path) => {
  const answer = await api.get(path);
  expect(answer).toMatchObject({ status: 404, body: { type: '/problems/not-found', status: 404 } });
});
