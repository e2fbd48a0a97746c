import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordConsent, withdrawConsent } from '../../src/services/people/consents.ts';
import { getPerson } from '../../src/services/people/get-person.ts';
import { openPerson } from '../../src/services/people/open-person.ts';
import { endSharing, sharePerson } from '../../src/services/people/share-person.ts';
import { type MemberName, type Office, openOffice } from '../support/office.ts';

let office: Office;
let id: string;
beforeAll(async () => {
  office = await openOffice();
  const ctx = office.as('mem-amelie');
  id = (await openPerson({ ctx, input: { firstName: 'Amina', lastName: 'Benali', commune: '55122' } })).id;
});
afterAll(() => office?.close());

const agree = async (purpose: 'shareFile' | 'reminders' = 'shareFile') =>
  (await recordConsent({ ctx: office.as('mem-amelie'), input: { id, purpose, channel: 'oral' } })).id;
const share = (organisationId = 'org-b') =>
  sharePerson({ ctx: office.as('mem-amelie'), input: { id, organisationId } });
const LATE = { code: 'invalid', errors: [{ path: 'consent' }] };
const withdraw = (consentId: string, who: MemberName = 'mem-amelie') =>
  withdrawConsent({ ctx: office.as(who), input: { id, consentId } });
const sees = (who: MemberName) =>
  getPerson({ ctx: office.as(who), input: { id } }).then(
    () => true,
    () => false,
  );

describe('an agreement to share the file', () => {
  it('closes, when it is taken back, what it opened, and nothing else', async () => {
    const [first, second] = [await agree(), await agree()];
    const other = await agree('reminders');
    await share();
    expect(await sees('mem-chloe')).toBe(true);
    await withdraw(other);
    await withdraw(first);
    expect(await sees('mem-chloe'), 'another agreement is left').toBe(true);
    await withdraw(second);
    expect(await sees('mem-chloe')).toBe(false);
    expect(await sees('mem-amelie')).toBe(true);
    const [entry] = await office.owner`select fields from audit_entries where action = 'person.sharingEnded'`;
    expect(entry?.fields).toEqual(['access']);
  });

  it('is taken back with whoever the person tells: a partner closes its own sight of the file', async () => {
    const consent = await agree();
    await share();
    await withdraw(consent, 'mem-chloe');
    expect(await sees('mem-chloe')).toBe(false);
    expect(await sees('mem-amelie')).toBe(true);
  });

  describe('is to one organisation, once', () => {
    beforeAll(async () => {
      await office.owner`insert into organisations (territory_id, id, name, kind) values ('meuse', 'org-d', 'Structure org-d', 'prescriber')`;
      await office.owner`insert into members (territory_id, id, organisation_id, display_name, email, role, joined_at, retention_class)
        values ('meuse', 'mem-dora', 'org-d', 'Dora Petit', 'dora@exemple.fr', 'prescriber', '2026-11-01T08:00:00Z', 'account')`;
    });
    const circle = async () =>
      (await getPerson({ ctx: office.as('mem-amelie'), input: { id } })).circle
        .filter(({ now, basis }) => now && basis === 'consent')
        .map(({ organisationId, consentId }) => [organisationId, consentId]);

    it('another organisation takes another agreement, and each closes what it opened', async () => {
      const first = await agree();
      await share();
      await share();
      expect(await circle()).toEqual([['org-b', first]]);
      await expect(share('org-d')).rejects.toMatchObject(LATE);
      const second = await agree();
      await share('org-d');
      expect(await circle()).toEqual([
        ['org-b', first],
        ['org-d', second],
      ]);
      await withdraw(first);
      expect(await circle()).toEqual([['org-d', second]]);
      await withdraw(second);
      expect(await circle()).toEqual([]);
    });

    it('what was stopped is not begun again without the person', async () => {
      const consent = await agree();
      await share();
      await endSharing({ ctx: office.as('mem-amelie'), input: { id, organisationId: 'org-b' } });
      await expect(share()).rejects.toMatchObject(LATE);
      await withdraw(consent);
    });

    it('one agreement opens one door, whoever is quicker', async () => {
      const consent = await agree();
      const both = await Promise.allSettled([share(), share('org-d')]);
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect((await circle()).map(([, on]) => on)).toEqual([consent]);
      await withdraw(consent);
    });

    it('below the verbs too: no access by agreement without one of that person, still given and not used', async () => {
      const { actor } = office.as('mem-amelie');
      const other = (await openPerson({ ctx: office.as('mem-amelie'), input: { lastName: 'Autre' } })).id;
      const give = (person: string, consentId: string | null) =>
        office.deps.database.transact(actor, ({ people }) =>
          people.giveAccess(person, { organisationId: 'org-b', basis: 'consent', consentId }),
        );
      const consent = await agree();
      await expect(give(id, null)).rejects.toMatchObject({ code: '42501' });
      await expect(give(other, consent)).rejects.toMatchObject({ code: '42501' });
      await expect(give(id, await agree('reminders'))).rejects.toMatchObject({ code: '42501' });
      await give(id, consent);
      await expect(give(id, consent)).rejects.toMatchObject({ code: 'conflict' });
      await withdraw(consent);
      await expect(give(id, consent)).rejects.toMatchObject({ code: '42501' });
    });
  });
});
