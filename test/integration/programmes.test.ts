import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { enrol } from '../../src/services/programmes/enrol.ts';
import { followEnrolment } from '../../src/services/programmes/follow-enrolment.ts';
import { listProgress } from '../../src/services/programmes/follow-progress.ts';
import { getCohort, getLearner, listCohorts } from '../../src/services/programmes/get-cohort.ts';
import { changeCohort, openCohort } from '../../src/services/programmes/open-cohort.ts';
import { recordAttendance } from '../../src/services/programmes/record-attendance.ts';
import { answerReferral } from '../../src/services/referrals/answer-referral.ts';
import { drivingSchool } from '../factories/offers.ts';
import { insertRow } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { LINA, referralWorld } from '../support/referrals.ts';
import { createMember } from '../support/sign-in.ts';

let api: TestApi;
let owner: postgres.Sql;
let world: Awaited<ReturnType<typeof referralWorld>>;
let teacher: Context;
let stranger: Context;
let offerId: string;
let people = 0;

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 4, onnotice: () => {} });
  world = await referralWorld(api, owner);
  teacher = world.garagistCtx;
  await insertRow(owner, 'organisations', { territory_id: 'meuse', id: 'org_school', name: 'École', kind: 'provider' });
  const clock = api.deps.clock;
  const other = await createMember({ url: api.url, clock }, { organisationId: 'org_school', role: 'provider' });
  stranger = world.as(other as Parameters<typeof world.as>[0]);
  const provider = { name: 'Garage du Loison', siret: '12345678900011' };
  offerId = await world.offer(drivingSchool({ provider }));
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

/** An accepted referral of somebody new. */
async function referred(firstName = 'Lina') {
  people += 1;
  const person = await world.person(`P-${people}`, { ...LINA, first_name: firstName });
  const { id } = await world.send(world.claireCtx, { ...person, offerId, insist: 'Vu ensemble.' });
  await answerReferral({ ctx: teacher, input: { id, answer: { answer: 'accept' } } });
  return { referralId: id, ...person };
}

const GROUP = {
  kind: 'licence',
  title: 'Permis B, automne',
  from: '2026-11-02',
  until: '2027-03-26',
  slots: [{ weekday: 1, from: '09:00', to: '12:00' }],
  place: 'Bar-le-Duc',
  places: 2,
};
const group = async (more: Record<string, unknown> = {}) =>
  (await openCohort({ ctx: teacher, input: { ...GROUP, ...more } })).id;
const step = (id: string, given: Record<string, unknown>, ctx = teacher) =>
  followEnrolment({ ctx, input: { id, step: given } });
const statusOf = async (id: string) => (await owner`select status from enrolments where id = ${id}`)[0]?.status;
const pathsOf = async (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error) => [error.code, ...(error.errors ?? []).map(({ path }: { path: string }) => path)],
  );
const DONE = {
  codeHours: { done: 20, planned: 20 },
  codeTest: { result: 'passed', on: '2026-10-01', attempts: 2 },
  drivingHours: { done: 25, planned: 25 },
  drivingTest: { result: 'passed', on: '2026-11-10', attempts: 1 },
};

describe('a group', () => {
  it('takes as many as it has places, and the others wait in their order', async () => {
    const cohortId = await group();
    const ids: string[] = [];
    const got: string[] = [];
    for (const name of ['Ana', 'Bea', 'Cleo', 'Dina']) {
      const { referralId } = await referred(name);
      const { id, status } = await enrol({ ctx: teacher, input: { cohortId, referralId } });
      ids.push(id);
      got.push(status);
      // Nobody comes at the same instant; the clock of the tests stands still.
      await owner`update enrolments set waiting_since = waiting_since + ${ids.length} * interval '1 minute' where id = ${id}`;
    }
    expect(got).toEqual(['enrolled', 'enrolled', 'waiting', 'waiting']);
    const [ana, , cleo, dina] = ids as [string, string, string, string];
    expect(await pathsOf(step(cleo, { step: 'confirm' }))).toEqual(['conflict']);

    await step(ana, { step: 'dropOut', reason: 'jobFound', on: '2026-11-20' });
    const view = await getCohort({ ctx: teacher, input: { id: cohortId } });
    // Proposed, not given: a human confirms.
    expect(
      view.learners.map(({ firstName, status, turn, isProposed }) => [firstName, status, turn, isProposed]),
    ).toEqual([
      ['Ana', 'droppedOut', null, false],
      ['Bea', 'enrolled', null, false],
      ['Cleo', 'waiting', 1, true],
      ['Dina', 'waiting', 2, false],
    ]);
    expect(await pathsOf(step(dina, { step: 'confirm' }))).toEqual(['invalid', 'outOfTurn']);
    await step(dina, { step: 'confirm', outOfTurn: 'Embauche lundi, permis exigé.' });
    expect([await statusOf(dina), await statusOf(cleo)]).toEqual(['enrolled', 'waiting']);
    // A place that frees while others wait is for them, not for who comes next.
    await step(dina, { step: 'dropOut', reason: 'unspecified', on: '2026-11-21' });
    const { referralId } = await referred('Eve');
    const eve = await enrol({ ctx: teacher, input: { cohortId, referralId } });
    expect(eve.status).toBe('waiting');
    await owner`update enrolments set waiting_since = waiting_since + interval '9 minutes' where id = ${eve.id}`;
    await step(cleo, { step: 'confirm' });
    expect(await statusOf(cleo)).toBe('enrolled');

    const [line] = (await listCohorts({ ctx: teacher })).cohorts.filter(({ id }) => id === cohortId);
    expect(line).toMatchObject({ taken: 2, waiting: 1, droppedOut: 2, completed: 0 });
    const entries = await owner`select fields from audit_entries where entity_id = ${dina} order by id`;
    expect(entries).toHaveLength(3);
    expect(JSON.stringify(entries)).not.toContain('Embauche');
  });

  it('never gives more places than it has, whoever enrols at once', async () => {
    const cohortId = await group({ places: 3 });
    const referrals = [];
    for (let n = 0; n < 8; n += 1) referrals.push(await referred());
    const got = await Promise.all(
      referrals.map(({ referralId }) => enrol({ ctx: teacher, input: { cohortId, referralId } })),
    );
    expect(got.filter(({ status }) => status === 'enrolled')).toHaveLength(3);
    // Everybody who waits is confirmed at once, by many hands, while two leave.
    const leaving = got.filter(({ status }) => status === 'enrolled').slice(0, 2);
    const waiting = got.filter(({ status }) => status === 'waiting');
    await Promise.allSettled([
      ...waiting.map(({ id }) => step(id, { step: 'confirm', outOfTurn: 'Au hasard.' })),
      ...leaving.map(({ id }) => step(id, { step: 'dropOut', reason: 'other', on: '2026-11-20' })),
    ]);
    const taken =
      await owner`select 1 from enrolments where cohort_id = ${cohortId} and status in ('enrolled', 'attending')`;
    expect(taken.length).toBeLessThanOrEqual(3);
    // Nor does who writes past the verbs.
    await owner`update cohorts set places = ${taken.length || 1} where id = ${cohortId}`;
    await expect(
      owner`update enrolments set status = 'enrolled' where cohort_id = ${cohortId} and status = 'waiting'`,
    ).rejects.toThrow(/no place is left/);
  });

  it('enrols a referral once, and only one that was said yes to', async () => {
    const cohortId = await group();
    const { referralId } = await referred();
    const all = await Promise.allSettled([1, 2, 3].map(() => enrol({ ctx: teacher, input: { cohortId, referralId } })));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    people += 1;
    const person = await world.person(`P-${people}`);
    const { id } = await world.send(world.claireCtx, { ...person, offerId, insist: 'Vu ensemble.' });
    expect(await pathsOf(enrol({ ctx: teacher, input: { cohortId, referralId: id } }))).toEqual(['conflict']);
    expect(await pathsOf(enrol({ ctx: teacher, input: { cohortId, referralId: 'ref_none' } }))).toEqual(['notFound']);
  });

  it('keeps its places to who has them, and what two people change apart', async () => {
    const id = await group({ places: 1 });
    const { referralId } = await referred();
    await enrol({ ctx: teacher, input: { cohortId: id, referralId } });
    const change = (expectedVersion: number, more: Record<string, unknown>) =>
      changeCohort({ ctx: teacher, input: { id, expectedVersion, cohort: { ...GROUP, ...more } } });
    expect(await pathsOf(change(1, { places: 0 }))).toEqual(['invalid', 'places']);
    expect(await pathsOf(change(1, { kind: 'ecoDriving' }))).toEqual(['invalid', 'kind']);
    await change(1, { places: 5 });
    expect(await pathsOf(change(1, { places: 6 }))).toEqual(['conflict']);
    expect(
      await pathsOf(
        openCohort({
          ctx: teacher,
          input: { ...GROUP, until: '2026-11-02', slots: [{ weekday: 3, from: '09:00', to: '10:00' }] },
        }),
      ),
    ).toEqual(['invalid', 'slots']);
  });
});

describe('a training', () => {
  it('goes from the first time they come to the licence, and the referent is shown, not overruled', async () => {
    const cohortId = await group({ places: 4 });
    const { referralId, beneficiaryId } = await referred('Nour');
    const { id } = await enrol({ ctx: teacher, input: { cohortId, referralId } });
    const sheet = (date: string, marks: unknown[]) =>
      recordAttendance({ ctx: teacher, input: { cohortId, sheet: { date, from: '09:00', marks } } });

    expect(await pathsOf(sheet('2026-11-17', [{ enrolmentId: id, mark: 'present' }]))).toEqual(['invalid', 'date']);
    expect(await pathsOf(sheet('2027-01-04', [{ enrolmentId: id, mark: 'present' }]))).toEqual(['invalid', 'date']);
    await sheet('2026-11-09', [{ enrolmentId: id, mark: 'excused' }]);
    expect(await statusOf(id)).toBe('enrolled');
    await sheet('2026-11-16', [{ enrolmentId: id, mark: 'present', minutes: 150 }]);
    // Corrected: what was noted last counts.
    await sheet('2026-11-16', [{ enrolmentId: id, mark: 'present' }]);
    expect(await statusOf(id)).toBe('attending');
    const [referral] = await owner`select status, started_on::text from referrals where id = ${referralId}`;
    expect(referral).toEqual({ status: 'started', started_on: '2026-11-16' });

    expect(await pathsOf(step(id, { step: 'complete', on: '2026-11-20' }))).toEqual(['invalid', 'on']);
    const later = { licenceObtained: { on: '2027-01-01' } };
    expect(await pathsOf(step(id, { step: 'progress', progress: { ...DONE, ...later } }))).toEqual([
      'invalid',
      'licenceObtained.on',
    ]);
    await step(id, { step: 'progress', progress: { ...DONE, licenceObtained: { on: '2026-11-12' } } });
    const parts = [
      { funder: 'Département', amountCents: 60_000, paperwork: 'granted' },
      { funder: 'France Travail', amountCents: 40_000, paperwork: 'refused' },
    ];
    expect(await pathsOf(step(id, { step: 'funding', funding: { costCents: 50_000, parts } }))).toEqual([
      'invalid',
      'funding.costCents',
    ]);
    await step(id, { step: 'funding', funding: { costCents: 120_000, parts } });
    await step(id, { step: 'complete', on: '2026-11-20' });
    expect(await pathsOf(step(id, { step: 'dropOut', reason: 'other', on: '2026-11-20' }))).toEqual(['conflict']);

    const { learner } = await getLearner({ ctx: teacher, input: { cohortId, id } });
    expect(learner).toMatchObject({
      status: 'completed',
      totals: { present: 1, excused: 1, absent: 0, minutes: 180 },
      shares: { leftCents: 60_000, sureCents: 60_000 },
    });
    const [seen] = await listProgress({ ctx: world.claireCtx, input: { beneficiaryId } });
    expect(seen).toMatchObject({ status: 'completed', cohort: { title: GROUP.title }, steps: { done: 5, of: 5 } });
    const [still] = await owner`select status, outcome from referrals where id = ${referralId}`;
    expect(still).toEqual({ status: 'started', outcome: null });
  });

  it('keeps every session whose sheet is filled in, whatever else of its hours changes', async () => {
    const cohortId = await group();
    const { referralId } = await referred();
    const { id } = await enrol({ ctx: teacher, input: { cohortId, referralId } });
    const sheet = { date: '2026-11-16', from: '09:00', marks: [{ enrolmentId: id, mark: 'present' }] };
    await recordAttendance({ ctx: teacher, input: { cohortId, sheet } });
    const { version } = await getCohort({ ctx: teacher, input: { id: cohortId } });
    const to = (more: Record<string, unknown>) =>
      changeCohort({ ctx: teacher, input: { id: cohortId, expectedVersion: version, cohort: { ...GROUP, ...more } } });
    for (const more of [
      { slots: [{ weekday: 1, from: '09:30', to: '12:00' }] },
      { slots: [{ weekday: 2, from: '09:00', to: '12:00' }] },
      { exceptDates: ['2026-11-16'] },
      { from: '2026-11-23' },
    ]) {
      expect(await pathsOf(to(more))).toEqual(['invalid', 'slots']);
    }
    await to({ until: '2026-11-30', slots: [...GROUP.slots, { weekday: 2, from: '14:00', to: '15:00' }] });
  });

  it('is nobody else’s: not another structure’s, not another organisation’s, not the prescriber’s to write', async () => {
    const cohortId = await group();
    const { referralId, beneficiaryId } = await referred();
    const { id } = await enrol({ ctx: teacher, input: { cohortId, referralId } });
    for (const ctx of [stranger]) {
      expect(await pathsOf(getCohort({ ctx, input: { id: cohortId } }))).toEqual(['notFound']);
      expect(await pathsOf(step(id, { step: 'dropOut', reason: 'other', on: '2026-11-20' }, ctx))).toEqual([
        'notFound',
      ]);
      expect(await pathsOf(enrol({ ctx, input: { cohortId, referralId } }))).toEqual(['notFound']);
      const sheet = { date: '2026-11-16', from: '09:00', marks: [{ enrolmentId: id, mark: 'present' }] };
      expect(await pathsOf(recordAttendance({ ctx, input: { cohortId, sheet } }))).toEqual(['notFound']);
    }
    expect(await pathsOf(step(id, { step: 'confirm' }, world.claireCtx))).toEqual(['forbidden']);
    expect(await listProgress({ ctx: world.as(world.colleague), input: { beneficiaryId } })).toEqual([]);
    expect(await listProgress({ ctx: world.claireCtx, input: { referralId } })).toHaveLength(1);
  });
});
