import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanContent } from '../../src/domain/plan/plan.ts';
import { archiveOffer } from '../../src/services/archive-offer.ts';
import { addPlanStep } from '../../src/services/plans/add-plan-step.ts';
import { getPlan } from '../../src/services/plans/get-plan.ts';
import { newPlanSecret } from '../../src/services/plans/plan-link.ts';
import { printPlan } from '../../src/services/plans/print-plan.ts';
import { proposePlan } from '../../src/services/plans/propose-plan.ts';
import { readSharedPlan } from '../../src/services/plans/read-shared-plan.ts';
import { savePlan } from '../../src/services/plans/save-plan.ts';
import { sharePlan, stopSharingPlan } from '../../src/services/plans/share-plan.ts';
import { contentOf } from '../../src/services/plans/view-plan.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { planRoutes } from '../../src/web/plan/routes.tsx';
import { carpool, drivingSchool, financialAid, loan } from '../factories/offers.ts';
import { worker } from '../factories/rows.ts';
import { openDesk } from '../support/desk.ts';

let desk: Awaited<ReturnType<typeof openDesk>>;
const offers: Record<string, string> = {};
let serial = 0;

beforeAll(async () => {
  desk = await openDesk(planRoutes);
  const { api } = desk;
  const inputs = {
    // A driver without SIRET: a natural person, whose street and hours are nobody's business yet.
    carpool: carpool({ illustrative: false }),
    loan: loan(),
    school: drivingSchool({
      illustrative: false,
      provider: { name: 'Auto-école sociale', siret: '12345678900045', phone: '03 29 00 00 02' },
    }),
    aid: financialAid(),
  };
  for (const [name, offer] of Object.entries(inputs)) offers[name] = (await api.post('/api/offers', offer)).body.id;
});
afterAll(async () => {
  await desk?.close();
});

/** A person of `org_one` with a matched diagnostic; a name, so that one can look for it where it must not be. */
async function somebody(more: Record<string, unknown> = {}) {
  const { api, owner } = desk;
  const reference = `P-${++serial}`;
  const beneficiary = { reference, statuses: ['rsa'], frenchLevel: 'A2' };
  // Nobody said whether there is a vehicle: going alone is possible, and to be verified.
  const { vehicles: _, ...means } = DIAGNOSTIC_EXAMPLE.means;
  const { id: diagnosticId } = (await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary, means })).body;
  await api.matchNow(diagnosticId);
  const [row] = await owner<{ id: string }[]>`
    select beneficiary_id as id from diagnostics where territory_id = 'meuse' and id = ${diagnosticId}`;
  const personId = row?.id ?? '';
  await owner`insert into beneficiary_identities ${owner({
    territory_id: 'meuse',
    beneficiary_id: personId,
    first_name: 'Oksana',
    last_name: 'Kovalenko',
    retention_class: 'file',
    search_text: '',
    ...more,
  })} on conflict (territory_id, beneficiary_id) do update set first_name = 'Oksana', last_name = 'Kovalenko',
    email = excluded.email, language = excluded.language`;
  return { personId, diagnosticId };
}

async function planned(more: Record<string, unknown> = {}) {
  const { personId, diagnosticId } = await somebody(more);
  const ctx = desk.as('amelie');
  const { planId } = await proposePlan({ ctx, input: { personId, diagnosticId } });
  return { personId, diagnosticId, planId };
}

async function planOf(personId: string) {
  const { plan } = await getPlan({ ctx: desk.as('amelie'), input: { personId } });
  if (plan === null) throw new Error('There is no plan.');
  return plan;
}

const titled = (content: PlanContent, index: number, more: Record<string, unknown>): PlanContent => ({
  ...content,
  steps: content.steps.map((step, i) => (i === index ? { ...step, ...more } : step)),
});

const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => `${error.code}: ${error.message}`,
  );

describe('what the engine proposes', () => {
  it('is the pathway as a plan: the bridge first, dated steps, the aid as a source of the licence it pays for', async () => {
    const { personId } = await planned();
    const plan = await planOf(personId);
    expect(plan.status).toBe('draft');
    expect(plan.steps[0]).toMatchObject({ step: 'bridge', from: '2026-12-07', status: 'todo' });
    expect(plan.steps.map(({ position }) => position)).toEqual(plan.steps.map((_, i) => i));
    const licence = plan.steps.find(({ step }) => step === 'licence');
    expect(licence).toMatchObject({
      offerId: offers.school,
      title: 'Auto-école sociale',
      actor: 'person',
      funding: {
        costCents: 20_000,
        per: 'once',
        sources: [{ funder: 'Conseil départemental : Aide au permis B', amountCents: 20_000, status: 'toAsk' }],
      },
      left: { leftCents: 20_000, leftIfGrantedCents: 0 },
    });
    expect(plan.steps.at(-1)?.step).toBe('autonomy');
    // The bridge is paid by the month, and never added to what is paid once.
    expect(plan.steps[0]?.funding.per).toBe('month');
    expect(plan.totals.once).toMatchObject({ costCents: 20_000, leftCents: 20_000 });
  });

  it('is proposed once, however often it is asked for', async () => {
    const { personId, diagnosticId, planId } = await planned();
    const before = await planOf(personId);
    const ctx = desk.as('basile');
    const again = await Promise.all([1, 2].map(() => proposePlan({ ctx, input: { personId, diagnosticId } })));
    expect(again).toEqual([{ planId }, { planId }]);
    expect(await planOf(personId)).toEqual(before);
  });

  it('is one plan where two ask at the same moment', async () => {
    const { personId, diagnosticId } = await somebody();
    const ask = (who: 'amelie' | 'basile') => proposePlan({ ctx: desk.as(who), input: { personId, diagnosticId } });
    const [a, b] = await Promise.all([ask('amelie'), ask('basile')]);
    expect(a).toEqual(b);
    const [count] =
      await desk.owner`select count(*)::int as plans from action_plans where beneficiary_id = ${personId}`;
    expect(count).toEqual({ plans: 1 });
  });

  it('takes an offer of the result as a step, once, before going alone', async () => {
    const { personId, diagnosticId } = await planned();
    const ctx = desk.as('amelie');
    const add = () => addPlanStep({ ctx, input: { personId, offerId: offers.loan ?? '', diagnosticId } });
    const there = (await planOf(personId)).steps.some(({ offerId }) => offerId === offers.loan);
    const first = await add();
    expect(first.added).toBe(!there);
    expect(await add()).toEqual({ ...first, added: false });
    const { steps } = await planOf(personId);
    expect(steps.filter(({ offerId }) => offerId === offers.loan)).toHaveLength(1);
    expect(steps.at(-1)?.step).toBe('autonomy');
  });
});

describe('saving', () => {
  it('keeps what was written, in the order it was put, and says in the audit only which fields', async () => {
    const { personId, planId } = await planned();
    const plan = await planOf(personId);
    const content = contentOf(plan);
    const [first, ...others] = content.steps;
    const free = { step: 'free', title: 'Appeler Mᵐᵉ Петренко 📞 مرحبا', actor: 'professional' };
    const mine = { ...content, goal: 'Aller seule au travail', steps: [...others, first, free] };
    const saved = await savePlan({
      ctx: desk.as('amelie'),
      input: { personId, planId, mine, base: content, baseVersion: plan.version },
    });
    expect(saved).toEqual({ kind: 'saved', planId, version: plan.version + 1, merged: false });
    const after = await planOf(personId);
    expect(after.goal).toBe('Aller seule au travail');
    expect(after.steps.map(({ position }) => position)).toEqual([
      ...others.map(({ position }) => position),
      first?.position,
      plan.stepsMade,
    ]);
    expect(after.steps.at(-1)).toMatchObject({ title: free.title, step: 'free' });
    const audits =
      await desk.owner`select action, fields from audit_entries where entity_id = ${planId} order by at, id`;
    expect(audits.map(({ action }) => action)).toContain('plan.changed');
    expect(JSON.stringify(audits)).not.toMatch(/seule|Петренко/);
  });

  it('never gives a removed step’s number to another', async () => {
    const { personId, planId } = await planned();
    const plan = await planOf(personId);
    const content = contentOf(plan);
    const save = (mine: PlanContent, base: PlanContent, baseVersion: number) =>
      savePlan({ ctx: desk.as('amelie'), input: { personId, planId, mine, base, baseVersion } });
    const fewer = { ...content, steps: content.steps.slice(0, -1) };
    await save(fewer, content, plan.version);
    const free = {
      ...(content.steps[0] as PlanContent['steps'][0]),
      position: null,
      step: 'free' as const,
      title: 'Neuve',
      offerId: null,
    };
    await save({ ...fewer, steps: [...fewer.steps, free] }, fewer, plan.version + 1);
    expect((await planOf(personId)).steps.at(-1)).toMatchObject({ title: 'Neuve', position: plan.stepsMade });
  });

  it('joins what two people changed apart', async () => {
    const { personId, planId } = await planned();
    const plan = await planOf(personId);
    const base = contentOf(plan);
    const save = (who: 'amelie' | 'basile', mine: PlanContent) =>
      savePlan({ ctx: desk.as(who), input: { personId, planId, mine, base, baseVersion: plan.version } });
    await save('basile', titled(base, 0, { status: 'doing' }));
    const outcome = await save('amelie', { ...titled(base, 1, { note: 'Demander Léa' }), goal: 'Le permis' });
    expect(outcome).toMatchObject({ kind: 'saved', version: plan.version + 2, merged: true });
    const after = await planOf(personId);
    expect([after.goal, after.steps[0]?.status, after.steps[1]?.note]).toEqual(['Le permis', 'doing', 'Demander Léa']);
  });

  it('gives back both versions where two people changed the same, writes nothing, and takes the choice', async () => {
    const { personId, planId } = await planned();
    const plan = await planOf(personId);
    const base = contentOf(plan);
    const input = { personId, planId, base, baseVersion: plan.version };
    await savePlan({
      ctx: desk.as('basile'),
      input: { ...input, mine: titled(base, 0, { note: 'Rendez-vous à 4 h 05' }) },
    });
    const mine = titled(base, 0, { note: 'Rendez-vous à 4 h 20', status: 'doing' });
    const outcome = await savePlan({ ctx: desk.as('amelie'), input: { ...input, mine } });
    if (outcome.kind !== 'conflict') throw new Error('Nobody was asked.');
    expect(outcome.mine.steps[0]?.note).toBe('Rendez-vous à 4 h 20');
    expect(outcome.theirs.updatedByName).toBe('basile');
    const position = base.steps[0]?.position;
    expect(outcome.conflicts.map(({ key }) => key)).toEqual([`step.${position}.status`, `step.${position}.note`]);
    expect((await planOf(personId)).steps[0]?.note).toBe('Rendez-vous à 4 h 05');

    // Chosen against a version that has changed again: asked again, nothing written.
    const picked = new Map(outcome.conflicts.map(({ key }) => [key, 'mine'] as const));
    const stale = { version: outcome.theirs.version - 1, picked };
    const again = await savePlan({ ctx: desk.as('amelie'), input: { ...input, mine, choices: stale } });
    expect(again.kind).toBe('conflict');
    const choices = { version: outcome.theirs.version, picked };
    const settled = await savePlan({ ctx: desk.as('amelie'), input: { ...input, mine, choices } });
    expect(settled.kind).toBe('saved');
    expect((await planOf(personId)).steps[0]).toMatchObject({ note: 'Rendez-vous à 4 h 20', status: 'doing' });
  });

  it('does a form sent twice once, also where it added a step', async () => {
    const { personId, planId } = await planned();
    const plan = await planOf(personId);
    const base = contentOf(plan);
    const free = { step: 'free', title: 'Une seule fois' };
    const mine = { ...base, steps: [...base.steps, free] };
    const input = { personId, planId, mine, base, baseVersion: plan.version, formKey: 'one-rendering' };
    const both = await Promise.all([1, 2].map(() => savePlan({ ctx: desk.as('amelie'), input })));
    expect(both[0]).toEqual(both[1]);
    const { steps, version } = await planOf(personId);
    expect(steps.filter(({ title }) => title === 'Une seule fois')).toHaveLength(1);
    expect(version).toBe(plan.version + 1);
  });

  it('does not let a form point a step at another offer, or a number it never had', async () => {
    const { personId, planId } = await planned();
    const plan = await planOf(personId);
    const base = contentOf(plan);
    const mine = { ...titled(base, 0, { offerId: offers.aid, step: 'free', title: 'x' }) };
    const forged = {
      ...mine,
      steps: [...mine.steps, { step: 'bridge', offerId: 'off_nowhere', title: 'y', position: 999 }],
    };
    await savePlan({
      ctx: desk.as('amelie'),
      input: { personId, planId, mine: forged, base, baseVersion: plan.version },
    });
    const { steps } = await planOf(personId);
    expect(steps[0]).toMatchObject({ offerId: base.steps[0]?.offerId, step: base.steps[0]?.step });
    expect(steps.at(-1)).toMatchObject({ position: plan.stepsMade, offerId: null });
  });
});

describe('the link', () => {
  async function shared(more: Record<string, unknown> = {}) {
    const { personId, planId } = await planned(more);
    const secret = newPlanSecret();
    const share = (letter = false) =>
      sharePlan({
        ctx: desk.as('amelie'),
        input: { personId, planId, secret, letter: letter ? () => ({ subject: 'Vos étapes', body: 'lien' }) : null },
      });
    const read = (text = secret) =>
      readSharedPlan({ deps: desk.api.deps, input: { territoryId: 'meuse', secret: text } });
    return { personId, planId, secret, share, read };
  }

  it('shows the steps and nothing of the file, and reading leaves everything as it was', async () => {
    const { personId, planId, secret, share, read } = await shared();
    const plan = await planOf(personId);
    const content = contentOf(plan);
    await savePlan({
      ctx: desk.as('amelie'),
      input: {
        personId,
        planId,
        base: content,
        baseVersion: plan.version,
        mine: {
          ...content,
          goal: 'But secret',
          note: 'Note entre nous',
          steps: [
            ...content.steps,
            { step: 'free', title: 'Voir Nadia', actor: 'professional', actorName: 'Nadia, structure d’insertion' },
            { step: 'free', title: 'Laissée de côté', status: 'dropped' },
          ],
        },
      },
    });
    const { expiresAt } = await share();
    expect(expiresAt).toBe('2027-01-21T08:00:00.000Z');
    const row = async () => desk.owner`select * from action_plans where id = ${planId}`;
    const stored = await row();
    const audits = await desk.owner`select count(*) from audit_entries`;
    const view = await read();
    expect(await read(secret.toUpperCase())).toEqual(view);
    expect(await row()).toEqual(stored);
    expect(await desk.owner`select count(*) from audit_entries`).toEqual(audits);
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(stored[0]?.share_hash).toBe(createHash('sha256').update(secret).digest('hex'));

    const told = JSON.stringify(view);
    expect(view.steps.map(({ title }) => title)).toContain('Voir Nadia');
    for (const kept of [
      'Oksana',
      'Kovalenko',
      'rsa',
      'But secret',
      'entre nous',
      'insertion',
      'Laissée de côté',
      'P-',
    ]) {
      expect(told).not.toContain(kept);
    }
    // A driver who is a natural person has not said yes: no street, no number, an hour band.
    for (const kept of ['rue des Fleurs', '03 00 00 00 00', 'Camille', '04:05']) expect(told).not.toContain(kept);
    expect(told).toContain('03 29 00 00 02');
  });

  it('of no shape of ours, unknown, closed and past its day alike leads nowhere', async () => {
    const { personId, planId, share, read } = await shared();
    const nowhere = 'notFound: Ce lien n’existe pas, ou plus.';
    expect(await failure(read())).toBe(nowhere);
    expect(await failure(read('x'))).toBe(nowhere);
    await share();
    expect(await failure(read())).toBe('done');
    await stopSharingPlan({ ctx: desk.as('amelie'), input: { personId, planId } });
    expect(await failure(read())).toBe(nowhere);

    const other = await shared();
    await other.share();
    // Another territory’s wall stands before it.
    expect(
      await failure(readSharedPlan({ deps: desk.api.deps, input: { territoryId: 'voisin', secret: other.secret } })),
    ).toBe(nowhere);
    desk.api.moveClock({ hours: 24 * 60 });
    expect(await failure(other.read())).toBe(nowhere);
    desk.api.moveClock({ hours: -24 * 60 });
    expect(await failure(other.read())).toBe('done');
  });

  it('sends one mail for a form sent twice, and none where no address is known', async () => {
    const { personId, planId, share } = await shared({ email: 'oksana@exemple.fr', language: 'uk' });
    const both = await Promise.all([share(true), share(true)]);
    expect(both[0]).toEqual(both[1]);
    const mails = await desk.owner`select to_address, about_entity, about_id from messages where about_id = ${planId}`;
    expect(mails).toEqual([{ to_address: 'oksana@exemple.fr', about_entity: 'actionPlan', about_id: planId }]);
    expect((await planOf(personId)).share).not.toBeNull();
    const silent = await shared();
    expect(await failure(silent.share(true))).toMatch(/^conflict: Aucune adresse/);
    expect((await planOf(silent.personId)).share).toBeNull();
  });

  it('is mailed to nobody who must not be noticed, and can be handed over all the same', async () => {
    const { personId, planId, share } = await shared({ email: 'chut@exemple.fr', discreet: true });
    const mails = () =>
      desk.owner`select id from messages where about_id = ${planId} or to_address = 'chut@exemple.fr'`;
    expect(await failure(share(true))).toMatch(/^conflict: Cette personne demande de la discrétion/);
    expect([(await planOf(personId)).share, await mails()]).toEqual([null, []]);
    expect((await desk.get('amelie', `/pro/personnes/${personId}/plan`)).html).not.toContain('chut@exemple.fr');
    expect((await share()).mailed).toBe(false);
    expect([(await planOf(personId)).share === null, await mails()]).toEqual([false, []]);
  });

  it('page says so in each language, keeps out of caches, and is the same for unknown and closed links', async () => {
    const { personId, planId, secret, share } = await shared();
    await share();
    const page = (language: string, token = `meuse-${secret}`) => desk.api.app.request(`/${language}/plan/${token}`);
    for (const [code, lang, dir] of [
      ['fr', 'fr', 'ltr'],
      ['falc', 'fr', 'ltr'],
      ['en', 'en', 'ltr'],
      ['ar', 'ar', 'rtl'],
      ['uk', 'uk', 'ltr'],
    ] as const) {
      const response = await page(code);
      const html = await response.text();
      expect([code, response.status]).toEqual([code, 200]);
      expect(html).toContain(`<html lang="${lang}" dir="${dir}"`);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('x-robots-tag')).toContain('noindex');
      expect(html).toContain('href="tel:0329000002"');
      expect(html).not.toMatch(/<script|<form|Kovalenko/);
      expect(html.length).toBeLessThan(30_000);
    }
    const unknown = await page('ar', `meuse-${newPlanSecret()}`);
    await stopSharingPlan({ ctx: desk.as('amelie'), input: { personId, planId } });
    const closed = await page('ar');
    expect([unknown.status, closed.status]).toEqual([404, 404]);
    expect(await closed.text()).toBe(await unknown.text());
    expect((await page('xx')).status).toBe(404);
  });
});

describe('the wall around a plan', () => {
  it('answers another organisation, another territory and a program of neither as if there were nobody', async () => {
    const { personId, planId } = await planned();
    const plan = await planOf(personId);
    const content = contentOf(plan);
    const ours = { personId, planId, mine: content, base: content, baseVersion: plan.version };
    for (const who of ['chloe', 'far'] as const) {
      const ctx = desk.as(who);
      const nobody = { personId: 'ben_nobody' };
      const attempts = [
        [() => getPlan({ ctx, input: { personId } }), () => getPlan({ ctx, input: nobody })],
        [() => printPlan({ ctx, input: { personId } }), () => printPlan({ ctx, input: nobody })],
        [() => savePlan({ ctx, input: ours }), () => savePlan({ ctx, input: { ...ours, ...nobody } })],
        [
          () => proposePlan({ ctx, input: { personId, diagnosticId: null } }),
          () => proposePlan({ ctx, input: { ...nobody, diagnosticId: null } }),
        ],
        [
          () => addPlanStep({ ctx, input: { personId, offerId: offers.loan ?? '', diagnosticId: null } }),
          () => addPlanStep({ ctx, input: { ...nobody, offerId: offers.loan ?? '', diagnosticId: null } }),
        ],
        [
          () => sharePlan({ ctx, input: { personId, planId, secret: newPlanSecret(), letter: null } }),
          () => sharePlan({ ctx, input: { ...nobody, planId, secret: newPlanSecret(), letter: null } }),
        ],
        [
          () => stopSharingPlan({ ctx, input: { personId, planId } }),
          () => stopSharingPlan({ ctx, input: { ...nobody, planId } }),
        ],
      ] as const;
      for (const [real, invented] of attempts) {
        const [a, b] = [await failure(real()), await failure(invented())];
        expect(a).toBe(b);
        expect(a).toMatch(/^notFound/);
      }
      for (const path of ['plan', 'plan/imprimer', 'plan/imprimer?langue=ar']) {
        const [real, invented] = [
          await desk.get(who, `/pro/personnes/${personId}/${path}`),
          await desk.get(who, `/pro/personnes/ben_nobody/${path}`),
        ];
        expect([real.status, real.html]).toEqual([404, invented.html]);
      }
    }
    expect(await planOf(personId)).toEqual(plan);
  });

  it('is not passed with one’s own person and somebody else’s plan', async () => {
    const [mine, other] = [await planned(), await planned()];
    const ctx = desk.as('amelie');
    const content = contentOf(await planOf(mine.personId));
    const input = { personId: mine.personId, planId: other.planId, mine: content, base: content, baseVersion: 1 };
    expect(await failure(savePlan({ ctx, input }))).toMatch(/^notFound/);
    const propose = { personId: mine.personId, diagnosticId: other.diagnosticId };
    expect(await failure(proposePlan({ ctx, input: propose }))).toMatch(/^notFound/);
  });

  it('is scope as well: whoever answers for a structure neither reads nor writes plans', async () => {
    const { personId, planId } = await planned();
    const ctx = desk.as('garage');
    expect(await failure(getPlan({ ctx, input: { personId } }))).toMatch(/^forbidden/);
    const link = { personId, planId, secret: newPlanSecret(), letter: null };
    expect(await failure(sharePlan({ ctx, input: link }))).toMatch(/^forbidden/);
  });
});

describe('a referral', () => {
  it('shows on the step it was sent from, through later changes, and to nobody who does not see the person', async () => {
    const { personId, planId } = await planned();
    const plan = await planOf(personId);
    const step = plan.steps.find(({ step: kind }) => kind === 'licence');
    const position = step?.position ?? -1;
    const referralId = `ref-${personId}`;
    const at = '2026-11-22T08:00:00Z';
    const both = {
      territory_id: 'meuse',
      beneficiary_id: personId,
      offer_id: offers.school ?? '',
      organisation_id: 'org_one',
    };
    const kept = { status: 'sent', sent_at: at, updated_at: at, retention_class: 'file' };
    await desk.owner`insert into referrals ${desk.owner({ ...both, ...kept, id: referralId, created_at: at })}`;
    // A newer one to the same offer: the step keeps the one that was sent from it.
    const newer = { ...both, ...kept, id: `${referralId}-b`, created_at: '2026-11-22T09:00:00Z' };
    await desk.owner`insert into referrals ${desk.owner(newer)}`;
    const link = (who: 'amelie' | 'chloe') =>
      desk.api.deps.database.transact(desk.as(who).actor, (stores) =>
        stores.plans.linkReferral(planId, position, referralId),
      );
    expect(await link('chloe')).toBe(false);
    expect((await planOf(personId)).steps.find((one) => one.position === position)?.referral?.id).toBe(newer.id);
    expect(await link('amelie')).toBe(true);
    const base = contentOf(plan);
    const mine = { ...base, goal: 'Le permis', steps: base.steps.toReversed() };
    // Linking is no change of the plan: a form that was open is saved without a conflict.
    const saved = await savePlan({
      ctx: desk.as('basile'),
      input: { personId, planId, mine, base, baseVersion: plan.version },
    });
    expect(saved).toMatchObject({ kind: 'saved', merged: false });
    const after = (await planOf(personId)).steps.find((one) => one.position === position);
    expect(after?.referral).toMatchObject({ id: referralId, status: 'sent' });
    expect((await desk.get('amelie', `/pro/personnes/${personId}/plan`)).html).toMatch(/Orientation envoyée le 22\s/);
  });
});

describe('the page', () => {
  const field = (html: string, name: string) => {
    const pattern = new RegExp(`name="${name}"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="${name}"`);
    const [, a, b] = pattern.exec(html) ?? [];
    return (a ?? b ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  };
  /** The form as a browser would send it, from what the page holds. */
  function formOf(html: string): Record<string, string> {
    const fields: Record<string, string> = {};
    const [form = ''] = /<form method="post" action="[^"]*\/plan" class="plan-form">.*?<\/form>/s.exec(html) ?? [];
    const plain = (text: string) =>
      text
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&');
    for (const [tag] of form.matchAll(/<input [^>]*>/g)) {
      const name = /name="([^"]*)"/.exec(tag)?.[1];
      if (name) fields[name] = plain(/value="([^"]*)"/.exec(tag)?.[1] ?? '');
    }
    for (const [, name, text] of form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>(.*?)<\/textarea>/gs)) {
      fields[name as string] = plain(text as string);
    }
    for (const [, name, options] of form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gs)) {
      fields[name as string] = /value="([^"]*)" selected/.exec(options as string)?.[1] ?? '';
    }
    return fields;
  }

  it('sends back unchanged what it shows: saving without a change is no new version', async () => {
    const { personId } = await planned();
    const path = `/pro/personnes/${personId}/plan`;
    const { html } = await desk.get('amelie', path);
    const before = await planOf(personId);
    const saved = await desk.post('amelie', path, { ...formOf(html), action: 'save' });
    expect([saved.status, saved.location]).toEqual([303, `${path}?enregistre`]);
    expect(await planOf(personId)).toEqual(before);
  });

  it('moves, adds and removes without saving, then saves it all at once', async () => {
    const { personId } = await planned();
    const path = `/pro/personnes/${personId}/plan`;
    const before = await planOf(personId);
    let { html } = await desk.get('amelie', path);
    ({ html } = await desk.post('amelie', path, { ...formOf(html), action: 'down:0' }));
    ({ html } = await desk.post('amelie', path, { ...formOf(html), action: 'add' }));
    const last = before.steps.length;
    ({ html } = await desk.post('amelie', path, {
      ...formOf(html),
      [`step-${last}-title`]: 'Apporter le bulletin',
      [`step-${last}-cost`]: '12,50 €',
      action: `addSource:${last}`,
    }));
    expect(html).toContain('Ces changements ne sont pas encore enregistrés');
    expect(await planOf(personId)).toEqual(before);
    const answers = {
      ...formOf(html),
      [`step-${last}-source-0-funder`]: 'Mission locale',
      [`step-${last}-source-0-amount`]: '10',
      [`step-${last}-source-0-status`]: 'granted',
    };
    const saved = await desk.post('amelie', path, { ...answers, action: 'save' });
    expect(saved.status).toBe(303);
    const after = await planOf(personId);
    expect(after.steps[0]?.position).toBe(before.steps[1]?.position);
    expect(after.steps.at(-1)).toMatchObject({
      title: 'Apporter le bulletin',
      left: { costCents: 1250, leftCents: 250 },
    });
  });

  it('keeps 50,000 pasted characters in their field and says how many there may be', async () => {
    const { personId } = await planned();
    const path = `/pro/personnes/${personId}/plan`;
    const { html } = await desk.get('amelie', path);
    const long = 'ل'.repeat(50_000);
    const answer = await desk.post('amelie', path, { ...formOf(html), 'step-0-note': long, action: 'save' });
    expect(answer.status).toBe(422);
    expect(answer.html).toMatch(/<title>Erreur\s: /);
    expect(answer.html).toMatch(/Ce texte a 50\u202f000 caractères/);
    expect(answer.html).toContain('href="#step-0-note"');
    expect(answer.html.includes(long)).toBe(true);
    expect((await planOf(personId)).version).toBe(1);
  });

  it('shows both versions of a conflict side by side, with mine in the form, and saves the choice', async () => {
    const { personId } = await planned();
    const path = `/pro/personnes/${personId}/plan`;
    const { html } = await desk.get('amelie', path);
    const theirs = { ...formOf((await desk.get('basile', path)).html), goal: 'Le train seule', action: 'save' };
    expect((await desk.post('basile', path, theirs)).status).toBe(303);
    const mine = { ...formOf(html), goal: 'Le bus seule', note: 'À rappeler', action: 'save' };
    const conflict = await desk.post('amelie', path, mine);
    expect(conflict.status).toBe(409);
    for (const text of ['Le train seule', 'Le bus seule', 'basile']) expect(conflict.html).toContain(text);
    const hidden = Object.fromEntries(
      ['planId', 'formKey', 'version', 'base', 'theirVersion', 'mine'].map((name) => [
        name,
        field(conflict.html, name),
      ]),
    );
    const unanswered = await desk.post('amelie', path, { ...hidden, action: 'resolve' });
    expect(unanswered.status).toBe(409);
    expect(unanswered.html).toMatch(/<title>Erreur\s: /);
    expect(unanswered.html).toContain('href="#choice-goal"');
    const settled = await desk.post('amelie', path, { ...hidden, 'choice-goal': 'mine', action: 'resolve' });
    expect(settled.location).toBe(`${path}?enregistre`);
    const after = await planOf(personId);
    expect([after.goal, after.note]).toEqual(['Le bus seule', 'À rappeler']);
  });

  it('says of an offer archived meanwhile that it is, and keeps the step; so does the person’s page', async () => {
    const { personId, planId } = await planned();
    const { api } = desk;
    const gone = (await api.post('/api/offers', drivingSchool({ title: 'Auto-école qui ferme', illustrative: false })))
      .body.id;
    await addPlanStep({ ctx: desk.as('amelie'), input: { personId, offerId: gone, diagnosticId: null } });
    await archiveOffer({ ctx: { actor: worker(), deps: api.deps }, input: { id: gone } });
    const { html } = await desk.get('amelie', `/pro/personnes/${personId}/plan`);
    expect(html).toContain('Cette offre n’est plus au catalogue');
    expect(html).toContain('Auto-école qui ferme');
    expect(html).not.toContain(`orienter/${gone}`);
    const secret = newPlanSecret();
    await sharePlan({ ctx: desk.as('amelie'), input: { personId, planId, secret, letter: null } });
    const { steps } = await readSharedPlan({ deps: api.deps, input: { territoryId: 'meuse', secret } });
    expect(steps.find(({ title }) => title === 'Auto-école qui ferme')).toMatchObject({
      offer: { state: 'gone', provider: null },
    });
  });

  it('tells the person whom to call for an offer that the public catalogue does not show, and shows it to nobody else', async () => {
    const { personId, planId } = await planned();
    const { api } = desk;
    const provider = { name: 'Prêt entre voisins', siret: '12345678900052', phone: '03 29 00 00 03' };
    const hidden = loan({ title: 'Prêt réservé', illustrative: false, visibility: 'neighbours', provider });
    const offerId = (await api.post('/api/offers', hidden)).body.id;
    await addPlanStep({ ctx: desk.as('amelie'), input: { personId, offerId, diagnosticId: null } });
    const secret = newPlanSecret();
    await sharePlan({ ctx: desk.as('amelie'), input: { personId, planId, secret, letter: null } });
    const { steps } = await readSharedPlan({ deps: api.deps, input: { territoryId: 'meuse', secret } });
    expect(steps.find(({ title }) => title === 'Prêt réservé')?.offer).toMatchObject({
      state: 'offered',
      provider: { phone: '03 29 00 00 03' },
      bring: [{ what: 'identity' }, { what: 'licence', category: 'B' }, { what: 'deposit', cents: 10_000 }],
    });
    const other = visitorOf('meuse', createHash('sha256').update(newPlanSecret()).digest('hex'));
    const seen = await api.deps.database.transact(other, (stores) => stores.plans.listOffers([offerId]));
    expect(seen).toEqual([]);
  });

  it('shows a link that opens, in the language asked for, once', async () => {
    const { personId } = await planned({ language: 'ar' });
    const path = `/pro/personnes/${personId}/plan`;
    const { html } = await desk.get('amelie', path);
    const fields = { planId: field(html, 'planId'), secret: field(html, 'secret'), langue: 'ar', action: 'link' };
    const answer = await desk.post('amelie', `${path}/partager`, fields);
    const [, address] = /<bdi>http:\/\/localhost([^<]*)<\/bdi>/.exec(answer.html) ?? [];
    expect(address).toMatch(/^\/ar\/plan\/meuse-[2-9a-z]{24}$/);
    const page = await desk.api.app.request(address ?? '');
    expect(await page.text()).toContain('dir="rtl"');
    expect((await desk.post('amelie', `${path}/partager`, { ...fields, secret: 'aaaa' })).html).toMatch(/^malformed/);
  });

  it('prints in every language, with what funders pay and room to sign', async () => {
    const { personId } = await planned();
    const french = (await desk.get('amelie', `/pro/personnes/${personId}/plan/imprimer?langue=fr`)).html;
    for (const text of ['Qui paie quoi', 'Signatures', 'Oksana Kovalenko', 'Conseil départemental', 'à demander']) {
      expect(french).toContain(text);
    }
    const arabic = (await desk.get('amelie', `/pro/personnes/${personId}/plan/imprimer?langue=ar`)).html;
    expect(arabic).toContain('<html lang="ar" dir="rtl"');
    expect(arabic).toContain('التوقيعات');
    // A natural person’s street is on no paper either.
    expect(french + arabic).not.toContain('rue des Fleurs');
  });
});
