import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCalendar } from '../../src/services/intake/calendar-feed.ts';
import { REFERRAL_EXAMPLE } from '../../src/web/api/referral-schemas.ts';
import type { RoleAction } from '../factories/role-actions.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { answering, type Browser, openBrowser } from '../support/sign-in.ts';
import { type Fields, FORMS } from '../support/telling-forms.ts';
import { addressOf, nameOf, ownerOf, ownersFields, sendEachForm, WITH_IDS } from '../support/telling-requests.ts';
import { openTellingScene, type SceneIds, TELLING, type TellingScene } from '../support/telling-scene.ts';

let api: TestApi;
let scene: TellingScene;
/** As many, of the same kind and length, that never were. */
let never: SceneIds;
beforeAll(async () => {
  let caller = 0;
  api = await startApi({ app: { anonymousRequestsPerMinute: 1_000_000, addressOf: () => `caller-${caller++}` } });
  scene = await openTellingScene(api);
  const entries = Object.entries(scene.ids).map(([what, id]) => {
    if (id === '') throw new Error(`There is no ${what}.`);
    return [what, id.replace(/[^_]+$/, () => api.deps.ids.next('').slice(1))];
  });
  never = Object.fromEntries(entries) as SceneIds;
  for (const action of WITH_IDS.filter(({ method }) => method === 'POST')) {
    filled.set(nameOf(action), await ownersFields(scene, action, scene.ids));
  }
});
afterAll(async () => {
  await scene?.owner.end();
  await api?.stop();
});

/** Everything an answer could tell something by, but the id that was asked for and what is drawn anew each time. */
async function told(response: Response, ids: SceneIds) {
  const mask = (text: string) => {
    let masked = text;
    for (const [what, id] of Object.entries(ids)) masked = masked.replaceAll(id, `<${what}>`);
    return masked
      .replaceAll(/name="formToken" value="[^"]*"/g, '<formToken>')
      .replaceAll(/name="secret" value="[^"]*"/g, '<secret>')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
      .replaceAll(/nonce-[\w+/=-]+/g, '<nonce>');
  };
  const headers = ['location', 'content-type', 'content-disposition', 'cache-control', 'retry-after', 'etag'];
  return {
    status: response.status,
    headers: headers.map((name) => mask(response.headers.get(name) ?? '')),
    body: mask(await response.text()),
  };
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\p{M}\s\u00a0\u202f]/gu, '')
    .toLowerCase();
/** What of the person can be read in it; the phone also as abroad. */
const NEEDLES = [...Object.values(TELLING), '698765432'].map(plain);
const readOf = (text: string) => NEEDLES.filter((needle) => plain(text).includes(needle));

/** What the owner would send of each form: strangers send the same, with the same versions seen. */
const filled = new Map<string, Fields>();
async function ask(browser: Browser, action: RoleAction, ids: SceneIds, formToken: string): Promise<Response> {
  const address = addressOf(scene, action, ids);
  if (action.method === 'GET') return browser.get(address);
  const renamed = (text: string) =>
    Object.entries(scene.ids).reduce((said, [what, id]) => said.replaceAll(id, ids[what as keyof SceneIds]), text);
  const fields = Object.entries(filled.get(nameOf(action)) ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? renamed(value) : value.map(renamed),
  ]);
  return browser.post(address, { ...Object.fromEntries(fields), formToken }, { origin: 'http://localhost' });
}

const STRANGERS = [
  { organisationId: 'org_two', role: 'prescriber' },
  { organisationId: 'org_two', role: 'mobilityAdvisor' },
  { organisationId: 'org_two', role: 'provider' },
  { organisationId: 'org_two', role: 'employer' },
  { territoryId: 'voisin', organisationId: 'org_far', role: 'referent' },
  { territoryId: 'voisin', organisationId: 'org_far', role: 'mobilityAdvisor' },
  { territoryId: 'voisin', organisationId: 'org_far', role: 'provider' },
  { territoryId: 'voisin', organisationId: 'org_far', role: 'employer' },
] as const;

const LISTS = [
  ...['/pro', '/pro/personnes', '/pro/personnes?qui=organisation', '/pro/personnes/doublons', '/pro/personnes/confier'],
  ...['/pro/personnes/export.csv', '/pro/demandes', '/pro/demandes?vue=cours', '/pro/demandes/envoyees', '/pro/lignes'],
  ...[
    '/pro/rappels?tous',
    '/pro/rendez-vous?tous',
    '/pro/orientations',
    '/structure/orientations',
    '/structure/trajets',
    '/structure/conducteurs',
    '/structure/flotte',
    '/structure/flotte/calendrier',
    '/structure/formations',
    '/structure/atelier',
    '/entreprise',
  ],
  ...['/compte', '/pro/personnes?attente=oui&qui=organisation', '/pro/demandes/nouvelle', '/fr/catalogue', '/'],
];

describe('whoever works on the file', () => {
  it('reads each page of it, and everything that is told of the person', async () => {
    const { adviser } = scene;
    const read = new Set<string>();
    for (const action of WITH_IDS.filter(({ method }) => method === 'GET')) {
      const of = ownerOf(scene, action);
      const response = await ask(of.browser, action, scene.ids, of.formToken);
      expect([action.path, response.status < 400]).toEqual([action.path, true]);
      if (action.path.endsWith('/evenements')) await response.body?.cancel();
      else for (const needle of readOf(await response.text())) read.add(needle);
      const missing = await ask(of.browser, action, never, of.formToken);
      if (!action.path.includes('nouveau')) expect([action.path, missing.status]).toEqual([action.path, 404]);
      await missing.body?.cancel();
    }
    for (const path of LISTS) for (const one of readOf(await (await adviser.browser.get(path)).text())) read.add(one);
    expect([...read].toSorted()).toEqual([...NEEDLES].toSorted());
  });
});

describe.each(STRANGERS)('to the $role of $organisationId', (stranger) => {
  let who: Awaited<ReturnType<TellingScene['come']>>;
  beforeAll(async () => {
    who = await scene.come(stranger);
  });

  it('everything of the person is as if it had never been', async () => {
    for (const action of WITH_IDS) {
      const name = nameOf(action);
      const real = await told(await ask(who.browser, action, scene.ids, who.formToken), scene.ids);
      const none = await told(await ask(who.browser, action, never, who.formToken), never);
      expect({ name, ...real }).toEqual({ name, ...none });
      expect([name, real.status]).not.toEqual([name, 200]);
      expect([name, readOf(real.body.replaceAll(TELLING.reference, ''))]).toEqual([name, []]);
    }
  });

  it('no list, figure, export or menu tells of the person', async () => {
    for (const path of LISTS) {
      const response = await who.browser.get(path);
      expect([path, readOf(await response.text())]).toEqual([path, []]);
    }
  });

  it.each([TELLING.firstName, TELLING.lastName, TELLING.phone, TELLING.reference])(
    'no search finds « %s »',
    async (q) => {
      for (const whose of ['moi', 'organisation']) {
        const search = async (text: string) => {
          const response = await who.browser.get(`/pro/personnes?qui=${whose}&q=${encodeURIComponent(text)}`);
          return (await response.text())
            .replaceAll(encodeURIComponent(text).replaceAll('%20', '+'), '')
            .replaceAll(text, '');
        };
        const found = await search(q);
        expect(found).toBe(await search('Jamaisvue'));
        expect(readOf(found)).toEqual([]);
      }
    },
  );

  it('their own calendar is without the person', async () => {
    if (!who.ctx.actor.scopes.has('people:read')) {
      await expect(openCalendar({ ctx: who.ctx })).rejects.toMatchObject({ code: 'forbidden' });
      return;
    }
    const { token } = await openCalendar({ ctx: who.ctx });
    const response = await who.browser.get(`/calendar/${token}.ics`);
    const text = await response.text();
    expect([response.status, text.includes('BEGIN:VCALENDAR'), text.includes('BEGIN:VEVENT')]).toEqual([
      200,
      true,
      false,
    ]);
    expect(readOf(text)).toEqual([]);
  });
});

describe('to nobody who is signed in', () => {
  it('everything of the person is as if it had never been', async () => {
    for (const action of WITH_IDS) {
      const name = nameOf(action);
      const fresh = () => openBrowser(answering(api.app));
      const real = await told(await ask(fresh(), action, scene.ids, ''), scene.ids);
      const none = await told(await ask(fresh(), action, never, ''), never);
      const known = (one: typeof real) => ({
        ...one,
        headers: one.headers.map((text) => text.replace(/attente=[\w-]+/, '')),
      });
      expect({ name, ...known(real) }).toEqual({ name, ...known(none) });
      expect([401, 302, 303]).toContain(real.status);
      expect([name, readOf(real.body.replaceAll(TELLING.reference, ''))]).toEqual([name, []]);
    }
  });

  it('a link that was guessed leads where any unknown one leads', async () => {
    const visitor = openBrowser(answering(api.app));
    const at = async (path: string, secret: string) => {
      const response = await visitor.get(path);
      const { status, body } = { status: response.status, body: await response.text() };
      return { status, body: body.replaceAll(secret, '<secret>') };
    };
    const [, , territory = '', token = ''] = scene.referralLink.split('/');
    const [, calendarSecret = ''] = scene.calendar.split('.');
    const guess = (secret: string) => `${secret.slice(0, -1)}${secret.endsWith('a') ? 'b' : 'a'}`;
    const random = (secret: string) => randomBytes(64).toString('hex').slice(0, secret.length);
    const kinds: [secret: string, pathOf: (secret: string, of: string) => string][] = [
      [token, (secret, of) => `/r/${of}/${secret}`],
      [scene.secret, (secret, of) => `/fr/plan/${of}-${secret}`],
      [calendarSecret, (secret, of) => `/calendar/${of}.${secret}.ics`],
    ];
    for (const [secret, pathOf] of kinds) {
      const right = await at(pathOf(secret, territory), secret);
      expect([pathOf('…', territory), right.status]).toEqual([pathOf('…', territory), 200]);
      for (const of of ['meuse', 'voisin']) {
        const other = random(secret);
        const unknown = await at(pathOf(other, of), other);
        expect(unknown.status).toBeGreaterThanOrEqual(400);
        const guessed = guess(secret);
        expect(await at(pathOf(guessed, of), guessed)).toEqual(unknown);
        // Behind the other wall the right secret is as unknown.
        if (of === 'voisin') expect(await at(pathOf(secret, of), secret)).toEqual(unknown);
        expect(readOf(unknown.body)).toEqual([]);
      }
    }
  });
});

type Call = { method: string; path: string; body?: unknown; version?: number };
/** Each with the version that the owner's program would have seen, and without. */
const callsOn = (ids: SceneIds): Call[] => {
  const diagnostic = `/api/diagnostics/${ids.diagnostic}`;
  const referral = `/api/referrals/${ids.referral}`;
  const walk = (maxWalkMinutes: number) => ({ means: { maxWalkMinutes } });
  const { beneficiary: _, ...example } = REFERRAL_EXAMPLE;
  const [sent, offers] = [{ ...example, insist: 'Vu ensemble.' }, scene.spareOffers];
  return [
    { method: 'GET', path: diagnostic },
    { method: 'GET', path: `${diagnostic}/matches` },
    { method: 'GET', path: `${diagnostic}/matches/${scene.offer}` },
    { method: 'PATCH', path: diagnostic, body: walk(20), version: 1 },
    { method: 'PATCH', path: diagnostic, body: walk(25) },
    { method: 'GET', path: `/api/bookings/${ids.ride}` },
    { method: 'PATCH', path: `/api/bookings/${ids.ride}`, body: { status: 'cancelled' } },
    { method: 'GET', path: referral },
    { method: 'PATCH', path: referral, body: { status: 'accepted' }, version: 1 },
    { method: 'PATCH', path: referral, body: { status: 'ended', outcome: 'withdrawn' } },
    { method: 'POST', path: '/api/referrals', body: { ...sent, beneficiary: { id: ids.person }, offerId: offers[1] } },
    { method: 'POST', path: '/api/referrals', body: { ...sent, diagnosticId: ids.diagnostic, offerId: offers[2] } },
  ];
};
const called = ({ method, path, body, version }: Call, key: keyof TestApi['keys'] | null) =>
  api.app.request(path, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${api.keys[key]}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

describe.each(['colleague', 'neighbour', null] as const)('to a program with the key of %s', (key) => {
  it('everything of the person is as if it had never been', async () => {
    const unseen = callsOn(never);
    for (const [index, call] of callsOn(scene.ids).entries()) {
      const name = `${call.method} ${call.path}`;
      const real = await told(await called(call, key), scene.ids);
      const none = await told(await called(unseen[index] as Call, key), never);
      expect({ name, ...real }).toEqual({ name, ...none });
      expect([name, real.status]).toEqual([name, key === null ? 401 : 404]);
      expect(readOf(real.body)).toEqual([]);
    }
  });

  it('a reference that is taken elsewhere is free here', async () => {
    const ask = async (reference: string) => {
      const body = { ...REFERRAL_EXAMPLE, beneficiary: { reference }, offerId: scene.offer };
      const response = await called({ method: 'POST', path: '/api/referrals', body }, key);
      const answer = await told(response, scene.ids);
      return { ...answer, body: answer.body.replaceAll(reference, '<reference>') };
    };
    expect(await ask(TELLING.reference)).toEqual(await ask('DOSSIER-JAMAIS'));
  });

  it('no list tells of the person', async () => {
    for (const path of [
      '/api/referrals',
      '/api/referrals?side=provider',
      '/api/offers',
      '/api/rematching',
      '/api/gaps',
    ]) {
      const text = await (await called({ method: 'GET', path }, key)).text();
      expect([path, readOf(text)]).toEqual([path, []]);
      expect(text).not.toContain(scene.ids.person);
    }
  });
});

it('the file, its diagnostic and its referral are untouched by all that', async () => {
  const [row] =
    await scene.owner`select first_name, last_name from beneficiary_identities where beneficiary_id = ${scene.ids.person}`;
  expect(row).toEqual({ first_name: TELLING.firstName, last_name: TELLING.lastName });
  const [referral] = await scene.owner`select status from referrals where id = ${scene.ids.referral}`;
  expect(referral).toEqual({ status: 'sent' });
  const [appointment] = await scene.owner`select status from appointments where id = ${scene.ids.appointment}`;
  expect(appointment).toEqual({ status: 'planned' });
  const calls = await scene.owner`select done_at from call_backs where id = ${scene.ids.callBack}`;
  expect(calls).toEqual([{ done_at: null }]);
  const shared =
    await scene.owner`select organisation_id from beneficiary_access where beneficiary_id = ${scene.ids.person}`;
  expect(shared.map((one) => one.organisation_id)).toEqual(['org_one']);
});

describe('the same requests, of whoever works on the file', () => {
  it('come through to what they are for, each call of a program', async () => {
    for (const call of callsOn(scene.ids)) {
      const { status } = await called(call, 'all');
      const done = call.method === 'POST' ? 201 : 200;
      expect([call.method, call.path, status]).toEqual([call.method, call.path, done]);
    }
  });

  it('come through to what they are for, each form', async () => {
    await sendEachForm(api, scene, (action, { status }) => {
      const done = FORMS[action.path]?.isShown ? 200 : 303;
      expect([nameOf(action), status]).toEqual([nameOf(action), done]);
    });
  });
});
