import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CARPOOL_EXAMPLE, LOAN_EXAMPLE } from '../../src/web/api/examples.ts';
import {
  COMMERCY,
  carpool,
  drivingSchool,
  financialAid,
  loan,
  onDemand,
  VERDUN,
  volunteer,
} from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const post = async (offer: unknown) => (await api.post('/api/offers', offer)).body;
const point = ({ lon, lat }: { lon: number; lat: number }) => `${lon},${lat}`;

describe('an offer', () => {
  it.each([CARPOOL_EXAMPLE, LOAN_EXAMPLE, onDemand(), volunteer(), financialAid(), drivingSchool()])(
    'of kind $kind is created, told where it is, and read back whole',
    async (input) => {
      const created = await api.post('/api/offers', input);
      expect(created.status).toBe(201);
      expect(created.headers.get('location')).toBe(`/api/offers/${created.body.id}`);
      expect(created.headers.get('etag')).toBe('"1"');
      expect(created.body).toMatchObject({ ...input, version: 1, redacted: false });

      const read = await api.get(`/api/offers/${created.body.id}`);
      expect(read.body).toEqual(created.body);
    },
  );

  it('is changed by a merge patch, version by version', async () => {
    const { id } = await post(loan());
    const first = await api.patch(`/api/offers/${id}`, {
      details: { units: 5, maxDays: null },
      confirmedAt: '2026-11-20',
    });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ version: 2, confirmedAt: '2026-11-20', details: { units: 5, maxDays: null } });
    expect(first.body.details.tariff.tiers).toHaveLength(2);

    const same = await api.patch(`/api/offers/${id}`, { details: { units: 5 } });
    expect(same.body.version).toBe(2);

    const stale = await api.patch(`/api/offers/${id}`, { version: 1, title: 'Autre' });
    expect(stale.status).toBe(409);
    expect(stale.body.detail).toMatch(/version 2.*relisez/);
    const staleHeader = await api.patch(`/api/offers/${id}`, { title: 'Autre' }, { headers: { 'if-match': '"1"' } });
    expect(staleHeader.status).toBe(409);
    const fresh = await api.patch(
      `/api/offers/${id}`,
      { title: 'Autre' },
      {
        headers: { 'if-match': '"2"', 'content-type': 'application/merge-patch+json' },
      },
    );
    expect(fresh.body).toMatchObject({ version: 3, title: 'Autre' });
    expect((await api.patch(`/api/offers/${id}`, {}, { headers: { 'if-match': 'deux' } })).status).toBe(422);
  });

  it('keeps every change when two are made at once, or says so', async () => {
    const { id } = await post(loan());
    const answers = await Promise.all(
      [3, 4, 5, 6].map((units) => api.patch(`/api/offers/${id}`, { version: 1, details: { units } })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await api.get(`/api/offers/${id}`)).body).toEqual(winner?.body);
  });

  it('does not change kind, nor become wrong', async () => {
    const { id } = await post(loan());
    const kind = await api.patch(`/api/offers/${id}`, { kind: 'carpool' });
    expect(kind).toMatchObject({ status: 422, body: { errors: [{ path: 'kind' }] } });
    const wrong = await api.patch(`/api/offers/${id}`, { details: { units: -1, depot: { lon: 0, lat: 0 } } });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: 'details.units' }] } });
    const far = await api.patch(`/api/offers/${id}`, { details: { depot: { lon: 0, lat: 0 } } });
    expect(far).toMatchObject({ status: 422, body: { errors: [{ path: 'details.depot' }] } });
    expect((await api.get(`/api/offers/${id}`)).body.version).toBe(1);
  });

  it('leaves the catalogue when it is archived', async () => {
    const { id } = await post(loan({ title: 'Bientôt archivée' }));
    expect((await api.remove(`/api/offers/${id}`)).status).toBe(204);
    for (const answer of [
      await api.get(`/api/offers/${id}`),
      await api.patch(`/api/offers/${id}`, { title: 'x' }),
      await api.remove(`/api/offers/${id}`),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    }
    const { body } = await api.get('/api/offers?q=Bient%C3%B4t%20archiv%C3%A9e');
    expect(body.items).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('is filtered by kind, theme and words, accents and case ignored', async () => {
    const mine = await post(drivingSchool({ title: 'Permis à Étain, session d’été' }));
    const byWord = await api.get('/api/offers?q=ETAIN&kind=drivingLicence&theme=mobilite--preparer-un-permis&cursor=');
    expect(byWord.body.items.map((offer: { id: string }) => offer.id)).toEqual([mine.id]);
    expect((await api.get('/api/offers?q=ETAIN&kind=carpool')).body).toEqual({ items: [], nextCursor: null });
  });

  it.each([
    ['kind=helicopter', 'kind'],
    ['theme=bonheur', 'theme'],
    ['near=commercy', 'near'],
    ['near=200,48', 'near.lon'],
    ['withinMinutes=20', 'withinMinutes'],
    ['near=5.5,48.7&withinMinutes=beaucoup', 'withinMinutes'],
    ['near=5.5,48.7&withinMinutes=9999', 'withinMinutes'],
    ['limit=0', 'limit'],
    ['limit=1000', 'limit'],
    ['limit=2.5', 'limit'],
    ['near=5.5,48.7&cursor=abc', 'cursor'],
    ['q=%00', 'q'],
  ])('refuses %s', async (query, path) => {
    const answer = await api.get(`/api/offers?${query}`);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });

  it.each(['', `&near=${point(COMMERCY)}`])('is paged without a hole or a repeat%s', async (near) => {
    const all = await api.get(`/api/offers?limit=200${near}`);
    expect(all.body.nextCursor).toBeNull();
    expect(all.body.items.length).toBeGreaterThan(8);
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const page = await api.get(`/api/offers?limit=3${near}&cursor=${encodeURIComponent(cursor)}`);
      expect(page.body.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.body.items);
      cursor = page.body.nextCursor;
    } while (cursor);
    expect(seen).toEqual(all.body.items);
  });

  it('is ordered by travel time from a point, what comes to the person first, what has no place last', async () => {
    const depot = await post(loan({ title: 'Tout près' }, { depot: COMMERCY }));
    const far = await post(drivingSchool());
    const aid = await post(financialAid());
    const transport = await post(onDemand());
    const { items } = (await api.get(`/api/offers?limit=200&near=${point(COMMERCY)}`)).body;
    const at = (id: string) => items.findIndex((offer: { id: string }) => offer.id === id);
    const seconds = (id: string) => items[at(id)].travelSeconds;
    expect(seconds(transport.id)).toBe(0);
    expect(seconds(depot.id)).toBe(0);
    expect(seconds(aid.id)).toBeNull();
    // 48 km of crow flight: 3.5 + 1.36 × 46.9 minutes.
    expect(seconds(far.id) / 60).toBeCloseTo(67.3, 0);
    expect(items[at(far.id)].travelEstimated).toBe(true);
    expect(at(depot.id)).toBeLessThan(at(far.id));
    expect(at(far.id)).toBeLessThan(at(aid.id));
  });

  it('is cut at so many minutes', async () => {
    const within = async (minutes: number) =>
      (await api.get(`/api/offers?limit=200&kind=drivingLicence&near=${point(COMMERCY)}&withinMinutes=${minutes}`)).body
        .items;
    const times = (await within(300)).map((offer: { travelSeconds: number }) => offer.travelSeconds);
    expect(times.length).toBeGreaterThan(0);
    const least = Math.min(...times);
    expect(await within(least / 60 - 0.1)).toEqual([]);
    expect((await within(least / 60)).length).toBeGreaterThan(0);
  });

  it('finds on-demand transport by the communes or the contour it serves', async () => {
    const title = 'Zone de Verdun seulement';
    await post(onDemand({ title }, { zone: [VERDUN.commune] }));
    const contour = {
      type: 'Polygon',
      coordinates: [
        [
          [5.3, 49.1],
          [5.5, 49.1],
          [5.5, 49.2],
          [5.3, 49.2],
          [5.3, 49.1],
        ],
      ],
    };
    await post(onDemand({ title }, { zone: contour }));
    const near = async (place: typeof VERDUN) =>
      (await api.get(`/api/offers?q=${encodeURIComponent(title)}&near=${point(place)}`)).body.items;
    expect((await near(VERDUN)).map((o: { travelSeconds: number }) => o.travelSeconds)).toEqual([0, 0]);
    expect(await near(COMMERCY)).toEqual([]);
  });
});

describe('without a key', () => {
  const anyone = { key: null };

  it('a private driver’s trip is told from commune to commune, in a band of hours', async () => {
    const { id } = await post(carpool());
    const { body, status } = await api.get(`/api/offers/${id}`, anyone);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      title: 'Commercy → Bar-le-Duc',
      description: null,
      redacted: true,
      provider: { name: 'Une personne qui covoiture' },
      details: {
        origin: { label: 'Commercy', commune: '55122' },
        destination: { label: 'Bar-le-Duc', commune: '55029' },
        trips: [
          { direction: 'outbound', hourBand: { from: '04:00', to: '06:00' } },
          { direction: 'return', hourBand: { from: '12:00', to: '14:00' } },
        ],
      },
    });
    const told = JSON.stringify(body);
    for (const secret of ['Camille', 'camille', 'Fleurs', '5.5931', '48.7633', '04:05', '13:10', 'gare', '5.5858']) {
      expect(told).not.toContain(secret);
    }
  });

  it('and cannot be found by measuring from many points', async () => {
    const one = await post(
      carpool({ title: 'Loin' }, { origin: { ...COMMERCY, lon: 5.62, lat: 48.79 }, meetingPoints: [] }),
    );
    const two = await post(carpool({ title: 'Près' }, { origin: COMMERCY, meetingPoints: [] }));
    const { items } = (await api.get(`/api/offers?limit=200&kind=carpool&near=${point(COMMERCY)}`, anyone)).body;
    const seconds = (id: string) => items.find((offer: { id: string }) => offer.id === id).travelSeconds;
    expect(seconds(one.id)).toBe(seconds(two.id));
  });

  it('a volunteer’s base is the commune, and their telephone is not told', async () => {
    const { id } = await post(volunteer());
    const { body } = await api.get(`/api/offers/${id}`, anyone);
    expect(body).toMatchObject({ redacted: true, details: { base: { label: 'Verdun', commune: '55545' } } });
    expect(JSON.stringify(body)).not.toMatch(/5\.3801|49\.1612|00 00 01/);
  });

  it('a structure’s offer is whole', async () => {
    const { id } = await post(carpool({ provider: { name: 'Ligne de covoiturage', siret: '12345678900052' } }));
    const { body } = await api.get(`/api/offers/${id}`, anyone);
    expect(body).toMatchObject({ redacted: false, details: { trips: [{ departureTime: '04:05' }, {}] } });
  });

  it('only public offers are seen', async () => {
    const { id } = await post(loan({ title: 'Entre nous', visibility: 'territory' }));
    expect((await api.get(`/api/offers/${id}`, anyone)).status).toBe(404);
    expect((await api.get('/api/offers?q=Entre%20nous', anyone)).body.items).toEqual([]);
    expect((await api.get('/api/offers?q=Entre%20nous')).body.items).toHaveLength(1);
  });

  it('a territory is named, or there is none', async () => {
    expect((await api.get('/api/offers?territory=voisin', anyone)).body.items).toEqual([]);
    expect((await api.get('/api/offers?territory=nulle-part', anyone)).status).toBe(404);
  });
});
