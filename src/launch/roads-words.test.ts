import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProgress, durationForPeople, sizeForPeople } from './progress.ts';
import { readRoadsArguments } from './roads-arguments.ts';

describe('the arguments of npm run roads', () => {
  it('know Geofabrik’s extract by its name', () => {
    expect(readRoadsArguments(['lorraine']).source).toEqual({
      kind: 'url',
      url: 'https://download.geofabrik.de/europe/france/lorraine-latest.osm.pbf',
    });
  });

  it.each([
    ['https://example.org/x.osm.pbf', { kind: 'url', url: 'https://example.org/x.osm.pbf' }],
    ['../x.osm.pbf', { kind: 'file', path: resolve('/home/someone/x.osm.pbf') }],
    ['/data/x.osm.pbf', { kind: 'file', path: resolve('/data/x.osm.pbf') }],
  ])('take %s from where the command was typed', (text, source) => {
    const wanted = readRoadsArguments(['--from', '/home/someone/here', text, '--territory', 'meuse']);
    expect(wanted).toEqual({ source, territoryId: 'meuse', preferredId: null, onlyIfNew: false, asLog: false });
  });

  it.each(['https://', 'http://:80/x.osm.pbf', 'https://a b/x.osm.pbf'])('say that %s is no address', (text) => {
    expect(() => readRoadsArguments([text])).toThrow(/n’est pas une adresse/);
  });

  it.each([[[]], [['']], [['a.pbf', 'b.pbf']], [['--what', 'a.pbf']], [['a.pbf', '--territory']]])(
    'say how to use it: %j',
    (args) => {
      expect(() => readRoadsArguments(args)).toThrow(/Utilisation : npm run roads -- <extrait>/);
    },
  );
});

describe('progress', () => {
  function watch(live: boolean) {
    const shown: string[] = [];
    let now = 0;
    const progress = createProgress({
      live,
      line: (text) => shown.push(`${text}\n`),
      write: (text) => shown.push(text),
      now: () => now,
    });
    return {
      shown,
      progress,
      wait: (ms: number) => {
        now += ms;
      },
    };
  }

  it('is a bar on a terminal, drawn anew and never too often', () => {
    const { shown, progress, wait } = watch(true);
    progress.tell('Téléchargement', 0, '0 octets sur 10 Mo');
    progress.tell('Téléchargement', 0.001);
    wait(200);
    progress.tell('Téléchargement', 0.5, '5 Mo sur 10 Mo');
    progress.end();
    expect(shown).toEqual([
      `\r[${'░'.repeat(24)}] Téléchargement · 0 % · 0 octets sur 10 Mo`,
      `\r[${'█'.repeat(12)}${'░'.repeat(12)}] Téléchargement · 50 % · 5 Mo sur 10 Mo   `,
      '\n',
    ]);
  });

  it('is a line for each stage and each tenth elsewhere', () => {
    const { shown, progress, wait } = watch(false);
    for (let share = 0; share <= 1; share += 0.01) progress.tell('Téléchargement', share);
    progress.tell('Vérification', null);
    wait(31_000);
    progress.tell('Vérification', null);
    progress.end();
    expect(shown.length).toBeGreaterThan(9);
    expect(shown.length).toBeLessThan(15);
    expect(shown.slice(-2)).toEqual(['Vérification\n', 'Vérification\n']);
    expect(shown.join('')).not.toContain('\r');
  });

  it.each([
    [0, '0 octets'],
    [2_922_403, '2,9 Mo'],
    [184_000_000, '184 Mo'],
    [1_234_000_000, '1,2 Go'],
  ])('tells %i bytes as %s', (bytes, text) => expect(sizeForPeople(bytes)).toBe(text));

  it.each([
    [4.2, '4 s'],
    [60, '1 min'],
    [200, '3 min 20 s'],
    [3900, '1 h 05'],
  ])('tells %d s as %s', (seconds, text) => expect(durationForPeople(seconds)).toBe(text));
});
