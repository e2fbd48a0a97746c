import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { durationsBetween, gridDurations, type OsrmServer, startOsrmServer } from '../test/support/osrm-server.ts';
import { createOsrmRouter, type OsrmOptions } from './osrm.ts';
import { type LonLat, UNREACHABLE } from './router.ts';

const home: LonLat = [5.5905, 48.7612];
const job: LonLat = [5.1606, 48.7729];
const depot: LonLat = [5.3844, 49.1599];
const paris: LonLat = [2.3522, 48.8566];

/** Distinct places with six decimals, as long as a coordinate can get here. */
function placesInMeuse(count: number, offset = 0): LonLat[] {
  return Array.from({ length: count }, (_, i) => [5.100001 + (i + offset) * 0.001, 48.700001 + (i % 7) * 0.01]);
}

function readTableRequest(request: string) {
  const [path = '', query = ''] = request.split('?');
  const parameters = new URLSearchParams(query);
  const count = (name: string) => parameters.get(name)?.split(';').length ?? 0;
  return {
    coordinates: path.split('/').at(-1)?.split(';') ?? [],
    sources: count('sources'),
    destinations: count('destinations'),
    annotations: parameters.get('annotations'),
  };
}

describe('createOsrmRouter', () => {
  const grid = gridDurations();
  let server: OsrmServer;
  beforeEach(async () => {
    server = await startOsrmServer({ durationSeconds: grid });
  });
  afterEach(() => server.close());

  const routerTo = (options: Partial<OsrmOptions> = {}) => createOsrmRouter({ urls: { car: server.url }, ...options });

  it('reads known times, directed, in whole seconds and metres', async () => {
    const known = await startOsrmServer({
      durationSeconds: durationsBetween(
        { home, job, depot },
        { 'home>job': 1800.4, 'job>home': 1750.6, 'job<>depot': 2400 },
      ),
    });
    try {
      const router = createOsrmRouter({ urls: { car: known.url } });
      const table = await router.table({ mode: 'car', sources: [home, job, depot], destinations: [home, job, depot] });
      const none = UNREACHABLE;
      expect([...table.durations]).toEqual([0, 1800, none, 1751, 0, 2400, none, 2400, 0]);
      expect([...table.distances]).toEqual([0, 30_007, none, 29_177, 0, 40_000, none, 40_000, 0]);
      expect(table).toMatchObject({ source: 'osrm', fixedSeconds: 0, errorFactor: [1, 1] });
    } finally {
      await known.close();
    }
  });

  it('names the data by its version, else by the host', async () => {
    const request = { mode: 'car' as const, sources: [home], destinations: [job] };
    expect((await routerTo().table(request)).dataSet).toBe(new URL(server.url).host);
    server.setBehaviour({ dataVersion: '2026-11-01T20:21:00Z' });
    expect((await routerTo().table(request)).dataSet).toBe('2026-11-01T20:21:00Z');
    expect((await routerTo().route({ mode: 'car', places: [home, job] }))?.dataSet).toBe('2026-11-01T20:21:00Z');
  });

  it('has one server a mode, and refuses the modes without', async () => {
    const router = routerTo({ urls: { car: server.url, bike: `${server.url}/` } });
    expect([router.supports('car'), router.supports('bike'), router.supports('foot')]).toEqual([true, true, false]);
    await router.table({ mode: 'bike', sources: [home], destinations: [job] });
    expect(server.requests[0]).toMatch(/^\/table\/v1\/cycling\//);
    const onFoot = router.table({ mode: 'foot', sources: [home], destinations: [job] });
    await expect(onFoot).rejects.toMatchObject({ name: 'RouterError', code: 'unsupportedMode' });
  });

  it('says what is wrong with an address that is none', () => {
    expect(() => createOsrmRouter({ urls: {} })).toThrow(/at least one OSRM server/);
    expect(() => createOsrmRouter({ urls: { car: 'osrm:5000' } })).toThrow(/not an http\(s\) address/);
  });

  it('counts, by mode, calls and cells', async () => {
    const router = routerTo();
    await router.table({ mode: 'car', sources: [home, job], destinations: [job, depot] });
    await router.nearest({ mode: 'car', place: home });
    const counts = { calls: 2, retries: 0, cells: 4, failures: 0, milliseconds: expect.any(Number), circuit: 'closed' };
    expect(router.metrics()).toEqual([{ router: 'osrm', mode: 'car', ...counts }]);
  });

  describe('one table', () => {
    it('is one call when it fits, asking for both annotations', async () => {
      await routerTo().table({ mode: 'car', sources: placesInMeuse(20), destinations: placesInMeuse(200, 100) });
      expect(server.requests).toHaveLength(1);
      const call = readTableRequest(server.requests[0] as string);
      expect(call).toMatchObject({ sources: 20, destinations: 200, annotations: 'duration,distance' });
    });

    it('sends each place once, with six decimals at most, however often it is asked for', async () => {
      const twice: LonLat = [5.5905, 48.76120000001];
      const places = [home, job, twice];
      const table = await routerTo().table({ mode: 'car', sources: places, destinations: [...places, depot] });
      expect(server.requests).toEqual([
        '/table/v1/driving/5.5905,48.7612;5.1606,48.7729;5.3844,49.1599?sources=0;1&destinations=0;1;2&annotations=duration,distance&generate_hints=false',
      ]);
      const direct = Math.round(grid(home, job) as number);
      const toDepot = [home, job, twice].map((from) => Math.round(grid(from, depot) as number));
      expect([...table.durations]).toEqual([
        ...[0, direct, 0, toDepot[0]],
        ...[direct, 0, direct, toDepot[1]],
        ...[0, direct, 0, toDepot[2]],
      ]);
    });

    it('is no call from a place to itself, but one, once, that tells the data of the other tables', async () => {
      server.setBehaviour({ dataVersion: 'lorraine-2026-11-01' });
      const router = routerTo();
      const table = await router.table({ mode: 'car', sources: [home, home], destinations: [home] });
      expect([...table.durations]).toEqual([0, 0]);
      await router.table({ mode: 'car', sources: [job], destinations: [job] });
      expect(server.requests.map((request) => request.split('/')[1])).toEqual(['nearest']);
      const other = await router.table({ mode: 'car', sources: [home], destinations: [job] });
      expect([table.dataSet, other.dataSet]).toEqual(['lorraine-2026-11-01', 'lorraine-2026-11-01']);
    });

    it('is cut into calls under the cells of the server, 8,000 bytes of address and 400 places', async () => {
      const sources = placesInMeuse(2);
      const destinations = placesInMeuse(2_500, 50);
      const table = await routerTo().table({ mode: 'car', sources, destinations });
      expect(server.requests.length).toBeLessThanOrEqual(16);
      for (const request of server.requests) {
        expect(server.url.length + request.length).toBeLessThanOrEqual(8_000);
        const { coordinates, sources: rows, destinations: columns } = readTableRequest(request);
        expect(coordinates.length).toBeLessThanOrEqual(400);
        expect(rows * columns).toBeLessThanOrEqual(10_000);
      }
      const expected = sources.flatMap((from) => destinations.map((to) => Math.round(grid(from, to) as number)));
      expect([...table.durations]).toEqual(expected);
    });

    it('keeps to a smaller table size, which is cells and not a side', async () => {
      const router = routerTo({ maxTableSize: 10 });
      await router.table({ mode: 'car', sources: placesInMeuse(2), destinations: placesInMeuse(50, 50) });
      expect(server.requests).toHaveLength(1);
      await router.table({ mode: 'car', sources: placesInMeuse(10), destinations: placesInMeuse(20, 50) });
      expect(server.requests.slice(1).map(readTableRequest)).toMatchObject([
        { sources: 10, destinations: 10 },
        { sources: 10, destinations: 10 },
      ]);
    });

    it('has no more calls under way than allowed', async () => {
      server.setBehaviour({ slowMs: 20 });
      const router = routerTo({ maxTableSize: 10, maxConcurrency: 3 });
      await router.table({ mode: 'car', sources: placesInMeuse(20), destinations: placesInMeuse(40, 50) });
      expect(server.requests).toHaveLength(8);
      expect(server.mostAtOnce()).toBe(3);
    });

    it('is halved when the server finds it too big, and the server need not say so twice', async () => {
      const small = await startOsrmServer({ durationSeconds: grid, maxTableSize: 10 });
      try {
        const router = createOsrmRouter({ urls: { car: small.url } });
        const request = { mode: 'car' as const, sources: placesInMeuse(2), destinations: placesInMeuse(150, 50) };
        const table = await router.table(request);
        const shapes = small.requests.map(readTableRequest).map((call) => call.sources * call.destinations);
        expect(shapes).toEqual([300, 150, 76, 74, 76, 74]);
        const expected = request.sources.flatMap((from) => request.destinations.map((to) => grid(from, to) as number));
        expect([...table.durations]).toEqual(expected.map(Math.round));
        small.requests.length = 0;
        await router.table(request);
        expect(small.requests.map(readTableRequest).every((call) => call.sources * call.destinations <= 100)).toBe(
          true,
        );
      } finally {
        await small.close();
      }
    });

    it('gives up soon on a server that finds everything too big', async () => {
      server.setBehaviour({ alwaysTooBig: true });
      const table = routerTo().table({ mode: 'car', sources: placesInMeuse(8), destinations: placesInMeuse(128, 50) });
      await expect(table).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('TooBig') });
      expect(server.requests).toHaveLength(11);
    });
  });

  describe('places without a road', () => {
    it('marks a place snapped from too far, row and column, and 0 from itself', async () => {
      server.setBehaviour({ snapMetres: (place) => (place[0] === paris[0] ? 1_001 : 1_000) });
      const places = [home, paris, job];
      const { durations } = await routerTo().table({ mode: 'car', sources: places, destinations: places });
      const direct = Math.round(grid(home, job) as number);
      const none = UNREACHABLE;
      expect([...durations]).toEqual([0, none, direct, none, 0, none, direct, none, 0]);
      expect(await routerTo().nearest({ mode: 'car', place: paris })).toBeNull();
      expect(await routerTo().route({ mode: 'car', places: [home, paris] })).toBeNull();
      expect(await routerTo().nearest({ mode: 'car', place: home })).toEqual({ location: home, distanceMetres: 1_000 });
    });

    it('takes the snap limit it is given', async () => {
      server.setBehaviour({ snapMetres: () => 300 });
      const request = { mode: 'car' as const, sources: [home], destinations: [job] };
      expect((await routerTo({ snapLimitMetres: 299 }).table(request)).durations[0]).toBe(UNREACHABLE);
      expect((await routerTo({ snapLimitMetres: 300 }).table(request)).durations[0]).toBeGreaterThan(0);
    });

    it('marks null cells', async () => {
      server.setBehaviour({ nullCells: true });
      const { durations, distances } = await routerTo().table({
        mode: 'car',
        sources: [home],
        destinations: [job, home],
      });
      expect([...durations]).toEqual([UNREACHABLE, 0]);
      expect([...distances]).toEqual([UNREACHABLE, 0]);
      expect(await routerTo().route({ mode: 'car', places: [home, job] })).toBeNull();
    });

    it('asks again without the places a server with a default radius fails the whole table for', async () => {
      const far = [paris, [2.3, 48.9] as const];
      server.setBehaviour({ radiusMetres: 500, snapMetres: ([lon]) => (lon < 3 ? 180_000 : 5) });
      const { durations } = await routerTo().table({
        mode: 'car',
        sources: [home, ...far],
        destinations: [paris, job],
      });
      const none = UNREACHABLE;
      expect([...durations]).toEqual([none, Math.round(grid(home, job) as number), 0, none, none, none]);
      expect(server.requests).toHaveLength(3);
      expect(await routerTo().nearest({ mode: 'car', place: paris })).toBeNull();
      expect(await routerTo().route({ mode: 'car', places: [home, paris] })).toBeNull();
    });
  });

  describe('a server in trouble', () => {
    const request = { mode: 'car' as const, sources: [home], destinations: [job] };

    it('is asked once more when it has closed the socket', async () => {
      server.setBehaviour({ closeSocket: 'once' });
      const router = routerTo();
      const table = await router.table(request);
      expect(table.durations[0]).toBe(Math.round(grid(home, job) as number));
      expect(server.requests).toHaveLength(2);
      expect(router.metrics()[0]).toMatchObject({ calls: 2, retries: 1, failures: 0 });
    });

    it('is not asked a third time', async () => {
      server.setBehaviour({ closeSocket: 'always' });
      await expect(routerTo().table(request)).rejects.toMatchObject({ code: 'unavailable' });
      expect(server.requests).toHaveLength(2);
    });

    it('is given up when it is too slow, with the time in the message', async () => {
      server.setBehaviour({ slowMs: 2_000 });
      const table = routerTo({ timeoutMs: 100 }).table(request);
      await expect(table).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('within 100 ms'),
      });
      expect(server.requests).toHaveLength(1);
    });

    it.each([
      [{ status: 500 }, 'unavailable', /HTTP 500/],
      [{ status: 503 }, 'unavailable', /HTTP 503/],
      [{ status: 429 }, 'unavailable', /HTTP 429/],
      [{ status: 404 }, 'refused', /HTTP 404: is this an OSRM server/],
      [{ status: 302 }, 'refused', /redirects/],
      [{ body: 'garbage' }, 'garbage', /not OSRM's JSON/],
      [{ body: 'half' }, 'garbage', /not OSRM's JSON/],
    ] as const)('%o is %s', async (behaviour, code, message) => {
      server.setBehaviour(behaviour);
      const router = routerTo();
      const failure = { name: 'RouterError', code, message: expect.stringMatching(message) };
      await expect(router.table(request)).rejects.toMatchObject(failure);
      await expect(router.route({ mode: 'car', places: [home, job] })).rejects.toMatchObject(failure);
      await expect(router.nearest({ mode: 'car', place: home })).rejects.toMatchObject(failure);
      expect(router.metrics()[0]?.failures).toBe(3);
    });

    it('is away when nothing listens', async () => {
      const away = await startOsrmServer({ durationSeconds: grid });
      await away.close();
      const table = createOsrmRouter({ urls: { car: away.url } }).table(request);
      await expect(table).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('ECONNREFUSED'),
      });
    });

    it('keeps the other calls of a failed table from being made', async () => {
      server.setBehaviour({ status: 500, slowMs: 20 });
      const router = routerTo({ maxTableSize: 5, maxConcurrency: 2 });
      const table = router.table({ mode: 'car', sources: placesInMeuse(20), destinations: placesInMeuse(20, 50) });
      await expect(table).rejects.toMatchObject({ code: 'unavailable' });
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(server.requests.length).toBeLessThanOrEqual(3);
    });

    it('gives no table of two data sets', async () => {
      let version = 0;
      const changing: typeof fetch = async (...args) => {
        server.setBehaviour({ dataVersion: `v${++version}` });
        return fetch(...args);
      };
      const router = routerTo({ fetch: changing, maxTableSize: 2, maxConcurrency: 1 });
      const table = router.table({ mode: 'car', sources: [home], destinations: placesInMeuse(6) });
      await expect(table).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('changed') });
    });

    it.each([
      ['a row short', { durations: [[1]], distances: [[1]] }],
      ['a cell that is text', { durations: [['1', 2]], distances: [[1, 2]] }],
      ['a negative time', { durations: [[-1, 2]], distances: [[1, 2]] }],
      ['no distances', { durations: [[1, 2]] }],
      ['no snap distance', { durations: [[1, 2]], distances: [[1, 2]], sources: [{ location: [5, 48] }] }],
    ])('answering %s is garbage', async (_, body) => {
      const snapped = { location: [5, 48], distance: 1 };
      const answer = { code: 'Ok', sources: [snapped], destinations: [snapped, snapped], ...body };
      const router = routerTo({ fetch: async () => Response.json(answer) });
      const table = router.table({ mode: 'car', sources: [home], destinations: [job, depot] });
      await expect(table).rejects.toMatchObject({ code: 'garbage' });
    });

    it('has what the caller gives up on given up', async () => {
      server.setBehaviour({ slowMs: 2_000 });
      const reason = new Error('the adviser went away');
      const caller = new AbortController();
      const router = routerTo();
      const table = router.table({ ...request, signal: caller.signal });
      setTimeout(() => caller.abort(reason), 30);
      await expect(table).rejects.toBe(reason);
      expect(router.metrics()[0]?.failures).toBe(0);
    });

    it('is left alone once the router is closed', async () => {
      const router = routerTo();
      await router.close();
      await expect(router.table(request)).rejects.toMatchObject({ code: 'unavailable', message: /closed/ });
      expect(server.requests).toHaveLength(0);
    });
  });

  describe('health', () => {
    it('asks every server once and names the data', async () => {
      server.setBehaviour({ dataVersion: 'lorraine-2026-11-01' });
      const health = await routerTo({
        urls: { car: server.url, lightCar: server.url, bike: `${server.url}/bike` },
      }).health();
      expect(server.requests).toHaveLength(2);
      expect(health).toMatchObject({
        name: 'osrm',
        ok: false,
        dataSet: `${new URL(server.url).host}, lorraine-2026-11-01`,
        unversioned: true,
        detail: expect.stringMatching(/^bike: OSRM refuses \(InvalidUrl\)/),
      });
    });

    it('tells the data of elsewhere when it has a place to look for', async () => {
      server.setBehaviour({ snapMetres: () => 180_000 });
      expect(await routerTo().health()).toMatchObject({ ok: true });
      const health = await routerTo({ probe: [home] }).health();
      expect(health).toMatchObject({
        ok: false,
        detail: expect.stringContaining('has the roads of elsewhere: none within 1000 m of 5.5905,48.7612'),
      });
    });

    it('never throws', async () => {
      server.setBehaviour({ closeSocket: 'always' });
      expect(await routerTo().health()).toMatchObject({
        ok: false,
        detail: expect.stringContaining('cannot be reached'),
      });
    });
  });
});
