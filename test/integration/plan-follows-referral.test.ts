import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPlanStep } from '../../src/services/plans/add-plan-step.ts';
import { getPlan } from '../../src/services/plans/get-plan.ts';
import { proposePlan } from '../../src/services/plans/propose-plan.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { planRoutes } from '../../src/web/plan/routes.tsx';
import { financialAid, loan } from '../factories/offers.ts';
import { openDesk } from '../support/desk.ts';

let desk: Awaited<ReturnType<typeof openDesk>>;
const offers: Record<string, string> = {};
let serial = 0;

beforeAll(async () => {
  desk = await openDesk(planRoutes);
  const ready = { illustrative: false, accessConditions: { referralRequired: true } };
  const inputs = {
    // No licence and no price to speak of: the machine likes it best.
    cart: loan(
      { title: 'Voiturette, Commercy', ...ready },
      { vehicleType: 'licenceFreeCar', tariff: { perDayCents: 17 }, requiredLicence: null, depositCents: 0 },
    ),
    scooter: loan(
      { title: 'Scooter, Stenay', ...ready, provider: { name: 'Garage de Stenay', siret: '12345678900060' } },
      {
        vehicleType: 'scooter',
        tariff: { perDayCents: 171 },
        requiredLicence: 'AM',
        depositCents: 0,
        deskHours: [{ weekdays: [2, 3, 5], from: '09:30', to: '12:00' }],
      },
    ),
    aid: financialAid({ title: 'Premiers trajets payés' }),
  };
  for (const [name, offer] of Object.entries(inputs)) {
    const { status, body } = await desk.api.post('/api/offers', offer);
    expect([name, status]).toEqual([name, 201]);
    offers[name] = body.id;
  }
  await desk.owner`insert into organisations (territory_id, id, name, kind, phone)
    values ('meuse', 'org_stenay', 'Garage de Stenay', 'provider', '03 29 00 00 60')`;
});
afterAll(async () => {
  await desk?.close();
});

/** Nobody asked about a scooter's licence; a car's is none. */
async function somebody() {
  const { vehicles: _, maxTravelMinutes: __, ...means } = DIAGNOSTIC_EXAMPLE.means as Record<string, unknown>;
  const { id: diagnosticId } = (
    await desk.api.post('/api/diagnostics', {
      ...DIAGNOSTIC_EXAMPLE,
      beneficiary: { reference: `R-${++serial}` },
      means: { ...means, licences: [{ category: 'B', status: 'none' }], canCycle: true, maxCycleMinutes: 300 },
      maxTravelMinutes: 300,
    })
  ).body;
  await desk.api.matchNow(diagnosticId);
  const [row] = await desk.owner<
    { id: string }[]
  >`select beneficiary_id as id from diagnostics where id = ${diagnosticId}`;
  const personId = row?.id ?? '';
  const propose = () => proposePlan({ ctx: desk.as('amelie'), input: { personId, diagnosticId } });
  const refer = async (offer: string, status: string, appointment?: string) => {
    const id = `ref-${personId}-${offer}`;
    const at = '2026-11-22T08:00:00Z';
    await desk.owner`insert into referrals ${desk.owner({
      territory_id: 'meuse',
      id,
      beneficiary_id: personId,
      offer_id: offers[offer] ?? '',
      organisation_id: 'org_one',
      provider_organisation_id: 'org_stenay',
      status,
      rejection_reason: status === 'refused' ? 'full' : null,
      sent_at: at,
      created_at: at,
      updated_at: at,
      retention_class: 'file',
    })} on conflict (territory_id, id) do update set status = excluded.status, rejection_reason = excluded.rejection_reason`;
    if (appointment === undefined) return;
    await desk.owner`insert into referral_events ${desk.owner({
      territory_id: 'meuse',
      referral_id: id,
      at,
      kind: 'accepted',
      by_kind: 'provider',
      details: { appointment } as never,
      retention_class: 'file',
    })}`;
  };
  return { personId, diagnosticId, propose, refer };
}

async function planOf(personId: string) {
  const { plan } = await getPlan({ ctx: desk.as('amelie'), input: { personId } });
  if (plan === null) throw new Error('There is no plan.');
  return plan;
}

const carrying = (plan: Awaited<ReturnType<typeof planOf>>) =>
  plan.steps
    .filter(({ step }) => step === 'bridge' || step === 'alternative')
    .map(({ step, offerId, status }) => [step, Object.entries(offers).find(([, id]) => id === offerId)?.[0], status]);

describe('the bridge of a plan', () => {
  it('is what a provider accepted, with its status, its number and the day to fetch it, and the licence asked about first', async () => {
    const { personId, propose, refer } = await somebody();
    await refer('scooter', 'accepted');
    await propose();
    const plan = await planOf(personId);
    expect(carrying(plan)).toEqual([['bridge', 'scooter', 'todo']]);
    const [check, bridge] = plan.steps;
    expect(check).toMatchObject({ step: 'licenceCheck', offerId: offers.scooter, licence: 'AM' });
    expect(bridge).toMatchObject({
      referral: { status: 'accepted' },
      offer: { provider: { name: 'Garage de Stenay', phone: '03 29 00 00 60' } },
      collect: { on: '2026-12-04', from: '09:30' },
      funding: { per: 'month' },
    });
    const { html } = await desk.get('amelie', `/pro/personnes/${personId}/plan/imprimer?langue=fr`);
    for (const said of [
      'Scooter, Stenay',
      'Le service a dit oui',
      '03 29 00 00 60',
      'vendredi 4 décembre 2026',
      '9\u00a0h\u00a030',
    ]) {
      expect(html).toContain(said);
    }
    expect(html).toContain('demande le permis AM');
    for (const unsaid of ['Voiturette, Commercy', '09:30']) expect(html).not.toContain(unsaid);
    const english = (await desk.get('amelie', `/pro/personnes/${personId}/plan/imprimer?langue=en`)).html;
    expect(english).toContain('The service said yes');
    expect(english).not.toContain('au plus');
  });

  it('says the appointment the provider gave, rather than a day of its own', async () => {
    const { personId, propose, refer } = await somebody();
    await refer('scooter', 'accepted', 'mardi 1er décembre à 10 h');
    await propose();
    const [, bridge] = (await planOf(personId)).steps;
    expect(bridge).toMatchObject({ referral: { appointment: 'mardi 1er décembre à 10 h' }, collect: null });
    const { html } = await desk.get('amelie', `/pro/personnes/${personId}/plan/imprimer`);
    expect(html).toContain('mardi 1er décembre à 10 h');
  });

  it('is not what was refused', async () => {
    const { personId, propose, refer } = await somebody();
    await refer('cart', 'refused');
    await propose();
    expect(carrying(await planOf(personId))).toEqual([['bridge', 'scooter', 'todo']]);
  });

  it('gives way to what was accepted since, and costs are of one bridge', async () => {
    const { personId, diagnosticId, propose, refer } = await somebody();
    await propose();
    expect(carrying(await planOf(personId))).toEqual([['bridge', 'cart', 'todo']]);
    await refer('scooter', 'accepted');
    const path = `/pro/personnes/${personId}/plan`;
    expect((await desk.get('amelie', path)).html).toContain('En faire la solution relais');
    const added = await desk.post('amelie', `${path}/etapes`, { offerId: offers.scooter ?? '', diagnosticId });
    expect(added.status).toBe(303);
    const plan = await planOf(personId);
    expect(carrying(plan)).toEqual([
      ['bridge', 'scooter', 'todo'],
      ['alternative', 'cart', 'todo'],
    ]);
    const scooter = plan.steps.find(({ step }) => step === 'bridge');
    expect(scooter?.funding.costCents).toBeGreaterThan(0);
    expect((scooter?.funding.costCents ?? 1) % 100).toBe(0);
    expect(plan.totals.month.costCents).toBe(scooter?.funding.costCents);
    expect(plan.aside).toEqual([]);
    expect((await desk.get('amelie', path)).html).not.toContain('En faire la solution relais');
    // Asked again, nothing is new.
    await propose();
    expect(await planOf(personId)).toEqual(plan);
    // A refusal met since: another proposal drops it.
    await refer('scooter', 'refused');
    await propose();
    expect(carrying(await planOf(personId))).toEqual([
      ['bridge', 'cart', 'todo'],
      ['bridge', 'scooter', 'dropped'],
    ]);
  });

  it('stays the one a human has where another is only added', async () => {
    const { personId, diagnosticId, propose } = await somebody();
    await propose();
    await addPlanStep({ ctx: desk.as('amelie'), input: { personId, offerId: offers.scooter ?? '', diagnosticId } });
    expect(carrying(await planOf(personId))).toEqual([
      ['bridge', 'cart', 'todo'],
      ['alternative', 'scooter', 'todo'],
    ]);
  });
});
