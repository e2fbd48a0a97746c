import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newDeviceSecret } from '../../src/services/way-in/secrets.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool } from '../factories/offers.ts';
import { hashOf, insertRow } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { createVisitor, formsOf, type Seen, wordsOf } from '../support/visitor.ts';

let api: TestApi;
let owner: postgres.Sql;
let people = 0;
/** Diagnostics that are not a search of this page. */
const others = new Set<string>();

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  await owner`update organisations set kind = 'mobilityPlatform' where id = 'org_one'`;
});
beforeEach(async () => {
  await owner`update offers set archived_at = now() where archived_at is null`;
  await owner`delete from bookings`;
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

const WEDNESDAY = '2026-11-25';
const anOffer = async (more: Record<string, unknown> = {}, details: Record<string, unknown> = {}): Promise<string> =>
  (await api.post('/api/offers', carpool({ visibility: 'public', ...more }, details))).body.id;

type Visitor = ReturnType<typeof createVisitor>;

/** A browser that was let in as somebody with a file. */
async function known(): Promise<{ visitor: Visitor; personId: string }> {
  people += 1;
  const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference: `B-page-${people}` };
  const { body } = await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary });
  others.add(body.id);
  const secret = newDeviceSecret();
  const now = api.deps.clock.now();
  await insertRow(owner, 'way_ins', {
    territory_id: 'meuse',
    id: `way-page-${people}`,
    kind: 'device',
    token_hash: hashOf(secret),
    beneficiary_id: body.beneficiary.id,
    created_by: 'visitor',
    created_at: now.toString(),
    expires_at: now.add({ hours: 24 * 365 }).toString(),
    last_seen_at: now.toString(),
    retention_class: 'file',
  });
  const visitor = createVisitor(api.app);
  visitor.jar.set('appareil', `meuse.${secret}`);
  return { visitor, personId: body.beneficiary.id };
}

/** From the first question to the answers to be checked. */
async function answerAll(
  visitor: Visitor,
  { lang = 'fr', to = 'Bar-le-Duc', from = 'Commercy', day = WEDNESDAY, at = '04:50', back = '' } = {},
): Promise<Seen> {
  let page = await visitor.get(`/${lang}/reserver`);
  page = await visitor.send(page, { to });
  page = await visitor.send(page, { from });
  page = await visitor.send(page, { day, at });
  page = await visitor.send(page, back === '' ? { back: 'no' } : { back: 'yes', backAt: back });
  return visitor.send(page, {});
}

/** Searches, with what a worker does meanwhile. */
async function search(visitor: Visitor, check: Seen): Promise<Seen> {
  const sent = visitor.send(check);
  await matchAll();
  const page = await sent;
  return page.html.includes('http-equiv="refresh"') ? visitor.get(page.path) : page;
}

async function matchAll(): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    const all = await owner<{ diagnostic_id: string }[]>`select diagnostic_id from matches where status = 'pending'`;
    const pending = all.filter(({ diagnostic_id }) => !others.has(diagnostic_id));
    for (const { diagnostic_id } of pending) await api.matchNow(diagnostic_id);
    if (pending.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const choose = (visitor: Visitor, page: Seen, index = 0) => {
  const form = formsOf(page.html).filter(({ hidden }) => hidden.quote)[index];
  if (form === undefined) throw new Error(`Nothing to choose on ${page.path}: ${wordsOf(page.html)}`);
  return visitor.post(form.action, { quote: form.hidden.quote ?? '', action: 'choose' });
};
const rides = () =>
  owner`select id, status, direction, rider, depart_at, offer_id, replaces_id from bookings order by depart_at`;

describe('a ride is booked', () => {
  it('by somebody who is known, in five questions, a choice and a button', async () => {
    await anOffer();
    const { visitor } = await known();
    const check = await answerAll(visitor);
    expect(wordsOf(check.html)).toMatch(/Vérifiez votre demande.*Bar-le-Duc.*Commercy.*mercredi 25 novembre 2026/);
    const options = await search(visitor, check);
    expect(options.path).toMatch(/^\/fr\/reserver\/choix\/drf_/);
    expect(wordsOf(options.html)).toMatch(/Départ 4 h \d\d, arrivée 4 h \d\d/);
    const who = await choose(visitor, options);
    expect(who.path).toMatch(/\/qui\//);
    const confirm = await visitor.send(who, { firstName: 'Amina', contact: '06 39 98 12 34' });
    expect(wordsOf(confirm.html)).toMatch(/Vérifiez et réservez.*Commercy.*Bar-le-Duc.*Amina.*\+33639981234/);
    const booked = await visitor.send(confirm);
    expect(booked.path).toMatch(/^\/fr\/mes-trajets\/bkg_/);
    expect(wordsOf(booked.html)).toMatch(/Demandé.*mercredi 25 novembre 2026.*Départ 4 h/);
    const again = await visitor.send(confirm);
    expect(again.path).toMatch(/mes-trajets|fait/);
    expect((await rides()).map(({ status }) => status)).toEqual(['requested']);
  });
});
