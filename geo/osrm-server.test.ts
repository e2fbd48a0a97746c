import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gridDurations, type OsrmServer, startOsrmServer } from '../test/support/osrm-server.ts';
import { createEstimateRouter } from './estimate.ts';
import { createOsrmRouter, type OsrmOptions } from './osrm.ts';
import type { LonLat } from './router.ts';
import { tableOrEstimate } from './with-fallback.ts';

const home: LonLat = [5.5905, 48.7612];
const job: LonLat = [5.1606, 48.7729];
const depot: LonLat = [5.3844, 49.1599];
const metz: LonLat = [6.1757, 49.1193];
const communes = [home, job, depot];
const request = { mode: 'car' as const, sources: [home], destinations: [job] };
const elsewhere = { snapMetres: () => 180_000 };

let server: OsrmServer;
let nowMs = 0;
beforeEach(async () => {
  nowMs = 0;
  server = await startOsrmServer({ durationSeconds: gridDurations() });
});
afterEach(() => server.close());

const routerTo = (options: Partial<OsrmOptions> = {}) =>
  createOsrmRouter({ urls: { car: server.url }, nowMs: () => nowMs, ...options });
const services = () => server.requests.map((target) => target.split('/')[1]);

describe('a server that is away', () => {
  it('is left alone after three failures; estimates then ask nothing of it', async () => {
    server.setBehaviour({ status: 503 });
    const router = routerTo();
    const routers = { configured: router, estimate: createEstimateRouter() };
    for (let i = 0; i < 10; i++) {
      const { tables, fellBack } = await tableOrEstimate(routers, [request]);
      expect([tables[0]?.source, fellBack]).toEqual(['estimate', true]);
    }
    expect(server.requests).toHaveLength(3);
    expect(router.metrics()[0]).toMatchObject({ calls: 3, failures: 3, circuit: 'open' });
    expect(await router.health()).toMatchObject({
      ok: false,
      detail: `car: ${new URL(server.url).host} is left alone for 5 s (${new URL(server.url).host} answered HTTP 503)`,
    });
    expect(server.requests).toHaveLength(3);
  });

  it('is found again by one probe, and a table of many calls is whole at once', async () => {
    server.setBehaviour({ body: 'garbage' });
    const router = routerTo({ maxTableSize: 3 });
    for (let i = 0; i < 3; i++) await expect(router.table(request)).rejects.toMatchObject({ code: 'garbage' });
    server.setBehaviour({});
    server.requests.length = 0;
    nowMs = 5_000;
    const destinations = Array.from({ length: 40 }, (_, i): LonLat => [5 + i / 100, 48.7]);
    const table = await router.table({ mode: 'car', sources: [home, job], destinations });
    expect([...table.durations].every((seconds) => seconds > 0)).toBe(true);
    expect(services().filter((service) => service === 'nearest')).toHaveLength(1);
    expect(await router.health()).toMatchObject({ name: 'osrm', ok: true, dataSet: new URL(server.url).host });
  });

  it('is found again by whoever asks how it is, and says that it is not relied on yet', async () => {
    server.setBehaviour({ status: 503 });
    const router = routerTo({ failuresToOpen: 1 });
    await expect(router.table(request)).rejects.toMatchObject({ code: 'unavailable' });
    server.setBehaviour({});
    nowMs = 5_000;
    expect(await router.health()).toMatchObject({ ok: true, detail: 'car: answers again, not yet relied on' });
    await router.table(request);
    expect(await router.health()).not.toHaveProperty('detail');
  });

  it('is found to be away by whoever asks how it is, too', async () => {
    server.setBehaviour({ status: 503 });
    const router = routerTo();
    for (let i = 0; i < 3; i++) expect(await router.health()).toMatchObject({ ok: false });
    server.requests.length = 0;
    await expect(router.table(request)).rejects.toMatchObject({ code: 'unavailable' });
    expect(server.requests).toHaveLength(0);
  });

  it('does not take the other modes with it', async () => {
    const bikes = await startOsrmServer({ durationSeconds: gridDurations(200) });
    try {
      const router = routerTo({ urls: { car: server.url, bike: bikes.url }, maxConcurrency: 1, failuresToOpen: 1 });
      server.setBehaviour({ slowMs: 60_000 });
      const caller = new AbortController();
      const slow = router.table({ ...request, signal: caller.signal });
      expect((await router.table({ ...request, mode: 'bike' })).rows).toBe(1);
      caller.abort(new Error('enough'));
      await expect(slow).rejects.toThrow('enough');
      server.setBehaviour({ status: 503 });
      await expect(router.table(request)).rejects.toMatchObject({ code: 'unavailable' });
      expect((await router.table({ ...request, mode: 'bike' })).rows).toBe(1);
      expect(router.metrics()).toMatchObject([
        { mode: 'car', circuit: 'open' },
        { mode: 'bike', circuit: 'closed', calls: 2 },
      ]);
    } finally {
      await bikes.close();
    }
  });

  it('is asked how it is past the line: one that works hard is not away', async () => {
    const router = routerTo({ maxConcurrency: 1 });
    server.setBehaviour({ slowMs: 60_000 });
    const caller = new AbortController();
    const slow = router.table({ ...request, signal: caller.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    server.setBehaviour({});
    expect(await router.health()).toMatchObject({ ok: true });
    caller.abort(new Error('enough'));
    await expect(slow).rejects.toThrow('enough');
  });

  it('lets whoever gives up leave the line', async () => {
    const router = routerTo({ maxConcurrency: 1 });
    server.setBehaviour({ slowMs: 60_000 });
    const [first, second] = [new AbortController(), new AbortController()];
    const slow = router.table({ ...request, signal: first.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    const waiting = router.table({ ...request, signal: second.signal });
    await new Promise((resolve) => setImmediate(resolve));
    second.abort(new Error('the adviser went away'));
    await expect(waiting).rejects.toThrow('the adviser went away');
    server.setBehaviour({});
    first.abort(new Error('enough'));
    await expect(slow).rejects.toThrow('enough');
    expect((await router.table(request)).rows).toBe(1);
  });
});

describe('a server with the roads of elsewhere', () => {
  const told = expect.stringMatching(/has the roads of elsewhere: none within 1000 m of 5\.5905,48\.7612 nor of/);

  it('is unavailable before anybody is told that no road leads anywhere', async () => {
    server.setBehaviour(elsewhere);
    const router = routerTo({ probe: communes });
    const all = { places: [home, job], mode: 'car' as const };
    await expect(router.table(request)).rejects.toMatchObject({ code: 'unavailable', message: told });
    await expect(router.route(all)).rejects.toMatchObject({ code: 'unavailable', message: told });
    await expect(router.nearest({ mode: 'car', place: home })).rejects.toMatchObject({ code: 'unavailable' });
    expect(services()).toEqual(['nearest', 'nearest', 'nearest']);
    expect(await router.health()).toMatchObject({ ok: false, detail: told });
  });

  it('is believed again once the right roads are loaded', async () => {
    server.setBehaviour(elsewhere);
    const router = routerTo({ probe: communes });
    await expect(router.table(request)).rejects.toMatchObject({ code: 'unavailable' });
    server.setBehaviour({});
    nowMs = 5_000;
    expect((await router.table(request)).durations[0]).toBeGreaterThan(0);
    expect(await router.health()).toMatchObject({ ok: true });
  });

  it('is noticed when its data are replaced under way, with or without a version of them', async () => {
    for (const versions of [
      { before: {}, after: {} },
      { before: { dataVersion: 'meuse' }, after: { dataVersion: 'tirol' } },
    ]) {
      server.setBehaviour(versions.before);
      const router = routerTo({ probe: communes });
      await router.table(request);
      server.setBehaviour({ ...elsewhere, ...versions.after });
      await expect(router.table(request)).rejects.toMatchObject({ code: 'unavailable', message: told });
      expect(router.metrics()[0]?.circuit).toBe('open');
      server.requests.length = 0;
      await expect(router.nearest({ mode: 'car', place: home })).rejects.toMatchObject({ code: 'unavailable' });
      expect(server.requests).toEqual([]);
    }
  });

  it('is noticed by its new version where the person’s places still have roads: those of a neighbour', async () => {
    server.setBehaviour({ dataVersion: 'grand-est' });
    const router = routerTo({ probe: communes });
    const abroad = { mode: 'car' as const, sources: [home], destinations: [metz] };
    await router.table(abroad);
    server.setBehaviour({ dataVersion: 'moselle', snapMetres: ([lon]) => (lon === metz[0] ? 3 : 30_000) });
    await expect(router.table(abroad)).rejects.toMatchObject({ code: 'unavailable', message: told });
  });

  it('is no matter of one place without a road, nor of a territory a part of which has none', async () => {
    server.setBehaviour({ snapMetres: (place) => (place[0] === depot[0] ? 5 : 180_000) });
    const router = routerTo({ probe: communes });
    expect((await router.table(request)).durations[0]).toBe(-1);
    expect(await router.nearest({ mode: 'car', place: home })).toBeNull();
    expect(await router.health()).toMatchObject({ ok: true });
  });

  it('tries eight places at most, spread over the list', async () => {
    server.setBehaviour(elsewhere);
    const many = Array.from({ length: 500 }, (_, i): LonLat => [5 + i / 1000, 48.7]);
    await expect(routerTo({ probe: many }).table(request)).rejects.toMatchObject({ code: 'unavailable' });
    expect(server.requests).toHaveLength(8);
    expect(server.requests[7]).toContain('/5.437,48.7?');
  });

  it('reads the places of the territory when they are needed, and does without while they cannot be read', async () => {
    server.setBehaviour(elsewhere);
    let isDatabaseUp = false;
    const probe = async () => {
      if (!isDatabaseUp) throw new Error('The database does not answer.');
      return communes;
    };
    const router = routerTo({ probe });
    expect((await routerTo({ probe: async () => [] }).table({ ...request, destinations: [home] })).durations[0]).toBe(
      0,
    );
    expect((await router.table(request)).durations[0]).toBe(-1);
    isDatabaseUp = true;
    await expect(router.table(request)).rejects.toMatchObject({ code: 'unavailable', message: told });
  });

  it('is told by a server with a default radius, too', async () => {
    server.setBehaviour({ ...elsewhere, radiusMetres: 500 });
    await expect(routerTo({ probe: communes }).table(request)).rejects.toMatchObject({ message: told });
  });
});

describe('a table of thousands', () => {
  const offers = (count: number) =>
    Array.from({ length: count }, (_, i): LonLat => [4.9 + (i % 100) / 100, 48.5 + Math.floor(i / 100) / 1000]);

  it.each([
    [1, 5_000],
    [3, 5_000],
    [32, 3_000],
  ])('is exact and takes no more calls than it must, %i × %i and back', async (few, many) => {
    const grid = gridDurations();
    const people = Array.from({ length: few }, (_, i): LonLat => [5.000_005 + i / 10, 48.600_005]);
    const places = offers(many);
    const router = routerTo();
    const there = await router.table({ mode: 'car', sources: people, destinations: places });
    const callsThere = server.requests.length;
    const back = await router.table({ mode: 'car', sources: places, destinations: people });
    let wrong = 0;
    people.forEach((person, i) => {
      places.forEach((place, j) => {
        if (there.durations[i * many + j] !== Math.round(grid(person, place) as number)) wrong++;
        if (back.durations[j * few + i] !== Math.round(grid(place, person) as number)) wrong++;
      });
    });
    expect(wrong).toBe(0);
    expect(callsThere).toBeLessThanOrEqual(Math.ceil((few * many) / 10_000) + Math.ceil(many / 300));
    expect(server.requests.length - callsThere).toBe(callsThere);
    expect(server.mostAtOnce()).toBeLessThanOrEqual(4);
  });

  it('wastes few calls on a server that takes less than configured, and none the next time', async () => {
    const small = await startOsrmServer({ durationSeconds: gridDurations(), maxTableSize: 30 });
    try {
      const router = createOsrmRouter({ urls: { car: small.url } });
      const asked = { mode: 'car' as const, sources: offers(10), destinations: offers(2_000) };
      const first = await router.table(asked);
      const calls = small.requests.length;
      small.requests.length = 0;
      const second = await router.table(asked);
      expect(second.durations).toEqual(first.durations);
      // 3,450 cells, then half and half again, were too big: three calls.
      expect(calls - small.requests.length).toBeLessThanOrEqual(4);
    } finally {
      await small.close();
    }
  });
});
