import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordConsent, withdrawConsent } from '../../src/services/people/consents.ts';
import { getPerson } from '../../src/services/people/get-person.ts';
import { openPerson } from '../../src/services/people/open-person.ts';
import { sharePerson } from '../../src/services/people/share-person.ts';
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
const share = () => sharePerson({ ctx: office.as('mem-amelie'), input: { id, organisationId: 'org-b' } });
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
});
