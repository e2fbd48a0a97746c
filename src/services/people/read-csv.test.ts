import { describe, expect, it } from 'vitest';
import { readDay, readYes } from '../../domain/spreadsheet/read-words.ts';
import { readLanguage } from './csv-columns.ts';
import { readCsv } from './read-csv.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const AMINA = { row: 2, values: { prenom: 'Amélie', nom: 'Bénali' } };

describe('a file of people', () => {
  it.each<[string, Uint8Array]>([
    ['with semicolons', utf8('prenom;nom\nAmélie;Bénali')],
    ['with commas', utf8('prenom,nom\r\nAmélie,Bénali\r\n')],
    ['with tabs', utf8('prenom\tnom\nAmélie\tBénali')],
    ['with a mark at its beginning', utf8('\uFEFFprenom;nom\nAmélie;Bénali')],
    ['as French spreadsheets save it', Uint8Array.from('prenom;nom\nAmélie;Bénali', (letter) => letter.charCodeAt(0))],
    ['with headings of other tools', utf8('Nom de famille;"Prénom";Inutile\nBénali;Amélie;x')],
    ['with quotes and spaces', utf8('prenom ; nom\n"Amélie" ; "Bénali" ')],
    ['with more and fewer cells than headings', utf8('prenom;nom;email\nAmélie;Bénali\n;;;;;')],
    ['with a comma in a text between semicolons', utf8('prenom;nom;x\nAmélie;Bénali;a,b,c')],
  ])('%s', (_, bytes) => {
    expect(readCsv(bytes)).toEqual({ kind: 'rows', rows: [AMINA] });
  });

  it('numbers its rows as a spreadsheet does, empty ones and line breaks in a cell counted', () => {
    const bytes = utf8('nom;reference\nUn;"a\nb"\n;\n\nDeux;c');
    const read = readCsv(bytes);
    expect(read.kind === 'rows' && read.rows.map(({ row, values }) => [row, values.nom])).toEqual([
      [2, 'Un'],
      [5, 'Deux'],
    ]);
  });

  it.each<[string, string, string]>([
    ['nothing', '', 'empty'],
    ['headings alone', 'prenom;nom\n', 'empty'],
    ['no heading of ours', 'a;b\n1;2', 'noColumn'],
    ['a quote that nothing closes', 'nom\nUn\n"Deux', 'unreadable'],
  ])('of %s is refused whole', (_, text, kind) => {
    expect(readCsv(utf8(text)).kind).toBe(kind);
  });

  it('gives back what was escaped for spreadsheets', () => {
    const read = readCsv(utf8("nom;telephone\n'=SOMME;'+33612345678"));
    expect(read.kind === 'rows' && read.rows[0]?.values).toEqual({ nom: '=SOMME', telephone: '+33612345678' });
  });
});

describe('a cell', () => {
  it.each([
    ['7/12/1999', '1999-12-07'],
    ['07-12-1999', '1999-12-07'],
    ['1999-12-07', '1999-12-07'],
    ['07/12/1999 00:00:00', '1999-12-07'],
    ['31/02/1999', null],
    ['12/31/1999', null],
    ['1999', null],
  ])('%s is the day %s', (text, day) => expect(readDay(text)).toBe(day));
  it.each([
    ['FR', 'fr'],
    ['Français', 'fr'],
    ['arabe', 'ar'],
    ['klingon', 'other'],
  ])('%s is the language %s', (text, language) => expect(readLanguage(text)).toBe(language));
  it.each([
    ['Oui', true],
    ['x', true],
    ['NON', false],
    ['peut-être', null],
  ])('%s is %s', (text, yes) => expect(readYes(text)).toBe(yes));
});
