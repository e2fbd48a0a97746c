import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gridDurations, type OsrmServer, startOsrmServer } from '../test/support/osrm-server.ts';
import { createEstimateRouter } from './estimate.ts';
import { createOsrmRouter } from './osrm.ts';
import type { LonLat, Router, TableRequest } from './router.ts';
import { tableOrEstimate } from './with-fallback.ts';

const home: LonLat = [5.5905, 48.7612];
const job: LonLat = [5.1606, 48.7729];
const depot: LonLat = [5.3844, 49.1599];
const estimate = createEstimateRouter();

const there: TableRequest = { mode: 'car', sources: [home], destinations: [job] };
const toDepot: TableRequest = { mode: 'car', sources: [home], destinations: [depot] };
const byBike: TableRequest = { ...there, mode: 'bike' };

describe('tableOrEstimate', () => {
  let cars: OsrmServer;
  let bikes: OsrmServer;
  let configured: Router;
  beforeEach(async () => {
    cars = await startOsrmServer({ durationSeconds: gridDurations(60) });
    bikes = await startOsrmServer({ durationSeconds: gridDurations(200) });
    configured = createOsrmRouter({ urls: { car: cars.url, bike: bikes.url } });
  });
  afterEach(async () => {
    await Promise.all([cars.close(), bikes.close()]);
  });

  const sourcesOf = async (requests: TableRequest[], routers: { configured: Router | null } = { configured }) => {
    const answer = await tableOrEstimate({ ...routers, estimate }, requests);
    return { ...answer, sources: answer.tables.map((table) => table.source) };
  };

  it('gives the tables of the configured router, in the order asked', async () => {
    const { sources, fellBack, tables } = await sourcesOf([toDepot, byBike, there]);
    expect(sources).toEqual(['osrm', 'osrm', 'osrm']);
    expect(fellBack).toBe(false);
    expect(tables.map((table) => table.durations[0])).toEqual([3629, 8832, 2650]);
  });

  it('replaces all tables of a mode when one of them fails, and only of that mode', async () => {
    const nobody = await startOsrmServer({ durationSeconds: () => null });
    await nobody.close();
    const away = createOsrmRouter({ urls: { car: nobody.url } });
    const picky: Router = {
      ...configured,
      table: (request) => (request.destinations[0] === depot ? away : configured).table(request),
    };
    const { sources, fellBack, failures, tables } = await sourcesOf([there, byBike, toDepot], { configured: picky });
    expect(sources).toEqual(['estimate', 'osrm', 'estimate']);
    expect(fellBack).toBe(true);
    expect(failures).toMatchObject([{ code: 'unavailable' }]);
    expect(tables[0]).toEqual(await estimate.table(there));
  });

  it.each([
    ['away', { closeSocket: 'always' }],
    ['in error', { status: 503 }],
    ['answering garbage', { body: 'garbage' }],
    ['finding all too big', { alwaysTooBig: true }],
  ] as const)('falls back on a server that is %s', async (_, behaviour) => {
    cars.setBehaviour(behaviour);
    const { sources, fellBack } = await sourcesOf([there, toDepot]);
    expect(sources).toEqual(['estimate', 'estimate']);
    expect(fellBack).toBe(true);
  });

  it('replaces all tables of a mode when the road data change between two of them', async () => {
    cars.setBehaviour({ dataVersion: 'lorraine-2026-11-01' });
    bikes.setBehaviour({ dataVersion: 'velo-2026' });
    const first = await sourcesOf([there, toDepot, byBike]);
    expect(first.sources).toEqual(['osrm', 'osrm', 'osrm']);
    let answered: Promise<unknown> = Promise.resolve();
    const swapped: Router = {
      ...configured,
      async table(request) {
        if (request.destinations[0] === job) {
          const table = configured.table(request);
          answered = table;
          return table;
        }
        await answered;
        cars.setBehaviour({ dataVersion: 'lorraine-2026-11-08' });
        return configured.table(request);
      },
    };
    const { sources, fellBack, failures } = await sourcesOf([there, toDepot], { configured: swapped });
    expect(sources).toEqual(['estimate', 'estimate']);
    expect(fellBack).toBe(true);
    expect(failures).toMatchObject([{ code: 'roadsChanged', message: expect.stringContaining('changed between') }]);
  });

  it('takes no table without a cell, nor one of zeros, for another data set', async () => {
    cars.setBehaviour({ dataVersion: 'lorraine-2026-11-01' });
    const nowhere: TableRequest = { ...there, destinations: [] };
    const itself: TableRequest = { ...there, destinations: [home] };
    const { sources, fellBack } = await sourcesOf([nowhere, itself, there]);
    expect(sources).toEqual(['osrm', 'osrm', 'osrm']);
    expect(fellBack).toBe(false);
  });

  it('estimates a mode no server is configured for, which is no fall', async () => {
    const { sources, fellBack } = await sourcesOf([there, { ...there, mode: 'foot' }]);
    expect(sources).toEqual(['osrm', 'estimate']);
    expect(fellBack).toBe(false);
  });

  it('estimates everything where no router is configured, which is no fall', async () => {
    const { sources, fellBack } = await sourcesOf([there, byBike], { configured: null });
    expect(sources).toEqual(['estimate', 'estimate']);
    expect(fellBack).toBe(false);
  });

  it('throws on a request that is wrong in itself', async () => {
    const swapped = sourcesOf([{ ...there, destinations: [[48.7, 95.1]] }]);
    await expect(swapped).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('swapped') });
  });

  it('throws a mistake in the code, and the reason of an abort', async () => {
    const mistaken: Router = { ...configured, table: () => Promise.reject(new TypeError('x is not a function')) };
    await expect(sourcesOf([there], { configured: mistaken })).rejects.toThrow(TypeError);
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(sourcesOf([{ ...there, signal }])).rejects.toThrow('stopped');
  });
});
