import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { offerInputSchema } from '../../src/domain/catalogue/offer.ts';
import { withPresentCommunes } from '../../src/domain/imports/present-communes.ts';
import { ProblemError } from '../../src/services/errors.ts';
import { readZip } from '../../src/services/imports/files/read-zip.ts';
import { MOST_ROWS } from '../../src/services/imports/files/unreadable.ts';
import { readFile } from '../../src/services/imports/read-file.ts';
import { zipOf } from '../support/zip.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const none = { knownStructures: new Map() };
/** The first offer of a table of trainings, or what is wrong with its row. */
async function firstOf(file: Uint8Array) {
  const [record] = await readFile('csv-training', file, none);
  if (record?.target !== 'offer') throw new Error('no offer');
  return record.problems.length > 0 ? record.problems : offerInputSchema.parse(record.build(null, null));
}
const refusal = async (file: Uint8Array, format: 'csv-training' | 'gtfs' | 'data-inclusion' = 'csv-training') => {
  const error = await readFile(format, file, none).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof ProblemError ? error.errors[0]?.message : `${error}`;
};
async function workbook(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void) {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet('Feuille 1'), book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

describe('a table is read', () => {
  it.each([
    ['UTF-8', bytes('Titre;Structure\nÉté;Œuvre')],
    ['UTF-8 with its mark', bytes('\ufeffTitre;Structure\r\nÉté;Œuvre')],
    [
      'Windows-1252',
      Buffer.from([
        ...Buffer.from('Titre;Structure\n', 'latin1'),
        0xc9,
        0x74,
        0xe9,
        0x3b,
        0x8c,
        ...Buffer.from('uvre'),
      ]),
    ],
    ['UTF-16', Buffer.from('\ufeffTitre\tStructure\nÉté\tŒuvre', 'utf16le')],
    ['commas', bytes('Titre,Structure\n"Été",Œuvre')],
    ['tabs', bytes('Titre\tStructure\nÉté\tŒuvre')],
    ['with many signs in one cell', bytes(`Titre,Structure,Description\nÉté,Œuvre,"${'a,'.repeat(400)}"`)],
    ['under a title', bytes('Nos offres de 2026\n\nTITRE;structure ;Autre chose\nÉté;Œuvre;x')],
  ])('in %s', async (_name, file) => {
    expect(await firstOf(new Uint8Array(file))).toMatchObject({ title: 'Été', provider: { name: 'Œuvre' } });
  });

  it.each([
    ['2026-11-02', '2026-11-02'],
    ['02/11/2026', '2026-11-02'],
    ['2.11.26', '2026-11-02'],
    ['46328', '2026-11-02'],
  ])('with the date %s', async (typed, day) => {
    expect(await firstOf(bytes(`Titre;Structure;Début\nA;B;${typed}`))).toMatchObject({ validFrom: day });
  });

  it.each(['31/02/2026', 'bientôt', '12345'])('without taking %s for a date', async (typed) => {
    expect(await firstOf(bytes(`Titre;Structure;Début\nA;B;${typed}`))).toMatchObject([
      { path: 'validFrom', heading: 'Début' },
    ]);
  });

  it.each([
    ['Coût (€)', '5', 500],
    ['Coût (€)', '5,50', 550],
    ['Coût (€)', '1 234,5', 123_450],
    ['Coût (€)', '12 345', 1_234_500],
    ['Coût', '1500,00 euros', 150_000],
    ['Coût', 'environ 5 €.', 500],
    ['Coût', ',50 €', 50],
    ['Coût en euros', '5.5', 550],
    ['Coût', '5 €', 500],
    ['Coût', '0,50€', 50],
    ['Coût (centimes)', '550', 550],
    ['Coût (€)', '50 centimes', 50],
    ['Coût (centimes)', '5 €', 500],
  ])('with « %s » %s', async (heading, typed, costCents) => {
    expect(await firstOf(bytes(`Titre;Structure;${heading}\nA;B;${typed}`))).toMatchObject({ details: { costCents } });
  });

  it.each([
    ['Coût', '5', 'Euros ou centimes ?'],
    ['Coût (€)', 'gratuit', 'Prix attendu'],
    ['Coût (€)', '0,123', 'nombre entier de centimes'],
    ['Coût', '1.500 €', 'nombre entier de centimes'],
    ['Coût', '1.500 centimes', 'nombre entier de centimes'],
    ['Coût (€)', '5,000', 'nombre entier de centimes'],
    ['Coût', '2 x 150 €', 'Un seul prix attendu'],
    ['Coût', '5 à 10 €', 'Un seul prix attendu'],
    ['Coût', '5-10 €', 'Un seul prix attendu'],
    ['Coût', '5 10 €', 'Un seul prix attendu'],
    ['Coût', '1,500.00 €', 'Un seul prix attendu'],
    ['SIRET', '1,23457E+13', 'Le tableur a abrégé'],
  ])('not guessing at « %s » %s', async (heading, typed, message) => {
    expect(await firstOf(bytes(`Titre;Structure;${heading}\nA;B;${typed}`))).toMatchObject([
      { message: expect.stringContaining(message) },
    ]);
  });

  it('with what a spreadsheet took for numbers, and the quote it puts before a formula', async () => {
    const file = bytes(
      "Titre;Structure;Téléphone;Zone;Lieu : code commune;Lieu : longitude;Lieu : latitude\n'=A;'@B;329000000;8105,55;8105;4,72;49,76",
    );
    expect(await firstOf(file)).toMatchObject({
      title: '=A',
      provider: { name: '@B', phone: '0329000000' },
      eligibilityZone: ['08105', '55'],
      details: { place: { commune: '08105', lon: 4.72, lat: 49.76 } },
    });
  });

  it('with the communes that there are in the place of those that there were', () => {
    const { offer, replaced } = withPresentCommunes(
      {
        eligibilityZone: ['55240', '55002', '55'],
        details: { place: { commune: '55240', lon: 5.5, lat: 49.2 }, zone: ['55240'] },
      },
      () => false,
    );
    expect(offer).toEqual({
      eligibilityZone: ['55002', '55'],
      details: { place: { commune: '55002', lon: 5.5, lat: 49.2 }, zone: ['55002'] },
    });
    expect(replaced).toEqual([['55240', '55002']]);
  });
});

describe('a workbook is read', () => {
  it('with its dates, hours, numbers, links, rich texts and formulas', async () => {
    const file = await workbook((sheet) => {
      sheet.addRow(['Titre', 'Structure', 'Début', 'Coût (€)', 'Site web', 'Attente (semaines)', 'SIRET']);
      const row = sheet.addRow([
        { richText: [{ text: 'Code ' }, { text: 'de la route', font: { bold: true } }] },
        'B',
        new Date(Date.UTC(2026, 10, 2)),
        { formula: 'A1', result: 12.5 },
        { text: 'https://exemple.invalid', hyperlink: 'https://exemple.invalid' },
        1.5,
        12345678900011,
      ]);
      row.getCell(3).numFmt = 'dd/mm/yyyy';
    });
    expect(await firstOf(file)).toMatchObject({
      title: 'Code de la route',
      validFrom: '2026-11-02',
      provider: { url: 'https://exemple.invalid', siret: '12345678900011' },
      details: { costCents: 1250, waitingWeeks: 1.5 },
    });
  });

  it('with cells joined: down a column each says the same, along a row only the first says anything', async () => {
    const file = await workbook((sheet) => {
      sheet.addRow(['Offres de la Meuse']);
      sheet.mergeCells('A1:D1');
      sheet.addRow(['Titre', 'Structure', 'Description', 'Référence']);
      sheet.addRow(['A', 'Garage', 'Texte', 'R1']);
      sheet.addRow(['B', '', '', 'R2']);
      sheet.mergeCells('B3:B4');
      sheet.addRow(['C', 'Autre', '', '']);
      sheet.mergeCells('B5:D5');
    });
    const records = await readFile('csv-training', file, none);
    const read = records.map((record) => (record.target === 'offer' ? record.build(null, null) : {}));
    expect(read).toMatchObject([
      { title: 'A', provider: { name: 'Garage' }, description: 'Texte', externalId: 'R1' },
      { title: 'B', provider: { name: 'Garage' }, externalId: 'R2' },
      { title: 'C', provider: { name: 'Autre' } },
    ]);
    expect(read[2]).not.toHaveProperty('description');
    expect(records.map(({ row }) => row)).toEqual([3, 4, 5]);
  });

  it('on whichever sheet the table is', async () => {
    const file = await workbook((sheet, book) => {
      sheet.addRow(['Lisez-moi']);
      book.addWorksheet('Offres').addRows([
        ['Titre', 'Structure'],
        ['A', 'B'],
      ]);
    });
    expect(await firstOf(file)).toMatchObject({ title: 'A' });
  });
});

const rowOf = (n: number) => `<row r="${n}"><c r="A${n}" t="inlineStr"><is><t>A</t></is></c></row>`;
const sheetOf = (rows: string) =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;
const bookOf = (sheet: string | Uint8Array, claimed?: number) =>
  zipOf([
    { name: 'xl/workbook.xml', content: '<workbook/>' },
    { name: 'xl/worksheets/sheet1.xml', content: sheet, ...(claimed === undefined ? {} : { claimed }) },
  ]);

describe('a file is refused', () => {
  it.each([
    ['that is empty', bytes(''), 'Ce fichier est vide.'],
    ['of blanks', bytes(' \n \n'), 'Ce fichier est vide.'],
    ['of headings alone', bytes('Titre;Structure\n'), 'aucune ligne'],
    ['without headings', bytes('1;2\n3;4'), 'Aucune colonne connue'],
    ['that is a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2]), 'pas le bon type'],
    ['that is a PDF', bytes('%PDF-1.7'), 'pas le bon type'],
    ['that is a page', bytes('<!doctype html><table>'), 'pas le bon type'],
    ['of the format of 1997', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'ancien format'],
    ['with quotes that nothing closes', bytes('Titre;Structure\n"A;B'), 'ne se lit pas'],
    ['of one endless line', bytes(`Titre,Structure${','.repeat(2_000_000)}`), 'plus de 300 colonnes'],
    ['of one endless cell', bytes('('.repeat(2_000_000)), 'Aucune colonne connue'],
    ['of too many columns', bytes(`Titre;Structure${';x'.repeat(299)}\nA;B`), 'plus de 300 colonnes'],
    ['that is another archive', zipOf([{ name: 'a.txt', content: 'x' }]), 'pas un classeur'],
    ['that is cut off', bookOf(sheetOf(rowOf(1))).slice(0, 120), 'ne s’ouvre pas'],
  ])('%s', async (_name, file, message) => {
    expect(await refusal(file)).toContain(message);
  });

  it('of a million rows before it is all read', async () => {
    const lines = bytes(`Titre;Structure\n${'A;B\n'.repeat(1_000_000)}`);
    expect(await refusal(lines)).toContain('plus de 50');

    const rows = Array.from({ length: 1000 }, (_, n) => rowOf(n + 1)).join('');
    const file = bookOf(Buffer.from(sheetOf(rows.repeat(1000))));
    expect(await refusal(file)).toContain('plus de 50');
    // It stops where there are too many, long before the end of what the archive holds.
    let unpacked = 0;
    let count = 0;
    await readZip(file, {
      wanted: () => true,
      look(_entry, piece) {
        unpacked += piece.length;
        count += piece.toString('latin1').split('<row').length - 1;
        if (count > MOST_ROWS) throw new ProblemError('invalid', 'assez');
      },
    }).catch(() => {});
    expect(unpacked).toBeLessThan((rows.length * 1000) / 10);
  }, 120_000);

  it('that is a bomb, whether it says so or lies', async () => {
    const zeros = Buffer.alloc(60 * 1024 * 1024, '0');
    expect(await refusal(bookOf(zeros))).toContain('beaucoup trop');
    expect(await refusal(bookOf(zeros, 1000))).toContain('ne s’ouvre pas');
    // The library unpacks whatever is there: what a workbook's looks claim to weigh is no more believed than its rows.
    const looks = zipOf([
      { name: 'xl/workbook.xml', content: '<workbook/>' },
      { name: 'xl/worksheets/sheet1.xml', content: sheetOf(rowOf(1)) },
      { name: 'xl/styles.xml', content: zeros, claimed: 900_000 },
    ]);
    expect(await refusal(looks)).toContain('ne s’ouvre pas : elle est abîmée');
    const many = zipOf(Array.from({ length: 600 }, (_, n) => ({ name: `xl/worksheets/sheet${n}.xml`, content: 'x' })));
    expect(await refusal(many)).toContain('beaucoup trop');
  }, 120_000);

  it('of another standard', async () => {
    expect(await refusal(bytes('{"a": 1}'), 'gtfs')).toContain('pas le bon type');
    expect(await refusal(bytes('stop_id;stop_name'), 'data-inclusion')).toContain('pas le bon type');
    expect(await refusal(bytes('[]'), 'data-inclusion')).toContain('Aucune structure');
    expect(await refusal(zipOf([{ name: 'trips.txt', content: 'x' }]), 'gtfs')).toContain('stops.txt');
  });
});
