import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findFreePort } from '../../src/launch/free-port.ts';
import { goteborgPbf, writeGoteborg } from '../support/goteborg.ts';
import { forgetPlatforms, newDataFolder, type Platform, processesOf, startPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

const SLOW_MS = 300_000;
afterAll(forgetPlatforms, SLOW_MS);

const dataDir = newDataFolder();
const OSM_PBF = join(newDataFolder(), 'goteborg.osm.pbf');
const current = () => JSON.parse(readFileSync(join(dataDir, 'roads/goteborg/current.json'), 'utf8')).edition;

async function start(): Promise<Platform> {
  const environment = { OSM_PBF, DEMO: '0', TERRITORY: 'goteborg' };
  return startPlatform({ dataDir, port: await findFreePort(), environment }).ready();
}
async function stop(platform: Platform): Promise<void> {
  const processes = Object.values(processesOf(dataDir)).flat();
  platform.process.kill('SIGTERM');
  expect(await platform.ended).toBe(0);
  expect(processes.length).toBeGreaterThan(3);
  expect(Object.values(processesOf(dataDir)).flat()).toEqual([]);
}
const router = async ({ address }: Platform) =>
  ((await (await fetch(`${address}/health`)).json()) as { router: unknown }).router;
const routers = (platform: Platform) => expect.poll(() => router(platform), { timeout: 90_000 });

test('OSM_PBF is built after the start, once, and again when it is another file', { timeout: SLOW_MS }, async () => {
  await writeGoteborg(dataDir);
  writeFileSync(OSM_PBF, goteborgPbf());
  const first = await start();
  expect(first.output()).toContain('les routes d’OSM_PBF se préparent maintenant');
  await routers(first).toMatchObject({
    name: 'valhalla',
    status: 'ok',
    dataSet: expect.stringMatching(/^goteborg 2025-01-01 · /),
  });
  await until(() => first.output().includes('[routes] Routes en service pour « Göteborg »'), 60_000);
  expect(first.output()).not.toContain('\r');
  const edition = current();
  await stop(first);

  const second = await start();
  expect(second.output()).toContain('Temps de trajet réels, par les routes de goteborg 2025-01-01');
  expect(await router(second)).toMatchObject({ name: 'valhalla', status: 'ok' });
  await stop(second);
  expect(current()).toBe(edition);

  writeFileSync(OSM_PBF, goteborgPbf(new Date('2025-02-01T20:21:00Z')));
  const third = await start();
  expect(await router(third)).toMatchObject({ dataSet: expect.stringMatching(/^goteborg 2025-01-01 · /) });
  await routers(third).toMatchObject({
    name: 'valhalla',
    status: 'ok',
    dataSet: expect.stringMatching(/^goteborg 2025-02-01 · /),
  });
  // Stopped in the middle of it or not, nothing is left of what was under way.
  await stop(third);
  expect(readdirSync(join(dataDir, 'roads')).filter((name) => name.includes('lock'))).toEqual([]);

  writeFileSync(OSM_PBF, 'no extract');
  const fourth = await start();
  await until(() => fourth.output().includes('n’ont pas été construites'), 60_000);
  expect(fourth.output()).toContain('n’est pas un extrait OpenStreetMap');
  expect(await router(fourth)).toMatchObject({
    dataSet: expect.stringMatching(/^goteborg 2025-02-01 · /),
    status: 'ok',
  });
  await stop(fourth);
});
