import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool, financialAid, loan, onDemand, volunteer } from '../factories/offers.ts';
import { type Answer, startApi, type TestApi } from '../support/api.ts';

const COMMERCY = { label: '4 rue du Secret, Commercy', commune: '55122', lon: 5.5905, lat: 48.7612 };
const BAR_LE_DUC = { label: 'Site industriel', lon: 5.1606, lat: 48.7729 };
const OUT = { from: COMMERCY, to: BAR_LE_DUC, date: '2026-12-09', arriveBy: '04:50' };
const BACK = { from: BAR_LE_DUC, to: COMMERCY, date: '2026-12-09', departFrom: '13:00' };

const MORNING = { direction: 'outbound', weekdays: [1, 2, 3, 4, 5], departureTime: '04:05', flexibilityMinutes: 5 };

let api: TestApi;
let owner: postgres.Sql;
let number = 0;
/** `org_two` drives: its key, with every right, is the colleague's. */
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  await owner`update organisations set siret = '12345678900029' where id = 'org_two'`;
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

async function person(identity: Record<string, unknown> = { first_name: 'Lina', last_name: 'Morel' }) {
  number += 1;
  const reference = `B-book-${number}`;
  const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference };
  const { body } = await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary });
  await owner`update beneficiary_identities set ${owner(identity)} where beneficiary_id = ${body.beneficiary.id}`;
  return { reference, id: body.beneficiary.id as string };
}
const offered = async (input: unknown): Promise<string> => {
  const { status, body } = await api.post('/api/offers', input);
  expect([status, body.detail]).toEqual([201, undefined]);
  return body.id;
};
const aCarpool = (more = {}, details = {}) =>
  offered(carpool({ provider: { name: 'Covoiturage', siret: '12345678900029' }, ...more }, details));

async function ask(more: Record<string, unknown>, call: Parameters<TestApi['post']>[2] = {}): Promise<Answer> {
  const beneficiary = more.beneficiary ?? { reference: (await person()).reference };
  return api.post('/api/bookings', { ...OUT, ...more, beneficiary }, call);
}
async function asked(more: Record<string, unknown> = {}): Promise<Answer['body']> {
  const { status, body } = await ask({ offerId: more.offerId ?? (await aCarpool()), ...more });
  expect([status, body.detail]).toEqual([201, undefined]);
  return body;
}
const patch = (id: string, body: unknown, key = 'all', headers = {}) =>
  api.patch(`/api/bookings/${id}`, body, { key, headers });
const errorsOf = ({ body }: Answer) => body.errors?.map(({ path }: { path: string }) => path);

describe('asking', () => {
  it('answers the hours on the wall, the price, and where it is', async () => {
    const { reference, id: beneficiaryId } = await person();
    const offerId = await aCarpool();
    const answer = await ask({ offerId, beneficiary: { reference } });
    expect(answer.status).toBe(201);
    const { id } = answer.body;
    expect(answer.headers.get('location')).toBe(`/api/bookings/${id}`);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toMatchObject({
      status: 'requested',
      side: 'adviser',
      offerId,
      beneficiary: { id: beneficiaryId },
      firstName: 'Lina',
      direction: 'outbound',
      date: '2026-12-09',
      arriveBy: '04:50',
      departFrom: null,
      departOn: '2026-12-09',
      arriveOn: '2026-12-09',
      priceCents: 200,
      seats: 1,
      from: { label: COMMERCY.label },
      timeline: [{ kind: 'requested', by: 'adviser' }],
    });
    const { departAt, arriveAt, answerDue } = answer.body;
    expect(departAt).toMatch(/^0[34]:[0-5]\d$/);
    expect(departAt < arriveAt && arriveAt <= '04:50').toBe(true);
    expect(answerDue).toEqual({ on: '2026-11-23', time: '09:00' });
    expect((await api.get(`/api/bookings/${id}`)).body).toEqual(answer.body);
    const [row] =
      await owner`select booked_by, organisation_id, "from", "to", direction from bookings where id = ${id}`;
    expect(row).toMatchObject({ booked_by: 'key_all', organisation_id: 'org_one', from: COMMERCY, to: BAR_LE_DUC });
  });

  it('means by departFrom a way home', async () => {
    const body = await asked({ ...BACK, arriveBy: undefined });
    expect(body).toMatchObject({
      direction: 'return',
      departFrom: '13:00',
      arriveBy: null,
      to: { label: COMMERCY.label },
    });
    expect(body.departAt >= '13:00').toBe(true);
  });

  it('is done once under one Idempotency-Key, even once the offer has gone, and once without any', async () => {
    const { reference } = await person();
    const offerId = await aCarpool();
    const more = { offerId, beneficiary: { reference } };
    const headers = { 'idempotency-key': `once-${number}` };
    const both = await Promise.all([1, 2].map(() => ask(more, { headers })));
    const without = await ask(more);
    await api.remove(`/api/offers/${offerId}`);
    const again = await ask(more, { headers });
    const all = [...both, without, again];
    expect(all.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(all.map(({ body }) => body.id)).size).toBe(1);
    expect((await ask({ ...more, seats: 2 }, { headers })).status).toBe(409);
    const [row] = await owner`select count(*)::int as n from booking_seats where offer_id = ${offerId}`;
    expect(row?.n).toBe(1);
  });

  it.each([
    ['no hour', { arriveBy: undefined }, 422, ['arriveBy']],
    ['both hours', { departFrom: '13:00' }, 422, ['arriveBy']],
    ['an hour that is none', { arriveBy: '25:00' }, 422, ['arriveBy']],
    ['a day that is none', { date: '2027-02-29' }, 422, ['date']],
    ['a day that is past', { date: '2026-11-21' }, 422, ['date']],
    ['a day too far ahead', { date: '2027-09-01' }, 422, ['date']],
    ['nine seats', { seats: 9 }, 422, ['seats']],
    ['no seat', { seats: 0 }, 422, ['seats']],
    ['nowhere to go', { to: COMMERCY }, 422, ['to']],
    ['another country', { to: { label: 'Milano', lon: 9.19, lat: 45.46 } }, 422, ['to']],
    ['a home abroad and a job abroad', { from: { lon: 9.19, lat: 45.46 }, to: { lon: 9.3, lat: 45.5 } }, 422, ['from']],
    ['nobody', { beneficiary: {} }, 422, ['beneficiary.reference']],
    ['a person who is none', { beneficiary: { reference: 'never' } }, 404, undefined],
    ['an offer that is none', { offerId: 'off_never' }, 404, undefined],
    ['a need that is none', { needs: ['diabetes'] }, 422, ['needs.0']],
    ['a book for a place', { to: { ...BAR_LE_DUC, label: 'x'.repeat(5_000) } }, 422, ['to.label']],
  ])('refuses %s and writes nothing', async (_name, more, status, paths) => {
    const offerId = await aCarpool();
    const answer = await ask({ offerId, ...more });
    expect([answer.status, errorsOf(answer)]).toEqual([status, paths]);
    const [row] = await owner`select count(*)::int as n from bookings where offer_id = ${offerId}`;
    expect(row?.n).toBe(0);
  });

  it('says that nobody has that reference, in a clear sentence', async () => {
    const answer = await ask({ offerId: await aCarpool(), beneficiary: { reference: 'never' } });
    expect(answer.body.detail).toBe('Cette personne n’existe pas, ou son dossier n’est pas ouvert à votre structure.');
  });

  it.each([
    ['notice', () => onDemand(), { date: '2026-11-23', arriveBy: '08:00' }],
    ['schedule', () => carpool({}, { trips: [MORNING] }), { arriveBy: '03:00' }],
    ['detour', () => carpool({}, { maxDetourMinutes: 0, meetingPoints: [] }), { from: { lon: 5.59, lat: 48.72 } }],
    ['rideDistance', () => volunteer({}, { maxRideKm: 5 }), { date: '2026-12-09' }],
    ['validity', () => carpool({ validUntil: '2026-12-01' }), {}],
    ['kind', () => loan(), {}],
    ['kind', () => financialAid(), {}],
  ])('says which rule says no: %s', async (code, offer, more) => {
    const answer = await ask({ offerId: await offered(offer()), ...more });
    expect([answer.status, errorsOf(answer)]).toEqual([422, [`offerId.${code}`]]);
    expect(answer.body.errors[0].message).toMatch(/^\p{Lu}.{10,}/u);
  });

  it('does not promise a ride in ten minutes, with whatever notice the offer asks', async () => {
    // It is nine in the morning there.
    const offerId = await offered(onDemand({}, { noticeHours: 0, rideFactor: 1 }));
    const answer = await ask({
      offerId,
      date: '2026-11-22',
      arriveBy: undefined,
      departFrom: '09:10',
      from: BAR_LE_DUC,
      to: COMMERCY,
    });
    expect([answer.status, errorsOf(answer)]).toEqual([422, ['offerId.soon']]);
    const past = await ask({ offerId, date: '2026-11-22', arriveBy: '08:00' });
    expect(past.status).toBe(422);
  });

  it('says conflict once the last seat is held, and takes it again once it is let go', async () => {
    const offerId = await aCarpool({}, { seats: 1 });
    const first = await asked({ offerId });
    const full = await ask({ offerId });
    expect([full.status, errorsOf(full)]).toEqual([409, ['offerId']]);
    await patch(first.id, { status: 'cancelled', reason: 'illness' });
    expect((await ask({ offerId })).status).toBe(201);
    expect((await ask({ offerId: await aCarpool({}, { seats: 2 }), seats: 3 })).status).toBe(409);
  });

  it.each([
    ['emoji and Arabic', 'Amina 🌻 أمينة'],
    ['three hundred letters', 'é'.repeat(300)],
    ['a script', '<script>alert(1)</script>'],
  ])('keeps a name of %s as it is', async (_name, firstName) => {
    const body = await asked({ rider: { firstName } });
    expect(body.firstName).toBe(firstName);
    expect((await ask({ offerId: body.offerId, rider: { firstName: 'é'.repeat(301) } })).status).toBe(422);
  });
});

describe('on the nights when the clocks change', () => {
  const always = () => onDemand({}, { noticeHours: 0 });
  const instants = async (id: string) =>
    (
      await owner`select extract(epoch from arrive_at - depart_at)::int as lasts, ride->>'durationSeconds' as told,
      arrive_at <= arrive_by as on_time from bookings where id = ${id}`
    )[0];

  it.each([
    ['2027-03-28', '01:30'],
    ['2027-03-28', '03:10'],
    ['2027-03-28', '04:00'],
    ['2026-10-25', '03:30'],
    ['2027-10-31', '02:30'],
    ['2027-10-31', '03:15'],
  ])('is as long as the road takes on %s, there by %s', async (date, arriveBy) => {
    const now = api.deps.clock.now().toString();
    // Near enough to be booked.
    const days = Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(now)) / 86_400_000) - 20;
    api.moveClock({ hours: 24 * days });
    const body = await asked({ offerId: await offered(always()), date, arriveBy });
    const row = await instants(body.id);
    api.moveClock({ hours: -24 * days });
    expect(row?.on_time).toBe(true);
    // Of two equal hours the first one is meant: nobody waits for who left an hour ago.
    const longer = Number(row?.lasts) - Number(row?.told);
    const repeated = body.departAt >= '02:00' && body.departAt < '03:00' && !date.includes('-03-') ? 3600 : 0;
    expect([longer - repeated >= 0, longer - repeated <= 120]).toEqual([true, true]);
    expect(body.arriveAt <= arriveBy).toBe(true);
  });
});

describe('answering', () => {
  it('is accepted by whoever drives, who learns only then where and whom to meet', async () => {
    const { id } = await asked({ rider: { firstName: 'Lina' } });
    const before = (await api.get(`/api/bookings/${id}`, { key: 'colleague' })).body;
    expect(before).toMatchObject({
      side: 'provider',
      beneficiary: null,
      firstName: null,
      from: { label: 'Commercy' },
      to: { label: 'Bar-le-Duc' },
      pickUp: null,
    });
    expect(JSON.stringify(before)).not.toMatch(/Secret|Lina|B-book/);
    const accepted = await patch(id, { status: 'confirmed' }, 'colleague');
    expect(accepted.body).toMatchObject({
      status: 'confirmed',
      side: 'provider',
      firstName: 'Lina',
      beneficiary: null,
    });
    // Who meets somebody in a public place is not told where they live.
    if (accepted.body.pickUp !== null) expect(accepted.body.from.label).toBe('Commercy');
    expect((await patch(id, { status: 'confirmed' }, 'colleague')).status).toBe(409);
  });

  it('is not the adviser of people it drives, whatever its key may do', async () => {
    const { id, beneficiary } = await asked();
    expect((await api.get(`/api/bookings/${id}?side=adviser`, { key: 'colleague' })).status).toBe(404);
    expect((await patch(id, { acceptTime: true }, 'colleague')).status).toBe(404);
    expect(beneficiary.id).toMatch(/^ben_/);
  });

  it('shows the address from door to door only, and not a day after', async () => {
    const offerId = await offered(onDemand());
    const { id } = await asked({ offerId });
    await patch(id, { status: 'confirmed' }, 'colleague');
    const seen = async () => (await api.get(`/api/bookings/${id}`, { key: 'colleague' })).body;
    expect((await seen()).from.label).toBe(COMMERCY.label);
    api.moveClock({ hours: 24 * 18 });
    expect(await seen()).toMatchObject({ from: { label: 'Commercy' }, firstName: null });
    api.moveClock({ hours: -24 * 18 });
  });

  it('is refused with a reason, lets go of its seat, and is over', async () => {
    const { id } = await asked();
    expect(errorsOf(await patch(id, { status: 'refused' }, 'colleague'))).toEqual(['reason']);
    expect(errorsOf(await patch(id, { status: 'refused', reason: 'other' }, 'colleague'))).toEqual(['message']);
    const refused = await patch(id, { status: 'refused', reason: 'hours', message: 'Pas le mercredi.' }, 'colleague');
    expect(refused.body).toMatchObject({ status: 'refused', reason: 'hours', reasonText: 'Pas le mercredi.' });
    const [row] = await owner`select holding from booking_seats where booking_id = ${id}`;
    expect(row?.holding).toBe(false);
    for (const body of [{ status: 'confirmed' }, { status: 'cancelled' }, { departAt: '04:00' }]) {
      expect((await patch(id, body)).status).toBe(409);
    }
  });

  it('may be another time, to which the person says yes or no', async () => {
    const { id, departAt } = await asked();
    expect(errorsOf(await patch(id, { departAt }, 'colleague'))).toEqual(['departAt']);
    const proposed = await patch(id, { departAt: '03:50', message: 'Je passe par Void.' }, 'colleague');
    expect(proposed.body).toMatchObject({
      status: 'requested',
      departAt,
      proposal: { departOn: '2026-12-09', departAt: '03:50', text: 'Je passe par Void.' },
    });
    expect((await patch(id, { status: 'confirmed' }, 'colleague')).status).toBe(409);
    const taken = await patch(id, { acceptTime: true });
    expect(taken.body).toMatchObject({ status: 'confirmed', departAt: '03:50', proposal: null });

    const { id: other } = await asked();
    expect((await patch(other, { acceptTime: false })).status).toBe(409);
    await patch(other, { departAt: '03:50' }, 'colleague');
    expect((await patch(other, { acceptTime: false })).body).toMatchObject({
      status: 'refused',
      reason: 'timeDeclined',
    });
  });

  it('is called off by either side before it leaves, and told how it went after', async () => {
    const { id } = await asked();
    expect((await patch(id, { status: 'cancelled', reason: 'tooFar' })).status).toBe(422);
    expect((await patch(id, { status: 'done' })).status).toBe(409);
    await patch(id, { status: 'confirmed' });
    expect((await patch(id, { status: 'cancelled', reason: 'vehicleBroken' }, 'colleague')).body).toMatchObject({
      status: 'cancelled',
      reason: 'vehicleBroken',
    });

    const outcomes: [unknown, string][] = [
      [{ status: 'done' }, 'done'],
      [{ status: 'noShow', who: 'driver' }, 'noShow'],
    ];
    const ids = await Promise.all(
      outcomes.map(async () => {
        const { id: one } = await asked();
        await patch(one, { status: 'confirmed' });
        return one as string;
      }),
    );
    api.moveClock({ hours: 24 * 17 });
    for (const [i, [body, status]] of outcomes.entries()) {
      const one = ids[i] as string;
      expect((await patch(one, { status: 'cancelled' })).status).toBe(409);
      if (status === 'noShow') expect(errorsOf(await patch(one, { status }))).toEqual(['who']);
      expect((await patch(one, body)).body.status).toBe(status);
    }
    api.moveClock({ hours: -24 * 17 });
  });

  it.each([
    ['nothing', {}],
    ['two things', { status: 'confirmed', departAt: '04:00' }],
    ['a state that comes by itself', { status: 'requested' }],
    ['a book', { status: 'confirmed', message: 'x'.repeat(501) }],
  ])('does not take %s', async (_name, body) => {
    const { id } = await asked();
    expect((await patch(id, body)).status).toBe(422);
  });

  it('changes only the version that was read, and counts one of two answers', async () => {
    const { id, version } = await asked();
    const at = (seen: number) => patch(id, { status: 'confirmed' }, 'all', { 'if-match': `"${seen}"` });
    expect((await at(version + 1)).status).toBe(409);
    const answers = await Promise.all([at(version), patch(id, { status: 'refused', reason: 'full' }, 'colleague')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { headers, body } = await api.get(`/api/bookings/${id}`);
    expect(headers.get('etag')).toBe(`"${body.version}"`);
    expect(body.timeline).toHaveLength(2);
  });
});

describe('the walls', () => {
  it('answer another organisation, another territory and nobody as if it never was', async () => {
    const offerId = await offered(onDemand({ provider: { name: 'Sans compte' } }));
    const { id } = await asked({ offerId });
    const never = await api.get('/api/bookings/bkg_never');
    for (const key of ['colleague', 'neighbour']) {
      for (const answer of [
        await api.get(`/api/bookings/${id}`, { key }),
        await patch(id, { status: 'confirmed' }, key),
        await patch(id, { status: 'cancelled' }, key),
        await patch(id, { acceptTime: true }, key),
      ]) {
        expect([key, answer.status, answer.body]).toEqual([key, 404, never.body]);
      }
    }
    expect((await api.get(`/api/bookings/${id}`, { key: null })).status).toBe(401);
    expect((await api.get(`/api/bookings/${id}`, { key: 'reader' })).status).toBe(403);
    expect((await api.get('/api/bookings', { key: 'reader' })).status).toBe(403);
    expect((await ask({ offerId }, { key: 'reader' })).status).toBe(403);
    const { reference } = await person();
    expect((await ask({ offerId, beneficiary: { reference } }, { key: 'colleague' })).status).toBe(404);
    expect((await ask({ offerId, beneficiary: { reference } }, { key: 'neighbour' })).status).toBe(404);
  });

  it('list each side its own, page after page, by the hour they leave', async () => {
    const { id } = await asked();
    const all = async (query: string, key = 'all') => {
      const found: Answer['body'][] = [];
      for (let cursor = ''; ; ) {
        const page = (await api.get(`/api/bookings?limit=7&${query}${cursor}`, { key })).body;
        found.push(...page.items);
        if (page.nextCursor === null) return found;
        cursor = `&cursor=${page.nextCursor}`;
      }
    };
    const ours = await all('');
    const ids = ours.map((one) => one.id);
    expect([new Set(ids).size, ids.includes(id)]).toEqual([ids.length, true]);
    const hours = ours.map(({ departOn, departAt }) => `${departOn} ${departAt}`);
    expect(hours).toEqual(hours.toSorted());
    const put = await all('side=provider&status=requested', 'colleague');
    expect(put.map((one) => one.id)).toContain(id);
    expect(JSON.stringify(put)).not.toMatch(/Secret|Lina|ben_/);
    expect(await all('side=provider')).toEqual([]);
    for (const query of ['', 'side=provider']) expect(await all(query, 'neighbour')).toEqual([]);
    expect((await api.get('/api/bookings?status=lost')).status).toBe(422);
  });
});
