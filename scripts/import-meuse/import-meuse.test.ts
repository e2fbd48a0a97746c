import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCsv } from './csv.ts';
import { communeNamed, communeOf, plainName, unshouted } from './places.ts';

const root = path.resolve(import.meta.dirname, '../..');
const openData = path.resolve(root, '../shared/data');

describe('reading a source', () => {
  it('parses quotes, commas, line breaks and a byte order mark', () => {
    expect(parseCsv('\uFEFFa,b\r\n"x, ""y""","two\nlines"\r\n,last\r\n')).toEqual([
      { a: 'x, "y"', b: 'two\nlines' },
      { a: '', b: 'last' },
    ]);
    expect(parseCsv('a,b\n1,2')).toEqual([{ a: '1', b: '2' }]);
    expect(() => parseCsv('a,b\n1,2,3\n')).toThrow(/Row 2 has 3 fields/);
    expect(() => parseCsv('')).toThrow();
  });

  it('compares and tidies names', () => {
    expect(plainName('St-Dizier')).toBe('SAINT DIZIER');
    expect(plainName('Étain')).toBe('ETAIN');
    expect(unshouted('71 AVENUE DE LA 2EME DIVISION')).toBe('71 Avenue de la 2e Division');
    expect(unshouted('77 rue ERNEST BRADFER')).toBe('77 rue Ernest Bradfer');
  });

  it('finds a commune by name, else the nearest, else none', () => {
    const commune = (code: string, name: string, lat: string) =>
      communeOf({
        code_insee: code,
        nom: name,
        departement: '54',
        epci_code: 'e',
        epci_nom: 'E',
        population: '1',
        lon: '5.9',
        lat,
        codes_postaux: '54000',
      });
    const communes = [commune('54099', 'Val de Briey', '49.25'), commune('54528', 'Toul', '48.67')];
    const near = (town: string, lat: number) =>
      communeNamed(communes, { town, departement: '54', position: [5.9, lat] })?.code;
    expect(near('TOUL', 49.25)).toBe('54528');
    expect(near('BRIEY', 49.26)).toBe('54099');
    expect(near('BRIEY', 47)).toBeUndefined();
  });
});

describe.skipIf(!existsSync(openData))('the import (skipped where the open data are absent)', () => {
  it('writes the committed facts, byte for byte', { timeout: 120_000 }, async () => {
    const output = await mkdtemp(path.join(tmpdir(), 'pouvoir-bouger-import-'));
    try {
      execFileSync(process.execPath, ['--import', 'tsx', 'scripts/import-meuse.ts', openData, output], { cwd: root });
      const committed = path.join(root, 'territories/meuse/facts');
      expect((await readdir(output)).sort()).toEqual((await readdir(committed)).sort());
      for (const file of await readdir(committed)) {
        expect(await readFile(path.join(output, file), 'utf8'), file).toBe(
          await readFile(path.join(committed, file), 'utf8'),
        );
      }
    } finally {
      await rm(output, { recursive: true });
    }
  });
});
