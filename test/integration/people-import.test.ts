import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Identity, identitySchema, LANGUAGES } from '../../src/domain/people/identity.ts';
import { PERSON_STATUSES } from '../../src/domain/people/status.ts';
import { csv } from '../../src/services/csv-file.ts';
import { checkRows } from '../../src/services/people/check-import.ts';
import { recordConsent } from '../../src/services/people/consents.ts';
import { COLUMNS } from '../../src/services/people/csv-columns.ts';
import { cellsOf, exportPeople, importTemplate } from '../../src/services/people/export-people.ts';
import { checkImport, confirmImport, MOST_IMPORTED } from '../../src/services/people/import-people.ts';
import { listPeople } from '../../src/services/people/list-people.ts';
import { openPerson } from '../../src/services/people/open-person.ts';
import { readCsv } from '../../src/services/people/read-csv.ts';
import { sharePerson } from '../../src/services/people/share-person.ts';
import { transferPeople } from '../../src/services/people/transfer-people.ts';
import { type MemberName, type Office, openOffice } from '../support/office.ts';

const STATUS_NAMES = Object.fromEntries(PERSON_STATUSES.map((one) => [one, one])) as Record<
  (typeof PERSON_STATUSES)[number],
  string
>;
const bytes = (text: string) => new TextEncoder().encode(text);

describe('people are imported', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.close());
  const check = (text: string, by: MemberName = 'mem-amelie') =>
    checkImport({ ctx: office.as(by), input: { bytes: bytes(text) } });
  const confirm = (draftId: string | null, by: MemberName = 'mem-amelie') =>
    confirmImport({ ctx: office.as(by), input: { draftId: draftId ?? '' } });
  const countAll = async () => (await office.owner`select count(*)::int as n from beneficiaries`)[0]?.n;

  const line = (n: number) => `Prénom${n};Nom${n};06${String(n).padStart(8, '0')};R-${n};Commercy`;
  const HEADINGS = 'prenom;nom;telephone;reference;commune';
  const TWO_THOUSAND = [HEADINGS, ...Array.from({ length: MOST_IMPORTED }, (_, n) => line(n))];

  it('never where one row of 2,000 is wrong: each error is told by its row and column', async () => {
    const before = await countAll();
    const lines = [...TWO_THOUSAND];
    lines[700] = 'X;Y;pas un numéro;;';
    lines[1200] = ';;0612345678;;';
    lines[1999] = 'X;Y;;R-5;Atlantide';
    const report = await check(lines.join('\n'));
    expect(report).toMatchObject({ draftId: null, rows: 2000 });
    expect(report.errors).toEqual([
      { row: 701, column: 'telephone', message: 'Numéro attendu, par exemple 06 12 34 56 78.' },
      { row: 1201, column: 'nom', message: 'Indiquez un nom, un prénom ou une référence.' },
      { row: 2000, column: 'commune', message: 'Commune inconnue : vérifiez l’orthographe, ou donnez le code INSEE.' },
      { row: 2000, column: 'reference', message: 'Cette référence est déjà celle de la ligne 7.' },
    ]);
    expect(await countAll()).toBe(before);
  });

  it('2,000 of them once confirmed, once however often', async () => {
    const before = await countAll();
    const report = await check(TWO_THOUSAND.join('\r\n'));
    expect(report).toMatchObject({ rows: 2000, errors: [], lookalikes: [] });
    expect(await countAll()).toBe(before);
    const both = await Promise.all([confirm(report.draftId), confirm(report.draftId)]);
    expect(both).toEqual([{ count: 2000 }, { count: 2000 }]);
    expect(await countAll()).toBe(before + 2000);
    const [sums] = await office.owner`select
      (select count(*)::int from referents where member_id = 'mem-amelie' and until is null) as referents,
      (select count(*)::int from beneficiary_access where organisation_id = 'org-a') as accesses,
      (select count(*)::int from audit_entries where action = 'person.imported') as told`;
    expect(sums).toEqual({ referents: 2000, accesses: 2000, told: 2000 });
  });

  it('and are told from those who are there already', async () => {
    const report = await check(
      `${HEADINGS}\nPrénom7;Nom7;0700000001;;\nAutre;Personne;0600000008;;\nAutre;Personne;;;`,
    );
    expect(report.errors).toEqual([]);
    expect(
      report.lookalikes.map(({ row, likeness, name, like }) => [row, likeness, name, 'row' in like && like.row]),
    ).toEqual([
      [2, 'sameName', 'Prénom7 Nom7', false],
      [3, 'samePhone', 'Prénom8 Nom8', false],
      [4, 'sameName', null, 3],
    ]);
  });

  it('all or none: a reference taken meanwhile stops everybody', async () => {
    const report = await check(`${HEADINGS}\nA;A;;N-1;\nB;B;;N-2;\nC;C;;N-3;`);
    await openPerson({ ctx: office.as('mem-basile'), input: { lastName: 'Rapide', reference: 'N-2' } });
    const before = await countAll();
    await expect(confirm(report.draftId)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('ligne 3'),
    });
    expect(await countAll()).toBe(before);
  });

  it('only by whoever checked them, and never seen by others', async () => {
    const report = await check(`${HEADINGS}\nSecret;Discret;;S-1;`);
    for (const other of ['mem-basile', 'mem-chloe', 'mem-far'] as const) {
      await expect(confirm(report.draftId, other)).rejects.toMatchObject({ code: 'notFound' });
    }
    const elsewhere = await check(`${HEADINGS}\nPrénom7;Nom7;;R-7;`, 'mem-chloe');
    expect(elsewhere).toMatchObject({ errors: [], lookalikes: [] });
    await expect(check(HEADINGS, 'mem-garage')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each([
    ['empty', ''],
    ['without a heading of ours', 'a;b\n1;2'],
    ['with a quote nothing closes', 'nom\n"Un'],
    ['of more than 2,000', [...TWO_THOUSAND, line(2001)].join('\n')],
  ])('never from a file %s', async (_, text) => {
    await expect(check(text)).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'file' }] });
  });

  it('and leave as a file that comes back the same, of my people only', async () => {
    await openPerson({
      ctx: office.as('mem-basile'),
      input: {
        firstName: '=cmd()',
        lastName: 'Öz;"türk"',
        phone: '+33 6 99 99 99 99',
        reference: '－12',
        discreet: true,
        commune: '55122',
      },
    });
    const text = await exportPeople({ ctx: office.as('mem-basile'), input: { statusNames: STATUS_NAMES } });
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text).toContain("'=cmd()");
    expect(text).not.toMatch(/(^|;|\n)"?[=+\-@]/);
    const read = readCsv(bytes(text));
    expect(read.kind === 'rows' && read.rows.map(({ values }) => values)).toEqual([
      {
        prenom: '=cmd()',
        nom: 'Öz;"türk"',
        telephone: '+33 6 99 99 99 99',
        commune: 'Commercy',
        reference: '－12',
        discretion: 'oui',
      },
      { nom: 'Rapide', reference: 'N-2' },
    ]);
    const foreign = await exportPeople({ ctx: office.as('mem-chloe'), input: { statusNames: STATUS_NAMES } });
    expect(foreign.trim().split('\n').length).toBe(1);
    expect((await listPeople({ ctx: office.as('mem-chloe'), input: { whose: 'organisation' } })).total).toBe(0);
  });

  it('whatever they are called: what is exported is what is read again', async () => {
    const { gazetteer } = await office.deps.territory('meuse');
    const word = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => !text.includes('\0') && text.isWellFormed());
    const anybody: fc.Arbitrary<Identity> = fc
      .record({
        firstName: word,
        lastName: fc.option(word, { nil: null }),
        phone: fc.constantFrom(null, '06 12 34 56 78', '+33 6 12 34 56 78'),
        email: fc.constantFrom(null, 'a@exemple.fr'),
        language: fc.constantFrom(null, ...LANGUAGES),
        birthDate: fc.constantFrom(null, '1999-05-02', '2004-02-29'),
        commune: fc.constantFrom(null, '55122'),
        reference: fc.option(word, { nil: null }),
        discreet: fc.boolean(),
      })
      .map((one) => identitySchema.safeParse(one))
      .filter((parsed) => parsed.success)
      .map(({ data }) => data as Identity)
      // A quote before a sign is what we add ourselves.
      .filter(
        (one) => ![one.firstName, one.lastName, one.reference].some((text) => /^'[=+\-@＝＋－＠]/.test(text ?? '')),
      );
    fc.assert(
      fc.property(anybody, (identity) => {
        const cells = cellsOf(identity, gazetteer);
        const text = csv([[...COLUMNS], COLUMNS.map((column) => cells[column])]);
        const read = readCsv(bytes(text));
        const rows = read.kind === 'rows' ? read.rows : [];
        const { people, errors } = checkRows(rows, { gazetteer, today: '2026-11-22', takenReferences: new Set() });
        expect(errors).toEqual([]);
        expect(people.map((one) => one.identity)).toEqual([identity]);
      }),
    );
  });

  it('whatever numbers a partner gave those whose files it shares: they are named as alike, and hinder nobody', async () => {
    const shared = await openPerson({
      ctx: office.as('mem-chloe'),
      input: { firstName: 'Prise', lastName: 'Ailleurs', phone: '0655555555', reference: 'P-1' },
    });
    const ctx = office.as('mem-chloe');
    await recordConsent({ ctx, input: { id: shared.id, purpose: 'shareFile', channel: 'oral' } });
    await sharePerson({ ctx, input: { id: shared.id, organisationId: 'org-a' } });
    const report = await check(`${HEADINGS}\nQuelqu’un;Dautre;;P-1;\nPrise;Ailleurs;0655555555;P-2;`);
    expect(report.errors).toEqual([]);
    expect(report.lookalikes.map(({ row, like }) => [row, like])).toContainEqual([3, { id: shared.id }]);
    expect(await confirm(report.draftId)).toEqual({ count: 2 });
  });

  it('never under a number of our own, though its file was handed over and is not ours to see any more', async () => {
    const { id } = await openPerson({ ctx: office.as('mem-amelie'), input: { lastName: 'Parti', reference: 'H-1' } });
    await transferPeople({ ctx: office.as('mem-amelie'), input: { ids: [id], toMemberId: 'mem-chloe' } });
    const report = await check(`${HEADINGS}\nAutre;Autre;;H-1;`);
    expect(report).toMatchObject({ draftId: null, errors: [{ row: 2, column: 'reference' }], lookalikes: [] });
    // To the one that has it now it is a number like any other.
    expect((await check(`${HEADINGS}\nAutre;Autre;;H-1;`, 'mem-chloe')).errors).toEqual([]);
  });

  it('from a template that has our columns', () => {
    expect(importTemplate({ ctx: office.as('mem-amelie') })).toBe(`\uFEFF${COLUMNS.join(';')}\r\n`);
  });
});
