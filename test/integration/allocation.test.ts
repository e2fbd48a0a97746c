import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHighsOptimiser } from '../../src/gateways/optimiser-highs.ts';
import { askToWait, waitingWording } from '../../src/services/allocation/ask-to-wait.ts';
import { changeEntry } from '../../src/services/allocation/change-entry.ts';
import { computeRound } from '../../src/services/allocation/compute-round.ts';
import { decideLoan } from '../../src/services/allocation/decide-loan.ts';
import { getRound, listRounds, type RoundView } from '../../src/services/allocation/get-round.ts';
import { findStanding } from '../../src/services/allocation/get-standing.ts';
import { joinList, prepareJoining } from '../../src/services/allocation/join-list.ts';
import { getWaiting, listWaiting } from '../../src/services/allocation/list-waiting.ts';
import { replayRound } from '../../src/services/allocation/replay-round.ts';
import { startRound } from '../../src/services/allocation/start-round.ts';
import { tellDecision } from '../../src/services/allocation/tell-decision.ts';
import { weighEntry } from '../../src/services/allocation/weigh-entry.ts';
import type { Context } from '../../src/services/context.ts';
import { changeLoan } from '../../src/services/fleet/change-loan.ts';
import { createLoan } from '../../src/services/fleet/create-loan.ts';
import { OptimiserError } from '../../src/services/ports/optimiser.ts';
import { answerReferral } from '../../src/services/referrals/answer-referral.ts';
import { loan } from '../factories/offers.ts';
import { worker } from '../factories/rows.ts';
import { START, startApi, type TestApi } from '../support/api.ts';
import { deliver, referralWorld } from '../support/referrals.ts';

const WISH = { wantedFrom: '2026-12-07', acceptsLaterDays: 7, days: 30, vehicleTypes: ['car'], licences: ['B'] };
const FACTS = { jobStartsOn: '2026-12-07', legs: null, childSeats: null, distanceMetres: null };
const PERIOD = { from: '2026-12-01', until: '2026-12-31' };

describe('sharing scarce vehicles out', () => {
  let api: TestApi;
  let owner: postgres.Sql;
  let world: Awaited<ReturnType<typeof referralWorld>>;
  let offerId: string;
  let background: Context;
  let ctx: Context;
  const optimiser = createHighsOptimiser();

  beforeAll(async () => {
    api = await startApi();
    owner = postgres(api.url, { max: 1, onnotice: () => {} });
    world = await referralWorld(api, owner);
    ctx = world.garagistCtx;
    background = { actor: worker(), deps: { ...api.deps, optimiser } };
    offerId = await world.offer(loan({}, { depositCents: 0 }));
    await addVehicle('veh_one', 'Clio grise');
  });
  afterAll(async () => {
    await optimiser.close();
    await owner.end();
    await api.stop();
  });

  const addVehicle = (id: string, label: string) =>
    api.deps.database.transact(ctx.actor, ({ fleet }) =>
      fleet.insertVehicle({
        ...{ id, label, offerId, organisationId: 'org_garage', vehicleType: 'car', requiredLicence: 'B', seats: 5 },
        ...{ make: null, model: null, gearbox: null, equipment: [], status: 'available', illustrative: true },
        papers: { plate: null, insuranceDueOn: null, inspectionDueOn: null, mileageKm: null },
      }),
    );

  /** Somebody referred to the garage's car, who joins its list. */
  async function waiting(reference: string, entry: { wish?: object; facts?: object } = {}) {
    const { diagnosticId } = await world.person(reference);
    const sent = await world.send(world.claireCtx, { diagnosticId, offerId, insist: 'Vu ensemble.' });
    const { id } = await joinList({
      ctx,
      input: {
        referralId: sent.id,
        entry: { wish: { ...WISH, ...entry.wish }, facts: { ...FACTS, ...entry.facts } },
      },
    });
    return { entryId: id, referralId: sent.id };
  }
  async function round(): Promise<RoundView> {
    const { id } = await startRound({ ctx, input: PERIOD });
    await computeRound({ ctx: background, input: { roundId: id, replay: false } });
    return getRound({ ctx, input: { id } });
  }
  const lineOf = (view: RoundView, entryId: string) => view.lines.find((line) => line.entryId === entryId);
  const decide = (roundId: string, entryId: string, decision: object) =>
    decideLoan({ ctx, input: { roundId, entryId, decision } });

  it('goes from the list to a loan, and is told to whoever referred', async () => {
    const first = await waiting('W-1', { facts: { childSeats: 2 } });
    const second = await waiting('W-2');
    // What joining does to the referral.
    const [accepted] = await owner`select status from referrals where id = ${first.referralId}`;
    expect(accepted?.status).toBe('accepted');
    await expect(
      joinList({ ctx, input: { referralId: first.referralId, entry: { wish: WISH, facts: FACTS } } }),
    ).rejects.toMatchObject({ code: 'conflict' });

    await weighEntry({ ctx: background, input: { entryId: second.entryId } });
    const weighed = await getWaiting({ ctx, input: { id: second.entryId } });
    expect(weighed.facts.legs?.total).toBeGreaterThan(0);
    expect(weighed.facts.childSeats).toBe(1);
    expect(weighed.name).toBe('Lina Morel');
    await weighEntry({ ctx: background, input: { entryId: first.entryId } });
    // What somebody wrote stays.
    expect((await getWaiting({ ctx, input: { id: first.entryId } })).facts.childSeats).toBe(2);

    const view = await round();
    expect(view).toMatchObject({ status: 'proposed', solver: 'highs', people: 2, result: { served: 1 } });
    const [winner, loser] = [lineOf(view, first.entryId), lineOf(view, second.entryId)];
    expect(winner?.proposed).toEqual({ vehicleId: 'veh_one', start: '2026-12-07', until: '2027-01-05' });
    expect(loser?.proposed).toBeNull();
    expect(loser?.why.join(' ')).toContain('1 personne avec plus de points');
    expect(loser?.changes[0]).toContain('mercredi 6 janvier 2027');

    await decide(view.id, first.entryId, { what: 'confirm' });
    await expect(decide(view.id, first.entryId, { what: 'confirm' })).rejects.toMatchObject({ code: 'conflict' });
    const [lent] = await owner`select l.period::text, l.status, c.waiting_id, c.referral_id from vehicle_loans l
      join loan_contracts c on c.loan_id = l.id where l.vehicle_id = 'veh_one'`;
    expect(lent).toEqual({
      ...{ period: '[2026-12-07,2027-01-06)', status: 'confirmed' },
      ...{ waiting_id: first.entryId, referral_id: first.referralId },
    });
    expect((await getRound({ ctx, input: { id: view.id } })).status).toBe('proposed');
    await decide(view.id, second.entryId, { what: 'confirm' });
    expect((await getRound({ ctx, input: { id: view.id } })).status).toBe('decided');

    // Where they stand, for whoever referred: their own state, and of others not even a small number.
    const standing = await findStanding({ ctx: world.claireCtx, input: { referralId: second.referralId } });
    expect(standing).toMatchObject({ status: 'waiting', decision: { loan: null, overridden: false } });
    expect(standing?.decision?.why.join(' ')).toContain('moins de 5 personnes avec plus de points');
    expect(await findStanding({ ctx: world.claireCtx, input: { referralId: first.referralId } })).toMatchObject({
      status: 'served',
      decision: { loan: { start: '2026-12-07' } },
    });

    await deliver(api, owner);
    await tellDecision({ ctx: background, input: { roundId: view.id, entryId: second.entryId } });
    await tellDecision({ ctx: background, input: { roundId: view.id, entryId: second.entryId } });
    const letters = (await deliver(api, owner)).filter(({ subject }) => subject.includes('liste d’attente'));
    expect(letters).toHaveLength(1);
    expect(letters[0]?.text).toContain(`/pro/orientations/${second.referralId}`);
    expect(letters[0]?.text).not.toMatch(/Lina|Morel|Clio/);

    const audited = await owner`select action from audit_entries
      where action like 'waiting.%' or action like 'allocation.%' order by id`;
    expect(audited.map(({ action }) => action)).toEqual([
      ...['waiting.joined', 'waiting.joined', 'waiting.weighed', 'waiting.weighed'],
      ...[
        'allocation.started',
        'allocation.computed',
        'waiting.served',
        'allocation.confirmed',
        'allocation.confirmed',
      ],
    ]);
  });

  it('lets a person of the structure decide otherwise, with a reason, and never lends a vehicle twice', async () => {
    const third = await waiting('W-3', { wish: { wantedFrom: '2026-12-07' } });
    const view = await round();
    expect(lineOf(view, third.entryId)?.proposed).toBeNull();
    await expect(
      decide(view.id, third.entryId, { what: 'override', vehicleId: 'veh_one', start: '2027-01-06', reason: ' ' }),
    ).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      decide(view.id, third.entryId, { what: 'override', vehicleId: 'veh_one', start: '2026-12-20', reason: 'Urgent' }),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: 'Ce véhicule est déjà promis pour tout ou partie de ces dates.',
    });
    await expect(
      decide(view.id, third.entryId, { what: 'override', vehicleId: 'veh_two', start: '2027-01-06', reason: 'Urgent' }),
    ).rejects.toMatchObject({ code: 'invalid' });
    // Nothing of what was refused is there.
    expect((await getWaiting({ ctx, input: { id: third.entryId } })).status).toBe('waiting');

    await decide(view.id, third.entryId, {
      ...{ what: 'override', vehicleId: 'veh_one', start: '2027-01-06', reason: 'L’employeur attend jusque-là' },
    });
    const standing = await findStanding({ ctx: world.claireCtx, input: { referralId: third.referralId } });
    expect(standing).toMatchObject({
      status: 'served',
      decision: { overridden: true, reason: 'L’employeur attend jusque-là', loan: { start: '2027-01-06' } },
    });
  });

  it('makes every round of before again, with the same answer', async () => {
    const rounds = (await listRounds({ ctx })).filter(({ result }) => result !== null);
    expect(rounds.length).toBeGreaterThan(1);
    for (const { id } of rounds) {
      await replayRound({ ctx, input: { id } });
      await computeRound({ ctx: background, input: { roundId: id, replay: true } });
      expect(await getRound({ ctx, input: { id } })).toMatchObject({ replayedEqual: true });
    }
    // One whose answer was touched is told from the others.
    const [{ id } = { id: '' }] = rounds;
    await owner`update allocation_rounds set result = jsonb_set(result, '{points}', '1') where id = ${id}`;
    await computeRound({ ctx: background, input: { roundId: id, replay: true } });
    expect(await getRound({ ctx, input: { id } })).toMatchObject({ replayedEqual: false });
  });

  it('is computed once, and says why where it cannot be', async () => {
    await addVehicle('veh_two', 'Clio bleue');
    const { id } = await startRound({ ctx, input: PERIOD });
    const slow = {
      ...optimiser,
      solve: async () => {
        throw new OptimiserError('tooLong', 'a test');
      },
    };
    const late = { ...background, deps: { ...background.deps, optimiser: slow } };
    await computeRound({ ctx: late, input: { roundId: id, replay: false } });
    expect(await getRound({ ctx, input: { id } })).toMatchObject({ status: 'failed', failure: 'tooLong', lines: [] });
    await computeRound({ ctx: background, input: { roundId: id, replay: false } });
    expect(await getRound({ ctx, input: { id } })).toMatchObject({ status: 'failed' });

    // A solver that gives everything to everybody is refused, and nothing of it is kept.
    const liar = { ...optimiser, solve: async () => ({ values: Array.from({ length: 9999 }, () => 1), prices: [] }) };
    const lied = await startRound({ ctx, input: PERIOD });
    const free = { type: 'car', licence: 'B', equipment: [], mostDays: null, busy: [] };
    await owner`update allocation_rounds set snapshot = jsonb_set(snapshot, '{problem,vehicles}', ${owner.json([
      { ...free, id: 'veh_one' },
      { ...free, id: 'veh_two' },
    ])}) where id = ${lied.id}`;
    const lying = { ...background, deps: { ...background.deps, optimiser: liar } };
    await expect(computeRound({ ctx: lying, input: { roundId: lied.id, replay: false } })).rejects.toThrow(
      /does not hold/,
    );
    expect(await getRound({ ctx, input: { id: lied.id } })).toMatchObject({ status: 'failed', failure: 'failed' });
  });

  it('is waited for when whoever referred asks it, with the person’s consent, and the structure is told by whom', async () => {
    const { diagnosticId, beneficiaryId } = await world.person('W-asked');
    const { id: referralId } = await world.send(world.claireCtx, { diagnosticId, offerId, insist: 'Vu ensemble.' });
    const ask = (by: Context, channel = 'phone') => askToWait({ ctx: by, input: { referralId, channel } });
    await expect(ask(world.claireCtx)).rejects.toMatchObject({ code: 'conflict' });
    await answerReferral({ ctx, input: { id: referralId, answer: { answer: 'accept' } } });
    await expect(ask(world.claireCtx, 'pigeon')).rejects.toMatchObject({ code: 'invalid' });
    await expect(ask(world.as(world.colleague))).rejects.toMatchObject({ code: 'notFound' });
    await expect(ask(ctx)).rejects.toMatchObject({ code: 'forbidden' });
    const { id } = await ask(world.claireCtx);
    await expect(ask(world.claireCtx)).rejects.toMatchObject({ code: 'conflict' });

    expect(await getWaiting({ ctx, input: { id } })).toMatchObject({
      status: 'waiting',
      askedBy: 'Structure org_one',
      wish: { vehicleTypes: ['car'], days: 30 },
    });
    expect(await findStanding({ ctx: world.claireCtx, input: { referralId } })).toMatchObject({ status: 'waiting' });
    const consents = await owner`select wording, channel from consents
      where beneficiary_id = ${beneficiaryId} and wording like '%liste%'`;
    expect(consents).toEqual([{ wording: waitingWording('Garage solidaire de Commercy'), channel: 'phone' }]);
    await changeEntry({ ctx, input: { id, expectedVersion: 1, change: { what: 'withdraw', reason: 'Essai' } } });
  });

  it('belongs to the structure alone', async () => {
    const fourth = await waiting('W-4');
    const view = await round();
    const asked = prepareJoining({ ctx, input: { referralId: fourth.referralId } });
    expect((await asked).entry.wish.vehicleTypes).toEqual(['car']);
    for (const other of [world.claireCtx, { ...world.claireCtx, actor: { ...ctx.actor, organisationId: 'org_two' } }]) {
      await expect(getRound({ ctx: other, input: { id: view.id } })).rejects.toMatchObject({
        code: expect.stringMatching(/forbidden|notFound/),
      });
    }
    const stranger = { ...ctx, actor: { ...ctx.actor, organisationId: 'org_two' } };
    expect(await listRounds({ ctx: stranger })).toEqual([]);
    expect((await listWaiting({ ctx: stranger })).waiting).toEqual([]);
    for (const work of [
      () => getWaiting({ ctx: stranger, input: { id: fourth.entryId } }),
      () =>
        changeEntry({
          ctx: stranger,
          input: { id: fourth.entryId, expectedVersion: 1, change: { what: 'withdraw', reason: 'x' } },
        }),
      () =>
        decideLoan({
          ctx: stranger,
          input: { roundId: view.id, entryId: fourth.entryId, decision: { what: 'confirm' } },
        }),
      () => replayRound({ ctx: stranger, input: { id: view.id } }),
      () => joinList({ ctx: stranger, input: { referralId: fourth.referralId, entry: { wish: WISH, facts: FACTS } } }),
      () => findStanding({ ctx: world.as(world.colleague), input: { referralId: fourth.referralId } }),
    ]) {
      await expect(work()).rejects.toMatchObject({ code: 'notFound' });
    }
  });

  it('lets nobody overwrite what somebody else changed, and nobody be lent a car who has left the list', async () => {
    const fifth = await waiting('W-5');
    const view = await round();
    const change = (expectedVersion: number, what: object) =>
      changeEntry({ ctx, input: { id: fifth.entryId, expectedVersion, change: what } });
    await change(1, { what: 'edit', wish: { ...WISH, days: 20 }, facts: FACTS });
    await expect(change(1, { what: 'edit', wish: WISH, facts: FACTS })).rejects.toMatchObject({ code: 'conflict' });
    await expect(change(2, { what: 'edit', wish: { ...WISH, days: 91 }, facts: FACTS })).rejects.toMatchObject({
      code: 'invalid',
    });
    await change(2, { what: 'withdraw', reason: 'A acheté une voiture' });
    await expect(decide(view.id, fifth.entryId, { what: 'confirm' })).rejects.toMatchObject({ code: 'conflict' });
    const standing = await findStanding({ ctx: world.claireCtx, input: { referralId: fifth.referralId } });
    expect(standing).toMatchObject({ status: 'withdrawn', statusReason: 'A acheté une voiture' });
  });

  it('forgets a person with their file, and keeps the round without them', async () => {
    const sixth = await waiting('W-6');
    const view = await round();
    await owner`delete from beneficiaries where id in (select beneficiary_id from waiting_entries where id = ${sixth.entryId})`;
    const after = await getRound({ ctx, input: { id: view.id } });
    expect(lineOf(after, sixth.entryId)).toBeUndefined();
    await computeRound({ ctx: background, input: { roundId: view.id, replay: true } });
    expect(await getRound({ ctx, input: { id: view.id } })).toMatchObject({ replayedEqual: true });
  });

  it('puts whoever’s loan is called off back on the list, since the day they were on it', async () => {
    await addVehicle('veh_back', 'Clio noire');
    const { entryId, referralId } = await waiting('W-7');
    await owner`update waiting_entries set waiting_since = '2026-10-01' where id = ${entryId}`;
    const view = await round();
    const given = { what: 'override', vehicleId: 'veh_back', start: '2027-02-01', reason: 'Ensemble' };
    await decide(view.id, entryId, given);
    const line = lineOf(await getRound({ ctx, input: { id: view.id } }), entryId);
    await changeLoan({
      ctx,
      input: { id: line?.loanId ?? '', change: { what: 'cancel', reason: 'Embauche reportée' } },
    });
    expect(await getWaiting({ ctx, input: { id: entryId } })).toMatchObject({
      ...{ status: 'waiting', waitingSince: '2026-10-01' },
    });
    const standing = await findStanding({ ctx: world.claireCtx, input: { referralId } });
    expect(standing).toMatchObject({ status: 'waiting', decision: null });
    const again = await round();
    await decide(again.id, entryId, given);
    expect(await getWaiting({ ctx, input: { id: entryId } })).toMatchObject({ status: 'served' });
    const audited = await owner`select action from audit_entries where entity_id = ${entryId} order by id`;
    expect(audited.map(({ action }) => action)).toEqual([
      ...['waiting.joined', 'waiting.served', 'allocation.overridden'],
      ...['waiting.restored', 'waiting.served', 'allocation.overridden'],
    ]);
  });

  it('takes whoever is lent a vehicle at the desk off the list, and lends one for each referral', async () => {
    await addVehicle('veh_desk', 'Clio verte');
    await addVehicle('veh_other', 'Clio jaune');
    const { entryId, referralId } = await waiting('W-8');
    const lend = (vehicleId: string) =>
      createLoan({ ctx, input: { vehicleId, from: '2027-04-01', until: '2027-04-10', referralId } });
    const stands = async () => (await getWaiting({ ctx, input: { id: entryId } })).status;
    // Both connections are open before both ask at once.
    await Promise.all([stands(), stands()]);
    const both = await Promise.allSettled([lend('veh_desk'), lend('veh_other')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const [lent] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(await stands()).toBe('served');
    expect((await round()).lines.map((line) => line.entryId)).not.toContain(entryId);
    await expect(joinList({ ctx, input: { referralId, entry: { wish: WISH, facts: FACTS } } })).rejects.toMatchObject({
      code: 'conflict',
    });
    await changeLoan({ ctx, input: { id: lent?.id ?? '', change: { what: 'cancel', reason: 'Embauche reportée' } } });
    expect(await stands()).toBe('waiting');
  });

  it('confirms nothing whose first day is over', async () => {
    await addVehicle('veh_stale', 'Clio rouge');
    const { entryId } = await waiting('W-9');
    const view = await round();
    const line = view.lines.find(({ proposed }) => proposed !== null);
    api.setNow('2026-12-20T10:00:00Z');
    try {
      await expect(decide(view.id, line?.entryId ?? '', { what: 'confirm' })).rejects.toMatchObject({
        ...{ code: 'conflict', message: expect.stringContaining('recalculez') },
      });
      expect((await getWaiting({ ctx, input: { id: line?.entryId ?? '' } })).status).toBe('waiting');
      // Another day may be decided, and that there is no vehicle.
      await decide(view.id, entryId, { what: 'override', vehicleId: null, start: null, reason: 'Ne vient plus' });
    } finally {
      api.setNow(START);
    }
  });
});
