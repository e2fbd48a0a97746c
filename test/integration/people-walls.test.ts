import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identitySchema } from '../../src/domain/people/identity.ts';
import type { Context } from '../../src/services/context.ts';
import { changeIdentity } from '../../src/services/people/change-identity.ts';
import { recordConsent, withdrawConsent } from '../../src/services/people/consents.ts';
import { erasePerson } from '../../src/services/people/erase-person.ts';
import { getPerson } from '../../src/services/people/get-person.ts';
import { LookalikesError, listDuplicates, refuseLookalikes } from '../../src/services/people/list-duplicates.ts';
import { listPeople } from '../../src/services/people/list-people.ts';
import { openPerson } from '../../src/services/people/open-person.ts';
import { readEverything } from '../../src/services/people/read-everything.ts';
import { keepScheme, removeScheme } from '../../src/services/people/schemes.ts';
import { setClosed } from '../../src/services/people/set-closed.ts';
import { endSharing, sharePerson } from '../../src/services/people/share-person.ts';
import { transferPeople } from '../../src/services/people/transfer-people.ts';
import { type MemberName, type Office, openOffice } from '../support/office.ts';

const AMINA = {
  firstName: 'Amina',
  lastName: 'Benali',
  phone: '06 12 34 56 78',
  birthDate: '1999-05-02',
  reference: 'RSA-12',
};

/** Every verb that takes the id of a file. */
const BY_ID: Record<string, (ctx: Context, id: string) => Promise<unknown>> = {
  getPerson: (ctx, id) => getPerson({ ctx, input: { id } }),
  changeIdentity: (ctx, id) => changeIdentity({ ctx, input: { id, expectedVersion: 1, identity: { lastName: 'X' } } }),
  close: (ctx, id) => setClosed({ ctx, input: { id, closed: true } }),
  sharePerson: (ctx, id) => sharePerson({ ctx, input: { id, organisationId: 'org-b' } }),
  endSharing: (ctx, id) => endSharing({ ctx, input: { id, organisationId: 'org-a' } }),
  recordConsent: (ctx, id) => recordConsent({ ctx, input: { id, purpose: 'reminders', channel: 'oral' } }),
  withdrawConsent: (ctx, id) => withdrawConsent({ ctx, input: { id, consentId: 'con-1' } }),
  keepScheme: (ctx, id) => keepScheme({ ctx, input: { id, status: { scheme: 'cer', status: 'underWay' } } }),
  readEverything: (ctx, id) => readEverything({ ctx, input: { id } }),
  erasePerson: (ctx, id) => erasePerson({ ctx, input: { id, confirmation: 'Amina Benali' } }),
  removeScheme: (ctx, id) => removeScheme({ ctx, input: { id, schemeId: 'sch-1' } }),
};

const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    ({ code, message, errors }) => ({ code, message, errors }),
  );

describe('a person of another organisation, or of another territory', () => {
  let office: Office;
  let amina: string;
  beforeAll(async () => {
    office = await openOffice();
    amina = (await openPerson({ ctx: office.as('mem-amelie'), input: AMINA })).id;
  });
  afterAll(() => office.close());

  const STRANGERS: MemberName[] = ['mem-chloe', 'mem-far'];

  describe.each(STRANGERS)('to %s', (stranger) => {
    it.each(Object.keys(BY_ID))('is as somebody who never was, by %s', async (name) => {
      const verb = BY_ID[name] as (typeof BY_ID)[string];
      const ctx = office.as(stranger);
      const never = await failure(verb(ctx, 'ben-never-was'));
      expect(never).toMatchObject({ code: 'notFound' });
      expect(await failure(verb(ctx, amina))).toEqual(never);
    });

    it.each(['', 'Amina', 'benali', '0612345678', 'RSA-12'])('is in no list, searched by « %s »', async (q) => {
      for (const whose of ['mine', 'organisation'] as const) {
        const found = await listPeople({ ctx: office.as(stranger), input: { whose, q } });
        expect(found).toEqual({ items: [], nextCursor: null, total: 0 });
      }
    });

    it('is no duplicate of anybody, and lends its reference', async () => {
      const ctx = office.as(stranger);
      await office.deps.database.transact(ctx.actor, (stores) => refuseLookalikes(stores, identitySchema.parse(AMINA)));
      const { id } = await openPerson({ ctx, input: AMINA });
      expect((await getPerson({ ctx, input: { id } })).duplicates).toEqual([]);
      expect(await listDuplicates({ ctx })).toEqual({ pairs: [], total: 0 });
      await office.owner`delete from beneficiaries where id = ${id}`;
    });

    it('is not handed over by them', async () => {
      const ctx = office.as(stranger);
      const input = { ids: [amina, 'ben-never-was'], toMemberId: stranger };
      expect(await transferPeople({ ctx, input })).toEqual({
        transferred: [],
        left: [
          { id: amina, why: 'gone' },
          { id: 'ben-never-was', why: 'gone' },
        ],
      });
    });
  });

  it('is all there for a colleague', async () => {
    const ctx = office.as('mem-basile');
    const { items } = await listPeople({ ctx, input: { whose: 'organisation', q: 'BÉNALI am' } });
    expect(items).toMatchObject([{ id: amina, referentName: 'Amélie Meunier', status: 'toAssess', needs: [] }]);
    expect((await listPeople({ ctx, input: { whose: 'mine' } })).items).toEqual([]);
    expect((await getPerson({ ctx, input: { id: amina } })).file.identity).toMatchObject(AMINA);
    const opening = office.deps.database.transact(ctx.actor, (stores) =>
      refuseLookalikes(stores, identitySchema.parse({ lastName: 'Autre', phone: '0612345678' })),
    );
    await expect(opening).rejects.toThrow(LookalikesError);
    await expect(opening).rejects.toMatchObject({ lookalikes: [{ id: amina, likeness: 'samePhone' }] });
  });

  it('is nobody’s who accompanies nobody', async () => {
    const ctx = office.as('mem-garage');
    for (const verb of [...Object.values(BY_ID), (one: Context) => listPeople({ ctx: one, input: {} })]) {
      expect(await failure(verb(ctx, amina))).toMatchObject({ code: 'forbidden' });
    }
  });
});

describe('a file is shared', () => {
  let office: Office;
  let id: string;
  beforeAll(async () => {
    office = await openOffice();
    id = (await openPerson({ ctx: office.as('mem-amelie'), input: AMINA })).id;
  });
  afterAll(() => office.close());
  const share = () => sharePerson({ ctx: office.as('mem-amelie'), input: { id, organisationId: 'org-b' } });
  const chloeSees = () =>
    failure(getPerson({ ctx: office.as('mem-chloe'), input: { id } }).then(({ file }) => file.id));

  it('only once the person agreed', async () => {
    expect(await failure(share())).toMatchObject({ code: 'invalid', errors: [{ path: 'consent' }] });
    const ctx = office.as('mem-amelie');
    const consent = await recordConsent({ ctx, input: { id, purpose: 'shareFile', channel: 'oral' } });
    await withdrawConsent({ ctx, input: { id, consentId: consent.id } });
    expect(await failure(share())).toMatchObject({ code: 'invalid' });
    await recordConsent({ ctx, input: { id, purpose: 'shareFile', channel: 'written', givenOn: '2026-11-20' } });
    await share();
    expect(await chloeSees()).toBe('done');
  });

  it('once, however often it is asked for', async () => {
    await share();
    const rows = await office.owner`select 1 from beneficiary_access where beneficiary_id = ${id}`;
    expect(rows.length).toBe(2);
  });

  it('is told to both, with who gave it; only who gave it ends it', async () => {
    const seen = await getPerson({ ctx: office.as('mem-chloe'), input: { id } });
    expect(
      seen.circle.map(({ organisationName, basis, now, mayEnd }) => ({ organisationName, basis, now, mayEnd })),
    ).toEqual([
      { organisationName: 'Structure org-a', basis: 'publicInterestMission', now: true, mayEnd: false },
      { organisationName: 'Structure org-b', basis: 'consent', now: true, mayEnd: false },
    ]);
    expect(seen.referent).toMatchObject({ name: 'Amélie Meunier', organisationName: 'Structure org-a', present: true });
    expect(
      await failure(endSharing({ ctx: office.as('mem-chloe'), input: { id, organisationId: 'org-a' } })),
    ).toMatchObject({ code: 'invalid' });
    await endSharing({ ctx: office.as('mem-amelie'), input: { id, organisationId: 'org-b' } });
    await endSharing({ ctx: office.as('mem-amelie'), input: { id, organisationId: 'org-b' } });
    expect(await chloeSees()).toMatchObject({ code: 'notFound' });
  });
});

describe('an identity is corrected', () => {
  let office: Office;
  let id: string;
  beforeAll(async () => {
    office = await openOffice();
    id = (await openPerson({ ctx: office.as('mem-amelie'), input: AMINA })).id;
  });
  afterAll(() => office.close());
  const change = (expectedVersion: number, more: object) =>
    changeIdentity({ ctx: office.as('mem-basile'), input: { id, expectedVersion, identity: { ...AMINA, ...more } } });

  it('by one at a time; what the other wrote stays', async () => {
    const both = await Promise.all(
      [change(1, { phone: '07 00 00 00 01' }), change(1, { lastName: 'Ben Ali' })].map(failure),
    );
    expect(both.filter((one) => one === 'done').length).toBe(1);
    expect(both.find((one) => one !== 'done')).toMatchObject({ code: 'conflict' });
    const { file } = await getPerson({ ctx: office.as('mem-amelie'), input: { id } });
    expect(file.version).toBe(2);
  });

  it('leaves a trace of which fields, never of what they say', async () => {
    await change(2, { lastName: 'Durand', discreet: true, safeHours: [{ weekdays: [1], from: '14:00', to: '16:00' }] });
    const [entry] =
      await office.owner`select fields from audit_entries where action = 'person.identityChanged' order by id desc`;
    expect(entry?.fields).toEqual(expect.arrayContaining(['lastName', 'discreet', 'safeHours']));
    const rows = await office.owner`select to_jsonb(a)::text as text from audit_entries a`;
    expect(rows.map(({ text }) => text).join()).not.toMatch(/durand|benali|amina|0612/i);
  });

  it('is found by the new name, not by the old', async () => {
    const find = async (q: string) => (await listPeople({ ctx: office.as('mem-amelie'), input: { q } })).total;
    expect([await find('durand'), await find('benali')]).toEqual([1, 0]);
  });

  it('the same again changes nothing, whatever version it was read at', async () => {
    const same = { lastName: 'Durand', discreet: true, safeHours: [{ weekdays: [1], from: '14:00', to: '16:00' }] };
    expect(await change(1, same)).toEqual({ version: 3 });
  });

  it('never takes the reference of another file', async () => {
    await openPerson({ ctx: office.as('mem-amelie'), input: { lastName: 'Autre', reference: 'RSA-13' } });
    expect(await failure(change(3, { reference: 'RSA-13' }))).toMatchObject({
      code: 'invalid',
      errors: [{ path: 'reference' }],
    });
  });
});

describe('everything that is kept of a person', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.close());

  it('is handed out from every table that leads to one', async () => {
    const { id } = await openPerson({ ctx: office.as('mem-amelie'), input: AMINA });
    const { tables } = await readEverything({ ctx: office.as('mem-basile'), input: { id } });
    const leading = await office.owner<{ name: string }[]>`
      select distinct table_name as name from information_schema.columns
      where table_schema = 'public' and column_name in ('beneficiary_id', 'diagnostic_id', 'plan_id', 'referral_id')`;
    expect(leading.map(({ name }) => name).filter((name) => !(name in tables))).toEqual([]);
    expect(tables.beneficiary_identities).toMatchObject([{ last_name: 'Benali' }]);
    expect(JSON.stringify(tables)).not.toContain('search_text');
  });

  it('and goes from every one of them when the file is erased', async () => {
    const { id } = await openPerson({ ctx: office.as('mem-amelie'), input: { lastName: 'Partant' } });
    await recordConsent({ ctx: office.as('mem-amelie'), input: { id, purpose: 'reminders', channel: 'oral' } });
    await erasePerson({ ctx: office.as('mem-basile'), input: { id, confirmation: 'PARTANT' } });
    for (const table of ['beneficiary_identities', 'beneficiary_access', 'referents', 'consents']) {
      expect((await office.owner`select 1 from ${office.owner(table)} where beneficiary_id = ${id}`).length).toBe(0);
    }
  });

  it('is erased by the organisation of the referent alone', async () => {
    const { id } = await openPerson({ ctx: office.as('mem-amelie'), input: { lastName: 'Confiée' } });
    await transferPeople({
      ctx: office.as('mem-amelie'),
      input: { ids: [id], toMemberId: 'mem-chloe', keepAccess: true },
    });
    await expect(
      erasePerson({ ctx: office.as('mem-amelie'), input: { id, confirmation: 'Confiée' } }),
    ).rejects.toMatchObject({ code: 'invalid' });
    await erasePerson({ ctx: office.as('mem-chloe'), input: { id, confirmation: 'Confiée' } });
  });

  describe('where nobody answers for the person any more', () => {
    const GONE = {
      'the referent was named no more': (id: string) =>
        office.owner`update referents set until = "from" where beneficiary_id = ${id}`,
      'the account of the referent is closed': () =>
        office.owner`update members set closed_at = '2026-11-22T08:00:00Z' where id = 'mem-amelie' and territory_id = 'meuse'`,
    };
    it.each(Object.keys(GONE) as (keyof typeof GONE)[])(
      'is erased by the organisation whose mission it is, never by one that was let in: %s',
      async (why) => {
        const { id } = await openPerson({ ctx: office.as('mem-amelie'), input: { lastName: 'Partagée' } });
        await recordConsent({ ctx: office.as('mem-amelie'), input: { id, purpose: 'shareFile', channel: 'oral' } });
        await sharePerson({ ctx: office.as('mem-amelie'), input: { id, organisationId: 'org-b' } });
        const erase = (who: MemberName) =>
          erasePerson({ ctx: office.as(who), input: { id, confirmation: 'Partagée' } });
        await expect(erase('mem-chloe')).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'confirmation' }] });
        await GONE[why](id);
        await expect(erase('mem-chloe')).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'confirmation' }] });
        await erase('mem-basile');
        expect((await office.owner`select 1 from beneficiaries where id = ${id}`).length).toBe(0);
        await office.owner`update members set closed_at = null`;
      },
    );
  });

  it('is not erased under the feet of its referent by a team that took the person up beside them', async () => {
    const { id } = await openPerson({ ctx: office.as('mem-amelie'), input: { lastName: 'À deux' } });
    await office.owner`insert into beneficiary_access
      (territory_id, beneficiary_id, organisation_id, scope, basis, "from", retention_class)
      values ('meuse', ${id}, 'org-b', 'file', 'request', '2026-11-22T07:00:00Z', 'file')`;
    await office.owner`insert into referents
      (territory_id, beneficiary_id, organisation_id, member_id, "from", retention_class)
      values ('meuse', ${id}, 'org-b', 'mem-chloe', '2026-11-22T07:00:00Z', 'file')`;
    const erase = (who: MemberName) => erasePerson({ ctx: office.as(who), input: { id, confirmation: 'À deux' } });
    await expect(erase('mem-chloe')).rejects.toMatchObject({ code: 'invalid' });
    await erase('mem-amelie');
  });
});
