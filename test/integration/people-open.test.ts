import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPerson } from '../../src/services/people/open-person.ts';
import { type Office, openOffice } from '../support/office.ts';

const AMINA = { firstName: 'Amina', lastName: 'Benali', phone: '+33 6 12 34 56 78', birthDate: '1999-05-02' };

describe('a file is opened', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.close());

  it('with its identity apart, its referent, and a line of history that names fields only', async () => {
    const { id } = await openPerson({ ctx: office.as('mem-amelie'), input: { ...AMINA, reference: 'RSA-12' } });
    const [row] = await office.owner`
      select b.reference, b.organisation_id, b.version, i.search_text, i.phone_digits, i.phone, r.member_id, r.until,
        r."from" = a."from" as together
      from beneficiaries b join beneficiary_identities i on i.beneficiary_id = b.id
      join referents r on r.beneficiary_id = b.id join beneficiary_access a on a.beneficiary_id = b.id
      where b.id = ${id}`;
    expect(row).toEqual({
      reference: 'RSA-12',
      organisation_id: 'org-a',
      version: 1,
      search_text: 'amina benali',
      phone_digits: '0612345678',
      phone: '+33 6 12 34 56 78',
      member_id: 'mem-amelie',
      until: null,
      together: true,
    });
    const audit = await office.owner`select action, fields from audit_entries where entity_id = ${id}`;
    expect(audit).toEqual([
      { action: 'person.opened', fields: ['firstName', 'lastName', 'phone', 'birthDate', 'reference'] },
    ]);
  });

  it('once, however often the same form comes', async () => {
    const ctx = { ...office.as('mem-amelie'), idempotency: { key: 'form-1', requestHash: 'same' } };
    const input = { firstName: 'Bruno' };
    const opened = await Promise.all([openPerson({ ctx, input }), openPerson({ ctx, input })]);
    expect(opened[0]).toEqual(opened[1]);
    const rows = await office.owner`select 1 from beneficiary_identities where first_name = 'Bruno'`;
    expect(rows.length).toBe(1);
  });

  it.each([
    ['without any name', { phone: '0612345678' }, 'lastName'],
    ['with a phone that is none', { lastName: 'X', phone: 'néant' }, 'phone'],
    ['with an e-mail that is none', { lastName: 'X', email: 'x@' }, 'email'],
    ['born tomorrow', { lastName: 'X', birthDate: '2026-11-23' }, 'birthDate'],
    ['born before anybody', { lastName: 'X', birthDate: '1199-05-02' }, 'birthDate'],
    ['with a text of 50,000 characters', { lastName: 'x'.repeat(50_000) }, 'lastName'],
    ['under a reference in use', { lastName: 'X', reference: 'RSA-12' }, 'reference'],
  ])('never %s', async (_, input, path) => {
    const before = await office.owner`select count(*) from beneficiaries`;
    await expect(openPerson({ ctx: office.as('mem-amelie'), input })).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ path }],
    });
    expect(await office.owner`select count(*) from beneficiaries`).toEqual(before);
  });

  it('by nobody who accompanies nobody', async () => {
    await expect(openPerson({ ctx: office.as('mem-garage'), input: AMINA })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
