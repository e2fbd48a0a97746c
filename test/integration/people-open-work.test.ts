import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { keepAppointment, listAppointments, makeAppointment } from '../../src/services/intake/appointments.ts';
import { addCallBack, listCallBacks, settleCallBack } from '../../src/services/intake/call-backs.ts';
import { recordConsent, withdrawConsent } from '../../src/services/people/consents.ts';
import { listPeople } from '../../src/services/people/list-people.ts';
import { endSharing, sharePerson } from '../../src/services/people/share-person.ts';
import { transferPeople } from '../../src/services/people/transfer-people.ts';
import { answerReferral } from '../../src/services/referrals/answer-referral.ts';
import { followReferral } from '../../src/services/referrals/follow-referral.ts';
import { getReferral } from '../../src/services/referrals/get-referral.ts';
import { linkHash } from '../../src/services/referrals/link.ts';
import { listReferrals } from '../../src/services/referrals/list-referrals.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { carpool } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { deliver, linkIn, referralWorld } from '../support/referrals.ts';
import { createMember } from '../support/sign-in.ts';

let api: TestApi;
let owner: postgres.Sql;
let world: Awaited<ReturnType<typeof referralWorld>>;
let chief: Context;
let hugo: Context;
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  world = await referralWorld(api, owner);
  chief = world.as(
    await createMember(
      { url: api.url, clock: api.deps.clock },
      { organisationId: 'org_one', role: 'referent', displayName: 'Dora Simon' },
    ),
  );
  hugo = world.as(world.colleague);
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

const claire = () => world.claireCtx;
const handOver = (id: string, toMemberId: string, keepAccess = false) =>
  transferPeople({ ctx: chief, input: { ids: [id], toMemberId, keepAccess } });

/** Claire follows somebody: a referral waits, another was refused; who is to be met and called, by her, by Dora, by the team. */
async function followed(reference: string) {
  const { beneficiaryId, diagnosticId } = await world.person(reference);
  expect(await handOver(beneficiaryId, world.claire.id)).toMatchObject({ transferred: [beneficiaryId] });
  const send = async () =>
    (
      await world.send(claire(), {
        diagnosticId,
        offerId: await world.offer(carpool({ title: `Trajet ${reference}` })),
        insist: 'Vu ensemble.',
      })
    ).id;
  const refused = await send();
  await answerReferral({
    ctx: claire(),
    input: { id: refused, answer: { answer: 'refuse', reason: 'full', message: 'Complet.' } },
  });
  const referral = await send();
  const subject = { beneficiaryId };
  const meet = async (ctx: Context, time: string) =>
    (
      await makeAppointment({
        ctx,
        input: { subject, date: '2026-12-07', time, durationMinutes: 30, placeKind: 'phone' },
      })
    ).id;
  const call = async (ctx: Context, reason: string, wholeTeam = false) =>
    (
      await addCallBack({
        ctx,
        input: { subject, date: '2026-11-23', time: '09:00', reason, wholeTeam },
      })
    ).id;
  const done = await call(claire(), 'Déjà passé');
  await settleCallBack({ ctx: claire(), input: { id: done } });
  return {
    beneficiaryId,
    referral,
    refused,
    done,
    meeting: await meet(claire(), '10:00'),
    ofDora: await meet(chief, '11:00'),
    call: await call(claire(), 'Contrat signé ?'),
    ofTeam: await call(claire(), 'Prévenir la crèche', true),
  };
}

const meetings = async (ctx: Context, everybody = false) =>
  (await listAppointments({ ctx, input: { everybody } })).map(({ id }) => id);
const calls = async (ctx: Context, everybody = false) =>
  (await listCallBacks({ ctx, input: { everybody } })).map(({ id }) => id);
const referrals = async (ctx: Context, beneficiaryId: string) =>
  (await listReferrals({ ctx, input: { beneficiaryId } })).items.map(({ id }) => id);
const GONE = { code: 'notFound' };

describe('what is open follows the person to another organisation', () => {
  let of: Awaited<ReturnType<typeof followed>>;
  beforeAll(async () => {
    of = await followed('B-away');
    await deliver(api, owner);
    expect(await handOver(of.beneficiaryId, world.colleague.id)).toMatchObject({ transferred: [of.beneficiaryId] });
  });

  it('the next referent has it in their day', async () => {
    expect(await referrals(hugo, of.beneficiaryId)).toEqual([of.referral]);
    expect(await meetings(hugo)).toEqual([of.meeting, of.ofDora]);
    expect((await calls(hugo)).toSorted()).toEqual([of.call, of.ofTeam].toSorted());
    const { items } = await listPeople({ ctx: hugo, input: { whose: 'mine' } });
    expect(items.find(({ id }) => id === of.beneficiaryId)).toMatchObject({ status: 'waiting' });
  });

  it('and the provider reads whom to call now, and since when', async () => {
    const { parties, timeline, organisationId } = await getReferral({ ctx: hugo, input: { id: of.referral } });
    expect(organisationId).toBe('org_two');
    expect(parties.referrer).toMatchObject({ name: 'Hugo Petit', email: world.colleague.email });
    expect(parties.offer.title).toBe('Trajet B-away');
    expect(timeline.at(-1)).toMatchObject({
      kind: 'handedOver',
      byKind: 'prescriber',
      byName: expect.stringContaining('Dora Simon'),
      details: { to: expect.stringContaining('Hugo Petit') },
    });
  });

  it('the one who had it sees none of it any more, and can do nothing to it', async () => {
    for (const ctx of [claire(), chief]) {
      expect(await referrals(ctx, of.beneficiaryId)).toEqual([]);
      expect(await meetings(ctx, true)).toEqual([]);
      expect(await calls(ctx, true)).toEqual([]);
      await expect(getReferral({ ctx, input: { id: of.referral } })).rejects.toMatchObject(GONE);
      await expect(settleCallBack({ ctx, input: { id: of.call } })).rejects.toMatchObject(GONE);
      const step = { step: 'end', outcome: 'withdrawn', text: '' };
      await expect(followReferral({ ctx, input: { id: of.referral, step } })).rejects.toMatchObject(GONE);
    }
  });

  it('what is over stays where it was', async () => {
    const [row] = await owner`select
      (select organisation_id from referrals where id = ${of.refused}) as referral,
      (select organisation_id from call_backs where id = ${of.done}) as call`;
    expect(row).toEqual({ referral: 'org_one', call: 'org_one' });
  });

  it('the next referent acts on everything', async () => {
    await answerReferral({
      ctx: hugo,
      input: { id: of.referral, answer: { answer: 'accept', message: '', appointment: '' } },
    });
    await followReferral({ ctx: hugo, input: { id: of.referral, step: { step: 'start', text: '' } } });
    await settleCallBack({ ctx: hugo, input: { id: of.call } });
    api.moveClock({ hours: 24 * 16 });
    const [meeting] = await listAppointments({ ctx: hugo, input: { everybody: false } });
    await keepAppointment({ ctx: hugo, input: { id: of.meeting, seen: meeting?.updatedAt ?? '' } });
    expect(await meetings(hugo)).toEqual([of.ofDora]);
    api.moveClock({ hours: -24 * 16 });
  });

  it('by the link of the first mail too: who answers there is heard by the next referent', async () => {
    const another = await followed('B-link');
    const letters = (await deliver(api, owner)).filter(({ text }) => text.includes('/r/'));
    const hashIn = (address: string) => linkHash(address.split('/').at(-1) ?? '') ?? '';
    const [row] = await owner<{ hashes: string[] }[]>`
      select link_hashes as hashes from referrals where id = ${another.referral}`;
    const link = letters.map(linkIn).find((one) => row?.hashes.includes(hashIn(one))) ?? '';
    await handOver(another.beneficiaryId, world.colleague.id);
    const page = await api.app.request(link);
    expect(await page.text()).toContain('Hugo Petit');
    const visitor = visitorOf('meuse', hashIn(link));
    await answerReferral({
      ctx: { actor: visitor, deps: api.deps },
      input: { id: null, answer: { answer: 'ask', message: 'Quel jour commence-t-elle ?' } },
    });
    const written = (await deliver(api, owner)).map(({ to }) => to);
    expect(written).toContain(world.colleague.email);
    expect(written).not.toContain(world.claire.email);
    const { items } = await listPeople({ ctx: hugo, input: { whose: 'mine' } });
    expect(items.find(({ id }) => id === another.beneficiaryId)?.needs).toContainEqual(
      expect.objectContaining({ kind: 'questionAsked', targetId: another.referral }),
    );
  });
});

describe('what is open follows the person to a colleague', () => {
  it('what was the last referent’s; what another colleague does with them stays theirs, what is the team’s the team’s', async () => {
    const of = await followed('B-colleague');
    const next = world.as(
      await createMember(
        { url: api.url, clock: api.deps.clock },
        { organisationId: 'org_one', role: 'prescriber', displayName: 'Nadia Kern' },
      ),
    );
    await handOver(of.beneficiaryId, next.actor.id);
    expect(await meetings(next)).toEqual([of.meeting]);
    expect((await calls(next)).toSorted()).toEqual([of.call, of.ofTeam].toSorted());
    expect(await meetings(chief)).toEqual([of.ofDora]);
    expect(await meetings(claire())).toEqual([]);
    expect(await calls(claire())).toEqual([of.ofTeam]);
    const { parties, timeline } = await getReferral({ ctx: next, input: { id: of.referral } });
    expect(parties.referrer.name).toBe('Nadia Kern');
    expect(timeline.at(-1)).toMatchObject({ kind: 'handedOver' });
    const { timeline: over } = await getReferral({ ctx: next, input: { id: of.refused } });
    expect(over.at(-1)).toMatchObject({ kind: 'refused' });
  });

  it('once: whom they have already is handed over to nobody', async () => {
    const of = await followed('B-twice');
    await handOver(of.beneficiaryId, world.claire.id);
    const { timeline } = await getReferral({ ctx: claire(), input: { id: of.referral } });
    expect(timeline.map(({ kind }) => kind)).toEqual(['sent']);
  });
});

it('is moved by nobody who does not hold the file, and to nobody who is not its referent', async () => {
  const of = await followed('B-wall');
  const move = (ctx: Context, to: string) =>
    api.deps.database.transact(ctx.actor, ({ people }) => people.handOverOpenWork(of.beneficiaryId, to));
  const nothing = { referrals: [], appointments: [], callBacks: [] };
  expect(await move(hugo, world.claire.id)).toEqual(nothing);
  expect(await move(claire(), world.colleague.id)).toEqual(nothing);
  expect(await referrals(claire(), of.beneficiaryId)).toHaveLength(2);
});

describe('where an eye is kept on the file', () => {
  it('what is open goes all the same, and is read', async () => {
    const of = await followed('B-kept');
    await handOver(of.beneficiaryId, world.colleague.id, true);
    expect(await referrals(hugo, of.beneficiaryId)).toEqual([of.referral]);
    const read = await getReferral({ ctx: claire(), input: { id: of.referral } });
    expect(read.actions).toEqual([]);
    expect(await meetings(claire(), true)).not.toContain(of.meeting);
  });

  it('and whoever takes the person over holds the file for itself, whatever the person takes back', async () => {
    const of = await followed('B-consent');
    await owner`insert into consents (territory_id, id, beneficiary_id, purpose, wording, channel, given_at, recorded_by, retention_class)
      values ('meuse', 'con-kept', ${of.beneficiaryId}, 'shareFile', 'Oui.', 'oral', '2026-11-20T08:00:00Z', 'x', 'file')`;
    await owner`insert into beneficiary_access (territory_id, beneficiary_id, organisation_id, scope, basis, "from", shared_by, consent_id, retention_class)
      values ('meuse', ${of.beneficiaryId}, 'org_two', 'file', 'consent', '2026-11-20T08:00:00Z', 'org_one', 'con-kept', 'file')`;
    await handOver(of.beneficiaryId, world.colleague.id);
    await withdrawConsent({ ctx: hugo, input: { id: of.beneficiaryId, consentId: 'con-kept' } });
    expect(await referrals(hugo, of.beneficiaryId)).toEqual([of.referral]);
  });
});

describe('what an organisation has open about a person it sees no more', () => {
  /** Hugo, of another organisation, is let in by the person's agreement, and works with them. */
  async function sharedWithHugo(reference: string) {
    const { beneficiaryId, diagnosticId } = await world.person(reference);
    await handOver(beneficiaryId, world.claire.id);
    const { id: consentId } = await recordConsent({
      ctx: claire(),
      input: { id: beneficiaryId, purpose: 'shareFile', channel: 'oral' },
    });
    await sharePerson({ ctx: claire(), input: { id: beneficiaryId, organisationId: 'org_two' } });
    const offerId = await world.offer(carpool({ title: `Trajet ${reference}` }));
    const referral = await world.send(hugo, { diagnosticId, offerId });
    const subject = { beneficiaryId };
    const meeting = await makeAppointment({
      ctx: hugo,
      input: { subject, date: '2026-12-08', time: '10:00', durationMinutes: 30, placeKind: 'phone' },
    });
    const call = await addCallBack({
      ctx: hugo,
      input: { subject, date: '2026-11-23', time: '09:00', reason: 'Rappeler', wholeTeam: false },
    });
    return { beneficiaryId, consentId, referral: referral.id, meeting: meeting.id, call: call.id };
  }
  type Shared = Awaited<ReturnType<typeof sharedWithHugo>>;

  it.each<[string, (of: Shared) => Promise<void>]>([
    [
      'the sharing was ended',
      ({ beneficiaryId: id }) => endSharing({ ctx: claire(), input: { id, organisationId: 'org_two' } }),
    ],
    [
      'the agreement was taken back',
      ({ beneficiaryId: id, consentId }) => withdrawConsent({ ctx: claire(), input: { id, consentId } }),
    ],
    [
      'it was taken back with that organisation itself',
      ({ beneficiaryId: id, consentId }) => withdrawConsent({ ctx: hugo, input: { id, consentId } }),
    ],
  ])('goes to the referent once %s', async (why, end) => {
    const of = await sharedWithHugo(`B-${why}`.slice(0, 40));
    await end(of);
    expect(await meetings(claire())).toContain(of.meeting);
    expect(await calls(claire())).toContain(of.call);
    expect(await referrals(claire(), of.beneficiaryId)).toEqual([of.referral]);
    const { parties, timeline } = await getReferral({ ctx: claire(), input: { id: of.referral } });
    expect(parties.referrer).toMatchObject({ name: world.claire.displayName, email: world.claire.email });
    expect(timeline.at(-1)).toMatchObject({
      kind: 'handedOver',
      byKind: 'system',
      details: { to: expect.stringContaining(world.claire.displayName) },
    });
    expect(await meetings(hugo, true)).not.toContain(of.meeting);
    expect(await calls(hugo, true)).not.toContain(of.call);
    await expect(getReferral({ ctx: hugo, input: { id: of.referral } })).rejects.toMatchObject(GONE);
    await settleCallBack({ ctx: claire(), input: { id: of.call } });
  });

  it('stays with it as long as it sees the file, and is moved by nobody who never saw it', async () => {
    const of = await sharedWithHugo('B-still');
    const move = (ctx: Context) =>
      api.deps.database.transact(ctx.actor, ({ people }) => people.takeBackOpenWork(of.beneficiaryId));
    const nothing = { referrals: [], appointments: [], callBacks: [] };
    expect(await move(claire())).toEqual(nothing);
    await owner`update beneficiary_access set "from" = '2026-11-01T08:00:00Z', until = '2026-11-02T08:00:00Z'
      where beneficiary_id = ${of.beneficiaryId} and organisation_id = 'org_two'`;
    const stranger = { ...claire().actor, organisationId: 'org_nowhere' };
    expect(await move({ ...claire(), actor: stranger })).toEqual(nothing);
    expect(await move(claire())).toEqual({
      referrals: [of.referral],
      appointments: [of.meeting],
      callBacks: [of.call],
    });
  });
});
