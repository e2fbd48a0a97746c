import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RUGGELL, VADUZ, writeLiechtenstein } from '../../../../test/support/liechtenstein.ts';
import { publicHolidays } from '../../../domain/schedule/holidays.ts';
import { createGazetteer } from '../../stores/gazetteer.ts';
import { listTerritoryFolders, TerritoryFolderError } from './list-territories.ts';
import { pointsOfInterest } from './points-of-interest.ts';
import { readTerritory } from './read-territory.ts';

let dataDir: string;
let root: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'pouvoir-bouger-territory-'));
  root = path.join(dataDir, 'territories');
  await writeLiechtenstein(dataDir);
});
afterEach(() => rm(dataDir, { recursive: true }));

describe('a territory of the operator’s, with no file but those it must have', () => {
  it('is listed after the project’s own', async () => {
    expect(await listTerritoryFolders(dataDir)).toEqual([
      { id: 'meuse', root: expect.stringMatching(/territories$/) },
      { id: 'liechtenstein', root },
    ]);
    expect(await listTerritoryFolders(path.join(dataDir, 'nowhere'))).toHaveLength(1);
  });

  it('may not take the id of one of the project’s', async () => {
    await mkdir(path.join(root, 'meuse'));
    await writeFile(path.join(root, 'meuse/territory.json'), '{}');
    await expect(listTerritoryFolders(dataDir)).rejects.toThrow(TerritoryFolderError);
  });

  it('is read whole: eleven communes, each on its own share of the ground, and no public place', async () => {
    const facts = await readTerritory('liechtenstein', root);
    expect(facts.communes).toHaveLength(11);
    expect(facts.territory.timeZone).toBe('Europe/Vaduz');
    expect([facts.communesAround, pointsOfInterest(facts), facts.emissionFactors]).toEqual([[], [], []]);
    const gazetteer = createGazetteer(facts.communes.map((commune) => ({ ...commune, inside: true })));
    for (const { name, lon, lat } of facts.communes) expect(gazetteer.locate({ lon, lat })?.name).toBe(name);
    const at = ([lon, lat]: readonly [number, number]) => ({ lon, lat });
    expect(gazetteer.locate(at(VADUZ))).toMatchObject({ code: 'LI-7001', departement: 'LI', epciCode: null });
    expect(gazetteer.locate(at(RUGGELL))?.name).toBe('Ruggell');
    // Malbun lies nearest to Triesenberg, Buchs over the Rhine in Switzerland.
    expect(gazetteer.locate({ lon: 9.6083, lat: 47.1026 })?.name).toBe('Triesenberg');
    expect(gazetteer.locate({ lon: 9.4737, lat: 47.1674 })).toBeNull();
    expect(gazetteer.metresOutside({ lon: 9.4737, lat: 47.1674 })).toBeGreaterThan(1_000);
  });

  it.each(['Europe/Vadus', '+01:00', ''])('is refused where its time zone is “%s”', async (timeZone) => {
    const file = path.join(root, 'liechtenstein/territory.json');
    const territory = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...territory, timeZone }));
    await expect(readTerritory('liechtenstein', root)).rejects.toThrow(/fuseau horaire comme Europe\/Paris.*timeZone/s);
  });

  it('keeps its own holidays', async () => {
    const { territory } = await readTerritory('liechtenstein', root);
    const days = [...publicHolidays('2027-01-01', '2027-12-31', territory.holidays).keys()].sort();
    expect(days).toEqual(
      '2027-01-01 2027-01-06 2027-03-29 2027-05-01 2027-05-06 2027-05-17 2027-05-27 2027-08-15 2027-09-08 2027-11-01 2027-12-08 2027-12-25 2027-12-26'.split(
        ' ',
      ),
    );
    expect([...publicHolidays('2027-01-01', '2029-01-01', 'none')]).toEqual([]);
    const once = { everyYear: [], daysFromEaster: [], dates: ['2028-02-19', '2031-01-01'] };
    expect([...publicHolidays('2027-01-01', '2029-01-01', once).keys()]).toEqual(['2028-02-19']);
  });

  it.each([
    ['a commune without ground', 'facts/boundary.json', /commune LI-7001 has no contour/, (): string | null => null],
    [
      'an id that is not its folder’s',
      'territory.json',
      /the id must be “liechtenstein”/,
      (t: string) => t.replace('"liechtenstein"', '"other"'),
    ],
    ['a file that is no JSON', 'territory.json', /liechtenstein\/territory.json is no JSON/, () => '{'],
    [
      'a wrong row',
      'facts/communes.json',
      /communes.json: .*row 1.*population/s,
      (t: string) => t.replace('5229', '-1'),
    ],
    [
      'a holiday that is none',
      'territory.json',
      /territory.json: .*holidays/s,
      (t: string) => t.replace('01-06', '13-06'),
    ],
    ['a missing file', 'facts/communes.json', /Cannot read .*communes.json/, () => null],
  ])('names the file at fault: %s', async (_, file, message, change) => {
    const name = path.join(root, 'liechtenstein', file);
    const changed = change(await readFile(name, 'utf8'));
    await (changed === null ? rm(name) : writeFile(name, changed));
    await expect(readTerritory('liechtenstein', root)).rejects.toThrow(message);
  });
});
