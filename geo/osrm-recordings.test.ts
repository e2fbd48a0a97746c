import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createOsrmRouter } from './osrm.ts';
import { type LonLat, type Router, UNREACHABLE } from './router.ts';

const folder = new URL('../../shared/data/osrm-recordings/', import.meta.url);
const present = existsSync(folder);
const names = present ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

type Recording = { request: string; status: number; contentType: string; body: unknown };
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Recording;

const none = UNREACHABLE;
const refused = (code: string) => ({ rejects: { code: 'refused', message: expect.stringContaining(`(${code})`) } });
const garbage = (what: string) => ({ rejects: { code: 'garbage', message: expect.stringContaining(what) } });

/** What the client makes of each answer a real server gave. */
const EXPECTED: Record<string, { resolves: unknown } | { rejects: object }> = {
  'InvalidService.json': refused('InvalidService'),
  'InvalidUrl-root.json': refused('InvalidUrl'),
  'InvalidVersion.json': refused('InvalidVersion'),
  'isochrone-not-supported.json': refused('InvalidService'),
  'nearest-1.json': { resolves: { location: [9.520871, 47.140931], distanceMetres: 8 } },
  'nearest-3.json': { resolves: { location: [9.520871, 47.140931], distanceMetres: 8 } },
  'nearest-far-away.json': { resolves: null },
  'route-2wp-minimal.json': { resolves: { durationSeconds: 1726, distanceMetres: 21_536 } },
  'route-2wp.json': { resolves: { durationSeconds: 1726, distanceMetres: 21_536 } },
  'route-4wp-geojson-steps.json': { resolves: { legs: { length: 3 }, line: { 0: [9.500129, 47.065925] } } },
  'route-InvalidOptions-one-coordinate.json': refused('InvalidOptions'),
  'route-InvalidQuery-nan.json': refused('InvalidQuery'),
  'route-InvalidQuery-one-coordinate-missing.json': refused('InvalidQuery'),
  'route-InvalidValue-latitude-95.json': refused('InvalidValue'),
  'route-NoRoute-disconnected.json': { resolves: null },
  'route-NoSegment.json': { resolves: null },
  'route-alternatives-polyline6.json': { resolves: { durationSeconds: 962, distanceMetres: 12_333 } },
  'route-bike.json': { resolves: { durationSeconds: 798, distanceMetres: 3_187 } },
  'route-continue-straight-radiuses.json': { resolves: { durationSeconds: 304, distanceMetres: 3_187 } },
  'route-far-point-snapped.json': { resolves: null },
  'route-foot.json': { resolves: { durationSeconds: 2_293, distanceMetres: 3_178 } },
  'table-1x4.json': garbage('distances is no list'),
  'table-3x5-duration-distance.json': {
    resolves: {
      rows: 3,
      columns: 5,
      distances: [6012, 12390, 17110, 19196, 20050, 3582, 3187, 7907, 9993, 10847, 15846, 9556, 7935, 5937, 6228],
    },
  },
  'table-TooBig.json': refused('TooBig'),
  'table-fallback-speed.json': { resolves: { durations: [0, 766, none], distances: [0, 9297, none] } },
  'table-far-point-snapped.json': garbage('distances is no list'),
  'table-nosegment-radius.json': { resolves: { durations: [0, none, none, 0] } },
  'table-null-cells-disconnected.json': {
    resolves: {
      durations: [0, 304, none, 314, 0, none, none, none, 0],
      distances: [0, 3187, none, 3239, 0, none, none, none, 0],
    },
  },
  'table-square-duration-only.json': garbage('distances is no list'),
  'trip-NoTrips-disconnected.json': refused('NoTrips'),
  'trip-roundtrip.json': garbage('routes is no list'),
};

/** Asks the client what the recorded request asked; what it cannot ask for is asked as the route of two places. */
function askAgain(router: Router, request: string): Promise<unknown> {
  const [path = '', query = ''] = request.split('?');
  const [, service, , , coordinates = ''] = path.split('/');
  const places = coordinates.split(';').map((place) => place.split(',').map(Number) as unknown as LonLat);
  const askable = places.length > 1 && places.every(([lon, lat]) => lon > -180 && Math.abs(lat) < 90);
  if (service === 'nearest') return router.nearest({ mode: 'car', place: places[0] as LonLat });
  if (service !== 'table')
    return router.route({
      mode: 'car',
      places: askable
        ? places
        : [
            [9.5, 47.1],
            [9.6, 47.1],
          ],
    });
  const indexes = new URLSearchParams(query);
  const pick = (name: string) =>
    indexes
      .get(name)
      ?.split(';')
      .map((i) => places[Number(i)] as LonLat) ?? places;
  return router
    .table({ mode: 'car', sources: pick('sources'), destinations: pick('destinations') })
    .then((table) => ({ ...table, durations: [...table.durations], distances: [...table.distances] }));
}

async function startReplay({ status, contentType, body }: Recording) {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': contentType }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

describe.skipIf(!present)('recorded OSRM answers (skipped where ../shared/data/osrm-recordings is absent)', () => {
  let close = () => {};
  afterEach(() => close());

  it('are all expected something of', () => {
    expect(names.sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(names)('%s', async (name) => {
    const recording = read(name);
    const replay = await startReplay(recording);
    close = replay.close;
    const router = createOsrmRouter({ urls: { car: replay.url } });
    const expected = EXPECTED[name];
    const answer = askAgain(router, recording.request);
    if (expected && 'rejects' in expected) await expect(answer).rejects.toMatchObject(expected.rejects);
    else if (expected?.resolves === null) expect(await answer).toBeNull();
    else expect(await answer).toMatchObject(expected?.resolves as object);
  });
});
