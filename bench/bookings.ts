import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { Temporal } from 'temporal-polyfill';
import { type Composition, compose } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { createAdministration } from '../src/db/administration.ts';
import { prepareDatabase } from '../src/db/prepare.ts';
import { seedTerritory } from '../src/db/seeds/territory.ts';
import type { Journey } from '../src/domain/booking/wish.ts';
import { type Offer, offerInputSchema } from '../src/domain/catalogue/offer.ts';
import { systemClock } from '../src/gateways/clock.ts';
import { startEmbeddedPostgres } from '../src/launch/embedded-postgres.ts';
import { findFreePort } from '../src/launch/free-port.ts';
import { proveRides } from '../src/services/bookings/prove-rides.ts';
import { sealQuote } from '../src/services/bookings/seal-quote.ts';
import type { Context } from '../src/services/context.ts';
import { openDraft } from '../src/services/drafts/open-draft.ts';
import { visitorOf } from '../src/services/visitor.ts';
import { newDeviceSecret } from '../src/services/way-in/secrets.ts';
import { journeyHash, RIDE_FORM } from '../src/web/booking/ride-form.tsx';
import { typedPlace } from '../src/web/booking/ride-place.tsx';
import { at, round } from './speed.ts';

/** « Réserver », pressed by many at once: over HTTP, with the site in a process of its own and a database that keeps what it says. */
export type Bookings = {
  /** Presses answered a second, booked or not: by one client, by fifty on twenty rides, by fifty on one. */
  answeredPerSecond: { one: number; many: number; sameRide: number };
  bookedPerSecond: number;
  /** From the press to its answer, of fifty clients on twenty rides. */
  confirmationP50Ms: number;
  confirmationP95Ms: number;
  /** Of those whose seat was gone, who are told and searched for again. */
  conflictP95Ms: number;
  conflictShare: number;
  /** Asked to come back later: no connection to the database within its five seconds. */
  turnedAwayShare: number;
  /** Of the database, each a few journeys to it and back. */
  transactionsPerPress: number;
  /** Fifty clients against one, in the same run. */
  speedup: number;
  serverRssMb: number;
  serverCpuMsPerPress: number;
};

const TERRITORY = 'meuse';
const CLIENTS = 50;
const RIDES = 20;
const SEATS = 4;
/** Of fifty clients each: two in three find a seat. */
const PRESSES = 8;
const ALONE = 60;
const COMMERCY = { label: 'Commercy', commune: '55122', lon: 5.5905, lat: 48.7612 };
const BAR_LE_DUC = { label: 'Bar-le-Duc', commune: '55029', lon: 5.1606, lat: 48.7729 };

type Client = { n: number; cookie: string; ctx: Context };
type Press = { client: Client; draft: string };

export async function measureBookings(): Promise<Bookings> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'pouvoir-bouger-bench-bookings-'));
  // Written to the disk, as in service: it is what a booking waits for.
  const postgresServer = await startEmbeddedPostgres({ dataDir, log: () => {} });
  const port = await findFreePort();
  const environment = {
    DATABASE_URL: postgresServer.url,
    DATA_DIR: dataDir,
    PORT: String(port),
    AUTH_SECRET: 'a-secret-of-the-benchmark-of-32-characters',
  };
  const owner = postgres(postgresServer.url, { max: 2, onnotice: () => {} });
  let site: Composition | null = null;
  let server: ChildProcess | null = null;
  try {
    await prepareDatabase({ url: postgresServer.url, log: () => {} });
    await seedTerritory({ url: postgresServer.url, territoryId: TERRITORY, log: () => {} });
    const administration = createAdministration({ url: postgresServer.url, clock: systemClock });
    const offers = Array.from({ length: RIDES + 2 }, (_, n) => carpool(n));
    await administration.replaceIllustrativeOffers(TERRITORY, offers);
    await administration.close();
    const composition = await compose(readConfig(environment), () => {});
    site = composition;
    const clients = await letIn(owner, composition, CLIENTS);
    server = fork(new URL('./booking-server.ts', import.meta.url), {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, ...environment },
    });
    await once(server, 'message');
    const url = `http://127.0.0.1:${port}`;
    const ask = async () => {
      server?.send('how much');
      return (await once(server as ChildProcess, 'message'))[0] as { rssMb: number; cpu: NodeJS.CpuUsage };
    };

    const transactions = async () =>
      (
        await owner<{ n: number }[]>`select (xact_commit + xact_rollback)::int as n from pg_stat_database
          where datname = current_database()`
      )[0]?.n ?? 0;

    const rides = await promises(composition, await stored(composition));
    const ofOffers = (from: number, until: number) => rides.filter(({ offer }) => offer >= from && offer < until);
    const prepare = async (clients: readonly Client[], which: readonly Promised[], count: number) => {
      const presses: Press[] = [];
      for (let i = 0; i < count; i++) {
        const { sealed, journey } = which[i % which.length] as Promised;
        presses.push(await press(clients[i % clients.length] as Client, sealed, journey));
      }
      return presses;
    };

    // Warm: what is compiled and read once is no part of a booking.
    await send(url, await prepare(clients, ofOffers(RIDES + 1, RIDES + 2), 5), 1);
    const alone = await send(url, await prepare(clients, ofOffers(0, RIDES), ALONE), 1);
    await owner`delete from bookings`;
    const pressed = await prepare(clients, spread(ofOffers(0, RIDES)), CLIENTS * PRESSES);
    const before = { ...(await ask()), transactions: await transactions() };
    const many = await send(url, pressed, CLIENTS);
    const after = { ...(await ask()), transactions: await transactions() };
    const same = await send(url, await prepare(clients, ofOffers(RIDES, RIDES + 1), CLIENTS * 2), CLIENTS);
    const [booked, conflicts, turnedAway] = (['booked', 'conflict', 'turnedAway'] as const).map((wanted) =>
      many.answers.filter(({ outcome }) => outcome === wanted),
    ) as [Sent['answers'], Sent['answers'], Sent['answers']];
    const [{ seats } = { seats: -1 }] = await owner<
      { seats: number }[]
    >`select count(*)::int as seats from booking_seats
      where holding and offer_id <> ${`off-bench-${RIDES}`}`;
    if (seats !== booked.length) throw new Error(`${booked.length} were told of a seat, and ${seats} are held.`);
    const times = many.answers.map(({ ms }) => ms).toSorted((a, b) => a - b);
    const cpu = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
    return {
      answeredPerSecond: { one: perSecond(alone), many: perSecond(many), sameRide: perSecond(same) },
      bookedPerSecond: round(booked.length / many.seconds),
      confirmationP50Ms: round(at(times, 0.5)),
      confirmationP95Ms: round(at(times, 0.95)),
      conflictP95Ms: round(
        at(
          conflicts.map(({ ms }) => ms).toSorted((a, b) => a - b),
          0.95,
        ),
      ),
      turnedAwayShare: round(turnedAway.length / many.answers.length),
      transactionsPerPress: round((after.transactions - before.transactions) / many.answers.length),
      conflictShare: round(conflicts.length / many.answers.length),
      speedup: round(perSecond(many) / perSecond(alone)),
      serverRssMb: round(after.rssMb),
      serverCpuMsPerPress: round(cpu / 1000 / many.answers.length),
    };
  } finally {
    server?.disconnect();
    if (server && server.exitCode === null) await once(server, 'exit');
    await site?.close();
    await owner.end();
    await postgresServer.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

const carpool = (n: number) => ({
  ...offerInputSchema.parse({
    kind: 'carpool',
    title: `Covoiturage ${n}`,
    theme: 'mobilite--mobilite-douce-partagee-collective',
    visibility: 'public',
    provider: { name: 'Personne inventée' },
    details: {
      origin: COMMERCY,
      destination: BAR_LE_DUC,
      trips: [
        { direction: 'outbound', weekdays: [1, 2, 3, 4, 5, 6, 7], departureTime: '04:05', flexibilityMinutes: 15 },
      ],
      maxDetourMinutes: 15,
      seats: SEATS,
      pricePerRideCents: 200,
    },
  }),
  id: `off-bench-${n}`,
  illustrative: true as const,
});

async function letIn(owner: postgres.Sql, { deps }: Composition, count: number): Promise<Client[]> {
  const kept = { territory_id: TERRITORY, retention_class: 'file' };
  const now = Temporal.Now.instant();
  const clients: Client[] = [];
  for (let n = 0; n < count; n++) {
    const id = `ben-bench-${n}`;
    const secret = newDeviceSecret();
    const link = createHash('sha256').update(secret).digest('hex');
    await owner`insert into beneficiaries ${owner({ ...kept, id })}`;
    await owner`insert into way_ins ${owner({
      ...kept,
      id: `way-bench-${n}`,
      kind: 'device',
      token_hash: link,
      beneficiary_id: id,
      created_by: 'visitor',
      created_at: now.toString(),
      last_seen_at: now.toString(),
      expires_at: now.add({ hours: 2_400 }).toString(),
    })}`;
    clients.push({ n, cookie: `appareil=${TERRITORY}.${secret}`, ctx: { actor: visitorOf(TERRITORY, link), deps } });
  }
  return clients;
}

const stored = ({ deps }: Composition): Promise<readonly Offer[]> =>
  deps.database.transact(visitorOf(TERRITORY), async ({ offers }) => (await offers.list({ limit: RIDES + 2 })).items);

type Promised = { offer: number; sealed: string; journey: Journey };

/** Each offer on three days to come, proved and signed as a page would show it. */
async function promises(composition: Composition, offers: readonly Offer[]): Promise<Promised[]> {
  const ctx: Context = { actor: visitorOf(TERRITORY), deps: composition.deps };
  const today = Temporal.Now.plainDateISO('Europe/Paris');
  const made: Promised[] = [];
  for (const offer of offers) {
    for (const days of [3, 4, 5]) {
      const date = today.add({ days }).toString();
      const journey: Journey = {
        home: COMMERCY,
        away: BAR_LE_DUC,
        seats: 1,
        needs: [],
        rides: [{ direction: 'outbound', date, at: '05:00' }],
      };
      const [ride] = await proveRides(ctx, { offer, journey });
      if (ride === undefined || !ride.proven) throw new Error(`${offer.id} is not to be had on ${date}.`);
      const { direction, at: hour, departAt, arriveAt, priceCents } = ride;
      const rides = [{ direction, date, at: hour, departAt, arriveAt, priceCents }];
      const sealed = sealQuote(ctx, {
        offerId: offer.id,
        home: COMMERCY,
        away: BAR_LE_DUC,
        seats: 1,
        needs: [],
        rides,
      });
      made.push({ offer: Number(offer.id.split('-').at(-1)), sealed, journey });
    }
  }
  return made.toSorted((a, b) => a.offer - b.offer);
}

/** Neighbours in a queue want different rides. */
const spread = (rides: readonly Promised[]): Promised[] =>
  rides.map((_, i) => rides[(i * 7) % rides.length] as Promised);

/** A form that is filled in and chosen, with nothing left but to press the button. */
async function press(client: Client, sealed: string, journey: Journey): Promise<Press> {
  const [wish] = journey.rides;
  const typed = {
    ...typedPlace('to', journey.away),
    ...typedPlace('from', journey.home),
    day: ['autre'],
    date: [wish?.date ?? ''],
    at: [wish?.at ?? ''],
    back: ['no'],
    firstName: ['Personne'],
    contact: ['personne@exemple.invalid'],
    search: ['dia_bench', journeyHash(journey)],
    choices: [sealed],
  };
  const { id } = await openDraft({ ctx: client.ctx, input: { form: RIDE_FORM, typed } });
  return { client, draft: id };
}

type Sent = { seconds: number; answers: { ms: number; outcome: 'booked' | 'conflict' | 'turnedAway' }[] };

/** That many clients, each with its next press as soon as the last is answered. */
async function send(url: string, presses: readonly Press[], clients: number): Promise<Sent> {
  const queue = [...presses];
  const answers: Sent['answers'] = [];
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { client, draft } = next;
        const pressed = performance.now();
        const answer = await fetch(`${url}/fr/reserver/confirmer/${draft}`, {
          method: 'POST',
          redirect: 'manual',
          headers: {
            cookie: client.cookie,
            'content-type': 'application/x-www-form-urlencoded',
            'sec-fetch-site': 'same-origin',
            'x-comes-from': `client ${client.n} ${answers.length}`,
          },
          body: '',
        });
        await answer.arrayBuffer();
        const to = answer.headers.get('location') ?? '';
        const outcome = answer.status === 503 ? 'turnedAway' : to.includes('bkg_') ? 'booked' : 'conflict';
        if (outcome !== 'turnedAway' && answer.status !== 303)
          throw new Error(`A press was answered ${answer.status}.`);
        answers.push({ ms: performance.now() - pressed, outcome });
      }
    }),
  );
  return { seconds: (performance.now() - begin) / 1000, answers };
}

const perSecond = ({ seconds, answers }: Sent) => round(answers.length / seconds);
