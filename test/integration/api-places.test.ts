import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const search = async (query: string, key: string | null = null) =>
  (await api.get(`/api/places?${query}`, { key })).body.items;

it('finds communes by name, accents and case ignored, and by postcode', async () => {
  expect((await search('q=COMMER'))[0]).toMatchObject({
    kind: 'commune',
    label: 'Commercy',
    commune: '55122',
    postcode: '55200',
  });
  expect((await search('q=etain')).map((place: { label: string }) => place.label)).toContain('Étain');
  expect((await search('q=55200&limit=50')).map((place: { label: string }) => place.label)).toContain('Commercy');
});

it('finds communes over the border, where jobs may be', async () => {
  expect((await search('q=Saint-Dizier'))[0]).toMatchObject({ label: 'Saint-Dizier', commune: '52448' });
});

it('finds known places too', async () => {
  const places = await search('q=France%20Travail', 'reader');
  expect(places.length).toBeGreaterThan(0);
  for (const place of places)
    expect(place).toMatchObject({ postcode: null, label: expect.stringMatching(/France Travail/i) });
});

it('gives no more than asked', async () => {
  expect(await search('q=a&limit=3')).toHaveLength(3);
});

it.each(['', 'q=', 'q=a&limit=0', 'q=a&limit=51', `q=${'x'.repeat(101)}`, 'q=%00'])('refuses %j', async (query) => {
  expect((await api.get(`/api/places?${query}`)).status).toBe(422);
});
