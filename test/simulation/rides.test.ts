import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { random } from '../../src/db/seeds/demonstration/random.ts';
import { answerBooking } from '../../src/services/bookings/answer-booking.ts';
import { answerTime } from '../../src/services/bookings/answer-time.ts';
import { bookForPerson } from '../../src/services/bookings/book-for-person.ts';
import { cancelBooking } from '../../src/services/bookings/cancel-booking.ts';
import { followBookings } from '../../src/services/bookings/follow-bookings.ts';
import { remindRides } from '../../src/services/bookings/remind-rides.ts';
import { reportRide } from '../../src/services/bookings/report-ride.ts';
import { tellBooking } from '../../src/services/bookings/tell-booking.ts';
import type { Context } from '../../src/services/context.ts';
import { ProblemError } from '../../src/services/errors.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool, onDemand, volunteer } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { letIn, linkTo, THERE, workerOf } from '../support/rides.ts';

/**
 * Eight weeks of people who ask for rides, drivers who answer, refuse, propose other hours, fall ill and do not come, people who call
 * off, do not come and say nothing, over the night the clocks go forward; after each day the database is held to what must always be
 * true. `SIMULATION_SEED` plays one again; the seed of each run is in the name of whatever fails.
 */
const SEED = process.env.SIMULATION_SEED ?? 'rides of march';
const FIRST_DAY = '2027-02-22T05:00:00Z';
const WEEKS = 8;
const PEOPLE = 10;
/** Requests are made, answered and forgotten at these hours of each day. */
const HOURS = [6, 13, 19];

const draw = random(SEED);
const happened: Record<string, number> = {};
const count = (what: string) => {
  happened[what] = (happened[what] ?? 0) + 1;
};

let api: TestApi;
let owner: postgres.Sql;
let adviser: Context;
let worker: Context;
const offers: string[] = [];
const people: { id: string; reference: string; device: Context }[] = [];

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  api.moveClock({ hours: Math.round((Date.parse(FIRST_DAY) - api.deps.clock.now().epochMilliseconds) / 3_600_000) });
  const scopes = new Set(['bookings:write', 'offers:read', 'diagnostics:read'] as const);
  adviser = {
    actor: { kind: 'program', id: 'key', territoryId: 'meuse', organisationId: 'org_one', scopes },
    deps: api.deps,
  };
  worker = workerOf(api);
  const always = { visibility: 'public' };
  for (const offer of [
    carpool(always, { seats: 1 }),
    carpool(always, { seats: 3 }),
    onDemand(always, { noticeHours: 12, seats: 2 }),
    volunteer(always, { noticeHours: 24, seats: 1 }),
  ]) {
    offers.push((await api.post('/api/offers', offer)).body.id);
  }
  for (let n = 0; n < PEOPLE; n++) {
    const reference = `B-sim-${n}`;
    const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference };
    const { body } = await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary });
    await owner`update beneficiary_identities set phone = ${`06 39 98 00 ${10 + n}`} where beneficiary_id = ${body.beneficiary.id}`;
    people.push({ id: body.beneficiary.id, reference, device: await letIn(api, owner, body.beneficiary.id) });
  }
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

const now = () => api.deps.clock.now();
const pick = <T>(list: readonly T[]): T => draw.pick(list);
/** What people do may be too late or refused: that is part of life, and told. Anything else is a fault. */
async function attempt(what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
    count(what);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    count(`${what}: ${error.code}`);
  }
}

type Row = { id: string; status: string; beneficiary_id: string; depart_at: Date; proposal: unknown };
/** In an order that is the same each time a seed is played: ids are drawn anew. */
const rows = (status: string) =>
  owner<Row[]>`select b.id, b.status, b.beneficiary_id, b.depart_at, b.proposal
    from bookings b join beneficiaries p on p.territory_id = b.territory_id and p.id = b.beneficiary_id
    where b.status = ${status} order by b.created_at, b.depart_at, p.reference, b.offer->>'title', b.direction`;
const byLink = (id: string) => linkTo(api, owner, id);
const deviceOf = ({ beneficiary_id }: Row) => people.find(({ id }) => id === beneficiary_id)?.device as Context;

async function somebodyAsks(): Promise<void> {
  const { reference } = pick(people);
  const ahead = draw.pick([0, 1, 1, 2, 3, 5, 8, 13]);
  const days = draw.chance(0.15) ? 5 : 1;
  const dates = Array.from({ length: days }, (_, i) =>
    now()
      .toZonedDateTimeISO('Europe/Paris')
      .toPlainDate()
      .add({ days: ahead + i })
      .toString(),
  );
  const back = draw.chance(0.5);
  const rides = dates.flatMap((date) => [
    { direction: 'outbound' as const, date, at: '04:50' },
    ...(back ? [{ direction: 'return' as const, date, at: '13:00' }] : []),
  ]);
  await attempt('ask', () =>
    bookForPerson({ ctx: adviser, input: { beneficiary: { reference }, offerId: pick(offers), ...THERE, rides } }),
  );
}

async function somebodyAnswers(ride: Row): Promise<void> {
  const link = await byLink(ride.id);
  const answer = draw.weighted<unknown>([
    [55, { answer: 'accept' }],
    [20, { answer: 'refuse', reason: pick(['notAvailable', 'full', 'hours'] as const) }],
    [10, { answer: 'proposeTime', departAt: pick(['03:40', '04:05', '13:30', '02:30'] as const) }],
    [15, null],
  ]);
  if (answer === null) return;
  await attempt(`answer ${(answer as { answer: string }).answer}`, () =>
    answerBooking({ ctx: link, input: { id: null, answer } }),
  );
}

async function liveOn(): Promise<void> {
  for (let n = draw.pick([0, 1, 1, 2]); n > 0; n--) await somebodyAsks();
  for (const ride of await rows('requested')) {
    if (ride.proposal !== null) {
      if (draw.chance(0.6))
        await attempt('answer time', () =>
          answerTime({ ctx: deviceOf(ride), input: { id: ride.id, accept: draw.chance(0.6) } }),
        );
    } else if (draw.chance(0.5)) await somebodyAnswers(ride);
    else if (draw.chance(0.05))
      await attempt('cancel request', () => cancelBooking({ ctx: deviceOf(ride), input: { id: ride.id } }));
  }
  for (const ride of await rows('confirmed')) {
    const isOver = ride.depart_at.getTime() <= now().epochMilliseconds;
    if (isOver && draw.chance(0.12)) {
      const outcome = draw.weighted([
        [80, 'done' as const],
        [10, 'personDidNotCome' as const],
        [10, 'driverDidNotCome' as const],
      ]);
      const ctx = outcome === 'driverDidNotCome' ? deviceOf(ride) : await byLink(ride.id);
      await attempt(outcome, () => reportRide({ ctx, input: { id: ride.id, outcome } }));
    } else if (!isOver && draw.chance(0.03)) {
      await attempt('cancel', () => cancelBooking({ ctx: deviceOf(ride), input: { id: ride.id } }));
    } else if (!isOver && draw.chance(0.02)) {
      const link = await byLink(ride.id);
      await attempt('driver ill', () => cancelBooking({ ctx: link, input: { id: ride.id, reason: 'illness' } }));
    }
  }
}

let told = 0;
/** What workers do: whatever is in the outbox, each twice, for a queue may deliver twice; then what falls due. */
async function work(): Promise<void> {
  for (const [what, n] of Object.entries(await followBookings({ ctx: worker })))
    if (n > 0) happened[what] = (happened[what] ?? 0) + n;
  happened.reminded = (happened.reminded ?? 0) + (await remindRides({ ctx: worker }));
  const events = await owner<{ id: number; booking_id: string }[]>`
    select id, booking_id from booking_events where id > ${told} order by id`;
  for (const { id, booking_id: bookingId } of events) {
    const input = { bookingId, eventId: Number(id) };
    await tellBooking({ ctx: worker, input });
    await tellBooking({ ctx: worker, input });
    told = Number(id);
  }
}

/** Each query finds what must not be. */
const INVARIANTS: Record<string, (sql: postgres.Sql, at: string) => Promise<readonly postgres.Row[]>> = {
  'no seat is held twice at a time': (sql) => sql`
    select a.booking_id, b.booking_id from booking_seats a join booking_seats b
      on a.territory_id = b.territory_id and a.offer_id = b.offer_id and a.booking_id < b.booking_id
      and a.trip_index is not distinct from b.trip_index and a.seat_number = b.seat_number and a.period && b.period
    where a.holding and b.holding`,
  'no more seats are held than the offer has': (sql) => sql`
    select s.booking_id from booking_seats s join offers o on o.id = s.offer_id
    where s.holding and s.seat_number > (o.details->>'seats')::int`,
  'whoever waits or is expected holds their seats, and nobody else does': (sql) => sql`
    select b.id, b.status from bookings b where b.seats * (b.status in ('requested', 'confirmed'))::int
      <> (select count(*) from booking_seats s where s.booking_id = b.id and s.holding)`,
  'seats are of a booking that is there': (sql) => sql`
    select s.booking_id from booking_seats s left join bookings b on b.id = s.booking_id where b.id is null`,
  'nobody waits past the hour at which an answer was due': (sql, at) => sql`
    select id from bookings where status = 'requested' and answer_due_at <= ${at}`,
  'nobody waits for a ride that has left': (sql, at) => sql`
    select id from bookings where status = 'requested' and depart_at <= ${at}`,
  'nobody arrives after the hour they asked for, unless they said yes to it': (sql) => sql`
    select b.id from bookings b where b.arrive_at > b.arrive_by
      and not exists (select from booking_events e where e.booking_id = b.id and e.kind = 'acceptTime')`,
  'nobody is fetched before they can leave, unless they said yes to it': (sql) => sql`
    select b.id from bookings b where b.depart_at < b.depart_from
      and not exists (select from booking_events e where e.booking_id = b.id and e.kind = 'acceptTime')`,
  'what is refused says why': (sql) => sql`select id from bookings where status = 'refused' and reason is null`,
  'each state was written down': (sql) => sql`
    select b.id from bookings b where b.status <> 'requested' and not exists (
      select from booking_events e where e.booking_id = b.id and e.kind = case b.status
        when 'refused' then coalesce((select k.kind from booking_events k where k.booking_id = b.id
          and k.kind in ('refuse', 'lapse', 'declineTime') limit 1), 'refuse')
        when 'done' then 'complete' when 'cancelled' then 'cancel' when 'noShow' then 'noShow'
        else coalesce((select k.kind from booking_events k where k.booking_id = b.id
          and k.kind in ('accept', 'acceptTime') limit 1), 'accept') end)`,
  // What is held and withdrawn has no words left. Another hour is said again once, in the middle of the time there is.
  'nobody is told the same thing twice': (sql) => sql`
    select about_id, body, count(*) from messages m where dedupe_key like 'ride % person %' and body is not null
    group by about_id, body
    having count(*) > 1 and (count(*) > 2 or max(created_at) - min(created_at) < interval '1 hour' or not exists (
      select from booking_events e where e.booking_id = m.about_id and e.kind = 'proposeTime'))`,
  'no promise is broken in silence: the person is written to, or called': (sql) => sql`
    select e.booking_id, e.kind from booking_events e join bookings b on b.id = e.booking_id
    where (e.kind in ('refuse', 'lapse') or e.kind = 'cancel' and e.by_kind = 'provider'
        or e.kind = 'noShow' and e.details->>'who' = 'driverDidNotCome')
      and not exists (select from messages m where m.about_id = e.booking_id
        and m.dedupe_key = 'ride ' || e.booking_id || ' person ' || e.id)
      and not exists (select from call_backs c where c.beneficiary_id = b.beneficiary_id and c.created_at >= e.at)`,
};

it(`keeps every promise for ${WEEKS} weeks (seed « ${SEED} »)`, { timeout: 900_000 }, async () => {
  for (let day = 0; day < WEEKS * 7; day++) {
    for (const [i, hour] of HOURS.entries()) {
      await liveOn();
      await work();
      const broken: string[] = [];
      for (const [name, find] of Object.entries(INVARIANTS)) {
        const found = await find(owner, now().toString());
        if (found.length > 0) broken.push(`${name}: ${JSON.stringify(found.slice(0, 3))}`);
      }
      expect(broken, `seed « ${SEED} », day ${day}, ${now()}`).toEqual([]);
      const next = HOURS[i + 1] ?? (HOURS[0] as number) + 24;
      api.moveClock({ hours: next - hour });
    }
  }
  // It was no quiet time: each thing that can happen did.
  const EXPECTED = [
    'ask',
    'answer accept',
    'answer refuse',
    'answer proposeTime',
    'answer time',
    'cancel',
    'driver ill',
    'done',
    'personDidNotCome',
    'driverDidNotCome',
    'lapsed',
    'asked',
    'completed',
    'reminded',
  ];
  expect(
    EXPECTED.filter((what) => !happened[what]),
    JSON.stringify(happened),
  ).toEqual([]);
});
