import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { followRoads } from '../../geo/roads/follow-roads.ts';
import { createValhallaRouter } from '../../geo/valhalla.ts';
import { type Command, runCommand } from '../support/command.ts';
import { type FileServer, type Served, startFileServer } from '../support/file-server.ts';
import { goteborgPbf, writeGoteborg } from '../support/goteborg.ts';
import { until } from '../support/until.ts';
import { GOTEBORG_PLACES } from '../support/valhalla-tiles.ts';

/** Processes start and tiles are built, on a machine that may be busy. */
const SLOW_MS = 180_000;

let source: string;
let extract: string;
let dataDir: string;
let server: FileServer;
let files: Record<string, Served | { status: number; location?: string }>;
const started: Command[] = [];

beforeAll(async () => {
  source = await mkdtemp(join(tmpdir(), 'pouvoir-bouger-extracts-'));
  extract = join(source, 'goteborg.osm.pbf');
  writeFileSync(extract, goteborgPbf());
});
afterAll(() => rm(source, { recursive: true }));
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pouvoir-bouger-roads-'));
  await writeGoteborg(dataDir);
  files = {};
  server = await startFileServer((path) => files[path] ?? { status: 404 });
});
afterEach(async () => {
  for (const command of started.splice(0)) {
    command.process.kill('SIGKILL');
    await command.ended;
  }
  await server.close();
  await rm(dataDir, { recursive: true, maxRetries: 5 });
});

function roads(...args: string[]): Command {
  const command = runCommand('bin/roads.mjs', args, { dataDir });
  started.push(command);
  return command;
}
async function done(command: Command): Promise<string> {
  expect(await command.ended, command.output()).toBe(0);
  return command.output();
}
/** It ends with 1 and one sentence that says why. */
async function refused(command: Command, why: RegExp): Promise<void> {
  expect(await command.ended, command.output()).toBe(1);
  const last = command.output().trimEnd().split('\n').at(-1) ?? '';
  expect(last).toMatch(why);
  expect(command.output()).not.toMatch(/\bat \S+ \(|node:internal|Error:/);
}

const folder = () => join(dataDir, 'roads/goteborg');
const inUse = (): string | null => {
  const file = join(folder(), 'current.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).edition : null;
};
const editions = () => (existsSync(folder()) ? readdirSync(folder()).filter((name) => name !== 'current.json') : []);
const downloads = () => {
  const path = join(dataDir, 'roads/downloads');
  return existsSync(path) ? readdirSync(path).sort() : [];
};
const serve = (served: Partial<Served> = {}, path = '/goteborg-latest.osm.pbf') => {
  files[path] = { body: readFileSync(extract), etag: '"one"', ...served };
  return `${server.url}${path.slice(1)}`;
};
/** The tile builders that run in this test's folder. */
const builders = () =>
  readdirSync('/proc').filter((pid) => {
    try {
      return (
        readlinkSync(`/proc/${pid}/cwd`).startsWith(dataDir) && readlinkSync(`/proc/${pid}/exe`).includes('valhalla')
      );
    } catch {
      return false;
    }
  });

/** Its fourth field, counted after the name in brackets (man 5 proc). */
function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

describe('roads from a file', { timeout: SLOW_MS }, () => {
  it('are found to be of which territory, built, examined, and readable by whoever runs the platform', async () => {
    const output = await done(roads(extract));
    expect(output).toMatch(
      /Routes en service pour « Göteborg » : goteborg 2025-01-01 · [0-9a-f]{8} \(édition \d{8}T\d{6}Z/,
    );
    expect(output).toMatch(/Avec 10 km autour, \d+ % de l’étendue est couverte ; il manque 8 km au nord, 9 km à l’est/);
    const edition = inUse() as string;
    expect(editions()).toEqual([edition]);
    for (const path of ['', edition]) expect(statSync(join(folder(), path)).mode & 0o777).toBe(0o755);
    for (const path of ['current.json', `${edition}/tiles.tar`, `${edition}/roads.json`]) {
      expect(statSync(join(folder(), path)).mode & 0o777).toBe(0o644);
    }
    // The same extract again is another edition of the same data; the one of before is removed: nobody reads it.
    const dataSet = () => JSON.parse(readFileSync(join(folder(), `${inUse()}/roads.json`), 'utf8')).dataSet;
    const first = dataSet();
    await done(roads(extract));
    expect(editions()).toEqual([inUse()]);
    expect(inUse()).not.toBe(edition);
    expect(dataSet()).toBe(first);
    // And not at all where it is only wanted if it is new.
    const before = inUse();
    expect(await done(roads('--if-new', extract))).toBe('');
    expect(inUse()).toBe(before);
  });

  it('change under who asks for tables: every answer is right, none is lost, then the old ones go', async () => {
    await done(roads(extract));
    const first = inUse() as string;
    const log = () => {};
    const follower = followRoads({ dataDir, openRouter: createValhallaRouter, log, lookEveryMs: 50, graceMs: 500 });
    try {
      const ask = async () => {
        const router = follower.of('goteborg')?.router;
        if (!router) throw new Error('no roads');
        return router.table({ mode: 'car', sources: GOTEBORG_PLACES, destinations: GOTEBORG_PLACES });
      };
      const expected = [...(await ask()).durations];
      expect(Math.max(...expected)).toBeGreaterThan(60);
      let asking = true;
      const answers = { wrong: 0, dataSets: new Set<string>() };
      const askers = [1, 2].map(async () => {
        while (asking) {
          const { durations, dataSet } = await ask();
          answers.dataSets.add(dataSet);
          if (String([...durations]) !== String(expected)) answers.wrong++;
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      });
      const later = join(source, 'later.osm.pbf');
      writeFileSync(later, goteborgPbf(new Date('2025-02-01T20:21:00Z')));
      const output = await done(roads(later));
      await until(() => answers.dataSets.size === 2, 30_000);
      asking = false;
      await Promise.all(askers);
      expect(answers.wrong).toBe(0);
      // The command waited until this process had left the old edition, and removed it.
      expect(output).not.toContain('la prochaine fois');
      expect(editions()).toEqual([inUse()]);
      expect(inUse()).not.toBe(first);
      expect([...(await ask()).durations]).toEqual(expected);
    } finally {
      await follower.close();
    }
  });

  it('are asked for by name where the extract holds several territories, and refused where it holds none', async () => {
    await writeGoteborg(dataDir, 'goteborg-bis');
    await refused(
      roads(extract),
      /plusieurs territoires : goteborg \(Göteborg\), goteborg-bis .* --territory goteborg$/,
    );
    await refused(
      roads(extract, '--territory', 'meuse'),
      /ne contient aucune commune du territoire Meuse.*extrait qui le couvre/,
    );
    await refused(roads(extract, '--territory', 'nowhere'), /« nowhere ».*meuse \(Meuse\), goteborg/);
    rmSync(join(dataDir, 'territories'), { recursive: true });
    await refused(roads(extract), /aucune commune d’un territoire d’ici : meuse \(Meuse\)/);
    expect(editions()).toEqual([]);
  });

  it('are refused in a sentence where the file is none, and those in use stay', async () => {
    await done(roads(extract));
    const before = inUse();
    const bad = (name: string, content: Buffer | string) => {
      const path = join(source, name);
      writeFileSync(path, content);
      return path;
    };
    const whole = readFileSync(extract);
    await refused(roads(join(source, 'nothing.osm.pbf')), /nothing.osm.pbf n’existe pas/);
    await refused(roads(source), /est un dossier|n’est pas un extrait/);
    await refused(roads(bad('page.osm.pbf', '<!doctype html>')), /page.osm.pbf n’est pas un extrait OpenStreetMap/);
    await refused(roads(bad('empty.osm.pbf', '')), /empty.osm.pbf n’est pas un extrait/);
    await refused(
      roads(bad('cut.osm.pbf', whole.subarray(0, whole.length - 1_000))),
      /cut.osm.pbf est incomplet ou abîmé/,
    );
    await refused(roads(), /téléchargé chez Geofabrik/);
    expect(inUse()).toBe(before);
    expect(editions()).toEqual([before]);
  });
});

describe('roads from an address', { timeout: SLOW_MS }, () => {
  it('come over a connection that is cut, through a redirection, with their check sum', async () => {
    serve({ cutAfterBytes: 60_000, pace: { bytes: 20_000, pauseMs: 5 } });
    files['/goteborg-latest.osm.pbf.md5'] = {
      body: Buffer.from(`${createHash('md5').update(readFileSync(extract)).digest('hex')}  goteborg-latest.osm.pbf\n`),
    };
    files['/here.osm.pbf'] = { status: 302, location: `${server.url}goteborg-latest.osm.pbf` };
    files['/here.osm.pbf.md5'] = { status: 302, location: `${server.url}goteborg-latest.osm.pbf.md5` };
    await done(roads(`${server.url}here.osm.pbf`));
    expect(server.requests.filter((request) => request.includes('bytes=')).length).toBeGreaterThan(0);
    expect(server.requests.some((request) => request.includes('.md5'))).toBe(true);
    expect(inUse()).not.toBeNull();
    expect(downloads()).toEqual([]);
  });

  it('are refused in a sentence where something else comes, or nothing', async () => {
    await refused(roads(`${server.url}nowhere.osm.pbf`), /Il n’y a rien à l’adresse .*nowhere.osm.pbf/);
    serve({ body: Buffer.from('<!doctype html><p>Sorry'), type: 'text/html' });
    await refused(
      roads(`${server.url}goteborg-latest.osm.pbf`),
      /n’est pas un extrait OpenStreetMap au format PBF : vérifiez l’adresse/,
    );
    serve();
    files['/goteborg-latest.osm.pbf.md5'] = { body: Buffer.from(`${'0'.repeat(32)}  goteborg-latest.osm.pbf\n`) };
    await refused(roads(`${server.url}goteborg-latest.osm.pbf`), /n’a pas l’empreinte annoncée/);
    expect(downloads()).toEqual([]);
    expect(inUse()).toBeNull();
  });

  it('are not downloaded again where what followed failed, unless the file is at fault', async () => {
    const url = serve();
    await refused(roads(url, '--territory', 'meuse'), /ne contient aucune commune du territoire Meuse/);
    expect(downloads()).toContain('goteborg-latest.osm.pbf');
    await done(roads(url));
    const gets = server.requests.filter((request) => !request.includes('.md5'));
    expect(gets.map((request) => request.split(' ')[2] ?? 'all')).toEqual(['all', `bytes=${statSync(extract).size}-`]);
    expect(downloads()).toEqual([]);
    const whole = readFileSync(extract);
    serve({ body: whole.subarray(0, whole.length - 1_000), etag: '"two"' });
    await refused(roads(url), /incomplet ou abîmé/);
    expect(downloads()).toEqual([]);
  });

  it('go on after Ctrl-C and after kill -9 where they were; a second command meanwhile is told of the first', async () => {
    const url = serve({ stallAfterBytes: 50_000 });
    const first = roads(url);
    await until(() => downloads().includes('goteborg-latest.osm.pbf.part'), 60_000);
    await until(() => statSync(join(dataDir, 'roads/downloads/goteborg-latest.osm.pbf.part')).size === 50_000, 60_000);
    await refused(roads(extract), /Une autre commande \(processus \d+\) prépare déjà des routes/);
    first.process.kill('SIGINT');
    expect(await first.ended).toBe(130);
    expect(first.output().trimEnd()).toMatch(/Interrompu. Relancez la même commande/);
    const second = roads(url);
    await until(() => statSync(join(dataDir, 'roads/downloads/goteborg-latest.osm.pbf.part')).size === 100_000, 60_000);
    second.process.kill('SIGKILL');
    await second.ended;
    serve();
    await done(roads(url));
    const starts = server.requests.flatMap((request) => /osm\.pbf bytes=(\d+)-$/.exec(request)?.[1] ?? []).map(Number);
    expect(starts).toEqual([50_000, 100_000]);
    expect(inUse()).not.toBeNull();
  });
});

describe('a build that is killed', { timeout: SLOW_MS }, () => {
  it.skipIf(process.platform !== 'linux')(
    'leaves the roads in use; the next run ends its builder, cleans up and builds anew',
    async () => {
      await done(roads(extract));
      const before = inUse();
      const killed = roads(extract);
      await until(() => builders().length > 0, 60_000);
      const [builder] = builders();
      // Held, it outlives whoever started it, as it would in a build of minutes.
      process.kill(Number(builder), 'SIGSTOP');
      // Whoever starts the builder first: told of another death, it would end it.
      for (const pid of [parentOf(Number(builder)), killed.process.pid as number]) process.kill(pid, 'SIGKILL');
      await killed.ended;
      expect(builders()).toEqual([builder]);
      expect(inUse()).toBe(before);
      expect(editions().some((name) => name.endsWith('.building'))).toBe(true);

      await done(roads(extract));
      expect(builders()).toEqual([]);
      expect(inUse()).not.toBe(before);
      expect(editions()).toEqual([inUse()]);
    },
  );
});

/** A disk of a few megabytes, where one may be mounted. */
function mountSmallDisk(bytes: number): string | null {
  const at = join(dataDir, 'disk');
  mkdirSync(at);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', at], { stdio: 'ignore' });
    return at;
  } catch {
    return null;
  }
}

describe('a disk without room', { timeout: SLOW_MS }, () => {
  it('is told before anything comes, and while building; nothing is left half-written', async ({ skip }) => {
    const disk = mountSmallDisk(1_500_000);
    if (disk === null) return skip('no file system may be mounted here');
    try {
      const on = (...args: string[]) => {
        const command = runCommand('bin/roads.mjs', args, { dataDir: disk });
        started.push(command);
        return command;
      };
      await writeGoteborg(disk);
      const big = Buffer.concat([readFileSync(extract), Buffer.alloc(2_000_000)]);
      const url = serve({ body: big });
      await refused(on(url), /Il faut environ .* libres .* il en reste .* Libérez de la place/);
      expect(readdirSync(join(disk, 'roads/downloads'))).toEqual([]);
      // By its size the extract seems to fit; its tiles do not.
      await refused(on(extract), /Le disque est plein|Il faut environ/);
      expect(readdirSync(join(disk, 'roads')).filter((name) => name.includes('lock'))).toEqual([]);
      const left = existsSync(join(disk, 'roads/goteborg')) ? readdirSync(join(disk, 'roads/goteborg')) : [];
      expect(left).toEqual([]);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});
