import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getReferral } from '../../src/services/referrals/get-referral.ts';
import { carpool, financialAid } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { deliver, LINA, linkIn, referralWorld } from '../support/referrals.ts';

let api: TestApi;
let owner: postgres.Sql;
let world: Awaited<ReturnType<typeof referralWorld>>;
let number = 0;
beforeAll(async () => {
  let caller = 0;
  api = await startApi({ app: { addressOf: (c) => c.req.header('x-address') ?? `caller-${caller++}` } });
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  world = await referralWorld(api, owner);
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

const get = (path: string, headers: Record<string, string> = {}) => api.app.request(path, { headers });
const post = (path: string, fields: Record<string, string>) =>
  api.app.request(path, { method: 'POST', body: new URLSearchParams(fields) });

/** Sent to Camille, who drives, by mail; with the letter and its link. */
async function sent(input: Record<string, unknown> = {}, identity?: Parameters<typeof world.person>[1]) {
  number += 1;
  const { diagnosticId, beneficiaryId } = await world.person(`B-link-${number}`, identity);
  const offerId = await world.offer();
  await deliver(api, owner);
  const referral = await world.send(world.claireCtx, {
    diagnosticId,
    offerId,
    insist: 'Le trajet a été vu ensemble.',
    ...input,
  });
  const [letter] = await deliver(api, owner);
  return { referral, letter, link: linkIn(letter), beneficiaryId };
}
const statusOf = async (id: string) => (await getReferral({ ctx: world.claireCtx, input: { id } })).status;

describe('a referral sent by mail', () => {
  it('tells the provider that something waits, and nothing of the person', async () => {
    const { letter } = await sent();
    expect(letter?.to).toBe('camille@example.org');
    expect(letter?.text).toContain('avant le mardi 22 décembre 2026');
    expect(JSON.stringify(letter)).not.toMatch(/Lina|Morel|06 12|rsa|Commercy,/i);
  });

  it('keeps the secret nowhere: not in the row, the mail once sent, the outbox, the audit, the log', async () => {
    const { link } = await sent();
    const token = link.split('/').at(-1) ?? '';
    await get(link);
    await get(`${link}x`);
    const kept = JSON.stringify([
      await owner`select * from referrals`,
      await owner`select * from referral_events`,
      await owner`select * from messages`,
      await owner`select * from outbox_events`,
      await owner`select * from audit_entries`,
      await owner`select * from idempotency_keys`,
      api.lines,
    ]);
    expect(token).toHaveLength(43);
    expect(kept).not.toContain(token);
  });

  it('shows by its link what was handed over: first name, communes, hours; no name, no address, no reference', async () => {
    const { link } = await sent();
    const page = await get(link);
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('x-robots-tag')).toContain('noindex');
    const html = await page.text();
    expect(html).toMatch(/Lina[\s\S]*Commercy[\s\S]*Bar-le-Duc/);
    expect(html).toContain('Claire Thomas');
    expect(html).not.toMatch(/Morel|B-link|lina@|readTimetable|rsa/i);
  });

  it('is neither changed nor used up by being read, however often', async () => {
    const { link, referral } = await sent();
    const before = await owner`select * from referrals where id = ${referral.id}`;
    for (let i = 0; i < 3; i++) expect((await get(link)).status).toBe(200);
    await api.app.request(link, { method: 'HEAD' });
    expect(await owner`select * from referrals where id = ${referral.id}`).toEqual(before);
    expect(await owner`select * from referral_events where referral_id = ${referral.id}`).toHaveLength(1);
  });

  it('is accepted with an appointment; the prescriber and the person are told, without a name', async () => {
    const { link, referral } = await sent();
    const answer = await post(link, {
      once: 'a',
      answer: 'accept',
      appointment: 'Mardi à 10 h',
      acceptMessage: 'Avec plaisir.',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, link]);
    const html = await (await get(link)).text();
    expect(html).toMatch(/Vous avez accepté/);
    expect(html).not.toContain('value="accept"');
    const seen = await getReferral({ ctx: world.claireCtx, input: { id: referral.id } });
    expect(seen.status).toBe('accepted');
    expect(seen.timeline.at(-1)).toMatchObject({
      kind: 'accepted',
      byKind: 'provider',
      byName: 'Camille Exemple',
      text: 'Avec plaisir.',
      details: { appointment: 'Mardi à 10 h' },
    });
    const letters = await deliver(api, owner);
    expect(letters.map(({ to }) => to).sort()).toEqual([LINA.email, world.claire.email]);
    expect(letters.map(({ text }) => text).join()).toContain(`/pro/orientations/${referral.id}`);
    expect(JSON.stringify(letters)).not.toMatch(/Lina|Morel|Camille|Mardi/);
    // Others may read over the person's shoulder: neither what became of it, nor from whom, nor of what.
    const toPerson = letters.find(({ to }) => to === LINA.email);
    expect(toPerson).toMatchObject({ subject: 'Des nouvelles de votre demande' });
    expect(JSON.stringify(toPerson)).not.toMatch(/accept|refus|Structure|org_one|offre|covoiturage|trajet|emploi/i);
    expect(await deliver(api, owner)).toEqual([]);
  });

  it('calls for a telephone call where the person must not be noticed', async () => {
    const { link, beneficiaryId } = await sent({}, { ...LINA, discreet: true });
    expect(await (await get(link)).text()).toContain('ne laissez pas de message');
    await post(link, { once: 'a', answer: 'accept' });
    expect((await deliver(api, owner)).map(({ to }) => to)).toEqual([world.claire.email]);
    const calls =
      await owner`select organisation_id, member_id from call_backs where beneficiary_id = ${beneficiaryId}`;
    expect(calls).toEqual([{ organisation_id: 'org_one', member_id: world.claire.id }]);
  });

  it('is refused with a coded reason, and then shows nothing of the person any more', async () => {
    const { link, referral } = await sent();
    await post(link, { once: 'a', answer: 'refuse', reason: 'hoursDoNotFit', refuseMessage: 'Je pars à 6 h.' });
    expect(await getReferral({ ctx: world.claireCtx, input: { id: referral.id } })).toMatchObject({
      status: 'refused',
      rejectionReason: 'hoursDoNotFit',
    });
    const html = await (await get(link)).text();
    expect(html).toContain('Vous avez refusé');
    expect(html).not.toMatch(/Lina|06 12/);
    const sums = await owner`select code, reason, offer_kind from outcomes where offer_id = ${referral.offerId}`;
    expect(sums).toEqual([{ code: 'refused', reason: 'hoursDoNotFit', offer_kind: 'carpool' }]);
  });

  it.each([
    ['a refusal without a reason', { answer: 'refuse' }, 'reason', 'Choisissez la raison'],
    ['a reason nobody knows', { answer: 'refuse', reason: 'because' }, 'reason', 'Choisissez la raison'],
    ['another reason unexplained', { answer: 'refuse', reason: 'other' }, 'refuseMessage', 'Expliquez'],
    ['an empty question', { answer: 'ask', question: ' ' }, 'question', 'Écrivez votre question'],
    ['a whole book', { answer: 'accept', acceptMessage: 'x'.repeat(50_000) }, 'acceptMessage', '2000'],
  ])('says what is wrong at its field, and keeps what was typed: %s', async (_name, fields, field, words) => {
    const { link, referral } = await sent();
    const page = await post(link, { once: 'a', ...fields, appointment: 'Jeudi' });
    expect(page.status).toBe(422);
    const html = await page.text();
    expect(html).toMatch(/<title>Erreur\s: /);
    expect(html).toContain(`href="#${field}"`);
    expect(html).toContain(words);
    expect(html).toContain('Jeudi');
    expect(await statusOf(referral.id)).toBe('sent');
  });

  it('answers a second tab with who was first, and loses nothing of what it typed', async () => {
    const { link, referral } = await sent();
    await post(link, { once: 'a', answer: 'accept' });
    const second = await post(link, { once: 'b', answer: 'refuse', reason: 'full', refuseMessage: 'Plus de place.' });
    expect(second.status).toBe(409);
    const html = await second.text();
    expect(html).toContain('déjà acceptée par Camille Exemple');
    expect(html).toContain('Plus de place.');
    expect(await statusOf(referral.id)).toBe('accepted');
  });

  it('takes the same answer sent twice once, at the same time too', async () => {
    const { link, referral } = await sent();
    const fields = { once: 'a', answer: 'ask', question: 'À quelle heure finit-elle ?' };
    const answers = await Promise.all([post(link, fields), post(link, fields), post(link, fields)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    const both = await Promise.all([
      post(link, { once: 'b', answer: 'accept' }),
      post(link, { once: 'c', answer: 'accept' }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    const { timeline } = await getReferral({ ctx: world.claireCtx, input: { id: referral.id } });
    expect(timeline.map(({ kind }) => kind)).toEqual(['sent', 'asked', 'accepted']);
  });

  it('has the same calm page for a link that never was, of elsewhere, cut short, lapsed or withdrawn', async () => {
    const { link, referral } = await sent();
    const [, , , token = ''] = link.split('/');
    const other = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`;
    const lost = [
      `/r/meuse/${other}`,
      `/r/voisin/${token}`,
      `/r/nowhere/${token}`,
      `/r/meuse/${token.slice(1)}`,
      '/r/meuse',
      `${link}/x`,
    ];
    const bodies = new Set<string>();
    for (const path of lost) {
      const page = await get(path);
      expect([path, page.status]).toEqual([path, 404]);
      bodies.add(await page.text());
      expect((await post(path, { once: 'a', answer: 'accept' })).status).toBe(404);
    }
    expect(bodies.size).toBe(1);
    await owner`update referrals set link_expires_at = '2026-11-22T07:59:00Z' where id = ${referral.id}`;
    const lapsed = await get(link);
    expect([lapsed.status, await lapsed.text()]).toEqual([404, [...bodies][0]]);
    expect((await post(link, { once: 'a', answer: 'accept' })).status).toBe(404);
    expect(await statusOf(referral.id)).toBe('sent');
  });

  it('stops whoever tries one secret after the other', async () => {
    const { link } = await sent();
    const answers: number[] = [];
    for (let i = 0; i < 32; i++)
      answers.push((await get(`${link.slice(0, -2)}${10 + i}`, { 'x-address': 'guesser' })).status);
    expect(answers.at(-1)).toBe(429);
    expect((await get(link)).status).toBe(200);
  });
});

it('has nobody to write to where the provider has no address: the page says so', async () => {
  const { diagnosticId } = await world.person('B-phone');
  const offerId = await world.offer(financialAid());
  const referral = await world.send(world.claireCtx, { diagnosticId, offerId });
  expect(referral).toMatchObject({ providerEmail: null, providerHasAccount: false });
  expect(await deliver(api, owner)).toEqual([]);
});

it('writes to nobody of an offer’s old address: the one that was shown when it was sent is kept', async () => {
  const { diagnosticId } = await world.person('B-kept');
  const offerId = await world.offer(carpool());
  const referral = await world.send(world.claireCtx, { diagnosticId, offerId, insist: 'Vu ensemble.' });
  await api.patch(`/api/offers/${offerId}`, { provider: { name: 'Autre', email: 'autre@example.org' } });
  expect((await deliver(api, owner)).map(({ to }) => to)).toEqual(['camille@example.org']);
  expect(referral.parties.provider.name).toBe('Camille Exemple');
});
