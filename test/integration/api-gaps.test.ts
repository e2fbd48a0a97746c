import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MatchResult } from '../../src/domain/matching/result.ts';
import { matchResult, missBy } from '../factories/results.ts';
import { worker } from '../factories/rows.ts';
import { START, startApi, type TestApi } from '../support/api.ts';

const diagnostic = (reference: string) => ({
  beneficiary: { reference },
  home: { commune: '55122', lon: 5.5905, lat: 48.7612 },
  job: {
    commune: '55029',
    lon: 5.1606,
    lat: 48.7729,
    cycle: { anchorDate: '2026-12-07', lengthDays: 7, shifts: [{ day: 0, start: '05:00', end: '13:00' }] },
  },
});

describe('gaps over the territory', () => {
  let api: TestApi;
  const found = (id: string, result: MatchResult) =>
    api.deps.database.transact(worker(), ({ matches }) => matches.saveReady(id, 1, START, result));
  const recorded = async (reference: string, key: string) => {
    const { body } = await api.post('/api/diagnostics', diagnostic(reference), { key });
    await found(body.id, matchResult({ matches: [missBy()] }));
  };
  const sums = async (key: string) => (await api.get('/api/gaps', { key })).body.items;

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  it('are told of five people of two organisations, and of no fewer', async () => {
    for (const reference of ['one', 'two', 'three']) await recorded(reference, 'all');
    await recorded('four', 'colleague');
    // A second diagnostic of the same person is no fifth person.
    await recorded('one', 'all');
    expect(await sums('all')).toEqual([]);
    await recorded('five', 'colleague');
    const told = [
      {
        lever: 'maxDetour',
        unit: 's',
        amount: { above: 0, upTo: 300 },
        direction: 'outbound',
        hours: { from: 4, to: 6 },
        fromEpci: '200066157',
        fromName: expect.any(String),
        toEpci: '200033025',
        toName: expect.any(String),
        people: 5,
      },
    ];
    expect(await sums('all')).toEqual(told);
    expect(await sums('colleague')).toEqual(told);
  });

  it('come from what each result tells of its near misses, in a sentence', async () => {
    const { body } = await api.post('/api/diagnostics', diagnostic('six'), { key: 'all' });
    await found(body.id, matchResult({ matches: [missBy(), { ...missBy(), offerId: 'off-y', turning: undefined }] }));
    const [told, notLookedAt] = (await api.get(`/api/diagnostics/${body.id}/matches`, { key: 'all' })).body.matches;
    expect(told.turning).toEqual([
      {
        lever: 'maxDetour',
        who: 'provider',
        from: 300,
        to: 540,
        amount: 240,
        unit: 's',
        serves: ['L1'],
        verdict: 'possible',
        cost: 17,
        sentence:
          'Si la conductrice ou le conducteur acceptait 9 min de détour au lieu de 5 min, cette offre conviendrait pour 1 trajet sur 2.',
      },
    ]);
    expect(notLookedAt.turning).toBeNull();
  });

  it('are another territory’s own', async () => {
    expect(await sums('neighbour')).toEqual([]);
  });

  it('need their own right', async () => {
    expect((await api.get('/api/gaps', { key: 'reader' })).status).toBe(403);
    expect((await api.get('/api/gaps', { key: null })).status).toBe(401);
  });
});
