import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { followUp } from '../../src/services/follow-up.ts';
import { followReferral } from '../../src/services/referrals/follow-referral.ts';
import { getReferral } from '../../src/services/referrals/get-referral.ts';
import { remindReferrals } from '../../src/services/referrals/remind-referrals.ts';
import { carpool, financialAid } from '../factories/offers.ts';
import { worker } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { deliver, linkIn, referralWorld } from '../support/referrals.ts';

let api: TestApi;
let owner: postgres.Sql;
let world: Awaited<ReturnType<typeof referralWorld>>;
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  world = await referralWorld(api, owner);
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

const remind = () => remindReferrals({ ctx: { actor: worker(), deps: api.deps } });
const kinds = async (id: string) =>
  (await getReferral({ ctx: world.claireCtx, input: { id } })).timeline.map(({ kind }) => kind);

it('reminds on the 5th and the 10th day and lapses on the 30th, each once whatever works at it', async () => {
  // Sent at 23:30 in Paris: the day counts, not the hours.
  api.moveClock({ hours: 14, minutes: 30 });
  const { diagnosticId } = await world.person('B-remind');
  const { id, offerId } = await world.send(world.claireCtx, {
    diagnosticId,
    offerId: await world.offer(carpool()),
    insist: 'Vu ensemble.',
  });
  const first = linkIn((await deliver(api, owner))[0]);
  api.moveClock({ hours: 24 * 4 });
  expect(await remind()).toEqual({ reminded: 0, expired: 0 });

  api.moveClock({ hours: 9 });
  // Three workers at once.
  const runs = await Promise.all([remind(), remind(), remind()]);
  expect(runs.reduce((sum, { reminded }) => sum + reminded, 0)).toBe(1);
  expect(await remind()).toEqual({ reminded: 0, expired: 0 });
  const [reminder, ...more] = await deliver(api, owner);
  expect([reminder?.to, reminder?.subject, more]).toEqual([
    'camille@example.org',
    'Rappel : une orientation attend votre réponse',
    [],
  ]);
  // The link of the first mail and that of the reminder lead to the same.
  const pages = await Promise.all([first, linkIn(reminder)].map(async (way) => (await api.app.request(way)).status));
  expect(pages).toEqual([200, 200]);

  api.moveClock({ hours: 24 * 5 });
  expect(await remind()).toEqual({ reminded: 1, expired: 0 });
  api.moveClock({ hours: 24 * 19 });
  expect(await remind()).toEqual({ reminded: 0, expired: 0 });
  expect((await api.app.request(first)).status).toBe(200);

  api.moveClock({ hours: 24 });
  const ends = await Promise.all([remind(), remind()]);
  expect(ends.reduce((sum, { expired }) => sum + expired, 0)).toBe(1);
  expect(await kinds(id)).toEqual(['sent', 'reminded', 'reminded', 'expired']);
  expect((await api.app.request(first)).status).toBe(404);
  const late = new URLSearchParams({ once: 'a', answer: 'accept' });
  expect((await api.app.request(first, { method: 'POST', body: late })).status).toBe(404);
  const letters = (await deliver(api, owner)).map(({ to, subject }) => [to, subject]);
  expect(letters.sort()).toEqual([
    ['camille@example.org', 'Rappel : une orientation attend votre réponse'],
    ['camille@example.org', 'Une orientation n’attend plus de réponse'],
    [world.claire.email, 'Une orientation est restée sans réponse'],
  ]);
  expect(await owner`select code from outcomes where offer_id = ${offerId}`).toEqual([{ code: 'expired' }]);
});

it('leaves a day between any reminder and its own, and still sends both of its own', async () => {
  const { diagnosticId } = await world.person('B-by-hand');
  const offerId = await world.offer(financialAid());
  const { id } = await world.send(world.claireCtx, { diagnosticId, offerId });
  const byHand = () => followReferral({ ctx: world.claireCtx, input: { id, step: { step: 'remind' } } });
  const reminded = async () => (await remind()).reminded;

  // By hand on the fourth day and on the ninth: those that are due begin before the day is over.
  api.moveClock({ hours: 24 * 4 });
  await byHand();
  api.moveClock({ hours: 23, minutes: 59 });
  expect(await reminded()).toBe(0);
  api.moveClock({ minutes: 1 });
  expect([await reminded(), await reminded()]).toEqual([1, 0]);
  api.moveClock({ hours: 24 * 4 });
  await byHand();
  api.moveClock({ hours: 23, minutes: 59 });
  expect(await reminded()).toBe(0);
  api.moveClock({ minutes: 1 });
  expect([await reminded(), await reminded()]).toEqual([1, 0]);
  // Reminded of by hand on the last day too, it lapses on the thirtieth all the same.
  api.moveClock({ hours: 24 * 19 });
  expect(await remind()).toEqual({ reminded: 0, expired: 0 });
  await byHand();
  api.moveClock({ hours: 23 });
  expect(await remind()).toEqual({ reminded: 0, expired: 1 });
  expect(await kinds(id)).toEqual(['sent', 'reminded', 'reminded', 'reminded', 'reminded', 'reminded', 'expired']);
});

it('makes of reminders that were missed one, and of a long standstill none', async () => {
  const { diagnosticId } = await world.person('B-missed');
  const { id } = await world.send(world.claireCtx, { diagnosticId, offerId: await world.offer(financialAid()) });
  api.moveClock({ hours: 24 * 12 });
  expect(await remind()).toEqual({ reminded: 1, expired: 0 });
  expect(await remind()).toEqual({ reminded: 0, expired: 0 });
  api.moveClock({ hours: 24 * 60 });
  expect(await remind()).toEqual({ reminded: 0, expired: 1 });
  expect(await kinds(id)).toEqual(['sent', 'reminded', 'expired']);
});

it('reminds whose turn it is: the prescriber of a question, or of a provider to be called', async () => {
  const { diagnosticId } = await world.person('B-turn');
  await deliver(api, owner);
  await world.send(world.claireCtx, { diagnosticId, offerId: await world.offer(carpool()), insist: 'Vu ensemble.' });
  await world.send(world.claireCtx, { diagnosticId, offerId: await world.offer(financialAid()) });
  const link = linkIn((await deliver(api, owner))[0]);
  const ask = new URLSearchParams({ once: 'a', answer: 'ask', question: 'À quelle heure ?' });
  await api.app.request(link, { method: 'POST', body: ask });
  await deliver(api, owner);
  api.moveClock({ hours: 24 * 5 });
  expect(await remind()).toEqual({ reminded: 2, expired: 0 });
  expect((await deliver(api, owner)).map(({ to, subject }) => [to, subject]).sort()).toEqual([
    [world.claire.email, 'Une orientation attend toujours sa réponse'],
    [world.claire.email, 'Une question attend votre réponse'],
  ]);
});

it('is part of what falls due by itself, and is left to the workers', async () => {
  expect(await followUp({ ctx: { actor: worker(), deps: api.deps } })).toMatchObject({ reminded: 0, expired: 0 });
  await expect(remindReferrals({ ctx: world.claireCtx })).rejects.toMatchObject({ code: 'forbidden' });
});

it('writes to the person’s referent once the file was handed over', async () => {
  const { diagnosticId, beneficiaryId } = await world.person('B-handed-over');
  const offerId = await world.offer(carpool());
  await world.send(world.claireCtx, { diagnosticId, offerId, insist: 'Vu ensemble.' });
  const link = linkIn((await deliver(api, owner))[0]);
  const other =
    await owner`insert into members (territory_id, id, organisation_id, display_name, email, role, joined_at, retention_class)
    values ('meuse', 'mem-new', 'org_one', 'Nora Leroy', 'nora@exemple.invalid', 'referent', now(), 'account') returning id`;
  await owner`insert into referents (territory_id, beneficiary_id, organisation_id, member_id, "from", retention_class)
    values ('meuse', ${beneficiaryId}, 'org_one', ${other[0]?.id}, now(), 'file')`;
  const refuse = new URLSearchParams({ once: 'a', answer: 'refuse', reason: 'full' });
  await api.app.request(link, { method: 'POST', body: refuse });
  expect((await deliver(api, owner)).map(({ to }) => to)).toEqual(['nora@exemple.invalid']);
});
