import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { addVehicle } from '../../src/services/fleet/vehicles.ts';
import { addPlanStep } from '../../src/services/plans/add-plan-step.ts';
import { getPlan } from '../../src/services/plans/get-plan.ts';
import { mayTickStep, tickPlanStep } from '../../src/services/plans/tick-plan-step.ts';
import { answerReferral } from '../../src/services/referrals/answer-referral.ts';
import { followJob } from '../../src/services/workshop/follow-job.ts';
import { getJob, listJobs, listJobsOf } from '../../src/services/workshop/get-job.ts';
import { openJob } from '../../src/services/workshop/open-job.ts';
import { drivingSchool, loan, vehicleRepair } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { LINA, referralWorld } from '../support/referrals.ts';
import { type Browser, createMember, signIn } from '../support/sign-in.ts';

let api: TestApi;
let owner: postgres.Sql;
let world: Awaited<ReturnType<typeof referralWorld>>;
let garage: Context;
let browser: Browser;
let formToken: string;
const offers = { repair: '', school: '' };
let people = 0;

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  world = await referralWorld(api, owner);
  garage = world.garagistCtx;
  await owner`update organisations set illustrative = true`;
  const member = await createMember(
    { url: api.url, clock: api.deps.clock },
    { organisationId: 'org_garage', role: 'provider' },
  );
  browser = await signIn(api.app, member);
  formToken = await browser.tokenOf('/compte');
  const provider = { name: 'Garage du Loison', siret: '12345678900011' };
  offers.repair = await world.offer(vehicleRepair({ provider }));
  offers.school = await world.offer(drivingSchool({ provider }));
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

async function referred(offerId = offers.repair) {
  people += 1;
  const person = await world.person(`W-${people}`, { ...LINA, first_name: 'Nour' });
  const { id } = await world.send(world.claireCtx, { ...person, offerId, insist: 'Vu ensemble.' });
  await answerReferral({ ctx: garage, input: { id, answer: { answer: 'accept' } } });
  return { referralId: id, ...person };
}
const WISH = { request: 'Freins à revoir', vehicle: 'Clio 2' };
const open = async () => {
  const found = await referred();
  const { id } = await openJob({ ctx: garage, input: { referralId: found.referralId, job: WISH } });
  return { ...found, id };
};
const step = (id: string, given: Record<string, unknown>, ctx = garage) =>
  followJob({ ctx, input: { id, step: given } });
async function aCar(): Promise<string> {
  const offerId = await world.offer(loan({ provider: { name: 'Garage du Loison', siret: '12345678900011' } }));
  const { id } = await addVehicle({ ctx: garage, input: { offerId, label: 'Clio de prêt' } });
  return id;
}
const QUOTE = {
  step: 'quote',
  lines: [
    { label: 'Plaquettes', amountCents: 4_550 },
    { label: 'Main d’œuvre', amountCents: 6_000 },
  ],
};
const pathsOf = async (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error) => [error.code, ...(error.errors ?? []).map(({ path }: { path: string }) => path)],
  );
const page = async (path: string) => {
  const response = await browser.get(path);
  return { status: response.status, html: (await response.text()).replaceAll(/[\u00a0\u202f]/g, ' ') };
};
const send = (path: string, fields: Record<string, string>) => browser.post(path, { formToken, ...fields });

describe('a repair', () => {
  it('goes from the request to the keys, and the referent sees it and decides', async () => {
    const { id, referralId, beneficiaryId } = await open();
    expect(await pathsOf(step(id, { step: 'agree' }))).toEqual(['conflict']);
    await step(id, QUOTE);
    const part = { funder: 'Département', amountCents: 8_000, paperwork: 'granted' };
    expect(await pathsOf(step(id, { step: 'fund', parts: [{ ...part, amountCents: 10_551 }] }))).toEqual([
      'invalid',
      'parts',
    ]);
    await step(id, { step: 'fund', parts: [part] });
    // A cheaper quote than what funders pay is told, and nothing of it is written.
    const cheaper = { step: 'quote', lines: [{ label: 'Plaquettes', amountCents: 4_550 }] };
    expect(await pathsOf(step(id, cheaper))).toEqual(['invalid', 'parts']);
    await step(id, { step: 'agree' });
    expect(await pathsOf(step(id, { step: 'schedule', on: '2026-11-01', at: '09:00', bridge: 'none' }))).toEqual([
      'invalid',
      'on',
    ]);
    await step(id, { step: 'schedule', on: '2026-12-01', at: '09:00', bridge: 'needed' });
    const { job } = await getJob({ ctx: garage, input: { id } });
    expect(job).toMatchObject({ status: 'scheduled', quotedCents: 10_550, bridge: 'needed', firstName: 'Nour' });
    expect(job.shares).toMatchObject({ sureCents: 8_000, leftCents: 2_550 });
    expect(await pathsOf(step(id, { step: 'handOver', on: '2026-12-02' }))).toEqual(['invalid', 'on']);
    await step(id, { step: 'handOver', on: '2026-11-22' });
    const [referral] = await owner`select status, outcome from referrals where id = ${referralId}`;
    expect(referral).toEqual({ status: 'started', outcome: null });
    expect(await listJobsOf({ ctx: world.claireCtx, input: { beneficiaryId } })).toMatchObject([
      { status: 'handedOver', handedOverOn: '2026-11-22' },
    ]);
    // The step of the plan is ticked by one button, by whoever writes the plan.
    const step1 = { personId: beneficiaryId, offerId: offers.repair };
    await addPlanStep({ ctx: world.claireCtx, input: { ...step1, diagnosticId: null } });
    expect(await mayTickStep({ ctx: world.claireCtx, input: step1 })).toBe(true);
    expect(await mayTickStep({ ctx: garage, input: step1 })).toBe(false);
    expect(await pathsOf(tickPlanStep({ ctx: world.as(world.colleague), input: step1 }))).toEqual(['notFound']);
    await tickPlanStep({ ctx: world.claireCtx, input: step1 });
    await tickPlanStep({ ctx: world.claireCtx, input: step1 });
    const { plan } = await getPlan({ ctx: world.claireCtx, input: { personId: beneficiaryId } });
    expect(plan?.steps.map(({ status }) => status)).toEqual(['done']);
    expect(await mayTickStep({ ctx: world.claireCtx, input: step1 })).toBe(false);
    const [{ actions } = { actions: [] }] = await owner`
      select array_agg(action order by id) as actions from audit_entries where entity_id = ${id}`;
    expect(actions).toEqual(
      ['requested', 'quote', 'fund', 'agree', 'schedule', 'handOver'].map((one) => `workshopJob.${one}`),
    );
  });

  it('ends kindly where the quote is refused, or too old to be agreed to', async () => {
    const refused = await open();
    await step(refused.id, QUOTE);
    await step(refused.id, { step: 'decline' });
    expect(await pathsOf(step(refused.id, { step: 'agree' }))).toEqual(['conflict']);

    const { id } = await open();
    await step(id, QUOTE);
    expect(await pathsOf(step(id, { step: 'lapse' }))).toEqual(['conflict']);
    await owner`update workshop_jobs set quote = quote || '{"validUntil": "2026-11-01"}' where id = ${id}`;
    expect((await getJob({ ctx: garage, input: { id } })).job).toMatchObject({ quoteIsOld: true });
    expect(await pathsOf(step(id, { step: 'agree' }))).toEqual(['conflict']);
    await step(id, { step: 'lapse' });
    // Made anew, it can be agreed to.
    await step(id, QUOTE);
    await step(id, { step: 'agree' });
  });

  it('lends a vehicle of the fleet meanwhile, in the same calendar as any other loan', async () => {
    const vehicleId = await aCar();
    const agreed = async () => {
      const job = await open();
      await step(job.id, QUOTE);
      await step(job.id, { step: 'agree' });
      return job;
    };
    const lent = { step: 'schedule', on: '2026-12-01', at: '09:00', bridge: 'lent', vehicleId, until: '2026-12-03' };
    const holds = async (id: string) => owner`
      select h.id, h.status, lower(period)::text as first, (upper(period) - 1)::text as last
      from vehicle_loans h join loan_contracts c on c.loan_id = h.id join workshop_jobs j on j.referral_id = c.referral_id
      where j.id = ${id} order by h.created_at, h.status`;

    const one = await agreed();
    expect(await pathsOf(step(one.id, { ...lent, vehicleId: '' }))).toEqual(['invalid', 'vehicleId']);
    expect(await pathsOf(step(one.id, { ...lent, until: null }))).toEqual(['invalid', 'until']);
    expect(await pathsOf(step(one.id, { ...lent, until: '2026-11-30' }))).toEqual(['invalid', 'until']);
    await step(one.id, lent);
    expect(await holds(one.id)).toMatchObject([{ status: 'confirmed', first: '2026-12-01', last: '2026-12-03' }]);

    // Somebody else's, on one of these days: told, and nothing of the appointment is written.
    const two = await agreed();
    expect(await pathsOf(step(two.id, { ...lent, on: '2026-12-03', until: '2026-12-04' }))).toEqual(['conflict']);
    expect((await getJob({ ctx: garage, input: { id: two.id } })).job).toMatchObject({
      status: 'agreed',
      loanId: null,
    });

    // The appointment is moved, and the loan with it; then it is not needed any more.
    await step(one.id, { ...lent, on: '2026-12-07', until: '2026-12-08' });
    expect(await holds(one.id)).toMatchObject([
      { status: 'cancelled', first: '2026-12-01' },
      { status: 'confirmed', first: '2026-12-07', last: '2026-12-08' },
    ]);
    // Another hour of the same day leaves the loan as it is, and what was signed of it.
    await step(one.id, { ...lent, at: '10:00', on: '2026-12-07', until: '2026-12-08' });
    expect(await holds(one.id)).toHaveLength(2);
    await step(two.id, { ...lent, on: '2026-12-03', until: '2026-12-04' });
    await step(one.id, { step: 'withdraw' });
    expect((await holds(one.id)).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);

    // What is out is due the day the keys are handed over, and comes back with its condition report.
    const three = await agreed();
    await step(three.id, { ...lent, on: '2026-11-22', until: '2026-11-29' });
    await owner`update vehicle_loans set status = 'out' where id = ${(await holds(three.id))[0]?.id}`;
    expect(await pathsOf(step(three.id, { ...lent, on: '2026-11-23', bridge: 'none' }))).toEqual(['conflict']);
    expect(await pathsOf(step(three.id, { ...lent, on: '2026-11-23', until: '2026-11-30' }))).toEqual(['conflict']);
    await step(three.id, { step: 'handOver', on: '2026-11-22' });
    expect(await holds(three.id)).toMatchObject([{ status: 'out', last: '2026-11-22' }]);
    const audited = await owner`
      select action from audit_entries where entity_id = ${(await holds(three.id))[0]?.id} order by id`;
    expect(audited.map(({ action }) => action)).toEqual(['loan.created', 'loan.shorten']);

    // A part has not come: the vehicle was brought back, and is lent a second time.
    const four = await agreed();
    await step(four.id, { ...lent, on: '2027-01-04', until: '2027-01-05' });
    await owner`update vehicle_loans set status = 'returned' where id = ${(await holds(four.id))[0]?.id}`;
    await step(four.id, { ...lent, on: '2027-01-11', until: '2027-01-12' });
    expect((await holds(four.id)).map(({ status }) => status).toSorted()).toEqual(['confirmed', 'returned']);
  });

  it('is opened once, of a referral to a garage, and is nobody else’s', async () => {
    const { id, referralId } = await open();
    expect(await pathsOf(openJob({ ctx: garage, input: { referralId, job: WISH } }))).toEqual(['conflict']);
    const school = await referred(offers.school);
    expect(await pathsOf(openJob({ ctx: garage, input: { referralId: school.referralId, job: WISH } }))).toEqual([
      'conflict',
    ]);
    expect(await pathsOf(step(id, QUOTE, world.claireCtx))).toEqual(['forbidden']);
    expect(await listJobsOf({ ctx: world.as(world.colleague), input: { referralId } })).toEqual([]);
    expect((await listJobs({ ctx: garage })).jobs.some((one) => one.id === id)).toBe(true);
  });

  it('is done by its pages, without script', async () => {
    const { referralId } = await referred();
    expect((await page('/structure/atelier')).html).toContain(`/structure/atelier/nouvelle/${referralId}`);
    const empty = await send(`/structure/atelier/nouvelle/${referralId}`, { once: 'a', request: '' });
    expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining('Erreur')]);
    const opened = await send(`/structure/atelier/nouvelle/${referralId}`, { once: 'a', ...WISH });
    expect(opened.status).toBe(303);
    const path = opened.headers.get('location') ?? '';
    const quoted = { what: 'quote', version: '1', once: 'b', label1: 'Plaquettes', price1: '45,5' };
    const wrong = await send(path, { ...quoted, price1: 'beaucoup' });
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('beaucoup')]);
    expect((await send(path, quoted)).status).toBe(303);
    const stale = await send(path, { ...quoted, once: 'c', label1: 'Autre chose' });
    expect([stale.status, await stale.text()]).toEqual([409, expect.stringContaining('Autre chose')]);
    const { html } = await page(`${path}/devis`);
    expect(html).toContain('45,50');
    expect((await send(path, { what: 'agree', version: '2', once: 'd' })).status).toBe(303);
    const scheduled = { what: 'schedule', version: '3', once: 'e', on: '01/12/2026', at: '9h', bridge: 'needed' };
    expect((await send(path, scheduled)).status).toBe(303);
    expect((await page(path)).html).toContain('Besoin d’un véhicule en attendant');
  });
});

describe('a training', () => {
  it('is done by its pages, without script', async () => {
    const form = {
      once: 'a',
      kind: 'licence',
      title: 'Permis B, automne',
      from: '02/11/2026',
      until: '2027-03-26',
      ...{ day1: '1', from1: '9h', to1: '12 h' },
      place: 'Bar-le-Duc',
      places: '4',
    };
    const wrong = await send('/structure/formations/nouveau', { ...form, to1: 'midi' });
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('midi')]);
    const made = await send('/structure/formations/nouveau', form);
    expect(made.status).toBe(303);
    const again = await send('/structure/formations/nouveau', form);
    expect(again.headers.get('location')).toBe(made.headers.get('location'));
    const path = made.headers.get('location') ?? '';
    const { referralId, beneficiaryId } = await referred(offers.school);
    expect((await page(path)).html).toContain('Inscrire Nour');
    const enrolled = await send(path, { once: 'b', referralId });
    expect(enrolled.headers.get('location')).toBe(`${path}?fait=enrolled`);
    const [{ id } = { id: '' }] = await owner`select id from enrolments where referral_id = ${referralId}`;
    const sheet = `${path}/presences?date=2026-11-16&heure=09:00`;
    expect((await page(sheet)).html).toContain('Nour');
    expect((await send(sheet, { once: 'c', [`mark-${id}`]: 'present', [`minutes-${id}`]: '150' })).status).toBe(303);
    const learner = `${path}/personnes/${id}`;
    const read = await page(learner);
    expect(read.html).toContain('2 h 30');
    const version = /name="version" value="(\d+)"/.exec(read.html)?.[1] ?? '';
    const progress = { what: 'progress', version, once: 'd', 'codeHours-done': '12,5', 'codeHours-planned': '20' };
    expect((await send(learner, progress)).status).toBe(303);
    const early = {
      ...progress,
      version: String(Number(version) + 1),
      'drivingTest-result': 'passed',
      'drivingTest-on': '2026-11-02',
    };
    const refused = await send(learner, early);
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining('vient après la réussite au code'),
    ]);
    expect((await page('/structure/formations')).html).toContain('1 sur 4 places');

    // Whoever accompanies the person reads it on the referral and in the file.
    const claire = await createMember(
      { url: api.url, clock: api.deps.clock },
      { organisationId: 'org_one', role: 'referent' },
    );
    const theirs = await signIn(api.app, claire);
    for (const at of [`/pro/orientations/${referralId}`, `/pro/personnes/${beneficiaryId}`]) {
      const html = await (await theirs.get(at)).text();
      expect(html).toContain('12,5');
      expect(html).toContain('vient aux séances');
    }
  });
});
