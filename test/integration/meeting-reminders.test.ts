import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { enrol } from '../../src/services/programmes/enrol.ts';
import { openCohort } from '../../src/services/programmes/open-cohort.ts';
import { remindMeetings } from '../../src/services/programmes/remind-meetings.ts';
import { answerReferral } from '../../src/services/referrals/answer-referral.ts';
import { followJob } from '../../src/services/workshop/follow-job.ts';
import { openJob } from '../../src/services/workshop/open-job.ts';
import { drivingSchool, vehicleRepair } from '../factories/offers.ts';
import { worker } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { LINA, referralWorld } from '../support/referrals.ts';

let api: TestApi;
let owner: postgres.Sql;
let world: Awaited<ReturnType<typeof referralWorld>>;
let ctx: Context;

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  world = await referralWorld(api, owner);
  ctx = world.garagistCtx;
  await owner`update organisations set phone = '03 29 00 00 01' where id = 'org_garage'`;
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

async function referred(reference: string, offerId: string, more: Record<string, unknown> = {}) {
  const person = await world.person(reference, { ...LINA, ...more });
  const { id } = await world.send(world.claireCtx, { ...person, offerId, insist: 'Vu ensemble.' });
  await answerReferral({ ctx, input: { id, answer: { answer: 'accept' } } });
  return id;
}
const remind = () => remindMeetings({ ctx: { actor: worker(), deps: api.deps } });
const written = () => owner<{ to_address: string | null; body: string | null; status: string; about_entity: string }[]>`
  select to_address, body, status, about_entity from messages where dedupe_key like 'meeting %' order by created_at, to_address`;

it('reminds of tomorrow’s session and of the garage once each, the evening before, as each person may be written to', async () => {
  const provider = { name: 'Garage du Loison', siret: '12345678900011' };
  const [school, garage] = [
    await world.offer(drivingSchool({ provider })),
    await world.offer(vehicleRepair({ provider })),
  ];
  // Tomorrow is a Monday.
  const cohort = await openCohort({
    ctx,
    input: {
      kind: 'licence',
      title: 'Permis B',
      from: '2026-11-02',
      until: '2027-03-26',
      slots: [{ weekday: 1, from: '09:00', to: '12:00' }],
      place: 'Gare de Commercy',
      places: 3,
    },
  });
  const enrolled = async (reference: string, more: Record<string, unknown>) =>
    enrol({ ctx, input: { cohortId: cohort.id, referralId: await referred(reference, school, more) } });
  await enrolled('R-1', { language: 'uk' });
  const evenings = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '20:30', to: '20:55' }];
  await enrolled('R-2', { phone: '06 39 98 00 02', discreet: true, safe_hours: evenings });
  await enrolled('R-3', { phone: null, email: null });
  const { id } = await openJob({
    ctx,
    input: { referralId: await referred('R-4', garage, { phone: null }), job: { request: 'Freins' } },
  });
  await followJob({ ctx, input: { id, step: { step: 'quote', lines: [{ label: 'Plaquettes', amountCents: 4550 }] } } });
  await followJob({ ctx, input: { id, step: { step: 'agree' } } });
  await followJob({ ctx, input: { id, step: { step: 'schedule', on: '2026-11-23', at: '14:30', bridge: 'none' } } });

  // At noon nobody is told; at six in the evening everybody is, once, however often it is looked at.
  api.setNow('2026-11-22T11:00:00Z');
  expect(await remind()).toBe(0);
  expect(await written()).toEqual([]);
  api.setNow('2026-11-22T17:10:00Z');
  expect(await remind()).toBe(3);
  expect(await remind()).toBe(0);
  const told = await written();
  expect(told.map(({ to_address, about_entity }) => [to_address, about_entity])).toEqual([
    ['+33612345678', 'enrolment'],
    ['+33639980002', 'enrolment'],
    ['lina@exemple.invalid', 'workshopJob'],
  ]);
  const [ukrainian = '', discreet = '', mail = ''] = told.map(({ body }) => body ?? '');
  expect(ukrainian).toMatch(/завтра о 09:00.*Gare de Commercy.*03 29 00 00 01/);
  expect(discreet).toMatch(/^Un rappel : demain à 9 h 00\.$/);
  expect(mail).toMatch(/rendez-vous au garage, c’est demain à 14 h 30.*Garage du Loison/s);

  // What is held until somebody may be written to is not sent once the session is called off.
  await owner`update cohorts set except_dates = '{2026-11-23}' where id = ${cohort.id}`;
  api.setNow('2026-11-22T19:05:00Z');
  await remind();
  expect((await written()).map(({ about_entity, status, body }) => [about_entity, status, body === null])).toEqual(
    expect.arrayContaining([
      ['enrolment', 'failed', true],
      ['workshopJob', 'waiting', false],
    ]),
  );
  expect((await written()).filter(({ status }) => status === 'failed')).toHaveLength(2);
});
