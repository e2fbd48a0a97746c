import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LonLat, Router } from '../../geo/router.ts';
import { createValhallaRouter } from '../../geo/valhalla.ts';
import { findFreePort } from '../../src/launch/free-port.ts';
import { BAR_LE_DUC, COMMERCY, loan } from '../factories/offers.ts';
import { root, runCommand } from '../support/command.ts';
import { goteborgPbf, writeGoteborg } from '../support/goteborg.ts';
import type { Json } from '../support/json.ts';
import { RUGGELL, VADUZ, writeLiechtenstein } from '../support/liechtenstein.ts';
import { demonstrationKey, forgetPlatforms, newDataFolder, type Platform, startPlatform } from '../support/platform.ts';
import { GOTEBORG_PLACES } from '../support/valhalla-tiles.ts';

const SLOW_MS = 300_000;
/** The re-matching looks every half minute. */
const REMATCHED_WITHIN_MS = 120_000;
const SHARED = resolve(root, '../shared/data/osm/liechtenstein-2024-03-04.osm.pbf');

const dataDir = newDataFolder();
const goteborgExtract = join(newDataFolder(), 'goteborg.osm.pbf');
let platform: Platform;
let meuseKey: string;
let ofMeuse: string;

/** One platform with three territories; roads come to two of them while it runs. */
beforeAll(async () => {
  await writeLiechtenstein(dataDir);
  await writeGoteborg(dataDir);
  writeFileSync(goteborgExtract, goteborgPbf());
  platform = await startPlatform({ dataDir, port: await findFreePort() }).ready();
  meuseKey = demonstrationKey(platform);
  ofMeuse = await record(meuseKey, COMMERCY, BAR_LE_DUC);
  expect(await settled(meuseKey, ofMeuse)).toMatchObject({ status: 'ready', router: 'estimate' });
}, SLOW_MS);
afterAll(forgetPlatforms, SLOW_MS);

test('the platform tells how to have real times, and which router each territory has', async () => {
  expect(platform.output()).toContain('npm run roads -- lorraine');
  const { router, territories } = await health();
  expect(router.name).toBe('estimate');
  expect(territories.map(({ id }: { id: string }) => id)).toEqual(['goteborg', 'liechtenstein', 'meuse']);
});

const CASES: { id: string; extract: string; dataSet: string; home: LonLat; job: LonLat }[] = [
  { id: 'liechtenstein', extract: SHARED, dataSet: 'liechtenstein 2024-03-04', home: VADUZ, job: RUGGELL },
  {
    id: 'goteborg',
    extract: goteborgExtract,
    dataSet: 'goteborg 2025-01-01',
    home: GOTEBORG_PLACES[0] as LonLat,
    job: GOTEBORG_PLACES[1] as LonLat,
  },
];

describe.each(CASES)('roads of $id, while all runs', { timeout: SLOW_MS }, ({ id, extract, dataSet, home, job }) => {
  test.skipIf(extract === SHARED && !existsSync(SHARED))(
    'serve its diagnostics with the times of the route, those of before too; the Meuse is not concerned (skipped without the extract)',
    async () => {
      const named = expect.stringMatching(`^${dataSet} · [0-9a-f]{8}$`);
      const key = await newKey(id);
      const offer = await call('/api/offers', key, loan({ illustrative: true }, { depot: place(home), deskHours: [] }));
      expect(offer.status).toBe(201);
      const before = await record(key, place(home), place(job));
      expect(await settled(key, before)).toMatchObject({ status: 'ready', router: 'estimate', provisional: false });
      const meuseBefore = await settled(meuseKey, ofMeuse);

      const command = runCommand('bin/roads.mjs', [extract], { dataDir });
      expect(await command.ended, command.output()).toBe(0);
      await expect
        .poll(async () => routerOf(id), { timeout: 60_000 })
        .toMatchObject({ name: 'valhalla', status: 'ok', dataSet: named });

      // The site has them; the workers look by themselves, seconds later at most.
      await expect
        .poll(async () => (await settled(key, await record(key, place(home), place(job)))).router)
        .toBe('valhalla');
      const diagnostic = await record(key, place(home), place(job));
      const result = await settled(key, diagnostic);
      expect(result).toMatchObject({ status: 'ready', router: 'valhalla', dataSet: named, provisional: false });
      const expected = await onTheRoad(id, (router) => router.route({ mode: 'car', places: [home, job] }));
      const [outbound] = result.matches.find((match: { offerId: string }) => match.offerId === offer.body.id).legs;
      expect(outbound).toMatchObject({ served: true, estimated: false, durationSeconds: expected?.durationSeconds });

      await expect
        .poll(async () => (await settled(key, before)).router, { timeout: REMATCHED_WITHIN_MS, interval: 1_000 })
        .toBe('valhalla');

      const { router } = await health();
      expect(router.name).toBe('estimate');
      expect(await settled(meuseKey, ofMeuse)).toEqual(meuseBefore);
      // A key sees its own territory: the Meuse’s diagnostic is nothing to it.
      expect((await call(`/api/diagnostics/${ofMeuse}`, key)).status).toBe(404);
    },
  );
});

type Spot = { lon: number; lat: number };
const place = ([lon, lat]: LonLat): Spot => ({ lon, lat });

async function call(path: string, key: string, body?: unknown): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${platform.address}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, body: await response.json() };
}

const health = async (): Promise<Json> => (await fetch(`${platform.address}/health`)).json();
const routerOf = async (id: string) =>
  (await health()).territories.find((territory: { id: string }) => territory.id === id)?.router;

async function newKey(territoryId: string): Promise<string> {
  const args = ['--territory', territoryId, '--name', `Plateforme de ${territoryId}`];
  const command = runCommand('bin/key.mjs', args, { dataDir });
  expect(await command.ended, command.output()).toBe(0);
  const key = /^ {2}(pb-[0-9a-f]{48})$/m.exec(command.output())?.[1];
  if (key === undefined) throw new Error(`No key in:\n${command.output()}`);
  return key;
}

async function record(key: string, home: Spot, job: Spot): Promise<string> {
  const cycle = { anchorDate: '2027-01-04', lengthDays: 7, shifts: [{ day: 0, start: '05:00', end: '13:00' }] };
  const { status, body } = await call('/api/diagnostics', key, {
    beneficiary: { statuses: ['rsa'] },
    home,
    job: { ...job, startsOn: '2027-01-04', cycle },
    means: { licences: [{ category: 'B', status: 'valid' }], depositCents: 50_000 },
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

/** Its result, once it is there. */
async function settled(key: string, id: string): Promise<Json> {
  for (let asked = 0; asked < 20; asked++) {
    const { body } = await call(`/api/diagnostics/${id}/matches?wait=5`, key);
    if (body.status !== 'pending') return body;
  }
  throw new Error(`No result for ${id}:\n${platform.output()}`);
}

async function onTheRoad<T>(id: string, ask: (router: Router) => Promise<T>): Promise<T> {
  const folder = join(dataDir, 'roads', id);
  const { edition } = JSON.parse(readFileSync(join(folder, 'current.json'), 'utf8'));
  const { dataSet, places } = JSON.parse(readFileSync(join(folder, edition, 'roads.json'), 'utf8'));
  const router = createValhallaRouter({ tiles: join(folder, edition, 'tiles.tar'), dataSet, places });
  try {
    return await ask(router);
  } finally {
    await router.close();
  }
}
