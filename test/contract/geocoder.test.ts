import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBanGeocoder } from '../../src/gateways/geocoder-ban.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { describeGeocoder } from './geocoder-contract.ts';

const EXAMPLE = new URL('../../../shared/standards/ban-geocodage/search.example.json', import.meta.url);

const feature = (more: object = {}, coordinates = [5.1669, 48.7735]) => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates },
  properties: {
    label: '1 Rue de l’Exemple 55000 Bar-le-Duc',
    score: 0.91,
    type: 'housenumber',
    name: '1 Rue de l’Exemple',
    postcode: '55000',
    citycode: '55029',
    city: 'Bar-le-Duc',
    ...more,
  },
});

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function startBan(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: URL[] = [];
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://localhost'));
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/geocodage`;
  const near = async () => ({ lon: 5.38, lat: 48.98 });
  return { asked, close, geocoder: createBanGeocoder({ url, near, timeoutMs: 300 }) };
}
const json = (response: ServerResponse, body: unknown, status = 200) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};
const query = { territoryId: 'meuse', text: '1 rue de l’exemple, Bar-le-Duc', limit: 5 };

describeGeocoder('communes and known places', async () => {
  const api = await startApi();
  const geocoder = api.deps.geocoders?.[0];
  if (geocoder === undefined) throw new Error('There is no geocoder.');
  return { geocoder, known: { text: 'Commercy', commune: '55122' }, stop: api.stop };
});

describeGeocoder('addresses of the BAN', async () => {
  const known = '1 rue de l’exemple bar-le-duc';
  const ban = await startBan((request, response) => {
    const q = new URL(request.url ?? '', 'http://localhost').searchParams.get('q') ?? '';
    // As it answers: what is unlike everything gets something, badly scored.
    json(response, { features: [feature(q.toLowerCase() === known ? {} : { score: 0.2 }), feature()].slice(0, 1) });
  });
  return {
    geocoder: ban.geocoder,
    known: { text: known, commune: '55029' },
    stop: async () => void (await ban.close()),
  };
});

describe('a commune at the end of an address', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api?.stop());

  it.each([
    ['12 rue des Lilas, Commercy', '55122'],
    ['12 rue des Lilas 55200 COMMERCY', '55122'],
    ['zone industrielle, bar le duc', '55029'],
    ['lieu-dit la Haie, St-Mihiel', '55463'],
  ])('stands for « %s », and says that it does', async (text, commune) => {
    const places = await api.deps.geocoders?.[0]?.search({ territoryId: 'meuse', text, limit: 5 });
    expect(places?.map((one) => [one.commune, one.label, one.approximate])).toEqual([[commune, text, true]]);
  });
});

describe('the BAN over HTTP', () => {
  it('is asked as its service is, near the territory', async () => {
    const ban = await startBan((_request, response) => json(response, { features: [feature()] }));
    open.push(ban);
    const [place] = await ban.geocoder.search(query);
    expect(place).toMatchObject({
      kind: 'address',
      label: '1 Rue de l’Exemple 55000 Bar-le-Duc',
      detail: 'Bar-le-Duc',
    });
    const [asked] = ban.asked;
    expect(asked?.pathname).toBe('/geocodage/search');
    expect(Object.fromEntries(asked?.searchParams ?? [])).toEqual({
      q: query.text,
      limit: '5',
      autocomplete: '0',
      lat: '48.980',
      lon: '5.380',
    });
  });

  it.skipIf(!existsSync(EXAMPLE))('reads the published example', async () => {
    const ban = await startBan((_request, response) => json(response, JSON.parse(readFileSync(EXAMPLE, 'utf8'))));
    open.push(ban);
    const [place] = await ban.geocoder.search(query);
    expect(place).toMatchObject({ commune: '55029', lon: 5.1669, lat: 48.7735 });
  });

  it('leaves out what is far away, badly matched, or unreadable', async () => {
    const features = [feature({}, [2.35, 48.85]), feature({ score: 0.3 }), { broken: true }, feature({}, [500, 48])];
    const ban = await startBan((_request, response) => json(response, { features }));
    open.push(ban);
    expect(await ban.geocoder.search(query)).toEqual([]);
  });

  it.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
    ['too many calls', (_request, response) => json(response, {}, 429)],
    ['a failure', (_request, response) => json(response, {}, 500)],
    ['no JSON', (_request, response) => response.end('<html>')],
    ['another JSON', (_request, response) => json(response, { nothing: true })],
    ['no answer in time', () => {}],
    ['a cut', (request) => request.socket.destroy()],
  ])('cannot be asked after %s, without repeating what was typed', async (_title, answer) => {
    const ban = await startBan(answer);
    open.push(ban);
    const error = await ban.geocoder.search(query).catch((one: unknown) => one);
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(JSON.stringify(error) + String(error) + String((error as Error).cause)).not.toMatch(/exemple/i);
  });
});
