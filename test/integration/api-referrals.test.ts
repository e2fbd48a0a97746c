import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { REFERRAL_EXAMPLE } from '../../src/web/api/referral-schemas.ts';
import { financialAid, loan } from '../factories/offers.ts';
import { type Answer, startApi, type TestApi } from '../support/api.ts';
import { LINA } from '../support/referrals.ts';

let api: TestApi;
let owner: postgres.Sql;
let number = 0;
/** `org_two` is the provider of loans: its key is the colleague's. */
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  await owner`update organisations set siret = '12345678900011' where id = 'org_two'`;
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

async function person() {
  number += 1;
  const reference = `B-api-${number}`;
  const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference };
  const { body } = await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary });
  await owner`update beneficiary_identities set ${owner(LINA)} where beneficiary_id = ${body.beneficiary.id}`;
  return { reference, beneficiaryId: body.beneficiary.id as string, diagnosticId: body.id as string };
}
const aLoan = async () =>
  (await api.post('/api/offers', loan({}, { requiredLicence: null, depositCents: 0, tariff: null }))).body.id;
const anAid = async () => (await api.post('/api/offers', financialAid())).body.id;

async function sent(more: Record<string, unknown> = {}): Promise<Answer['body']> {
  const { reference } = await person();
  const offerId = more.offerId ?? (await aLoan());
  const answer = await api.post('/api/referrals', {
    ...REFERRAL_EXAMPLE,
    beneficiary: { reference },
    facts: [],
    offerId,
    ...more,
  });
  expect([answer.status, answer.body.detail]).toEqual([201, undefined]);
  return answer.body;
}
const patch = (id: string, body: unknown, key = 'all') => api.patch(`/api/referrals/${id}`, body, { key });

describe('sending', () => {
  it('hands over what the kind of offer needs, and answers where it is', async () => {
    const { reference, beneficiaryId, diagnosticId } = await person();
    const offerId = await aLoan();
    const answer = await api.post('/api/referrals', { ...REFERRAL_EXAMPLE, beneficiary: { reference }, offerId });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/api/referrals/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      side: 'prescriber',
      status: 'sent',
      offerId,
      diagnosticId,
      beneficiary: { id: beneficiaryId, reference },
      expiresOn: '2026-12-22',
      timeline: [{ kind: 'sent', by: 'prescriber', byName: 'Structure org_one' }],
    });
    expect(answer.body.facts.map(({ code }: { code: string }) => code)).toEqual(
      ['firstName', 'lastName', 'phone', 'commune', 'hours', 'startsOn', 'age', 'licences'].sort(
        (a, b) => ORDER.indexOf(a) - ORDER.indexOf(b),
      ),
    );
    expect((await api.get(`/api/referrals/${answer.body.id}`)).body).toEqual(answer.body);
  });

  it('is done once under one Idempotency-Key, even once the offer has gone', async () => {
    const { reference } = await person();
    const offerId = await anAid();
    const body = { beneficiary: { reference }, offerId, consent: { channel: 'phone' } };
    const headers = { 'idempotency-key': `once-${number}` };
    const both = await Promise.all([1, 2].map(() => api.post('/api/referrals', body, { headers })));
    await api.remove(`/api/offers/${offerId}`);
    const again = await api.post('/api/referrals', body, { headers });
    expect([...both, again].map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set([...both, again].map((one) => one.body.id)).size).toBe(1);
    expect((await api.post('/api/referrals', { ...body, message: 'autre' }, { headers })).status).toBe(409);
  });

  it.each([
    ['nobody', { beneficiary: undefined }, 422, 'beneficiary'],
    ['no agreement', { consent: undefined }, 422, 'consent'],
    ['an agreement nobody knows how', { consent: { channel: 'telepathy' } }, 422, 'consent.channel'],
    ['a fact that is none', { facts: ['religion'] }, 422, 'facts.0'],
    ['a book for a message', { message: 'x'.repeat(50_000) }, 422, 'message'],
    ['an offer that is none', { offerId: 'off_never' }, 404, undefined],
    ['a person who is none', { beneficiary: { reference: 'never' } }, 404, undefined],
  ])('refuses %s', async (_name, more, status, path) => {
    const { reference } = await person();
    const body = { beneficiary: { reference }, offerId: await anAid(), consent: { channel: 'oral' }, ...more };
    const answer = await api.post('/api/referrals', body);
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([status, path]);
  });

  it('says which rule makes an offer impossible, and takes a reason to refer all the same', async () => {
    const { reference } = await person();
    const offerId = (await api.post('/api/offers', loan({ accessConditions: { minAge: 60 } }))).body.id;
    const body = { beneficiary: { reference }, offerId, consent: { channel: 'oral' } };
    const refused = await api.post('/api/referrals', body);
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['offerId.age', 'insist']),
    );
    const sentAnyway = await api.post('/api/referrals', { ...body, insist: 'Le garage est d’accord.' });
    expect(sentAnyway.body.timeline[0]).toMatchObject({ text: 'Le garage est d’accord.' });
    expect((await api.post('/api/referrals', { ...body, insist: 'Encore.' })).status).toBe(409);
  });
});

const ORDER = [
  'firstName',
  'lastName',
  'phone',
  'calling',
  'commune',
  'destination',
  'hours',
  'startsOn',
  'age',
  'licences',
];

describe('following', () => {
  it('goes from sent to ended, each side doing its part', async () => {
    const { id } = await sent();
    const seen = await api.get(`/api/referrals/${id}`, { key: 'colleague' });
    expect(seen.body).toMatchObject({ side: 'provider', beneficiary: null, diagnosticId: null });
    expect((await patch(id, { status: 'accepted', appointment: 'Mardi' }, 'colleague')).body).toMatchObject({
      status: 'accepted',
      side: 'provider',
    });
    const steps: [unknown, string, string | null][] = [
      [{ status: 'started', startedOn: '2026-05-01' }, 'started', null],
      [{ outcome: 'jobKept3Months' }, 'started', null],
      [{ status: 'ended', outcome: 'jobKept6Months' }, 'ended', 'jobKept6Months'],
    ];
    for (const [body, status, outcome] of steps)
      expect((await patch(id, body)).body).toMatchObject({ status, outcome });
    const { timeline } = (await api.get(`/api/referrals/${id}`)).body;
    expect(timeline.map(({ kind, by }: { kind: string; by: string }) => `${kind} ${by}`)).toEqual([
      'sent prescriber',
      'accepted provider',
      'started prescriber',
      'followedUp prescriber',
      'ended prescriber',
    ]);
    // What became of the job is not the provider's to know.
    const put = (await api.get(`/api/referrals/${id}`, { key: 'colleague' })).body;
    expect(JSON.stringify(put)).not.toMatch(/jobKept|Lina|06 12/);
  });

  it('begins with the job where no day is given, and says nobody kept it longer than they had it', async () => {
    const { id } = await sent();
    await patch(id, { status: 'accepted' });
    await patch(id, { status: 'started' });
    expect((await api.get(`/api/referrals/${id}`)).body).toMatchObject({ status: 'started', startedOn: '2026-12-07' });
    for (const body of [{ outcome: 'jobKept3Months' }, { status: 'ended', outcome: 'jobKept6Months' }]) {
      const refused = await patch(id, body);
      expect(refused.status).toBe(422);
      expect(refused.body.errors).toMatchObject([{ path: 'outcome' }]);
    }
  });

  it('tells the provider no rule that said no, and no appointment once the person is not theirs any more', async () => {
    const offerId = (await api.post('/api/offers', loan({ accessConditions: { minAge: 60 } }))).body.id;
    const { id } = await sent({ offerId, insist: 'Vu ensemble.' });
    const seenBy = async (key?: string) => {
      const one = (await api.get(`/api/referrals/${id}`, { key })).body;
      const all = (await api.get(`/api/referrals?side=${one.side}`, { key })).body.items;
      return { one, told: JSON.stringify([one, all.find((other: { id: string }) => other.id === id)]) };
    };
    const rules = (await seenBy()).one.timeline[0].insistedOn;
    expect(rules).toEqual(expect.arrayContaining([expect.stringMatching(/60 ans/), expect.stringMatching(/budget/)]));
    const put = await seenBy('colleague');
    expect(put.one).toMatchObject({ side: 'provider', timeline: [{ kind: 'sent', text: 'Vu ensemble.' }] });
    expect(put.told).not.toMatch(/insistedOn|60 ans|budget/);

    const accepted = await patch(id, { status: 'accepted', appointment: 'Mardi à 10 h' }, 'colleague');
    expect(JSON.stringify(accepted.body)).not.toMatch(/insistedOn|60 ans|budget/);
    expect((await seenBy('colleague')).told).toContain('Mardi à 10 h');
    await patch(id, { status: 'ended', outcome: 'withdrawn' });
    expect((await seenBy()).told).toContain('Mardi à 10 h');
    expect((await seenBy('colleague')).told).not.toMatch(/insistedOn|60 ans|budget|Mardi|Vu ensemble/);
  });

  it.each([
    ['a refusal without a reason', { status: 'refused' }, 422],
    ['a reason unexplained', { status: 'refused', rejectionReason: 'other' }, 422],
    ['an end without an outcome', { status: 'ended' }, 422],
    ['nothing', {}, 422],
    ['lapsing by hand', { status: 'expired' }, 422],
    ['a start before any answer', { status: 'started' }, 409],
    ['a job kept before it began', { outcome: 'jobKept3Months' }, 409],
    ['an outcome that cannot be yet', { status: 'ended', outcome: 'jobKept6Months' }, 422],
    ['a day that is none', { status: 'started', startedOn: '2026-02-31' }, 422],
  ])('does not take %s', async (_name, body, status) => {
    const { id } = await sent();
    expect((await patch(id, body)).status).toBe(status);
    expect((await api.get(`/api/referrals/${id}`)).body.status).toBe('sent');
  });

  it('tells who answers second who was first, and counts one answer', async () => {
    const { id } = await sent();
    const answers = await Promise.all([
      patch(id, { status: 'accepted' }, 'colleague'),
      patch(id, { status: 'refused', rejectionReason: 'full' }, 'colleague'),
      patch(id, { status: 'accepted' }, 'colleague'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.detail).toMatch(
      /déjà (acceptée|refusée) par Structure org_two/,
    );
    const sums = await owner`select count(*)::int as n from outcomes`;
    const counted = (
      await owner`select count(*)::int as n from referral_events where kind in ('accepted', 'refused') and referral_id = ${id}`
    )[0];
    expect(counted?.n).toBe(1);
    expect(sums[0]?.n).toBeGreaterThan(0);
  });

  it('changes only the version that was read, where one is named', async () => {
    const { id, version } = await sent();
    const stale = await api.patch(
      `/api/referrals/${id}`,
      { status: 'accepted' },
      { headers: { 'if-match': `"${version + 1}"` } },
    );
    expect(stale.status).toBe(409);
    const fresh = await api.patch(
      `/api/referrals/${id}`,
      { status: 'accepted' },
      { headers: { 'if-match': `"${version}"` } },
    );
    expect([fresh.status, fresh.headers.get('etag')]).toEqual([200, `"${version + 1}"`]);
  });
});

describe('the walls', () => {
  it('answers another organisation, another territory and nobody as if it never was', async () => {
    const { id } = await sent({ offerId: await anAid() });
    const never = await api.get('/api/referrals/ref_never');
    for (const key of ['colleague', 'neighbour']) {
      for (const answer of [
        await api.get(`/api/referrals/${id}`, { key }),
        await patch(id, { status: 'accepted' }, key),
        await patch(id, { status: 'ended', outcome: 'withdrawn' }, key),
      ]) {
        expect([key, answer.status, answer.body]).toEqual([key, 404, never.body]);
      }
    }
    expect((await api.get(`/api/referrals/${id}`, { key: null })).status).toBe(401);
    expect((await api.get(`/api/referrals/${id}`, { key: 'reader' })).status).toBe(403);
    expect((await api.get('/api/referrals', { key: 'reader' })).status).toBe(403);
    expect((await api.post('/api/referrals', {}, { key: 'reader' })).status).toBe(403);
  });

  it('lists each side its own, page after page', async () => {
    const { id } = await sent();
    const ids = async (query: string, key = 'all') => {
      const found: string[] = [];
      for (let cursor = ''; ; ) {
        const page = (await api.get(`/api/referrals?limit=2&${query}${cursor}`, { key })).body;
        found.push(...page.items.map((one: { id: string }) => one.id));
        if (page.nextCursor === null) return found;
        cursor = `&cursor=${page.nextCursor}`;
      }
    };
    const ours = await ids('');
    expect([new Set(ours).size, ours.includes(id)]).toEqual([ours.length, true]);
    expect(await ids('side=provider')).toEqual([]);
    expect(await ids('side=provider&status=sent', 'colleague')).toContain(id);
    expect(await ids('', 'colleague')).toEqual([]);
    for (const query of ['', 'side=provider']) expect(await ids(query, 'neighbour')).toEqual([]);
  });

  it('refers nobody of another organisation, by reference or by diagnostic', async () => {
    const { reference, diagnosticId } = await person();
    const offerId = await anAid();
    for (const who of [{ beneficiary: { reference } }, { diagnosticId }]) {
      const body = { ...who, offerId, consent: { channel: 'oral' } };
      const answer = await api.post('/api/referrals', body, { key: 'colleague' });
      expect(answer.status).toBe(404);
      expect(JSON.stringify(answer.body)).not.toContain(reference);
    }
  });

  it('means by a reference whom one’s own organisation calls so, not the person of a partner who shares the file', async () => {
    const { reference, beneficiaryId } = await person();
    await owner`insert into beneficiary_access (territory_id, beneficiary_id, organisation_id, scope, basis, "from", retention_class)
      values ('meuse', ${beneficiaryId}, 'org_two', 'file', 'consent', '2026-11-01', 'file')`;
    const refer = async (beneficiary: object) =>
      api.post(
        '/api/referrals',
        { beneficiary, offerId: await anAid(), consent: { channel: 'oral' } },
        { key: 'colleague' },
      );
    expect((await refer({ reference })).status).toBe(404);
    // The file itself is held, and is referred by its id.
    expect((await refer({ id: beneficiaryId })).body.beneficiary.id).toBe(beneficiaryId);

    const ours = await api.post(
      '/api/diagnostics',
      {
        ...DIAGNOSTIC_EXAMPLE,
        beneficiary: { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference: 'C-ours' },
      },
      { key: 'colleague' },
    );
    await owner`update beneficiaries set reference = ${reference} where id = ${ours.body.beneficiary.id}`;
    expect((await refer({ reference })).body.beneficiary.id).toBe(ours.body.beneficiary.id);
  });
});
