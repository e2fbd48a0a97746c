import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POSTER_CODE, secretHash } from '../factories/professional-rows.ts';
import { fillTerritory, hashOf, insertRow, rowsOf } from '../factories/rows.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { openWalledSession, type Posture, reach, type WalledSession } from '../support/walled-session.ts';

const now = '2026-11-22T09:00:00Z';
const at = (organisation: string, more: Posture = {}): Posture => ({
  kind: 'member',
  territory: 'meuse',
  organisation,
  now,
  ...more,
});
const visitor: Posture = { kind: 'visitor', territory: 'meuse', now };
const worker: Posture = { kind: 'system', territory: 'meuse', now };
const admin = at('org-admin', { role: 'admin' });

const referralLink = secretHash('link of ref-1');
const planLink = secretHash('link of pla-1');
const draftHolder = secretHash('holder of dra-2');
const [throughReferral, throughPlan, throughPoster, throughDraft] = [
  referralLink,
  planLink,
  POSTER_CODE,
  draftHolder,
].map((link) => ({ ...visitor, link })) as [Posture, Posture, Posture, Posture];

/** Of the row that `rows.ts` lays. */
const throughCalendar = { ...visitor, link: hashOf('meuse calendar') };

type Attempt = (tx: postgres.TransactionSql) => Promise<{ count: number }>;
type Expected = number | 'denied';

describe('the walls between professionals', () => {
  let database: TestDatabase;
  let owner: postgres.Sql;
  let app: WalledSession;
  const attempt = (posture: Posture, what: Attempt) => app.as(posture, (tx) => reach(what(tx)));
  const seen = (posture: Posture, table: string) => attempt(posture, (tx) => tx`select 1 from ${tx(table)}`);
  const rowOf = (table: string) => rowsOf('meuse').find(([name]) => name === table)?.[1] ?? {};
  const insert = (posture: Posture, table: string, more: Record<string, unknown>) =>
    attempt(posture, (tx) => {
      const { id, ...row } = rowOf(table);
      const whole = { ...row, ...(id === undefined ? {} : { id: 'new-1' }), ...more };
      return insertRow(tx, table, JSON.parse(JSON.stringify(whole))).then(() => ({ count: 1 }));
    });
  async function sees(posture: Posture, expected: Record<string, number>) {
    for (const [table, rows] of Object.entries(expected)) {
      expect([table, await seen(posture, table)]).toEqual([table, rows]);
    }
  }

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = postgres(database.url, { max: 2, onnotice: () => {} });
    await fillTerritory(owner, 'meuse');
    await fillTerritory(owner, 'ardennes');
    const t = { territory_id: 'meuse' };
    for (const id of ['org-c', 'org-d', 'org-e', 'org-admin']) {
      await insertRow(owner, 'organisations', { ...t, id, name: id, kind: 'prescriber' });
    }
    // org-c may see facts only; org-d's access is over.
    await owner`update beneficiary_access set basis = 'publicInterestMission' where organisation_id = 'org-a'`;
    const access = { ...t, beneficiary_id: 'ben-1', basis: 'referral', retention_class: 'file' };
    await insertRow(owner, 'beneficiary_access', {
      ...access,
      organisation_id: 'org-c',
      scope: 'facts',
      from: '2026-11-01T00:00:00Z',
    });
    await insertRow(owner, 'beneficiary_access', {
      ...access,
      organisation_id: 'org-d',
      scope: 'file',
      from: '2026-01-01T00:00:00Z',
      until: '2026-11-01T00:00:00Z',
    });
    await owner`insert into members (territory_id, id, organisation_id, display_name, email, role, user_id, retention_class)
      values ('meuse', 'mem-2', 'org-b', 'B. Morel', 'b@exemple.fr', 'employer', 'user-b', 'account')`;
    // Somebody else's person, in the file of org-e alone.
    await insertRow(owner, 'beneficiaries', { ...t, id: 'ben-e', organisation_id: 'org-e', retention_class: 'file' });
    await insertRow(owner, 'beneficiary_access', {
      ...access,
      beneficiary_id: 'ben-e',
      organisation_id: 'org-e',
      scope: 'file',
      from: '2026-11-01T00:00:00Z',
    });
    await insertRow(owner, 'service_requests', {
      ...rowOf('service_requests'),
      id: 'req-e',
      from_organisation_id: null,
      from_member_id: null,
      origin: 'person',
      to_organisation_id: 'org-e',
      beneficiary_id: null,
    });
    await owner`update referrals set link_hashes = array[${referralLink}], link_expires_at = '2026-12-22T00:00:00Z'
      where territory_id = 'meuse'`;
    await owner`update action_plans set share_hash = ${planLink}, share_expires_at = '2026-12-22T00:00:00Z'
      where territory_id = 'meuse'`;
    await insertRow(owner, 'form_drafts', {
      ...rowOf('form_drafts'),
      id: 'dra-2',
      organisation_id: null,
      member_id: null,
      holder_hash: draftHolder,
    });
    // A site and a line of another employer.
    await insertRow(owner, 'job_sites', { ...rowOf('job_sites'), id: 'sit-e', organisation_id: 'org-e' });
    await insertRow(owner, 'shift_patterns', { ...rowOf('shift_patterns'), id: 'pat-e', site_id: 'sit-e' });
    await insertRow(owner, 'carpool_lines', {
      ...rowOf('carpool_lines'),
      id: 'lin-e',
      organisation_id: 'org-e',
      site_id: 'sit-e',
      pattern_id: 'pat-e',
      code: 'ZZZZZZZZ',
    });
    app = openWalledSession(database.url);
  });
  afterAll(async () => {
    await app.close();
    await owner.end();
    await database.drop();
  });

  describe('drafts, mails, calendars and answers to a poster', () => {
    it.each([
      ['whoever has no actor', {}, { form_drafts: 0, messages: 0, line_answers: 0 }],
      ['their organisation', at('org-a'), { form_drafts: 1, messages: 0, line_answers: 1, calendar_feeds: 1 }],
      ['another organisation', at('org-e'), { form_drafts: 0, messages: 0, line_answers: 0, calendar_feeds: 0 }],
      ['the employer whose poster was answered', at('org-b'), { form_drafts: 0, messages: 0, line_answers: 0 }],
      ['a program of the organisation', at('org-a', { kind: 'program' }), { form_drafts: 0, messages: 0 }],
      ['an administrator', admin, { form_drafts: 0, messages: 0, line_answers: 0 }],
      ['a visitor', visitor, { form_drafts: 0, messages: 0, line_answers: 0, calendar_feeds: 0 }],
      ['who holds a calendar', throughCalendar, { calendar_feeds: 1, appointments: 0, contact_entries: 0, members: 0 }],
      ['who holds a draft', throughDraft, { form_drafts: 1, messages: 0, line_answers: 0 }],
      ['who holds a poster', throughPoster, { form_drafts: 0, messages: 0, line_answers: 0 }],
      ['workers', worker, { form_drafts: 2, messages: 1, line_answers: 1 }],
      ['workers of the other territory', { ...worker, territory: 'ardennes' }, { form_drafts: 1, messages: 1 }],
    ] as [string, Posture, Record<string, number>][])('are shown to %s as they should be', (_who, posture, expected) =>
      sees(posture, expected),
    );

    it('change hands in no way', async () => {
      const attempts: [string, Posture, Attempt, Expected][] = [
        ['a draft’s holder', at('org-a'), (tx) => tx`update form_drafts set organisation_id = 'org-e'`, 'denied'],
        ['a draft of another', at('org-e'), (tx) => tx`update form_drafts set answers = '{}'`, 0],
        ['a draft’s words, by who holds it', throughDraft, (tx) => tx`update form_drafts set answers = '{}'`, 1],
        ['a draft, by a worker', worker, (tx) => tx`update form_drafts set answers = '{}'`, 0],
        ['a mail’s address', at('org-a'), (tx) => tx`update messages set to_address = 'x@y.fr'`, 0],
        ['an answer’s phone', at('org-a'), (tx) => tx`update line_answers set phone = '0'`, 'denied'],
        ['an answer handled', at('org-a'), (tx) => tx`update line_answers set handled_at = now()`, 1],
        ['an answer handled by others', at('org-b'), (tx) => tx`update line_answers set handled_at = now()`, 0],
      ];
      for (const [what, posture, work, expected] of attempts) {
        expect([what, await attempt(posture, work)]).toEqual([what, expected]);
      }
      const draft = { organisation_id: 'org-a', member_id: 'mem-1' };
      expect(await insert(at('org-e'), 'form_drafts', draft)).toBe('denied');
      expect(await insert(visitor, 'form_drafts', draft)).toBe('denied');
      expect(await insert(visitor, 'form_drafts', { organisation_id: null, holder_hash: draftHolder })).toBe('denied');
      expect(await insert(throughDraft, 'form_drafts', { organisation_id: null, holder_hash: draftHolder })).toBe(1);
    });
  });

  describe('members and organisations', () => {
    it('are shown to those of the same organisation, and to administrators of the territory', async () => {
      await sees(at('org-a'), { members: 1 });
      await sees(at('org-e'), { members: 0, organisations: 6 });
      await sees(admin, { members: 2, organisations: 6 });
      await sees({ ...admin, kind: 'program' }, { members: 0 });
      await sees({ ...admin, territory: 'ardennes' }, { members: 1, organisations: 2 });
      await sees(visitor, { members: 0, organisations: 6 });
      await sees({ ...visitor, role: 'admin' }, { members: 0 });
    });

    it('are kept by administrators, and by nobody else', async () => {
      for (const role of ['prescriber', 'referent', 'mobilityAdvisor', 'resourceCentre', 'provider', 'department']) {
        const member = at('org-a', { role });
        const changed = await attempt(member, (tx) => tx`update members set role = 'admin'`);
        expect([role, changed]).toEqual([role, 0]);
        const invited = await insert(member, 'members', { id: 'mem-9', email: 'n@exemple.fr', role: 'admin' });
        expect([role, invited]).toEqual([role, 'denied']);
        expect(await attempt(member, (tx) => tx`update organisations set name = 'x'`)).toBe(0);
      }
      expect(await attempt(admin, (tx) => tx`update members set closed_at = now() where id = 'mem-2'`)).toBe(1);
      expect(await insert(admin, 'members', { id: 'mem-9', email: 'n@exemple.fr' })).toBe(1);
      expect(await insert(admin, 'members', { territory_id: 'ardennes', id: 'mem-9', email: 'n@x.fr' })).toBe('denied');
      expect(await attempt(admin, (tx) => tx`update members set organisation_id = 'org-e'`)).toBe('denied');
      expect(await attempt(admin, (tx) => tx`delete from members`)).toBe('denied');
    });

    it('let an administrator see nobody who is accompanied', () =>
      sees(admin, {
        beneficiaries: 0,
        beneficiary_identities: 0,
        beneficiary_access: 0,
        diagnostics: 0,
        referrals: 0,
        service_requests: 0,
        contact_entries: 0,
        assessments: 0,
      }));

    it('show a newcomer who they are, and let them join as no more than they were invited to', async () => {
      const newcomer: Posture = { kind: 'registry', territory: 'meuse', now, email: 'A@exemple.fr' };
      await sees(newcomer, { members: 1, beneficiaries: 0 });
      await sees({ ...newcomer, email: 'nobody@exemple.fr' }, { members: 0 });
      await sees({ ...newcomer, territory: 'voisin' }, { members: 0 });
      expect(await attempt(newcomer, (tx) => tx`update members set user_id = 'user-a', joined_at = now()`)).toBe(1);
      expect(await attempt(newcomer, (tx) => tx`update members set role = 'admin'`)).toBe('denied');
      expect(await attempt(newcomer, (tx) => tx`update members set email = 'autre@exemple.fr'`)).toBe('denied');
      // Whoever came by their account does not take that of another over.
      const known: Posture = { kind: 'registry', territory: 'meuse', now, user: 'user-b' };
      await sees(known, { members: 1 });
      expect(await attempt(known, (tx) => tx`update members set user_id = 'user-z'`)).toBe('denied');
    });
  });

  describe('a signed link', () => {
    it('shows what it was made for until its day, and no more', async () => {
      await sees(visitor, { referrals: 0, action_plans: 0, plan_steps: 0 });
      await sees(throughReferral, { referrals: 1, referral_events: 1, action_plans: 0, beneficiaries: 0 });
      await sees(throughReferral, { beneficiary_identities: 0, diagnostics: 0, bookings: 0, service_requests: 0 });
      await sees(throughPlan, { referrals: 0, action_plans: 1, plan_steps: 1, beneficiaries: 0, diagnostics: 0 });
      const late = '2026-12-22T00:00:01Z';
      await sees({ ...throughReferral, now: late }, { referrals: 0, referral_events: 0 });
      await sees({ ...throughPlan, now: late }, { action_plans: 0, plan_steps: 0 });
      await sees({ ...throughReferral, territory: 'ardennes' }, { referrals: 0 });
      // A member's eyes are their organisation's, whatever they show.
      await sees(at('org-e', { link: referralLink }), { referrals: 0 });
    });

    it('answers a referral, and neither prolongs itself nor points elsewhere', async () => {
      const change = (set: string) => attempt(throughReferral, (tx) => tx.unsafe(`update referrals set ${set}`));
      expect(await change(`status = 'accepted', answered_at = now(), version = 2`)).toBe(1);
      for (const set of [
        `link_expires_at = '2036-01-01'`,
        `link_hashes = array_append(link_hashes, 'mine')`,
        `provider_organisation_id = 'org-e'`,
        `provider_email = 'mine@exemple.fr'`,
        `beneficiary_id = 'ben-e'`,
        `facts = '[]'`,
      ]) {
        expect([set, await change(set)]).toEqual([set, 'denied']);
      }
      const asProvider = (set: string) => attempt(at('org-b'), (tx) => tx.unsafe(`update referrals set ${set}`));
      expect(await asProvider(`status = 'accepted'`)).toBe(1);
      expect(await asProvider(`link_expires_at = '2036-01-01'`)).toBe('denied');
      expect(await asProvider(`provider_organisation_id = 'org-e'`)).toBe('denied');
      // Whoever refers sends it anew.
      const sender = (set: string) => attempt(at('org-a'), (tx) => tx.unsafe(`update referrals set ${set}`));
      expect(await sender(`link_expires_at = '2027-01-01', link_hashes = array_append(link_hashes, 'another')`)).toBe(
        1,
      );
    });

    it('reads a plan and changes nothing of it', async () => {
      for (const work of [
        (tx) => tx`update plan_steps set status = 'done'`,
        (tx) => tx`update action_plans set status = 'closed'`,
        (tx) => tx`delete from plan_steps`,
      ] satisfies Attempt[]) {
        expect(await attempt(throughPlan, work)).toBe(0);
      }
      expect(await insert(throughPlan, 'plan_steps', { position: 7 })).toBe('denied');
      expect(await insert(at('org-a'), 'plan_steps', { position: 7 })).toBe(1);
    });

    it('signs a referral’s timeline as the provider, and nobody signs as somebody else', async () => {
      const sign = (posture: Posture, by_kind: string) =>
        insert(posture, 'referral_events', { by_kind, kind: 'asked' });
      expect(await sign(throughReferral, 'provider')).toBe(1);
      expect(await sign(throughReferral, 'prescriber')).toBe('denied');
      expect(await sign(throughReferral, 'system')).toBe('denied');
      expect(await sign(at('org-b'), 'provider')).toBe(1);
      expect(await sign(at('org-b'), 'prescriber')).toBe('denied');
      expect(await sign(at('org-a'), 'prescriber')).toBe(1);
      expect(await sign(at('org-a'), 'system')).toBe('denied');
      expect(await sign(at('org-e'), 'prescriber')).toBe('denied');
      expect(await sign(worker, 'system')).toBe(1);
      expect(await attempt(at('org-a'), (tx) => tx`update referral_events set text = 'x'`)).toBe('denied');
      expect(await attempt(at('org-a'), (tx) => tx`delete from referral_events`)).toBe('denied');
    });

    it('is what an outcome told by a visitor needs', async () => {
      expect(await insert(throughReferral, 'outcomes', {})).toBe(1);
      expect(await insert(visitor, 'outcomes', {})).toBe('denied');
      expect(await insert({ ...visitor, link: 'anything' }, 'outcomes', {})).toBe('denied');
      await sees(throughReferral, { outcomes: 0 });
      expect(await attempt(at('org-a'), (tx) => tx`update outcomes set code = 'x'`)).toBe('denied');
      expect(await attempt(at('org-a'), (tx) => tx`delete from outcomes`)).toBe('denied');
    });
  });

  describe('requests and what is done about them', () => {
    it('come from whoever sends them, as new ones', async () => {
      const request = { beneficiary_id: null };
      const send = (posture: Posture, more: object) => insert(posture, 'service_requests', { ...request, ...more });
      expect(await send(at('org-a'), {})).toBe(1);
      expect(await send(at('org-e'), {})).toBe('denied');
      expect(await send(at('org-a'), { status: 'closed' })).toBe('denied');
      // About somebody whom they do not accompany.
      expect(await send(at('org-a'), { beneficiary_id: 'ben-e' })).toBe('denied');
      const own = { from_organisation_id: null, from_member_id: null, origin: 'person' };
      expect(await send(visitor, own)).toBe(1);
      expect(await send(visitor, {})).toBe('denied');
      expect(await send(visitor, { ...own, beneficiary_id: 'ben-1' })).toBe('denied');
      expect(await send(visitor, { ...own, assigned_to: 'mem-1' })).toBe('denied');
      expect(await send(at('org-a'), own)).toBe('denied');
    });

    it('are handled by whom they were sent to, and put to no file that these do not hold', async () => {
      const handle = (organisation: string, set: string) =>
        attempt(at(organisation), (tx) => tx.unsafe(`update service_requests set ${set}`));
      expect(await handle('org-b', `status = 'assigned'`)).toBe(1);
      expect(await handle('org-a', `status = 'closed'`)).toBe(0);
      expect(await handle('org-b', `to_organisation_id = 'org-a'`)).toBe('denied');
      expect(await handle('org-b', `need = 'x'`)).toBe('denied');
      expect(await handle('org-b', `beneficiary_id = 'ben-e'`)).toBe('denied');
      // The same answer for an id that never was: nobody learns who there is.
      expect(await handle('org-b', `beneficiary_id = 'ben-never'`)).toBe('denied');
      expect(await handle('org-e', `beneficiary_id = 'ben-e'`)).toBe(1);
      expect(await attempt(at('org-b'), (tx) => tx`delete from service_requests`)).toBe(0);
    });

    it.each(['contact_entries', 'call_backs', 'appointments'])('hang no %s from what is not theirs', async (table) => {
      const own = { organisation_id: 'org-e', beneficiary_id: 'ben-e' };
      expect(await insert(at('org-e'), table, own)).toBe(1);
      expect(await insert(at('org-e'), table, { ...own, organisation_id: 'org-a' })).toBe('denied');
      expect(await insert(at('org-e'), table, { ...own, beneficiary_id: 'ben-1' })).toBe('denied');
      expect(await insert(at('org-c'), table, { organisation_id: 'org-c' })).toBe('denied');
      expect(await insert(at('org-d'), table, { organisation_id: 'org-d' })).toBe('denied');
      const about = (request_id: string) => ({ organisation_id: 'org-e', beneficiary_id: null, request_id });
      expect(await insert(at('org-e'), table, about('req-e'))).toBe(1);
      expect(await insert(at('org-e'), table, about('req-1'))).toBe('denied');
      expect(await insert(at('org-e'), table, about('req-never'))).toBe('denied');
      expect(await insert(visitor, table, {})).toBe('denied');
      const moved = attempt(at('org-a'), (tx) => tx`update ${tx(table)} set beneficiary_id = 'ben-e'`);
      expect(await moved).toBe('denied');
      expect(await attempt(at('org-a'), (tx) => tx`delete from ${tx(table)}`)).toBe('denied');
    });
  });

  describe('the file', () => {
    it('is left by an organisation when it will, and never come back to', async () => {
      const until = (organisation: string, when: string) =>
        attempt(at(organisation), (tx) => tx.unsafe(`update beneficiary_access set until = ${when}`));
      expect(await until('org-c', `'${now}'`)).toBe(1);
      expect(await until('org-c', `'2026-11-23T00:00:00Z'`)).toBe('denied');
      // What is over stays over on the day it was.
      expect(await until('org-d', 'null')).toBe(0);
      expect(await until('org-d', `'${now}'`)).toBe(0);
      expect(await until('org-d', `'2027-01-01T00:00:00Z'`)).toBe(0);
      expect(await attempt(visitor, (tx) => tx`update beneficiary_access set until = null`)).toBe(0);
      expect(await attempt(at('org-c'), (tx) => tx`update beneficiary_access set scope = 'file'`)).toBe('denied');
      expect(await attempt(at('org-c'), (tx) => tx`delete from beneficiary_access`)).toBe('denied');
    });

    it('is erased by whoever answers for it, and by nobody else', async () => {
      const erase = (posture: Posture) => attempt(posture, (tx) => tx`delete from beneficiaries where id = 'ben-1'`);
      expect(await erase(at('org-c'))).toBe(0);
      expect(await erase(at('org-d'))).toBe(0);
      expect(await erase(at('org-e'))).toBe(0);
      expect(await erase(at('org-a', { kind: 'program' }))).toBe(0);
      expect(await erase(visitor)).toBe(0);
      expect(await erase(worker)).toBe(0);
      expect(await erase(at('org-a'))).toBe(1);
      // Of ben-e nobody is the referent, and org-e was let in by another.
      expect(await attempt(at('org-e'), (tx) => tx`delete from beneficiaries where id = 'ben-e'`)).toBe(0);
    });

    it('is written into in one’s own name only', async () => {
      expect(await insert(at('org-a'), 'assessments', {})).toBe(1);
      expect(await insert(at('org-a'), 'assessments', { organisation_id: 'org-e' })).toBe('denied');
      expect(await insert(at('org-a'), 'referrals', { organisation_id: 'org-e' })).toBe('denied');
      expect(await insert(at('org-a'), 'referrals', {})).toBe(1);
      expect(await insert(at('org-a'), 'action_plans', { organisation_id: 'org-e' })).toBe('denied');
      expect(await insert(at('org-a'), 'action_plans', { organisation_id: 'org-a' })).toBe(1);
      for (const table of ['assessments', 'consents', 'scheme_statuses']) {
        for (const organisation_id of ['org-c', 'org-d', 'org-e']) {
          const more = table === 'assessments' ? { organisation_id } : {};
          expect([table, await insert(at(organisation_id), table, more)]).toEqual([table, 'denied']);
        }
      }
    });

    it('moves to no other person', async () => {
      for (const table of ['assessments', 'consents', 'scheme_statuses', 'referents', 'action_plans', 'referrals']) {
        const moved = await attempt(at('org-a'), (tx) => tx`update ${tx(table)} set beneficiary_id = 'ben-e'`);
        expect([table, moved]).toEqual([table, 'denied']);
      }
    });

    it('keeps a consent withdrawn, and a referent’s time ended', async () => {
      const change = async (set: string, table: string) => {
        let reached: Expected = 0;
        await app.as(at('org-a'), async (tx) => {
          await tx.unsafe(`update ${table} set ${set} = '${now}'`);
          reached = await reach(tx.unsafe(`update ${table} set ${set} = null`));
        });
        return reached;
      };
      expect(await change('withdrawn_at', 'consents')).toBe(0);
      expect(await change('until', 'referents')).toBe(0);
      expect(await attempt(at('org-a'), (tx) => tx`update consents set wording = 'x'`)).toBe('denied');
      expect(await attempt(at('org-a'), (tx) => tx`delete from consents`)).toBe('denied');
    });
  });

  describe('employers', () => {
    it('show their sites to professionals, and those of a line to who holds its poster', async () => {
      await sees({}, { job_sites: 0, shift_patterns: 0, carpool_lines: 0 });
      await sees(at('org-a'), { job_sites: 2, shift_patterns: 2, carpool_lines: 2 });
      await sees(worker, { job_sites: 2, shift_patterns: 2, carpool_lines: 2 });
      await sees({ ...worker, territory: 'ardennes' }, { job_sites: 1, carpool_lines: 1 });
      await sees(visitor, { job_sites: 0, shift_patterns: 0, carpool_lines: 0 });
      await sees({ ...visitor, link: 'ABCDEFGX' }, { job_sites: 0, shift_patterns: 0, carpool_lines: 0 });
      await sees(throughPoster, { job_sites: 1, shift_patterns: 1, carpool_lines: 1 });
      await sees({ ...throughPoster, territory: 'voisin' }, { job_sites: 0, carpool_lines: 0 });
      await app.sql`select 1`;
      await owner`update carpool_lines set closed_at = now() where code = ${POSTER_CODE}`;
      await sees(throughPoster, { job_sites: 0, shift_patterns: 0, carpool_lines: 0 });
      await owner`update carpool_lines set closed_at = null`;
    });

    it('change what is theirs, and declare nothing in another’s name or at another’s site', async () => {
      for (const table of ['job_sites', 'shift_patterns', 'carpool_lines']) {
        const renamed = (posture: Posture) => attempt(posture, (tx) => tx`update ${tx(table)} set label = 'x'`);
        expect([table, await renamed(at('org-b'))]).toEqual([table, 1]);
        expect([table, await renamed(at('org-a'))]).toEqual([table, 0]);
        expect([table, await renamed(throughPoster)]).toEqual([table, 0]);
        expect([table, await attempt(at('org-b'), (tx) => tx`delete from ${tx(table)}`)]).toEqual([table, 'denied']);
      }
      expect(await attempt(at('org-b'), (tx) => tx`update job_sites set organisation_id = 'org-e'`)).toBe('denied');
      expect(await attempt(at('org-b'), (tx) => tx`update carpool_lines set code = 'MINE'`)).toBe('denied');
      expect(await insert(at('org-b'), 'job_sites', {})).toBe(1);
      expect(await insert(at('org-a'), 'job_sites', {})).toBe('denied');
      expect(await insert(at('org-b'), 'shift_patterns', {})).toBe(1);
      expect(await insert(at('org-a'), 'shift_patterns', {})).toBe('denied');
      const line = { code: 'NEWNEWNE' };
      expect(await insert(at('org-b'), 'carpool_lines', line)).toBe(1);
      expect(await insert(at('org-a'), 'carpool_lines', line)).toBe('denied');
      expect(await insert(at('org-b'), 'carpool_lines', { ...line, site_id: 'sit-e', pattern_id: null })).toBe(
        'denied',
      );
      expect(await insert(at('org-b'), 'carpool_lines', { ...line, pattern_id: 'pat-e' })).toBe('denied');
      expect(await insert(throughPoster, 'carpool_lines', line)).toBe('denied');
      await expect(
        insert(at('org-b'), 'carpool_lines', { ...line, to_organisation_id: 'org-b' }),
      ).rejects.toMatchObject({
        constraint_name: 'carpool_lines_called_back_by_others',
      });
      expect(await attempt(at('org-b'), (tx) => tx`update carpool_lines set to_organisation_id = 'org-e'`)).toBe(
        'denied',
      );
    });

    it('are answered by who holds the poster, and never read who answered', async () => {
      expect(await insert(throughPoster, 'line_answers', {})).toBe(1);
      expect(await insert(visitor, 'line_answers', {})).toBe('denied');
      expect(await insert({ ...visitor, link: 'ZZZZZZZZ' }, 'line_answers', {})).toBe('denied');
      expect(await insert(throughPoster, 'line_answers', { line_id: 'lin-e' })).toBe('denied');
      expect(await insert(throughPoster, 'line_answers', { handled_at: now })).toBe('denied');
      expect(await insert(throughPoster, 'line_answers', { to_organisation_id: 'org-b' })).toBe('denied');
      expect(await insert(at('org-b'), 'line_answers', { to_organisation_id: 'org-b' })).toBe('denied');
      expect(await attempt(throughPoster, (tx) => tx`update line_answers set handled_at = now()`)).toBe(0);
      expect(await attempt(at('org-a'), (tx) => tx`delete from line_answers`)).toBe(0);
      expect(await attempt(worker, (tx) => tx`delete from line_answers`)).toBe(1);
    });
  });
});
