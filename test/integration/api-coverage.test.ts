import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEstimateRouter } from '../../geo/estimate.ts';
import { createOsrmRouter } from '../../geo/osrm.ts';
import type { LonLat, Router } from '../../geo/router.ts';
import { RouterError } from '../../geo/router.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { gridDurations, startOsrmServer } from '../support/osrm-server.ts';

const COMMERCY = 'lon=5.5905&lat=48.7612';
const square: LonLat[] = [
  [5.4, 48.6],
  [5.8, 48.6],
  [5.8, 48.9],
  [5.4, 48.9],
  [5.4, 48.6],
];

let isochrone: NonNullable<Router['isochrone']>;
let api: TestApi;
beforeAll(async () => {
  const configured: Router = {
    ...createEstimateRouter(),
    name: 'valhalla',
    isochrone: (request) => isochrone(request),
  };
  api = await startApi({ configured });
});
afterAll(() => api.stop());

const cover = (query: string, key: string | null = null) => api.get(`/api/coverage?${query}`, { key });
const drawn: typeof isochrone = async ({ minutes }) =>
  minutes.map((minute) => ({ source: 'valhalla', dataSet: 'lorraine', minutes: minute, polygons: [[square]] }));

describe('what is within reach', () => {
  it('is GeoJSON, one feature for each duration, with or without a key', async () => {
    isochrone = drawn;
    for (const key of [null, 'reader']) {
      const { status, headers, body } = await cover(`${COMMERCY}&minutes=15,30,30`, key);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('application/geo+json');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(body.features).toHaveLength(2);
      expect(body.features[0]).toEqual({
        type: 'Feature',
        geometry: { type: 'MultiPolygon', coordinates: [[square]] },
        properties: {
          minutes: 15,
          mode: 'car',
          router: 'valhalla',
          dataSet: 'lorraine',
          estimated: false,
          provisional: false,
          radiusMetres: null,
        },
      });
    }
  });

  it('may begin over the border, where jobs are', async () => {
    isochrone = drawn;
    expect((await cover('lon=4.9497&lat=48.6378&minutes=30&mode=bike')).status).toBe(200);
  });

  it.each([
    [
      'a place far away',
      'lon=2.3522&lat=48.8566&minutes=30',
      'lon',
      /km du territoire \(Meuse\) ; la limite est de 60 km/,
    ],
    [
      'lon and lat swapped',
      'lon=48.7612&lat=5.5905&minutes=30',
      'lon',
      /lon et lat semblent inversés : écrivez lon 5.5905/,
    ],
    ['no place', 'minutes=30', 'lon', /Ce champ est obligatoire|Un nombre de degrés/],
    ['a place in words', 'lon=Commercy&lat=48.7&minutes=30', 'lon', /Un nombre de degrés est attendu/],
    ['an infinite place', 'lon=1e999&lat=48.7&minutes=30', 'lon', /./],
    ['no minutes', COMMERCY, 'minutes', /Ce champ est obligatoire/],
    ['no time', `${COMMERCY}&minutes=0`, 'minutes.0', /1 au moins/],
    ['too long', `${COMMERCY}&minutes=500`, 'minutes.0', /90 au plus/],
    ['half minutes', `${COMMERCY}&minutes=7.5`, 'minutes', /Écrivez minutes=30/],
    ['less than nothing', `${COMMERCY}&minutes=-5`, 'minutes', /Écrivez minutes=30/],
    ['minutes in words', `${COMMERCY}&minutes=abc`, 'minutes', /Écrivez minutes=30/],
    ['five durations', `${COMMERCY}&minutes=1,2,3,4,5`, 'minutes', /jusqu’à quatre/],
    ['a plane', `${COMMERCY}&minutes=30&mode=plane`, 'mode', /Valeurs admises : car, lightCar, scooter, bike, foot/],
  ])('refuses %s with what to write instead', async (_, query, path, message) => {
    isochrone = () => Promise.reject(new Error('nobody should ask the router'));
    const { status, body } = await cover(query);
    expect(status).toBe(422);
    expect(body.errors).toContainEqual({ path, message: expect.stringMatching(message) });
  });

  it('says that no road is near', async () => {
    isochrone = async () => null;
    const { status, body } = await cover('lon=5.3&lat=48.9&minutes=30&mode=foot');
    expect(status).toBe(422);
    expect(body.detail).toMatch(/Aucune route ne se prend à pied près de ce lieu/);
  });

  it('refuses a key that is none and an unknown territory', async () => {
    expect((await cover(`${COMMERCY}&minutes=30`, 'not-a-key')).status).toBe(401);
    expect((await cover(`${COMMERCY}&minutes=30&territory=atlantide`)).status).toBe(404);
  });

  it('is estimated and provisional while the router is away, as matches are', async () => {
    isochrone = () => Promise.reject(new RouterError('unavailable', 'the tiles are being replaced'));
    const { status, body } = await cover('lon=5.2&lat=48.8&minutes=20');
    expect(status).toBe(200);
    expect(body.features[0].properties).toMatchObject({ router: 'estimate', estimated: true, provisional: true });
    isochrone = drawn;
    const again = await cover('lon=5.2&lat=48.8&minutes=20');
    expect(again.body.features[0].properties).toMatchObject({ router: 'valhalla', provisional: false });
  });
});

it('is abandoned when whoever asked has left', async () => {
  const asked = Promise.withResolvers<AbortSignal>();
  const abandoned = Promise.withResolvers<unknown>();
  isochrone = ({ signal }) =>
    new Promise((_, reject) => {
      signal?.addEventListener('abort', () => {
        abandoned.resolve(signal.reason);
        reject(signal.reason);
      });
      asked.resolve(signal as AbortSignal);
    });
  api.lines.length = 0;
  const server = serve({ fetch: api.app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  if (!server.listening) await once(server, 'listening');
  try {
    const { port } = server.address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /api/coverage?lon=5.31&lat=48.91&minutes=30 HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    expect((await asked.promise).aborted).toBe(false);
    socket.destroy();
    await abandoned.promise;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  expect(api.lines).toEqual([]);
});

it('is a cautious circle where OSRM gives the tables and nobody draws', async () => {
  const osrm = await startOsrmServer({ durationSeconds: gridDurations() });
  const there = await startApi({ configured: createOsrmRouter({ urls: { car: osrm.url } }) });
  try {
    const { status, body } = await there.get(`/api/coverage?${COMMERCY}&minutes=30,3`, { key: null });
    expect(status).toBe(200);
    const [half, three] = body.features;
    expect(half.properties).toMatchObject({ router: 'estimate', estimated: true, provisional: false });
    expect(half.properties.radiusMetres[0]).toBeLessThan(half.properties.radiusMetres[1]);
    expect(half.geometry.coordinates[0][0]).toHaveLength(65);
    expect(three.geometry.coordinates).toEqual([]);
  } finally {
    await there.stop();
    await osrm.close();
  }
});
