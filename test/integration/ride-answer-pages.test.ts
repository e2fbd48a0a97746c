import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookForPerson } from '../../src/services/bookings/book-for-person.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { FIVE_O_CLOCK, giveLink, THERE } from '../support/rides.ts';

let api: TestApi;
let owner: postgres.Sql;
let offerId = '';
let number = 0;
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  offerId = (await api.post('/api/offers', carpool({ visibility: 'public' }, { seats: 8 }))).body.id;
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

/** A ride that waits for an answer, and the address that was sent for it. */
async function asked(firstName = 'Amina') {
  number += 1;
  const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference: `B-page-${number}` };
  await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary });
  const scopes = new Set(['bookings:write', 'offers:read'] as const);
  const actor = { kind: 'program', id: 'key', territoryId: 'meuse', organisationId: 'org_one', scopes } as const;
  const { bookings } = await bookForPerson({
    ctx: { actor, deps: api.deps },
    input: {
      beneficiary: { reference: beneficiary.reference },
      offerId,
      ...THERE,
      rides: [FIVE_O_CLOCK],
      rider: { firstName },
    },
  });
  const id = bookings[0]?.id ?? '';
  return { id, path: `/t/meuse/${await giveLink(api, owner, id)}` };
}
const open = async (path: string) => {
  const response = await api.app.request(path);
  return { status: response.status, headers: response.headers, html: await response.text() };
};
const send = (path: string, fields: Record<string, string>) =>
  api.app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost', host: 'localhost' },
    body: new URLSearchParams(fields),
  });
const statusOf = async (id: string) => (await owner`select status from bookings where id = ${id}`)[0]?.status;

describe('a driver, by the link they were sent', () => {
  it('reads communes and hour, no name, and changes nothing by reading', async () => {
    const { id, path } = await asked();
    const { status, headers, html } = await open(path);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(html).toContain('Commercy');
    expect(html).toContain('mercredi 25 novembre');
    expect(html).not.toContain('Amina');
    expect(await statusOf(id)).toBe('requested');
  });

  it('says yes, twice is once, and then knows whom to meet', async () => {
    const { id, path } = await asked('<script>alert(1)</script> أمينة 🌻');
    for (const _twice of [1, 2]) {
      const answer = await send(path, { answer: 'accept' });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, path]);
    }
    expect(await statusOf(id)).toBe('confirmed');
    const { html } = await open(path);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; أمينة 🌻');
  });

  it('says no with a reason, kept where it is forgotten', async () => {
    const { id, path } = await asked();
    const forgot = await send(path, { answer: 'refuse', refuseMessage: 'En congé' });
    expect(forgot.status).toBe(422);
    const page = await forgot.text();
    expect(page).toContain('<title>Erreur');
    expect(page).toContain('En congé');
    expect((await send(path, { answer: 'refuse', reason: 'notAvailable' })).status).toBe(303);
    expect(await statusOf(id)).toBe('refused');
    const late = await send(path, { answer: 'accept' });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('a déjà été refusée');
  });

  it('proposes another time; what is no time is told', async () => {
    const { id, path } = await asked();
    expect((await send(path, { answer: 'proposeTime', departAt: 'tôt' })).status).toBe(422);
    expect((await send(path, { answer: 'proposeTime', departAt: '4h00' })).status).toBe(303);
    expect((await open(path)).html).toContain('Vous avez proposé mercredi 25 novembre 2026 à 4\u00a0h');
    expect(await statusOf(id)).toBe('requested');
  });

  it('is told in the same words whatever leads nowhere', async () => {
    const { path } = await asked();
    const wrong = [
      `${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`,
      '/t/meuse/short',
      `/t/ardennes/${path.split('/')[3]}`,
    ];
    for (const one of wrong) {
      const { status, html } = await open(one);
      expect([one, status]).toEqual([one, 404]);
      expect(html).toContain('Ce lien ne mène plus nulle part');
      expect((await send(one, { answer: 'accept' })).status).toBe(404);
    }
  });
});
