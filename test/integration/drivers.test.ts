import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Router, UNREACHABLE } from '../../geo/router.ts';
import { answerBooking } from '../../src/services/bookings/answer-booking.ts';
import { answerTime } from '../../src/services/bookings/answer-time.ts';
import { bookForPerson } from '../../src/services/bookings/book-for-person.ts';
import { getBooking } from '../../src/services/bookings/get-booking.ts';
import { tellBooking } from '../../src/services/bookings/tell-booking.ts';
import type { Context } from '../../src/services/context.ts';
import { applyToDrive, leaveByLink, openDriverLink } from '../../src/services/drivers/apply-to-drive.ts';
import { assignDriver } from '../../src/services/drivers/assign-driver.ts';
import { addDriver, changeDriver } from '../../src/services/drivers/change-driver.ts';
import { listDriversForRide } from '../../src/services/drivers/eligible-drivers.ts';
import { followDrivers } from '../../src/services/drivers/follow-drivers.ts';
import { handBackRide } from '../../src/services/drivers/hand-back.ts';
import { getKilometres, kilometresCsv } from '../../src/services/drivers/kilometres.ts';
import { getDriver, listDrivers } from '../../src/services/drivers/list-drivers.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { linkTokenHash } from '../../src/services/way-in/secrets.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool } from '../factories/offers.ts';
import { insertRow } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { FIVE_O_CLOCK, letIn, linkTo, ONE_O_CLOCK, THERE, workerOf } from '../support/rides.ts';

let api: TestApi;
let owner: postgres.Sql;
let people = 0;
let phones = 10;
let offers: string[] = [];

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 4, onnotice: () => {} });
  for (const id of ['org_drive', 'org_other']) {
    await insertRow(owner, 'organisations', { territory_id: 'meuse', id, name: `Transport ${id}`, kind: 'provider' });
  }
  offers = await Promise.all(
    [1, 2].map(async (n) => {
      const trips = [
        { direction: 'outbound', weekdays: [1, 2, 3, 4, 5], departureTime: '04:10', flexibilityMinutes: 10 },
        { direction: 'return', weekdays: [1, 2, 3, 4, 5], departureTime: '13:10', flexibilityMinutes: 10 },
      ];
      const offer = carpool({ visibility: 'public', title: `Ligne ${n}` }, { seats: 8, trips });
      return (await api.post('/api/offers', offer)).body.id as string;
    }),
  );
  await owner`update offers set organisation_id = 'org_drive' where id in ${owner(offers)}`;
});
beforeEach(async () => {
  await owner`delete from bookings`;
  await owner`delete from drivers`;
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

const coordinator = (organisationId = 'org_drive', id = 'mem_one'): Context => ({
  actor: {
    kind: 'member',
    role: 'provider',
    id,
    territoryId: 'meuse',
    organisationId,
    scopes: new Set(['bookings:answer', 'offers:read'] as const),
  },
  deps: api.deps,
});
const stranger = (): Context => ({ actor: visitorOf('meuse'), deps: api.deps });

function someone(more: Record<string, unknown> = {}) {
  phones += 1;
  return {
    kind: 'volunteer',
    firstName: `Lise ${phones}`,
    phone: `06 39 98 00 ${phones}`,
    commune: '55122',
    seats: 3,
    ...more,
  };
}
const change = (id: string, what: string, more: Record<string, unknown> = {}, ctx = coordinator()) =>
  changeDriver({ ctx, input: { id, change: { what, ...more } } });

/** Who has shown all papers and may drive. */
async function aDriver(more: Record<string, unknown> = {}, ctx = coordinator()): Promise<string> {
  const { id } = await addDriver({ ctx, input: someone(more) });
  for (const check of ['licence', 'insurance', 'honorability']) {
    await change(id, 'check', { check, checkedOn: '2026-11-01', validUntil: '2027-11-01' }, ctx);
  }
  await change(id, 'charter', {}, ctx);
  await change(id, 'accept', {}, ctx);
  return id;
}

/** A ride that waits for the structure’s answer. */
async function aRide(ride: typeof FIVE_O_CLOCK | typeof ONE_O_CLOCK = FIVE_O_CLOCK, offerId = offers[0] ?? '') {
  people += 1;
  const reference = `B-drive-${people}`;
  const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference };
  await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary });
  const actor = {
    kind: 'program' as const,
    id: 'key',
    territoryId: 'meuse',
    organisationId: 'org_one',
    scopes: new Set(['bookings:write', 'offers:read'] as const),
  };
  const { bookings } = await bookForPerson({
    ctx: { actor, deps: api.deps },
    input: { beneficiary: { reference }, offerId, ...THERE, rides: [ride], rider: { firstName: 'Amina' } },
  });
  return bookings[0]?.id ?? '';
}
const accept = (id: string, driverId: string | null, ctx = coordinator()) =>
  answerBooking({ ctx, input: { id, answer: { answer: 'accept', driverId, byTelephone: true } } });
const stored = async (id: string) =>
  (await owner`select status, driver_id, reassign_since from bookings where id = ${id}`)[0];

describe('a ride is given to one of the structure’s drivers', () => {
  it('to whom it chose, which the person is promised and the driver is on the road for', async () => {
    const [first, second] = [await aDriver(), await aDriver()];
    const id = await aRide();
    const { may, mayNot } = await listDriversForRide({ ctx: coordinator(), input: { id } });
    expect([may.map((one) => one.id), mayNot]).toEqual([[first, second].sort(), []]);
    await accept(id, second);
    expect(await stored(id)).toMatchObject({ status: 'confirmed', driver_id: second });
    const [drive] =
      await owner`select *, lower(period) < depart_at as leaves_before, upper(period) > arrive_at as home_after
      from driver_rides r join bookings b on b.id = r.booking_id where b.id = ${id}`;
    expect(drive).toMatchObject({ driver_id: second, holding: true, leaves_before: true, home_after: true });
    const view = await getBooking({ ctx: coordinator(), input: { id, as: 'provider' } });
    expect(view.events.at(-1)).toMatchObject({ kind: 'accept', byTelephone: 'mem_one' });
    // Who drove most is asked last.
    const next = await aRide(ONE_O_CLOCK);
    const after = await listDriversForRide({ ctx: coordinator(), input: { id: next } });
    expect(after.may.map((one) => one.id)).toEqual([first, second]);
  });

  it('never to one who is on another road: of two coordinators at once, one', async () => {
    const driver = await aDriver();
    const rides = [await aRide(FIVE_O_CLOCK, offers[0]), await aRide(FIVE_O_CLOCK, offers[1])];
    const answers = await Promise.allSettled(
      rides.map((id, n) => accept(id, driver, coordinator('org_drive', `mem_${n}`))),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [refused] = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(['invalid', 'conflict']).toContain(refused.code);
    const [{ held } = { held: 0 }] = await owner`select count(*)::int as held from driver_rides where holding`;
    expect(held).toBe(1);
    // What the rules would let through the database refuses.
    const lost = rides[answers.findIndex(({ status }) => status === 'rejected')] ?? '';
    await expect(
      owner`insert into driver_rides (territory_id, booking_id, driver_id, run, date, period, minutes, metres, holding)
        select territory_id, ${lost}, driver_id, 'another', date, period, minutes, metres, true from driver_rides where holding`,
    ).rejects.toThrow(/driver_rides_held_once/);
  });

  it('not past a cap, without a paper, on a day of absence, and says what would change it', async () => {
    const full = await aDriver();
    await change(full, 'cap', { weeklyRides: 0, weeklyMinutes: null });
    const away = await aDriver();
    await change(away, 'absence', { from: '2026-11-25', until: '2026-11-25' });
    const old = await aDriver();
    await change(old, 'check', { check: 'insurance', checkedOn: '2026-11-02', validUntil: '2026-11-24' });
    const id = await aRide();
    const { may, mayNot } = await listDriversForRide({ ctx: coordinator(), input: { id } });
    expect(may).toEqual([]);
    const codes = new Map(mayNot.map((one) => [one.id, one.refusals[0]?.code]));
    expect([codes.get(full), codes.get(away), codes.get(old)]).toEqual(['capRides', 'absent', 'checkExpired']);
    await expect(accept(id, full)).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'driverId' }] });
    expect(await stored(id)).toMatchObject({ status: 'requested', driver_id: null });
  });

  it('not to whoever lives where nobody knows, or no road leads from', async () => {
    const [lost, cut] = [await aDriver(), await aDriver()];
    await owner`update drivers set commune = '55999' where id = ${lost}`;
    const id = await aRide();
    const unknown = await listDriversForRide({ ctx: coordinator(), input: { id } });
    expect(unknown.may.map((one) => one.id)).toEqual([cut]);
    expect(unknown.mayNot.map((one) => [one.id, one.refusals[0]?.code])).toEqual([[lost, 'homeUnknown']]);
    await expect(accept(id, lost)).rejects.toMatchObject({
      errors: [{ path: 'driverId', message: expect.stringMatching(/commune/) }],
    });
    // The router is there, and no road leads anywhere.
    const { estimate } = api.deps.routers('meuse');
    const island: Router = {
      ...estimate,
      async table(request) {
        const table = await estimate.table(request);
        return { ...table, durations: table.durations.map(() => UNREACHABLE) };
      },
    };
    const ctx = { ...coordinator(), deps: { ...api.deps, routers: () => ({ configured: island, estimate }) } };
    const none = await listDriversForRide({ ctx, input: { id } });
    expect(none.may).toEqual([]);
    expect(none.mayNot.find((one) => one.id === cut)?.refusals[0]?.code).toBe('unreachable');
    await expect(accept(id, cut, ctx)).rejects.toMatchObject({
      errors: [{ path: 'driverId', message: expect.stringMatching(/route/) }],
    });
    expect(await stored(id)).toMatchObject({ status: 'requested', driver_id: null });
  });

  it('and to somebody else when they are absent, without breaking the promise', async () => {
    const [ill, well] = [await aDriver(), await aDriver()];
    const id = await aRide();
    await accept(id, ill);
    const { takenBack } = await change(ill, 'absence', { from: '2026-11-24', until: '2026-11-26' });
    expect(takenBack).toBe(1);
    const lost = await stored(id);
    expect([lost?.status, lost?.driver_id, lost?.reassign_since !== null]).toEqual(['confirmed', null, true]);
    await expect(assignDriver({ ctx: coordinator(), input: { id, driverId: ill } })).rejects.toMatchObject({
      code: 'invalid',
    });
    await assignDriver({ ctx: coordinator(), input: { id, driverId: well } });
    expect(await stored(id)).toMatchObject({ status: 'confirmed', driver_id: well, reassign_since: null });
    // The driver themselves, by their link.
    const link = await linkTo(api, owner, id);
    const seen = await getBooking({ ctx: link, input: { id: null, as: 'provider' } });
    expect(seen.actions).toContain('handBack');
    await handBackRide({ ctx: link, input: { id: null } });
    expect(await stored(id)).toMatchObject({ status: 'confirmed', driver_id: null });
  });

  it('and is seen by no other structure', async () => {
    const other = coordinator('org_other', 'mem_other');
    const driver = await aDriver();
    const never = await getDriver({ ctx: other, input: { id: 'drv_never' } }).catch((error: unknown) => error);
    await expect(getDriver({ ctx: other, input: { id: driver } })).rejects.toEqual(never);
    await expect(change(driver, 'pause', {}, other)).rejects.toEqual(never);
    await expect(getKilometres({ ctx: other, input: { id: driver, month: '2026-11' } })).rejects.toEqual(never);
    const theirs = await aDriver({}, other);
    const id = await aRide();
    await expect(accept(id, theirs)).rejects.toEqual(never);
    await expect(accept(id, driver, other)).rejects.toMatchObject({ code: 'notFound' });
    expect((await listDrivers({ ctx: other })).map((one) => one.id)).toEqual([theirs]);
    const seen = await api.deps.database.transact(stranger().actor, ({ drivers }) => drivers.list());
    expect(seen).toEqual([]);
  });
});

describe('another time that was proposed, once the person says yes', () => {
  const personOf = async (id: string): Promise<string> =>
    (await owner`select beneficiary_id from bookings where id = ${id}`)[0]?.beneficiary_id;
  const propose = (ctx: Context, id: string | null, departAt = '03:50') =>
    answerBooking({ ctx, input: { id, answer: { answer: 'proposeTime', departAt } } });
  const yes = async (id: string, ctx?: Context) =>
    answerTime({ ctx: ctx ?? (await letIn(api, owner, await personOf(id))), input: { id, accept: true } });
  const adviser = (): Context => ({
    actor: {
      kind: 'member',
      role: 'referent',
      id: 'mem_adviser',
      territoryId: 'meuse',
      organisationId: 'org_one',
      scopes: new Set(['bookings:write', 'offers:read', 'people:read'] as const),
    },
    deps: api.deps,
  });
  /** Whose usual trip the first offer is. */
  async function carpooler(): Promise<string> {
    const id = await aDriver({ kind: 'carpooler' });
    await owner`insert into driver_offers (territory_id, driver_id, offer_id) values ('meuse', ${id}, ${offers[0] ?? ''})`;
    return id;
  }
  /** What the relay and the workers do of a ride. */
  async function tell(id: string): Promise<void> {
    const news = await owner<{ event: { bookingId: string; eventId: number } }[]>`select event from outbox_events
      where event->>'type' = 'bookingMoved' and event->>'bookingId' = ${id} order by id`;
    for (const { event } of news) await tellBooking({ ctx: workerOf(api), input: event });
  }
  const mailsTo = async (address: string, id: string) =>
    (
      await owner`select subject, body from messages where to_address = ${address} and about_id = ${id} order by created_at, id`
    ).map(({ subject, body }) => `${subject} ${body}`);

  it.each(['by the person', 'by their adviser'])('is driven by whose usual trip it is: %s', async (by) => {
    const driver = await carpooler();
    const id = await aRide();
    await propose(await linkTo(api, owner, id), null);
    expect(await stored(id)).toMatchObject({ status: 'requested', driver_id: null });
    await yes(id, by === 'by the person' ? undefined : adviser());
    expect(await stored(id)).toMatchObject({ status: 'confirmed', driver_id: driver, reassign_since: null });
    const [drive] = await owner`select r.driver_id, holding, lower(period) = depart_at as leaves_then,
      upper(period) = arrive_at as until_there from driver_rides r join bookings b on b.id = r.booking_id where b.id = ${id}`;
    expect(drive).toMatchObject({ driver_id: driver, holding: true, leaves_then: true, until_there: true });
    await tell(id);
    const [sms] = await owner`select to_address from messages where about_id = ${id} and dedupe_key like '%driver%sms'
      order by created_at desc, id desc limit 1`;
    const [{ phone } = { phone: '' }] = await owner`select phone from drivers where id = ${driver}`;
    expect(sms?.to_address.slice(-8)).toBe(phone.replaceAll(' ', '').slice(-8));
  });

  it('lets an adviser write nobody else down as the driver', async () => {
    const [driver, another] = [await carpooler(), await aDriver()];
    const id = await aRide();
    const write = (driverId: string) =>
      api.deps.database.transact(adviser().actor, ({ drivers }) =>
        drivers.assign({
          ...{ driverId, bookingId: id, run: id, date: '2026-11-25', minutes: 40, metres: 1000 },
          ...{ from: '2026-11-25T02:50:00Z', until: '2026-11-25T03:30:00Z' },
        }),
      );
    await expect(write(driver)).rejects.toThrow(/42501/);
    await propose(await linkTo(api, owner, id), null);
    await expect(write(another)).rejects.toThrow(/42501/);
    await write(driver);
  });

  it('is not promised where whoever proposed it has promised that hour to somebody else since', async () => {
    const driver = await carpooler();
    const id = await aRide();
    await propose(await linkTo(api, owner, id), null);
    const other = await aRide(FIVE_O_CLOCK, offers[1]);
    await accept(other, driver);
    await expect(yes(id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await stored(id)).toMatchObject({ status: 'requested', driver_id: null });
  });

  it.each(['the coordinator', 'the adviser, by telephone'])(
    'is for the structure to give to one of its drivers where %s proposed it',
    async (by) => {
      const driver = await aDriver();
      const id = await aRide();
      await propose(by === 'the coordinator' ? coordinator() : adviser(), id);
      await yes(id);
      await tell(id);
      await tell(id);
      const asked = await stored(id);
      expect([asked?.status, asked?.driver_id, asked?.reassign_since !== null]).toEqual(['confirmed', null, true]);
      const mails = (await mailsTo('camille@example.org', id)).filter((mail) =>
        mail.includes('Choisissez qui conduit'),
      );
      expect(mails).toHaveLength(1);
      expect(mails[0]).toMatch(/dit oui à l’autre heure[\s\S]*\/structure\/trajets\/bkg_/);
      await assignDriver({ ctx: coordinator(), input: { id, driverId: driver } });
      expect(await stored(id)).toMatchObject({ status: 'confirmed', driver_id: driver, reassign_since: null });
    },
  );

  it('asks nobody to choose where the structure has no drivers of its own', async () => {
    const id = await aRide();
    await propose(coordinator(), id);
    await yes(id);
    await tell(id);
    expect(await stored(id)).toMatchObject({ status: 'confirmed', driver_id: null, reassign_since: null });
  });

  it('is not left without a driver in silence: whoever holds the file is to call, once', async () => {
    const driver = await aDriver();
    const id = await aRide();
    await propose(coordinator(), id);
    await yes(id);
    await tell(id);
    const calls = async () =>
      (await owner`select reason from call_backs where beneficiary_id = ${await personOf(id)}`).map(
        ({ reason }) => reason,
      );
    await followDrivers({ ctx: workerOf(api) });
    expect(await calls()).toEqual([]);
    // Tuesday at six in the evening there: the ride leaves at ten to four in the morning.
    api.moveClock({ hours: 57 });
    try {
      for (const _twice of [1, 2]) await followDrivers({ ctx: workerOf(api) });
      expect(await calls()).toEqual([
        expect.stringMatching(/personne ne conduit encore.*mercredi 25 novembre à 3 h 50/i),
      ]);
      const again = (await mailsTo('camille@example.org', id)).filter((mail) =>
        mail.includes('Choisissez qui conduit'),
      );
      expect(again).toHaveLength(2);
      await assignDriver({ ctx: coordinator(), input: { id, driverId: driver } });
      await followDrivers({ ctx: workerOf(api) });
      expect(await calls()).toHaveLength(1);
    } finally {
      api.moveClock({ hours: -57 });
    }
  });
});

describe('somebody offers to drive', () => {
  const application = (more: Record<string, unknown> = {}) => ({
    ...someone(),
    structureId: 'org_drive',
    kind: 'carpooler',
    language: 'fr',
    charter: true,
    address: '192.0.2.1',
    trips: [{ from: '55122', to: '55029', weekdays: [1, 2, 3], departureTime: '07:10', returnTime: '17:00' }],
    ...more,
  });
  const linkOf = async () => {
    const [row] =
      await owner`select body from messages where body like '%/conduire/retrait/%' order by created_at desc, id desc limit 1`;
    const token = /retrait\/meuse\/(\S+)/.exec(row?.body ?? '')?.[1] ?? '';
    return { actor: visitorOf('meuse', linkTokenHash(token) ?? ''), deps: api.deps };
  };

  it('once, and drives nobody before the structure has seen their papers; then their trips are offered', async () => {
    const asked = application();
    for (const _twice of [1, 2]) await applyToDrive({ ctx: stranger(), input: asked });
    const [driver, another] = await listDrivers({ ctx: coordinator() });
    expect([driver?.status, another, driver?.needs.map(({ code }) => code)]).toEqual([
      'applied',
      undefined,
      ['application'],
    ]);
    const id = driver?.id ?? '';
    await expect(change(id, 'accept')).rejects.toMatchObject({ code: 'invalid' });
    for (const check of ['licence', 'insurance']) await change(id, 'check', { check, checkedOn: '2026-11-01' });
    await change(id, 'accept');
    const made = async () => owner`select o.id, o.archived_at is null as live from offers o
      join driver_offers d on d.offer_id = o.id where d.driver_id = ${id}`;
    expect((await made()).map(({ live }) => live)).toEqual([true]);
    const offerId = (await made())[0]?.id ?? '';
    const offer = async () => (await api.get(`/api/offers/${offerId}`)).body;
    expect((await offer()).details.trips).toHaveLength(2);
    await change(id, 'absence', { from: '2026-12-01', until: '2026-12-02' });
    expect((await offer()).calendar.exceptDates).toEqual(['2026-12-01', '2026-12-02']);
    await change(id, 'pause');
    expect((await made()).map(({ live }) => live)).toEqual([false]);
    await change(id, 'resume');
    expect((await made()).map(({ live }) => live).sort()).toEqual([false, true]);

    const link = await linkOf();
    expect(await openDriverLink({ ctx: link })).toMatchObject({
      id,
      status: 'active',
      structure: 'Transport org_drive',
    });
    for (const _twice of [1, 2]) expect(await leaveByLink({ ctx: link })).toBe(true);
    await followDrivers({ ctx: workerOf(api) });
    expect((await made()).map(({ live }) => live)).toEqual([false, false]);
    expect((await getDriver({ ctx: coordinator(), input: { id } })).status).toBe('left');
  });

  it('not to a structure that looks for nobody, nor without saying yes to the charter', async () => {
    await expect(
      applyToDrive({ ctx: stranger(), input: application({ structureId: 'org_other' }) }),
    ).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'structureId' }] });
    await expect(applyToDrive({ ctx: stranger(), input: application({ charter: undefined }) })).rejects.toMatchObject({
      errors: [{ path: 'charter' }],
    });
  });
});

describe('what was driven', () => {
  it('is told by the kilometre and without names; and is forgotten with whoever drove, not the ride', async () => {
    const driver = await aDriver();
    const id = await aRide();
    await accept(id, driver);
    await owner`update bookings set depart_at = '2026-11-20T03:10:00Z', arrive_at = '2026-11-20T03:50:00Z', status = 'done'`;
    await owner`update driver_rides set date = '2026-11-20', metres = 61234`;
    const statement = await getKilometres({ ctx: coordinator(), input: { id: driver, month: '2026-11' } });
    expect(statement).toMatchObject({ km: 61.2, paidBackCents: null, rides: [{ date: '2026-11-20', km: 61.2 }] });
    expect(statement.rides[0]).toMatchObject({ from: 'Commercy', to: 'Bar-le-Duc' });
    expect(kilometresCsv(statement)).toContain('2026-11-20;Commercy;Bar-le-Duc;61,2');
    expect(JSON.stringify(statement)).not.toContain('Amina');
    const other = await getKilometres({ ctx: coordinator(), input: { id: driver, month: '2026-10' } });
    expect(other.rides).toEqual([]);

    await expect(change(driver, 'erase', { confirmation: 'quelqu’un' })).rejects.toMatchObject({ code: 'invalid' });
    const { firstName } = await getDriver({ ctx: coordinator(), input: { id: driver } });
    await change(driver, 'erase', { confirmation: firstName });
    const [left] = await owner`select (select count(*)::int from drivers) as drivers,
      (select count(*)::int from driver_checks) as checks, (select count(*)::int from driver_rides) as rides`;
    expect(left).toEqual({ drivers: 0, checks: 0, rides: 0 });
    expect(await stored(id)).toMatchObject({ status: 'done', driver_id: null });
  });
});
