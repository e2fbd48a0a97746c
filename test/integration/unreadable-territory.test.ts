import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let owner: postgres.Sql;
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

it('a territory whose time zone is none stops its own people, who are told so, and nobody else', async () => {
  await owner`update territories set time_zone = 'Mars/Tharsis' where id = 'voisin'`;
  expect((await api.get('/api/places?q=Commercy')).status).toBe(200);
  expect((await api.get('/api/places?q=Commercy', { key: null })).status).toBe(200);
  expect(await api.get('/api/places?q=Commercy', { key: 'neighbour' })).toMatchObject({
    status: 503,
    body: { detail: expect.stringContaining('ne peut pas être lu') },
  });
  expect(api.lines).toEqual(['voisin timeZone n’est pas un fuseau horaire comme Europe/Paris']);
  const { body } = await api.get('/health', { key: null });
  expect(body).toMatchObject({ status: 'degraded', database: 'ok' });
  expect(body.territories.map(({ id }: { id: string }) => id)).toEqual(['meuse']);
});
