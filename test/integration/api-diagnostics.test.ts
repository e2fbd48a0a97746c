import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIAGNOSTIC_EXAMPLE, INTERVIEW_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool, drivingSchool, financialAid, loan, onDemand, volunteer } from '../factories/offers.ts';
import { worker } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import type { Json } from '../support/json.ts';

let api: TestApi;
let owner: postgres.Sql;
const offers: Record<string, string> = {};
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  const inputs = {
    carpool: carpool(),
    loan: loan(),
    onDemand: onDemand(),
    volunteer: volunteer(),
    aid: financialAid(),
    school: drivingSchool(),
  };
  for (const [name, offer] of Object.entries(inputs)) offers[name] = (await api.post('/api/offers', offer)).body.id;
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

const record = async (changes: Record<string, unknown> = {}) =>
  (await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary: {}, ...changes })).body;
const matchesOf = async (id: string, query = '') => (await api.get(`/api/diagnostics/${id}/matches${query}`)).body;
const rows = (table: string, id: string) => owner`select * from ${owner(table)} where entity_id = ${id} order by at`;

describe('a diagnostic', () => {
  it('of the contract is recorded: age told, birth date kept apart', async () => {
    const answer = await api.post('/api/diagnostics', DIAGNOSTIC_EXAMPLE);
    expect(answer.status).toBe(201);
    const { id } = answer.body;
    expect(answer.headers.get('location')).toBe(`/api/diagnostics/${id}`);
    const { birthDate, reference, ...known } = DIAGNOSTIC_EXAMPLE.beneficiary;
    expect(answer.body).toMatchObject({
      version: 1,
      createdAt: '2026-11-22T08:00:00.000Z',
      expiresAt: null,
      beneficiary: { reference, age: 27, ...known },
      home: DIAGNOSTIC_EXAMPLE.home,
      job: DIAGNOSTIC_EXAMPLE.job,
      stops: DIAGNOSTIC_EXAMPLE.stops,
    });
    expect((await api.get(`/api/diagnostics/${id}`)).body).toEqual(answer.body);

    const facts = JSON.stringify(await owner`select facts from diagnostic_versions where diagnostic_id = ${id}`);
    expect(facts).not.toContain(birthDate);
    expect(facts).not.toContain(reference);
    const traces = JSON.stringify([await rows('audit_entries', id), await owner`select event from outbox_events`]);
    for (const secret of [birthDate, reference, 'Commercy', '5.5905', 'rsa']) expect(traces).not.toContain(secret);
  });

  it('leaves with its audit row, its pending match and its event', async () => {
    const { id } = await record();
    expect(await rows('audit_entries', id)).toMatchObject([
      { action: 'diagnostic.recorded', actor_id: 'key_all', organisation_id: 'org_one' },
    ]);
    const events = await owner`select event from outbox_events where event->>'diagnosticId' = ${id}`;
    expect(events.map(({ event }) => event)).toEqual([{ type: 'diagnosticRecorded', diagnosticId: id, version: 1 }]);
    expect(await matchesOf(id)).toMatchObject({ status: 'pending', matches: [], legs: [{}, {}, {}, {}], router: null });
  });

  it('needs a home and a job alone; null means not known', async () => {
    const { home, job } = DIAGNOSTIC_EXAMPLE;
    const least = { home: { lon: home.lon, lat: home.lat }, job: { lon: job.lon, lat: job.lat, cycle: job.cycle } };
    const answer = await api.post('/api/diagnostics', {
      ...least,
      goal: null,
      beneficiary: { reference: null, birthDate: null, statuses: null },
      means: { wheelchair: null },
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      ...least,
      beneficiary: { reference: null, age: null },
      stops: [],
      means: {},
      barriers: {},
    });
  });

  it('may be for an interview, or for no goal yet', async () => {
    expect((await api.post('/api/diagnostics', INTERVIEW_EXAMPLE)).status).toBe(201);
    const none = await api.post('/api/diagnostics', { home: DIAGNOSTIC_EXAMPLE.home, goal: { type: 'none' } });
    expect(none.status).toBe(201);
    await api.matchNow(none.body.id);
    expect(await matchesOf(none.body.id)).toMatchObject({ status: 'ready', legs: [] });
  });

  it('finds the same person by reference, and their birth date again', async () => {
    const beneficiary = { reference: 'B-0100', birthDate: '2009-12-01' };
    const first = await record({ beneficiary });
    expect(first.beneficiary.age).toBe(17);
    const second = await record({ beneficiary: { reference: 'B-0100' } });
    expect(second.beneficiary).toMatchObject({ id: first.beneficiary.id, age: 17 });
    const corrected = await record({ beneficiary: { reference: 'B-0100', birthDate: '2008-12-20' } });
    expect(corrected.beneficiary).toMatchObject({ id: first.beneficiary.id, age: 17 });
    const later = { ...DIAGNOSTIC_EXAMPLE.job, startsOn: '2026-12-20' };
    expect((await record({ beneficiary: { reference: 'B-0100' }, job: later })).beneficiary.age).toBe(18);
    const nameless = await record({ beneficiary: {} });
    expect(nameless.beneficiary.id).not.toBe((await record({ beneficiary: {} })).beneficiary.id);
  });
});

it('of a partner’s shared file is not taken by the number that the partner gave it', async () => {
  const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference: 'B-shared' };
  const ours = (await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary })).body.beneficiary.id;
  await owner`insert into beneficiary_access
      (territory_id, beneficiary_id, organisation_id, scope, basis, "from", retention_class, shared_by)
    values ('meuse', ${ours}, 'org_two', 'file', 'consent', '2026-01-01T00:00:00Z', 'file', 'org_one')`;
  const theirs = await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary }, { key: 'colleague' });
  expect(theirs.status).toBe(201);
  expect(theirs.body.beneficiary.id).not.toBe(ours);
});

describe('a revision', () => {
  it('is a merge patch that makes a version to match again', async () => {
    const before = await record({ beneficiary: { reference: 'B-0200', birthDate: '1990-01-01', statuses: ['rsa'] } });
    const answer = await api.patch(`/api/diagnostics/${before.id}`, {
      means: { licences: [{ category: 'B', status: 'valid', obtainedOn: '2026-11-20' }], depositCents: null },
      job: { maxTravelMinutes: 90 },
    });
    expect(answer.status).toBe(200);
    const { depositCents: _, ...means } = before.means;
    expect(answer.body).toEqual({
      ...before,
      version: 2,
      job: { ...before.job, maxTravelMinutes: 90 },
      means: { ...means, licences: [{ category: 'B', status: 'valid', obtainedOn: '2026-11-20' }] },
    });
    expect(answer.headers.get('etag')).toBe('"2"');
    const audit = await rows('audit_entries', before.id);
    expect(audit[1]).toMatchObject({
      action: 'diagnostic.revised',
      fields: ['job.maxTravelMinutes', 'means.depositCents', 'means.licences'],
    });
    expect((await api.get(`/api/diagnostics/${before.id}?version=1`)).body).toEqual(before);
    expect((await matchesOf(before.id)).version).toBe(2);
    expect((await matchesOf(before.id, '?version=1')).version).toBe(1);
  });

  it('may turn a job into another goal, correct a birth date, forget one', async () => {
    const { id } = await record({ beneficiary: { birthDate: '1990-01-01' } });
    const goal = { ...INTERVIEW_EXAMPLE.goal };
    const turned = await api.patch(`/api/diagnostics/${id}`, { job: null, goal });
    expect(turned.body).toMatchObject({ version: 2, goal, beneficiary: { age: 37 } });
    expect(turned.body.job).toBeUndefined();
    const corrected = await api.patch(`/api/diagnostics/${id}`, { beneficiary: { birthDate: '2000-01-01' } });
    expect(corrected.body.beneficiary.age).toBe(27);
    expect(
      (await api.patch(`/api/diagnostics/${id}`, { beneficiary: { birthDate: null } })).body.beneficiary.age,
    ).toBeNull();
  });

  it.each([
    [{ home: null }, 'home'],
    [{ goal: INTERVIEW_EXAMPLE.goal }, 'job'],
    [{ job: { cycle: { lengthDays: 3 } } }, 'job.cycle.shifts.1.day'],
    [{ beneficiary: { reference: 'B-9999' } }, 'beneficiary.reference'],
    [[], ''],
    ['texte', ''],
  ])('of %j is refused, and writes nothing', async (patch, path) => {
    const { id } = await record();
    const answer = await api.call('PATCH', `/api/diagnostics/${id}`, { body: JSON.stringify(patch) });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
    expect((await api.get(`/api/diagnostics/${id}`)).body.version).toBe(1);
    expect(await rows('audit_entries', id)).toHaveLength(1);
  });

  it('made twice at once is one of them, or says that it has changed', async () => {
    const { id } = await record();
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) => api.patch(`/api/diagnostics/${id}`, { job: { maxWaitMinutes: n } })),
    );
    const done = answers.filter(({ status }) => status === 200).map(({ body }) => body.version);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(done.toSorted()).toEqual(done.map((_, i) => i + 2));
    expect((await api.get(`/api/diagnostics/${id}`)).body.version).toBe(done.length + 1);
    const stale = await api.patch(`/api/diagnostics/${id}`, { stops: [] }, { headers: { 'if-match': '"1"' } });
    expect(stale.status).toBe(409);
  });
});

describe('matches', () => {
  it('rank, explain and cover every leg of the contract’s example', async () => {
    const { id } = await record();
    await api.matchNow(id);
    const { matches, legs, counts, ...rest } = await matchesOf(id);
    expect(rest).toMatchObject({
      status: 'ready',
      router: 'estimate',
      provisional: false,
      computedAt: expect.stringMatching(/Z$/),
    });
    expect(
      legs.map((leg: Record<string, unknown>) => [leg.direction, leg.weekday, leg.arriveBy ?? leg.departFrom]),
    ).toEqual([
      ['outbound', 1, '04:50'],
      ['return', 1, '13:00'],
      ['outbound', 1, '20:50'],
      ['return', 2, '05:00'],
    ]);
    expect(matches.map(({ rank }: { rank: number }) => rank)).toEqual(matches.map((_: unknown, i: number) => i + 1));
    expect(counts.possible + counts.toVerify + counts.impossible).toBe(Object.keys(offers).length);
    for (const match of matches) {
      expect(match.sentence).not.toBe('');
      expect(match.coverage.total).toBe(4);
      for (const criterion of match.criteria) {
        expect(criterion.explanation).toMatch(/[a-zé]/);
        expect(['met', 'unmet', 'unknown']).toContain(criterion.outcome);
      }
    }
    const ids = (verdict: string) =>
      matches.filter((m: { verdict: string }) => m.verdict === verdict).map((m: { offerId: string }) => m.offerId);
    expect(ids('impossible')).toContain(offers.loan);
    expect([...ids('possible'), ...ids('toVerify')]).toContain(offers.onDemand);
  });

  it('may be waited for', async () => {
    const { id } = await record();
    const started = performance.now();
    const waiting = matchesOf(id, '?wait=20');
    setTimeout(() => void api.matchNow(id), 300);
    expect((await waiting).status).toBe('ready');
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('are still pending when nothing came in time', async () => {
    const { id } = await record();
    const started = performance.now();
    expect((await matchesOf(id, '?wait=0.4')).status).toBe('pending');
    expect(performance.now() - started).toBeGreaterThan(350);
  });

  it('say in French that they failed', async () => {
    const { id } = await record();
    const actor = worker();
    await api.deps.database.transact(actor, ({ matches }) => matches.saveFailed(id, 1, 'L’appariement a échoué.'));
    expect(await matchesOf(id, '?wait=5')).toMatchObject({
      status: 'failed',
      failure: 'L’appariement a échoué.',
      matches: [],
    });
  });

  it('of a rota that began in the past are read back as they were computed', async () => {
    const shifts = [
      { day: 0, start: '05:00', end: '13:00' },
      { day: 3, start: '13:00', end: '21:00' },
    ];
    const cycle = { anchorDate: '2026-09-07', lengthDays: 7, shifts };
    const { id } = await record({ job: { ...DIAGNOSTIC_EXAMPLE.job, startsOn: '2026-09-07', cycle } });
    await api.matchNow(id);
    const before = await matchesOf(id);
    api.moveClock({ hours: 48 });
    expect(await matchesOf(id)).toEqual(before);
    api.moveClock({ hours: -48 });
  });

  it.each(['wait=bientôt', 'wait=-1', 'version=0', 'version=deux'])('refuse %s', async (query) => {
    const { id } = await record();
    expect((await api.get(`/api/diagnostics/${id}/matches?${query}`)).status).toBe(422);
  });

  it('do not exist for a version to come', async () => {
    const { id } = await record();
    expect((await api.get(`/api/diagnostics/${id}/matches?version=9`)).status).toBe(404);
    expect((await api.get(`/api/diagnostics/${id}?version=9`)).status).toBe(404);
  });
});

describe('one offer', () => {
  it('is explained as in the list, and whole: the list leaves out what was met on rides the offer does not serve', async () => {
    const { id } = await record();
    await api.matchNow(id);
    const { matches, legs } = await matchesOf(id);
    for (const { rank: _rank, criteria, turning, ...listed } of matches) {
      const explained = await api.get(`/api/diagnostics/${id}/matches/${listed.offerId}`);
      // The list tells what would turn the nearest misses; asked about alone, every offer is looked at.
      if (turning !== null) expect(explained.body.turning).toEqual(turning);
      expect(explained.body).toMatchObject({
        ...listed,
        diagnosticId: id,
        version: 1,
        asked: legs,
        router: 'estimate',
      });
      const unserved = new Set(listed.legs.filter((l: Json) => !l.served).map((l: Json) => l.legId));
      const told = explained.body.criteria.filter((c: Json) => c.outcome !== 'met' || !unserved.has(c.legId));
      expect(criteria).toEqual(told);
    }
  });

  it('entered after the result is explained too', async () => {
    const { id } = await record();
    await api.matchNow(id);
    const late = (await api.post('/api/offers', onDemand({ title: 'Arrivé depuis' }))).body;
    const { status, body } = await api.get(`/api/diagnostics/${id}/matches/${late.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ offerId: late.id, title: 'Arrivé depuis', coverage: { total: 4 } });
    await api.remove(`/api/offers/${late.id}`);
    expect((await api.get(`/api/diagnostics/${id}/matches/${late.id}`)).status).toBe(404);
  });
});
