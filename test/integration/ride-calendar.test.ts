import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerBooking } from '../../src/services/bookings/answer-booking.ts';
import { bookForPerson } from '../../src/services/bookings/book-for-person.ts';
import { cancelBooking } from '../../src/services/bookings/cancel-booking.ts';
import { newDeviceSecret } from '../../src/services/way-in/secrets.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool } from '../factories/offers.ts';
import { hashOf, insertRow } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { linkTo, THERE } from '../support/rides.ts';
import { createMember, signIn } from '../support/sign-in.ts';
import { createVisitor, formsOf, type Seen, wordsOf } from '../support/visitor.ts';

let api: TestApi;
let owner: postgres.Sql;
let people = 0;

beforeAll(async () => {
  api = await startApi({ app: { anonymousRequestsPerMinute: 100_000 } });
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  await owner`update organisations set kind = 'mobilityPlatform' where id = 'org_one'`;
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

/** Somebody with a file, a browser that was let in, and a ride. `ridesSince`: by a code on paper. */
async function somebody({ ridesSince = null }: { ridesSince?: string | null } = {}) {
  people += 1;
  const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference: `B-agenda-${people}` };
  const { body } = await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary });
  const personId: string = body.beneficiary.id;
  const secret = newDeviceSecret();
  const now = api.deps.clock.now();
  await insertRow(owner, 'way_ins', {
    ...{ territory_id: 'meuse', id: `way-agenda-${people}`, kind: 'device', token_hash: hashOf(secret) },
    ...{ beneficiary_id: personId, created_by: 'visitor', created_at: now.toString(), retention_class: 'file' },
    ...{ expires_at: now.add({ hours: 24 * 365 }).toString(), last_seen_at: now.toString(), rides_since: ridesSince },
  });
  const visitor = createVisitor(api.app);
  visitor.jar.set('appareil', `meuse.${secret}`);
  const member = await createMember(
    { url: api.url, clock: api.deps.clock },
    { organisationId: 'org_one', role: 'referent' },
  );
  const scopes = new Set(['bookings:write', 'people:read', 'people:write'] as const);
  const actor = { kind: 'member', id: member.id, territoryId: 'meuse', organisationId: 'org_one', scopes } as const;
  const ctx = { actor, deps: api.deps };
  // A neighbour: where they live is no public place.
  const provider = { name: 'Camille Voisine', phone: '03 00 00 00 00' };
  const offer = await api.post('/api/offers', carpool({ provider, visibility: 'public' }));
  const rider = { firstName: 'Zéphyrine', phone: '06 98 76 54 32' };
  const made = await bookForPerson({
    ctx,
    input: { beneficiary: { id: personId }, offerId: offer.body.id, ...THERE, rider },
  });
  return { visitor, personId, ctx, member, ride: made.bookings[0]?.id ?? '' };
}

type Visitor = ReturnType<typeof createVisitor>;
const openForm = async (visitor: Visitor, lang = 'fr') => visitor.get(`/${lang}/mes-trajets/agenda`);
const make = (visitor: Visitor, page: Seen) => visitor.send(page);
const addressIn = ({ html }: Seen) => /https?:[^<\s]+?(\/calendar\/[^<\s]+\.ics)/.exec(html)?.[1] ?? '';
const read = (path: string, headers: Record<string, string> = {}) => api.app.request(path, { headers });
const linesOf = async (response: Response) => (await response.text()).replace(/\r\n[ \t]/g, '').split('\r\n');

describe('a calendar of one’s rides', () => {
  it('has an address that is shown once, and tells hours, public place and a link, in the person’s language', async () => {
    const { visitor, ride } = await somebody();
    const rides = await visitor.get('/en/mes-trajets');
    expect(rides.html).toContain('/en/mes-trajets/agenda');
    const form = await openForm(visitor, 'en');
    const shown = await make(visitor, form);
    const path = addressIn(shown);
    expect(path).toMatch(/^\/calendar\/meuse\.[\w-]{43}\.ics$/);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(wordsOf(shown.html)).toMatch(/only once/);
    expect(addressIn(await openForm(visitor, 'en'))).toBe('');

    const response = await read(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const lines = await linesOf(response);
    expect(lines).toEqual(
      expect.arrayContaining(['BEGIN:VTIMEZONE', 'TZID:Europe/Paris', `UID:${ride}@pouvoir-bouger`]),
    );
    expect(lines).toContain('STATUS:TENTATIVE');
    expect(lines.find((line) => line.startsWith('DTSTART'))).toBeDefined();
    expect(lines).toContain('X-WR-CALNAME:My rides');
    const text = lines.join('\n');
    expect(text).not.toMatch(/Zéphyrine|9876|Voisine|Site industriel|rsa|Commercy, |Bar-le-Duc|rue des Fleurs/i);
    expect(text).toContain(`/en/mes-trajets/${ride}`);
    // Only its hash is kept.
    const secret = path.slice('/calendar/meuse.'.length, -'.ics'.length);
    const kept = await owner`select token_hash, to_jsonb(w)::text as row from way_ins w where kind = 'calendar'`;
    expect(kept.map(({ token_hash }) => token_hash)).toContain(hashOf(secret));
    expect(kept.some(({ row }) => String(row).includes(secret))).toBe(false);
  });

  it('is not sent again while nothing changed, and then tells the change under the same name', async () => {
    const { visitor, ride, ctx } = await somebody();
    const path = addressIn(await make(visitor, await openForm(visitor)));
    const first = await read(path);
    const etag = first.headers.get('etag') ?? '';
    const before = await linesOf(first);
    expect((await read(path, { 'if-none-match': etag })).status).toBe(304);
    const numberIn = (lines: string[]) => Number(lines.find((line) => line.startsWith('SEQUENCE:'))?.slice(9));

    api.moveClock({ minutes: 1 });
    await answerBooking({
      ctx: await linkTo(api, owner, ride),
      input: { id: null, answer: { answer: 'accept', message: '' } },
    });
    const accepted = await read(path, { 'if-none-match': etag });
    expect(accepted.status).toBe(200);
    const then = await linesOf(accepted);
    expect(then).toContain('STATUS:CONFIRMED');
    expect(numberIn(then)).toBeGreaterThan(numberIn(before));

    api.moveClock({ minutes: 1 });
    await cancelBooking({ ctx, input: { id: ride } });
    const over = await linesOf(await read(path));
    expect(over).toEqual(expect.arrayContaining(['STATUS:CANCELLED', `UID:${ride}@pouvoir-bouger`]));
    expect(numberIn(over)).toBeGreaterThan(numberIn(then));
  });

  it('is one however often its button is pressed; a new one takes the place of the old', async () => {
    const { visitor, personId } = await somebody();
    const form = await openForm(visitor);
    const [one, two] = await Promise.all([make(visitor, form), make(visitor, form)]);
    expect(addressIn(one)).toBe(addressIn(two));
    const count = () =>
      owner`select id from way_ins where beneficiary_id = ${personId} and kind = 'calendar' and revoked_at is null`;
    expect(await count()).toHaveLength(1);
    const other = addressIn(await make(visitor, await openForm(visitor)));
    expect(await count()).toHaveLength(1);
    expect((await read(addressIn(one))).status).toBe(404);
    expect((await read(other)).status).toBe(200);
  });

  it('ends when the person says so, or whoever answers for them; the answer is that of an address that never was', async () => {
    const { visitor, personId, member } = await somebody();
    const path = addressIn(await make(visitor, await openForm(visitor)));
    const never = await read('/calendar/meuse.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics');
    const nowhere = await read('/calendar/nulle-part.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics');
    expect([never.status, nowhere.status]).toEqual([404, 404]);
    const closing = await openForm(visitor);
    const closed = await visitor.send(closing, {}, '/fr/mes-trajets/agenda/fermer');
    expect(wordsOf(closed.html)).toMatch(/L’adresse est arrêtée/);
    const gone = await read(path);
    const words = async (response: Response) => (await response.text()).replace(/nonce[-="\w+/]+/g, '');
    expect([gone.status, await words(gone)]).toEqual([404, await words(never)]);

    const again = addressIn(await make(visitor, await openForm(visitor)));
    expect((await read(again)).status).toBe(200);
    const desk = await signIn(api.app, member);
    const access = await (await desk.get(`/pro/personnes/${personId}/acces`)).text();
    expect(wordsOf(access)).toMatch(/Agenda/);
    const [row] = await owner`select id from way_ins where beneficiary_id = ${personId} and kind = 'calendar'
      and revoked_at is null`;
    const ended = await desk.send(
      `/pro/personnes/${personId}/acces/fin`,
      { acces: String(row?.id) },
      `/pro/personnes/${personId}/acces`,
    );
    expect(ended.status).toBe(303);
    expect((await read(again)).status).toBe(404);
  });

  it('is only read by: neither another calendar’s rides nor any page are opened with it', async () => {
    const [mine, other] = [await somebody(), await somebody()];
    const path = addressIn(await make(mine.visitor, await openForm(mine.visitor)));
    expect((await linesOf(await read(path))).join()).not.toContain(other.ride);
    const secret = path.slice('/calendar/meuse.'.length, -'.ics'.length);
    const thief = createVisitor(api.app);
    thief.jar.set('appareil', `meuse.${secret}`);
    expect((await thief.get(`/fr/mes-trajets/${mine.ride}`)).path).toMatch(/entrer/);
    expect((await thief.post(`/fr/mes-trajets/${mine.ride}/annuler`)).path).toMatch(/entrer/);
  });

  it('is not given to a browser that a code on paper let in, or to nobody', async () => {
    const { visitor } = await somebody({ ridesSince: '2026-11-22T00:00:00Z' });
    const page = await openForm(visitor);
    expect(wordsOf(page.html)).toMatch(/code sur papier/);
    expect(formsOf(page.html).some(({ hidden }) => 'secret' in hidden)).toBe(false);
    const refused = await visitor.post('/fr/mes-trajets/agenda', { secret: newDeviceSecret() });
    expect(refused.status).toBe(403);
    expect((await createVisitor(api.app).get('/fr/mes-trajets/agenda')).path).toMatch(/entrer/);
    const before = await owner`select id from way_ins where kind = 'calendar'`;
    await visitor.post('/fr/mes-trajets/agenda', { secret: 'court' });
    expect(await owner`select id from way_ins where kind = 'calendar'`).toHaveLength(before.length);
  });

  // biome-ignore format: a table, one line each
  it.each([
    ['the first of two equal hours', '2027-10-31T00:30:00Z', '2027-10-31T00:50:00Z', 'DTSTART;TZID=Europe/Paris:20271031T023000', 'DTEND;TZID=Europe/Paris:20271031T025000'],
    ['the second of them', '2027-10-31T01:30:00Z', '2027-10-31T01:50:00Z', 'DTSTART:20271031T013000Z', 'DTEND:20271031T015000Z'],
    ['over the hour that is left out in spring', '2027-03-28T00:30:00Z', '2027-03-28T01:20:00Z', 'DTSTART;TZID=Europe/Paris:20270328T013000', 'DTEND;TZID=Europe/Paris:20270328T032000'],
  ])('is the same by its address and as a file of one ride, on the nights the clocks change: %s', async (_name, departs, arrives, start, end) => {
    const { visitor, ride } = await somebody();
    const path = addressIn(await make(visitor, await openForm(visitor)));
    await owner`update bookings set depart_at = ${departs}, arrive_at = ${arrives} where id = ${ride}`;
    const file = await visitor.get(`/fr/mes-trajets/${ride}/agenda.ics`);
    const alone = file.html.replace(/\r\n[ \t]/g, '').split('\r\n');
    expect(alone).toEqual(expect.arrayContaining([start, end]));
    const eventIn = (lines: string[]) => lines.slice(lines.indexOf('BEGIN:VEVENT'), lines.indexOf('END:VEVENT'));
    expect(eventIn(await linesOf(await read(path)))).toEqual(eventIn(alone));
  });

  it('names nobody’s home in the file of one ride, after a yes too', async () => {
    const { visitor, ride } = await somebody();
    const link = await linkTo(api, owner, ride);
    await answerBooking({ ctx: link, input: { id: null, answer: { answer: 'accept', message: '' } } });
    const file = await visitor.get(`/fr/mes-trajets/${ride}/agenda.ics`);
    expect(file.html).toContain('STATUS:CONFIRMED');
    expect(file.html).not.toMatch(/rue des Fleurs|Zéphyrine/);
  });

  it('is nobody else’s: not the file of another person’s ride', async () => {
    const [mine, other] = [await somebody(), await somebody()];
    expect((await mine.visitor.get(`/fr/mes-trajets/${other.ride}/agenda.ics`)).status).toBe(404);
  });
});
