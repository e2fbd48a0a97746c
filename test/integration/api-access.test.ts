import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool, loan } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let diagnosticId: string;
let offerId: string;
beforeAll(async () => {
  api = await startApi();
  offerId = (await api.post('/api/offers', carpool())).body.id;
  diagnosticId = (await api.post('/api/diagnostics', DIAGNOSTIC_EXAMPLE)).body.id;
  await api.matchNow(diagnosticId);
});
afterAll(() => api.stop());

type Probe = [method: string, path: () => string, body?: unknown];
const PERSONAL: Probe[] = [
  ['GET', () => `/api/diagnostics/${diagnosticId}`],
  ['PATCH', () => `/api/diagnostics/${diagnosticId}`, { stops: [] }],
  ['GET', () => `/api/diagnostics/${diagnosticId}/matches`],
  ['GET', () => `/api/diagnostics/${diagnosticId}/matches/${offerId}`],
];
const OFFER: Probe[] = [
  ['GET', () => `/api/offers/${offerId}`],
  ['PATCH', () => `/api/offers/${offerId}`, { title: 'Pris' }],
  ['DELETE', () => `/api/offers/${offerId}`],
];
const WRITES: Probe[] = [
  ['POST', () => '/api/offers', loan()],
  ['PATCH', () => `/api/offers/${offerId}`, { title: 'Pris' }],
  ['DELETE', () => `/api/offers/${offerId}`],
  ['POST', () => '/api/diagnostics', DIAGNOSTIC_EXAMPLE],
  ['PATCH', () => `/api/diagnostics/${diagnosticId}`, { stops: [] }],
];

describe('without a key', () => {
  it.each([...PERSONAL, ...WRITES])('%s %s is 401', async (method, path, body) => {
    const answer = await api.call(method, path(), { key: null, body });
    expect(answer).toMatchObject({ status: 401, body: { type: '/problems/unauthenticated' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });
});

describe('with a key that is none', () => {
  it.each([...PERSONAL, ...WRITES, ...OFFER])('%s %s is 401', async (method, path, body) => {
    expect((await api.call(method, path(), { key: 'key-that-nobody-has', body })).status).toBe(401);
  });

  it.each(['Basic abc', 'Bearer', 'Bearer ', 'Bearer a b', 'key-of-the-adviser-0001'])(
    '%j is 401',
    async (authorization) => {
      const answer = await api.call('GET', '/api/offers', { key: null, headers: { authorization } });
      expect(answer.status).toBe(401);
    },
  );
});

describe('with a key that may only read', () => {
  it.each(WRITES)('%s %s is 403, and says which right is missing', async (method, path, body) => {
    const answer = await api.call(method, path(), { key: 'reader', body });
    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/forbidden' } });
    expect(answer.body.detail).toMatch(/« (offers|diagnostics):write »/);
  });

  it('diagnostics are refused to a key for offers alone', async () => {
    expect((await api.get(`/api/diagnostics/${diagnosticId}`, { key: 'slow' })).status).toBe(403);
  });

  it('reading works', async () => {
    expect((await api.get(`/api/diagnostics/${diagnosticId}`, { key: 'reader' })).status).toBe(200);
  });
});

describe('from another territory', () => {
  it.each([...PERSONAL, ...OFFER])('%s %s is 404', async (method, path, body) => {
    const answer = await api.call(method, path(), { key: 'neighbour', body });
    expect(answer).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    // Not even whether it exists: nothing else differs from an id that nobody has.
    const nothing = await api.call(method, path().replace(/(dia|off)_\w+/g, '$1_nothing'), { key: 'neighbour', body });
    expect(nothing.body).toEqual(answer.body);
  });

  it('the catalogue is another one', async () => {
    expect((await api.get('/api/offers', { key: 'neighbour' })).body.items).toEqual([]);
  });
});

describe('from another organisation of the territory', () => {
  it.each(PERSONAL)('%s %s is 404', async (method, path, body) => {
    expect((await api.call(method, path(), { key: 'colleague', body })).status).toBe(404);
  });

  it('the same reference is another person', async () => {
    const theirs = await api.post('/api/diagnostics', DIAGNOSTIC_EXAMPLE, { key: 'colleague' });
    const ours = await api.get(`/api/diagnostics/${diagnosticId}`);
    expect(theirs.body.beneficiary.reference).toBe(ours.body.beneficiary.reference);
    expect(theirs.body.beneficiary.id).not.toBe(ours.body.beneficiary.id);
  });

  it('the catalogue is shared', async () => {
    expect((await api.get(`/api/offers/${offerId}`, { key: 'colleague' })).body.redacted).toBe(false);
  });
});

describe('the rate', () => {
  it('of a key is its own: beyond it 429, with the seconds to wait', async () => {
    api.moveClock({ seconds: 61 });
    for (let i = 0; i < 3; i++) expect((await api.get('/api/offers?limit=1', { key: 'slow' })).status).toBe(200);
    api.moveClock({ seconds: 20 });
    const refused = await api.get('/api/offers', { key: 'slow' });
    expect(refused).toMatchObject({ status: 429, body: { type: '/problems/too-many-requests' } });
    expect(refused.headers.get('retry-after')).toBe('40');
    expect((await api.get('/api/offers?limit=1')).status).toBe(200);
    api.moveClock({ seconds: 39 });
    expect((await api.get('/api/offers', { key: 'slow' })).status).toBe(429);
    api.moveClock({ seconds: 1 });
    expect((await api.get('/api/offers?limit=1', { key: 'slow' })).status).toBe(200);
  });

  it('without a key, and of keys that are none, is counted by address', async () => {
    const limited = await startApi({
      app: { anonymousRequestsPerMinute: 2, addressOf: (c) => c.req.header('x-test') ?? '' },
    });
    const from = (address: string, key: string | null = null) =>
      limited.get('/api/offers', { key, headers: { 'x-test': address } });
    expect((await from('a')).status).toBe(200);
    expect((await from('a', 'key-that-nobody-has')).status).toBe(401);
    expect((await from('a')).status).toBe(429);
    expect((await from('a', 'key-that-nobody-has')).status).toBe(429);
    expect((await from('b')).status).toBe(200);
    expect((await from('a', 'all')).status).toBe(200);
    await limited.stop();
  });
});

it.each(['/api/offers', '/api/nowhere', '/health', '/api/docs', '/problems/invalid'])(
  '%s has its guards',
  async (path) => {
    const { headers } = await api.get(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
  },
);

it('what is about people is never kept by a cache', async () => {
  for (const path of [
    `/api/diagnostics/${diagnosticId}`,
    `/api/diagnostics/${diagnosticId}/matches`,
    '/api/offers',
    '/health',
  ]) {
    expect((await api.get(path)).headers.get('cache-control')).toBe('no-store');
  }
});
