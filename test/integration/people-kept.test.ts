import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { recordConsent, withdrawConsent } from '../../src/services/people/consents.ts';
import { getPerson } from '../../src/services/people/get-person.ts';
import { keepScheme } from '../../src/services/people/schemes.ts';
import { sharePerson } from '../../src/services/people/share-person.ts';
import { addPlanStep } from '../../src/services/plans/add-plan-step.ts';
import { proposePlan } from '../../src/services/plans/propose-plan.ts';
import { savePlan } from '../../src/services/plans/save-plan.ts';
import { recordDiagnostic } from '../../src/services/record-diagnostic.ts';
import { answerReferral } from '../../src/services/referrals/answer-referral.ts';
import { followReferral } from '../../src/services/referrals/follow-referral.ts';
import { getReferral } from '../../src/services/referrals/get-referral.ts';
import { linkHash } from '../../src/services/referrals/link.ts';
import { remindReferrals } from '../../src/services/referrals/remind-referrals.ts';
import { reviseDiagnostic } from '../../src/services/revise-diagnostic.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool } from '../factories/offers.ts';
import { worker } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { deliver, linkIn, referralWorld } from '../support/referrals.ts';

const REFERENCE = 'B-kept';
const DAYS_KEPT = 731;

let api: TestApi;
let owner: postgres.Sql;
let world: Awaited<ReturnType<typeof referralWorld>>;
let person: { beneficiaryId: string; diagnosticId: string };
let claire: Context;
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  world = await referralWorld(api, owner);
  claire = world.claireCtx;
  person = await world.person(REFERENCE);
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

/** How many days the file is kept from now on, if nobody does anything more. */
async function daysLeft(): Promise<number> {
  const [row] = await owner<{ until: Date }[]>`
    select purge_after as until from beneficiaries where id = ${person.beneficiaryId}`;
  return ((row?.until.getTime() ?? 0) - api.deps.clock.now().epochMilliseconds) / 86_400_000;
}

const offer = (title: string) => world.offer(carpool({ title }));
/** Refers, a while ago. */
async function referred(offerId?: string): Promise<string> {
  const { diagnosticId } = person;
  const asked = { diagnosticId, offerId: offerId ?? (await offer(`Trajet ${Math.random()}`)), insist: 'Vu ensemble.' };
  return (await world.send(claire, asked)).id;
}
const later = () => api.moveClock({ hours: 24 * 3 });
const accept = { answer: 'accept', message: '', appointment: '' };
const planOf = () =>
  proposePlan({ ctx: claire, input: { personId: person.beneficiaryId, diagnosticId: person.diagnosticId } });

/** Each gets ready, lets time pass, then works on the person. */
const WORK: Record<string, () => Promise<unknown>> = {
  'a referral is sent': async () => {
    const offerId = await offer('Trajet envoyé');
    later();
    await referred(offerId);
  },
  'the provider asks, by the link': async () => {
    const id = await referred();
    const letters = (await deliver(api, owner)).filter(({ text }) => text.includes('/r/'));
    const [row] = await owner<{ hashes: string[] }[]>`select link_hashes as hashes from referrals where id = ${id}`;
    const hashes = letters.map((letter) => linkHash(linkIn(letter).split('/').at(-1) ?? '') ?? '');
    const link = hashes.find((one) => row?.hashes.includes(one)) ?? '';
    later();
    const ctx = { actor: visitorOf('meuse', link), deps: api.deps };
    await answerReferral({ ctx, input: { id: null, answer: { answer: 'ask', message: 'Quel jour ?' } } });
  },
  'the provider accepts, by its account': async () => {
    const id = await referred();
    await owner`update referrals set provider_organisation_id = 'org_garage' where id = ${id}`;
    later();
    await answerReferral({ ctx: world.garagistCtx, input: { id, answer: accept } });
  },
  'an answer is told by telephone': async () => {
    const id = await referred();
    later();
    await answerReferral({ ctx: claire, input: { id, answer: accept } });
  },
  'a referral is followed': async () => {
    const id = await referred();
    later();
    await followReferral({ ctx: claire, input: { id, step: { step: 'remind' } } });
  },
  'a plan is proposed': async () => {
    later();
    await planOf();
  },
  'an offer is put into the plan': async () => {
    const offerId = await offer('Trajet du plan');
    later();
    await addPlanStep({ ctx: claire, input: { personId: person.beneficiaryId, offerId, diagnosticId: null } });
  },
  'a plan is saved': async () => {
    const { planId } = await planOf();
    later();
    const mine = { goal: `Venir seule, ${Math.random()}`, note: null, status: 'active', steps: [] };
    const base = { goal: null, note: null, status: 'draft', steps: [] };
    const [row] = await owner<{ version: number }[]>`select version from action_plans where id = ${planId}`;
    await savePlan({
      ctx: claire,
      input: {
        personId: person.beneficiaryId,
        planId,
        mine,
        base,
        baseVersion: row?.version ?? 0,
      },
    });
  },
  'a diagnostic is recorded': async () => {
    later();
    await recordDiagnostic({
      ctx: claire,
      input: { ...DIAGNOSTIC_EXAMPLE, beneficiary: { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference: REFERENCE } },
    });
  },
  'a diagnostic is revised': async () => {
    later();
    await reviseDiagnostic({
      ctx: claire,
      input: { id: person.diagnosticId, patch: { means: { maxWalkMinutes: 7 } }, expectedVersion: undefined },
    });
  },
  'an agreement is noted, used and taken back': async () => {
    const { beneficiaryId: id } = person;
    const consent = await recordConsent({ ctx: claire, input: { id, purpose: 'shareFile', channel: 'oral' } });
    expect(await daysLeft()).toBeCloseTo(DAYS_KEPT, 3);
    later();
    await sharePerson({ ctx: claire, input: { id, organisationId: 'org_two' } });
    expect(await daysLeft()).toBeCloseTo(DAYS_KEPT, 3);
    later();
    await withdrawConsent({ ctx: claire, input: { id, consentId: consent.id } });
  },
  'another scheme is noted': async () => {
    later();
    await keepScheme({
      ctx: claire,
      input: { id: person.beneficiaryId, status: { scheme: 'cer', status: 'underWay' } },
    });
  },
};

it.each(Object.keys(WORK))('a file is kept two years more once %s', async (what) => {
  await WORK[what]?.();
  expect(await daysLeft()).toBeCloseTo(DAYS_KEPT, 3);
});

it('and no more by whoever reads it, by what the platform does by itself, or by what fails', async () => {
  const id = await referred();
  api.moveClock({ hours: 24 * 6 });
  await getPerson({ ctx: claire, input: { id: person.beneficiaryId } });
  await getReferral({ ctx: claire, input: { id } });
  expect((await remindReferrals({ ctx: { actor: worker(), deps: api.deps } })).reminded).toBeGreaterThan(0);
  await deliver(api, owner);
  const stale = followReferral({ ctx: claire, input: { id, step: { step: 'remind' }, expectedVersion: 1 } });
  await expect(stale).rejects.toMatchObject({ code: 'conflict' });
  expect(await daysLeft()).toBeCloseTo(DAYS_KEPT - 6, 3);
});

it('nor by a stranger', async () => {
  const before = await daysLeft();
  later();
  for (const actor of [world.as(world.colleague).actor, visitorOf('meuse')]) {
    await api.deps.database.transact(actor, ({ people }) => people.prolong(person.beneficiaryId));
  }
  expect(await daysLeft()).toBeCloseTo(before - 3, 3);
});
