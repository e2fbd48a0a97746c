import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import postgres from 'postgres';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Composition, compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { createAdministration } from '../../src/db/administration.ts';
import { seedTerritory } from '../../src/db/seeds/territory.ts';
import { offerInputSchema } from '../../src/domain/catalogue/offer.ts';
import { systemClock } from '../../src/gateways/clock.ts';
import { findRideSpeech } from '../../src/i18n/ride/index.ts';
import { findFreePort } from '../../src/launch/free-port.ts';
import { followBookings } from '../../src/services/bookings/follow-bookings.ts';
import { remindRides } from '../../src/services/bookings/remind-rides.ts';
import { openQuote } from '../../src/services/bookings/seal-quote.ts';
import type { Context } from '../../src/services/context.ts';
import { openDraft } from '../../src/services/drafts/open-draft.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { newDeviceSecret } from '../../src/services/way-in/secrets.ts';
import { createApp } from '../../src/web/app.tsx';
import { RIDE_FORM } from '../../src/web/booking/ride-form.tsx';
import { carpool } from '../factories/offers.ts';
import { hashOf, worker as system } from '../factories/rows.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { noRedisBecause, startRedis, type TestRedis } from '../support/redis.ts';
import { startSmsServer } from '../support/sms-server.ts';
import { until } from '../support/until.ts';
import { createVisitor, formsOf, type Seen, wordsOf } from '../support/visitor.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';

/** Two hundred forms, searches and answers, on a machine that may be busy. */
const PATIENCE_MS = 1_200_000;
const PEOPLE = 200;
const NEXT_SEATS = 7;
const LANGUAGES = ['fr', 'falc', 'en', 'ar', 'uk'] as const;
const DRIVER = '+33639981111';
const NEXT_DRIVER = '+33639982222';
const numberOf = (n: number) => `+3363998${String(3000 + n)}`;

for (const { backend, skippedBecause } of [
  { backend: 'postgres', skippedBecause: null },
  { backend: 'redis', skippedBecause: noRedisBecause },
]) {
  const title = `two hundred people who want one seat, with queues on ${backend}${skippedBecause === null ? '' : ` (skipped: ${skippedBecause})`}`;
  describe.skipIf(skippedBecause !== null)(title, { timeout: PATIENCE_MS }, () => {
    let test: TestDatabase;
    let owner: postgres.Sql;
    let redis: TestRedis | null = null;
    let provider: Awaited<ReturnType<typeof startSmsServer>>;
    let site: Composition;
    let server: ReturnType<typeof serve>;
    let environment: Record<string, string>;
    let publicUrl = '';
    let dataDir = '';
    let working: WorkerProcess | null = null;
    const workers: WorkerProcess[] = [];
    const people: Person[] = [];
    /** A Wednesday on which both drive, and that nobody is too late for. */
    const day = nextWednesday();

    type Person = { n: number; id: string; lang: (typeof LANGUAGES)[number]; browser: Browser };
    type Browser = ReturnType<typeof createVisitor>;

    async function startWorker(): Promise<void> {
      working = startWorkerProcess(environment);
      workers.push(working);
      await working.ready;
    }
    async function killWorker(): Promise<void> {
      working?.child.kill('SIGKILL');
      await working?.ended;
    }

    const asWorker = (clock: Context['deps']['clock']): Context => ({ actor: system(), deps: { ...site.deps, clock } });

    /** Each comes by an address of their own, over the network. */
    const over = (n: number) => ({
      request: (path: string | URL | Request, init?: RequestInit) =>
        fetch(new URL(String(path), publicUrl), {
          ...init,
          redirect: 'manual',
          headers: { ...(init?.headers as Record<string, string>), 'x-comes-from': `person ${n}` },
        }),
    });

    beforeAll(async () => {
      test = await createTestDatabase();
      owner = postgres(test.url, { max: 3, onnotice: () => {} });
      await seedTerritory({ url: test.url, territoryId: 'meuse', log: () => {} });
      const administration = createAdministration({ url: test.url, clock: systemClock });
      const organisation = { id: 'org-a', name: 'A', kind: 'mobilityPlatform' as const, illustrative: true };
      await administration.upsertOrganisation('meuse', organisation);
      const offer = (id: string, phone: string, departureTime: string, seats: number) => ({
        ...offerInputSchema.parse(
          carpool(
            { title: id, visibility: 'public', provider: { name: `Conducteur ${id}`, phone } },
            { seats, trips: [{ direction: 'outbound', weekdays: [3], departureTime, flexibilityMinutes: 10 }] },
          ),
        ),
        id,
        illustrative: true as const,
      });
      await administration.replaceIllustrativeOffers('meuse', [
        offer('off-best', DRIVER, '04:05', 1),
        offer('off-next', NEXT_DRIVER, '03:30', NEXT_SEATS),
      ]);
      await administration.close();

      provider = await startSmsServer();
      if (backend === 'redis') redis = await startRedis();
      const port = await findFreePort();
      publicUrl = `http://127.0.0.1:${port}`;
      dataDir = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-at-once-'));
      environment = {
        DATABASE_URL: test.url,
        REDIS_URL: redis?.url ?? '',
        PUBLIC_URL: publicUrl,
        DATA_DIR: dataDir,
        AUTH_SECRET: 'a-secret-for-tests-of-32-characters-at-least',
        ...provider.environment,
      };
      site = await compose(readConfig(environment), () => {});
      await site.prepareQueue();
      const app = createApp(site.deps, {
        territoryId: 'meuse',
        anonymousRequestsPerMinute: 100_000,
        addressOf: (c) => c.req.header('x-comes-from') ?? 'nobody',
        log: console.error,
      });
      server = await new Promise((resolve) => {
        const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => resolve(started));
      });
      await startWorker();
      for (let n = 0; n < PEOPLE; n += 1) people.push(await letIn(n));
    }, PATIENCE_MS);
    afterAll(async () => {
      for (const { child, ended } of workers) {
        if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
        await ended;
      }
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await site?.close();
      await provider?.stop();
      await redis?.stop();
      await owner?.end();
      await test?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    }, PATIENCE_MS);

    /** Somebody with a file, whose browser was let in. */
    async function letIn(n: number): Promise<Person> {
      const id = `ben-${n}`;
      const lang = LANGUAGES[n % LANGUAGES.length] ?? 'fr';
      const secret = newDeviceSecret();
      const kept = { territory_id: 'meuse', retention_class: 'file' };
      const now = Temporal.Now.instant().toString();
      await owner`insert into beneficiaries ${owner({ ...kept, id, organisation_id: 'org-a', reference: `B-${n}` })}`;
      await owner`insert into beneficiary_access ${owner({
        ...kept,
        beneficiary_id: id,
        organisation_id: 'org-a',
        scope: 'file',
        basis: 'mission',
        from: now,
      })}`;
      const identity = { ...kept, beneficiary_id: id, phone: numberOf(n), language: lang };
      await owner`insert into beneficiary_identities ${owner(identity)}`;
      await owner`insert into way_ins ${owner({
        ...kept,
        id: `way-${n}`,
        kind: 'device',
        token_hash: hashOf(secret),
        beneficiary_id: id,
        created_by: 'visitor',
        created_at: now,
        last_seen_at: now,
        expires_at: Temporal.Now.instant().add({ hours: 2_400 }).toString(),
      })}`;
      const browser = createVisitor(over(n) as Parameters<typeof createVisitor>[0]);
      browser.jar.set('appareil', `meuse.${secret}`);
      return { n, id, lang, browser };
    }

    const toldTo = ({ lang }: Person) => {
      const told = findRideSpeech(lang);
      if (told === null) throw new Error(`There is no catalogue of ${lang}.`);
      return told;
    };
    const sayOf = (person: Person) => toldTo(person).say;

    /** Until the engine has answered: the page asks to be looked at again meanwhile. */
    async function found({ browser }: Person, page: Seen): Promise<Seen> {
      let seen = page;
      const deadline = Date.now() + PATIENCE_MS / 2;
      // A ride that waits for its driver looks again by itself too: only searches end soon.
      const searches = () => seen.path.includes('/choix/') && seen.html.includes('http-equiv="refresh"');
      while (searches() && Date.now() < deadline) {
        await sleep(100);
        seen = await browser.get(seen.path);
      }
      return seen;
    }
    const quotesOf = (page: Seen) =>
      formsOf(page.html).flatMap(({ action, hidden }) => (hidden.quote ? [{ action, quote: hidden.quote }] : []));
    const here = () => ({ deps: site.deps, actor: { territoryId: 'meuse' } }) as Context;
    const offerOf = (quote: string) => openQuote(here(), quote).offerId;
    async function choose({ browser }: Person, page: Seen, offerId: string): Promise<Seen> {
      const one = quotesOf(page).find(({ quote }) => offerOf(quote) === offerId);
      if (one === undefined) throw new Error(`${offerId} is not on ${page.path}: ${wordsOf(page.html)}`);
      return browser.post(one.action, { quote: one.quote, action: 'choose' });
    }

    /** Answers typed on other pages before, in a form of their own: what is tested is what comes after. */
    async function search(person: Person): Promise<Seen> {
      const { browser, lang } = person;
      const secret = browser.jar.get('appareil')?.split('.')[1] ?? '';
      const ctx: Context = { actor: visitorOf('meuse', hashOf(secret)), deps: site.deps };
      const typed = {
        to: ['Bar-le-Duc'],
        from: ['Commercy'],
        day: ['autre'],
        date: [day],
        at: ['04:50'],
        back: ['no'],
      };
      const { id } = await openDraft({ ctx, input: { form: RIDE_FORM, typed } });
      return found(person, await browser.post(`/${lang}/reserver/${id}/verifier`));
    }

    const bookings = () =>
      owner<
        { id: string; person: string; offer: string; status: string; departAt: Date }[]
      >`select id, beneficiary_id as person, offer_id as offer, status, depart_at as "departAt" from bookings order by id`;

    /** What would be left lying about of a booking that was given up half way. */
    async function orphans(): Promise<Record<string, number>> {
      const [row] = await owner`select
        (select count(*) from bookings b where not exists
          (select from booking_events e where e.booking_id = b.id and e.kind = 'requested'))::int as untold,
        (select count(*) from bookings b where status in ('requested', 'confirmed') and seats <>
          (select count(*) from booking_seats s where s.booking_id = b.id and s.holding))::int as seatless,
        (select count(*) from booking_seats s where s.holding and not exists
          (select from bookings b where b.id = s.booking_id and b.status in ('requested', 'confirmed')))::int as held,
        (select count(*) from booking_events e where not exists (select from bookings b where b.id = e.booking_id))::int
          as events,
        (select count(*) from audit_entries a where a.entity = 'booking' and not exists
          (select from bookings b where b.id = a.entity_id))::int as audited,
        (select count(*) from booking_events e where (select count(*) from audit_entries a where a.entity = 'booking'
          and a.entity_id = e.booking_id) = 0)::int as unaudited,
        (select count(*) from messages m where about_entity = 'booking' and not exists
          (select from bookings b where b.id = m.about_id))::int as messages,
        (select count(*) from form_drafts d, regexp_split_to_table(d.result->>'bookings', ' ') id where not exists
          (select from bookings b where b.id = id))::int as drafts,
        (select count(*) from outbox_events where sent_at is null and event->>'type' like 'booking%')::int as outbox`;
      return { ...row };
    }
    const nothing = {
      untold: 0,
      seatless: 0,
      held: 0,
      events: 0,
      audited: 0,
      unaudited: 0,
      messages: 0,
      drafts: 0,
      outbox: 0,
    };

    /** Of rides and of what people wait for; searches that nobody looks at are matched again in their own time. */
    const QUEUES = ['match-diagnostic', 'tell-booking', 'send-message', 'send-way-in'] as const;
    /** Nothing is on its way any more, but what waits for people to wake up. */
    async function settled(): Promise<void> {
      await until(async () => {
        await sleep(200);
        const [row] = await owner<{ waiting: number }[]>`select count(*)::int as waiting from outbox_events
          where sent_at is null and event->>'type' not in ('catalogueChanged', 'rematchWanted')`;
        const counts = await site.queue.counts();
        return row?.waiting === 0 && QUEUES.every((name) => counts[name].waiting + counts[name].active === 0);
      }, 300_000);
    }
    /** Jobs that were given up, with what workers say of them. */
    const failedJobs = async () => ({
      failed: Object.values(await site.queue.counts()).reduce((sum, { failed }) => sum + failed, 0),
      said: workers.flatMap(({ output }) =>
        output()
          .split('\n')
          .filter((line) => line.includes('abandon')),
      ),
    });
    const noJobs = { failed: 0, said: [] };
    const slowly = (condition: () => Promise<boolean>) =>
      until(async () => {
        await sleep(200);
        return condition();
      }, 300_000);

    /** It is morning: what was held so that nobody is woken is due. */
    async function morning(): Promise<void> {
      const held = await owner<{ id: string }[]>`update messages set send_after = null, leaves = null
        where status = 'waiting' and send_after is not null returning id`;
      for (const { id } of held) {
        await owner`insert into outbox_events (territory_id, event, created_at)
          values ('meuse', ${owner.json({ type: 'messageWritten', messageId: id })}, now())`;
      }
      if (held.length > 0) await owner`select pg_notify('outbox', '')`;
    }
    const unsent = async () =>
      (await owner<{ n: number }[]>`select count(*)::int as n from messages where status <> 'sent'`)[0]?.n ?? -1;
    const smsTo = (number: string) => provider.jobs.filter(({ receivers }) => receivers.includes(number));

    /** The driver's answer, by each of the links that came to that telephone. */
    async function answerAll(number: string, answer: (n: number) => Record<string, string>): Promise<void> {
      const paths = smsTo(number).flatMap(({ message }) => /\/t\/meuse\/\w+/.exec(message)?.[0] ?? []);
      for (const [n, path] of paths.entries()) {
        const driver = createVisitor(over(1000 + n) as Parameters<typeof createVisitor>[0]);
        const told = await driver.get(path);
        expect(told.status).toBe(200);
        await driver.post(path, answer(n));
      }
    }

    it('is asked for by exactly one; the others are told kindly, and offered the next best while there is one', async () => {
      const ready: { person: Person; page: Seen }[] = [];
      const inTurn = [...people];
      const goOn = async () => {
        for (let person = inTurn.shift(); person !== undefined; person = inTurn.shift()) {
          const options = await search(person);
          expect(quotesOf(options).map(({ quote }) => offerOf(quote))).toEqual(['off-best', 'off-next']);
          const who = await choose(person, options, 'off-best');
          const page = await person.browser.send(who, { firstName: `P${person.n}`, contact: numberOf(person.n) });
          expect(page.path).toMatch(/\/confirmer\//);
          ready.push({ person, page });
        }
      };
      await Promise.all(Array.from({ length: 12 }, goOn));
      expect(ready).toHaveLength(PEOPLE);

      // One button, two hundred times in the same instant.
      const answers = await Promise.all(
        ready.map(async ({ person, page }) => ({
          person,
          page: await found(person, await person.browser.send(page)),
        })),
      );
      const winners = answers.filter(({ page }) => /\/mes-trajets\/bkg_/.test(page.path));
      const others = answers.filter(({ page }) => !/\/mes-trajets\/bkg_/.test(page.path));
      expect([winners.length, others.length]).toEqual([1, PEOPLE - 1]);
      for (const { person, page } of others) {
        expect([page.status, page.path]).toEqual([200, expect.stringMatching(/\/choix\//)]);
        expect(page.html).toContain(escaped(sayOf(person).choose.changed));
        expect(quotesOf(page).map(({ quote }) => offerOf(quote))).toEqual(['off-next']);
      }
      expect((await bookings()).map(({ person, offer, status }) => [person, offer, status])).toEqual([
        [winners[0]?.person.id, 'off-best', 'requested'],
      ]);

      // All the others want the next best at once, which has room for a few of them.
      const second = await Promise.all(
        others.map(async ({ person, page }) => {
          const next = await found(person, await choose(person, page, 'off-next'));
          // Whoever comes late is told before they can ask.
          const isLate = next.path.includes('/choix/');
          return { person, page: isLate ? next : await found(person, await person.browser.send(next)) };
        }),
      );
      const seated = second.filter(({ page }) => /\/mes-trajets\/bkg_/.test(page.path));
      const left = second.filter(({ page }) => !/\/mes-trajets\/bkg_/.test(page.path));
      expect([seated.length, left.length]).toEqual([NEXT_SEATS, PEOPLE - 1 - NEXT_SEATS]);
      for (const { person, page } of left) {
        const { choose: say } = sayOf(person);
        const { askUs } = toldTo(person).speech.t;
        expect([page.status, quotesOf(page)]).toEqual([200, []]);
        for (const words of [say.none, say.call, askUs]) expect(page.html).toContain(escaped(words));
        expect(page.html).toContain('/fr/demande');
      }
      const asked = (await bookings()).filter(({ offer }) => offer === 'off-next');
      expect(asked.map(({ person }) => person).toSorted()).toEqual(seated.map(({ person }) => person.id).toSorted());
      await settled();
      expect(await orphans()).toEqual(nothing);
      expect(await failedJobs()).toEqual(noJobs);
    });

    it('is confirmed for exactly one; nobody is told twice and nobody forgotten, though workers die in the middle', async () => {
      // A day later, as far as searches go: workers have nothing to match anew that nobody looks at any more.
      await purgeExpired({ ctx: asWorker({ now: () => Temporal.Now.instant().add({ hours: 25 }) }) });
      await morning();
      await slowly(async () => smsTo(DRIVER).length === 1 && smsTo(NEXT_DRIVER).length === NEXT_SEATS);
      await settled();

      // The first dies while it writes to people: the rows it needs are held.
      await killWorker();
      await answerAll(DRIVER, () => ({ answer: 'accept' }));
      // The last of them refuses: that person is to be offered something else.
      const refused = (n: number) => n === NEXT_SEATS - 1;
      await answerAll(
        NEXT_DRIVER,
        (n): Record<string, string> =>
          refused(n) ? { answer: 'refuse', reason: 'notAvailable' } : { answer: 'accept' },
      );
      const now = await bookings();
      expect(now.filter(({ offer }) => offer === 'off-best').map(({ status }) => status)).toEqual(['confirmed']);
      const ofNext = now.filter(({ offer }) => offer === 'off-next').map(({ status }) => status);
      expect(ofNext.toSorted()).toEqual([...Array(NEXT_SEATS - 1).fill('confirmed'), 'refused']);
      const holding = owner.begin(async (tx) => {
        await tx`select from bookings for update`;
        await startWorker();
        await slowly(async () => (await site.queue.counts())['tell-booking'].active > 0);
        await killWorker();
      });
      await holding;

      // The second dies when the provider has just taken an SMS, and has not been heard.
      const before = provider.jobs.length;
      provider.behave('hold');
      await startWorker();
      await slowly(async () => {
        await morning();
        return provider.jobs.length > before;
      });
      await killWorker();
      provider.behave('take');

      await startWorker();
      await slowly(async () => {
        await morning();
        const [{ n } = { n: -1 }] = await owner<{ n: number }[]>`select count(*)::int as n from booking_events e
          where kind in ('accept', 'refuse') and not exists
          (select from messages m where m.about_id = e.booking_id and m.dedupe_key like '%person ' || e.id)`;
        return n === 0 && (await unsent()) === 0;
      });
      await settled();

      for (const { id, person } of now) {
        const told = smsTo(numberOf(Number(person.slice(4))));
        expect([id, told.length, told.every(({ message }) => message.includes(publicUrl))]).toEqual([id, 1, true]);
      }
      // A driver is asked once, and told once whom to meet.
      expect(smsTo(DRIVER)).toHaveLength(2);
      expect(smsTo(NEXT_DRIVER)).toHaveLength(NEXT_SEATS + (NEXT_SEATS - 1));
      const tags = provider.jobs.map(({ tag }) => tag);
      expect(tags.length).toBe(new Set(tags).size);
      const told = await owner`select about_id, count(*)::int as times from messages where dedupe_key like '%person %'
        group by about_id having count(*) <> 1`;
      expect(told).toHaveLength(0);
      expect(await orphans()).toEqual(nothing);
      expect(await failedJobs()).toEqual(noJobs);

      // Whoever was refused asks again, in one press, and is told that nobody is left, and who helps.
      const one = now.find(({ status }) => status === 'refused');
      const person = people.find(({ id }) => id === one?.person);
      if (one === undefined || person === undefined) throw new Error('Nobody was refused.');
      const ride = `/${person.lang}/mes-trajets/${one.id}`;
      const page = await person.browser.send(await person.browser.get(ride), {}, `${ride}/autres`);
      const none = await found(person, page);
      expect(quotesOf(none)).toEqual([]);
      expect(none.html).toContain('/fr/demande');
    });

    it('is reminded of the evening before, once each, however many workers look, and nothing is left when it is over', async () => {
      const at = (when: Temporal.ZonedDateTime) => ({ now: () => when.toInstant() });
      const zone = 'Europe/Paris';
      const eve = Temporal.PlainDate.from(day).subtract({ days: 1 }).toZonedDateTime({
        timeZone: zone,
        plainTime: '18:00',
      });
      const before = provider.jobs.length;
      await Promise.all([1, 2, 3].map(() => remindRides({ ctx: asWorker(at(eve)) })));
      // Whatever the hour is where the test runs: a worker looks at its own clock.
      await slowly(async () => {
        await morning();
        return (await unsent()) === 0;
      });
      await settled();
      // Each person, and each driver, of each ride that takes place.
      expect(provider.jobs.length - before).toBe(2 * NEXT_SEATS);
      expect(new Set(provider.jobs.map(({ tag }) => tag)).size).toBe(provider.jobs.length);

      const later = eve.add({ days: 5 });
      await followBookings({ ctx: asWorker({ now: () => later.toInstant() }) });
      await settled();
      const ended = (await bookings()).map(({ status }) => status).toSorted();
      expect(ended).toEqual([...Array(NEXT_SEATS).fill('done'), 'refused']);
      expect(await orphans()).toEqual(nothing);
    });
  });
}

function nextWednesday(): string {
  const from = Temporal.Now.plainDateISO('Europe/Paris').add({ days: 3 });
  return from.add({ days: (3 - from.dayOfWeek + 7) % 7 }).toString();
}

/** As it stands in a page. */
const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
