import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { createEstimateRouter } from '../../geo/estimate.ts';
import { type Router, RouterError } from '../../geo/router.ts';
import { gazetteerOf } from '../../test/factories/gazetteer.ts';
import { carpoolInput, diagnosticInput, loanInput, territory } from '../../test/factories/rows.ts';
import type { OfferInput } from '../domain/catalogue/offer.ts';
import { encodeRoadFacts } from '../domain/matching/prune/road-facts.ts';
import { createCatalogueCopy } from './catalogue-copy.ts';
import type { Context } from './context.ts';
import { LANDMARKS } from './landmark-set.ts';
import { matchCatalogue } from './match-catalogue.ts';
import type { Database, DiagnosticRecord, OfferRoads } from './ports.ts';

const estimate = createEstimateRouter();
const record = {
  id: 'dia-1',
  version: 1,
  age: 30,
  input: diagnosticInput,
  createdAt: '2026-11-22T08:00:00Z',
  beneficiaryId: 'ben-1',
  reference: null,
  expiresAt: null,
} as DiagnosticRecord;

/** Answers as roads would, of whichever data set it is asked on. */
function router(table: (request: Parameters<Router['table']>[0]) => { dataSet: string }): Router {
  return {
    ...estimate,
    name: 'osrm',
    async table(request) {
      const { dataSet } = table(request);
      return { ...(await estimate.table(request)), source: 'osrm', dataSet, fixedSeconds: 0, errorFactor: [1, 1] };
    },
  };
}

async function matched(
  configured: Router,
  {
    carpool = carpoolInput,
    roads = null,
    nearest = 5,
  }: { carpool?: OfferInput; roads?: OfferRoads | null; nearest?: number } = {},
) {
  const copy = createCatalogueCopy();
  const offers = [
    { ...carpool, id: 'off-1', version: 1 },
    { ...loanInput, id: 'off-2', version: 1 },
  ];
  copy.apply({
    changed: offers.map((offer) => ({ offer, roads: offer.kind === 'carpool' ? roads : null })),
    removed: [],
  });
  const nothingTaken = {
    transact: (_actor: unknown, work: (stores: unknown) => Promise<unknown>) =>
      work({ offers: { availability: async () => ({ rides: new Map(), loans: new Map() }) } }),
  } as unknown as Database;
  const ctx: Context = {
    actor: { kind: 'system', territoryId: 'meuse', organisationId: null, scopes: new Set(), id: 'test' },
    deps: {
      database: nothingTaken,
      clock: { now: () => Temporal.Instant.from('2026-11-22T08:00:00Z') },
      ids: { next: (prefix) => prefix },
      routers: () => ({ configured, estimate, since: null }),
      territory: async () => ({ territory: territory('meuse'), gazetteer: gazetteerOf({ inside: [] }) }),
      queue: { ping: async () => {} },
      publicUrl: 'http://localhost',
      mailer: { send: async () => {} },
      sms: { send: async () => {}, wasTaken: async () => false },
    },
  };
  const bounding = { landmarks: null, vectors: new Map() };
  const { result } = await matchCatalogue({ ctx, record, copy, bounding, listing: { allUpTo: 0, nearest } });
  return result;
}

it('keeps the car’s times when the walking router alone is silent', async () => {
  const result = await matched(
    router(({ mode }) => {
      if (mode === 'foot') throw new RouterError('unavailable', 'away');
      return { dataSet: 'roads of today' };
    }),
  );
  expect(result).toMatchObject({ provisional: true, router: 'osrm', dataSet: 'roads of today' });
});

it('begins anew on roads that were replaced in the middle', async () => {
  let tables = 0;
  const result = await matched(router(() => ({ dataSet: tables++ < 1 ? 'old roads' : 'new roads' })));
  expect(result).toMatchObject({ provisional: false, router: 'osrm', dataSet: 'new roads' });
});

it('falls back on estimates where the roads are replaced again and again', async () => {
  let tables = 0;
  const result = await matched(router(() => ({ dataSet: `roads ${tables++}` })));
  expect(result).toMatchObject({ provisional: true, router: 'estimate' });
});

it('asks an offer’s own ways once, for everybody', async () => {
  let own = 0;
  const roads = router(({ mode, sources, destinations }) => {
    // The driver's places among themselves, the driver's home first.
    if (mode === 'car' && destinations[0] === sources[0] && sources[0]?.[0] === 5.59) own++;
    return { dataSet: 'roads' };
  });
  await matched(roads);
  const once = own;
  await matched(roads);
  expect([once, own]).toEqual([1, 1]);
});

it('rules nobody out by ways of drivers on roads that were replaced', async () => {
  if (carpoolInput.kind !== 'carpool') throw new Error('not a carpool');
  // Too far from either door to walk.
  const { origin, destination, trips, ...rest } = carpoolInput.details;
  const carpool: OfferInput = {
    ...carpoolInput,
    details: {
      ...rest,
      origin: { ...origin, lat: origin.lat + 0.1 },
      destination: { ...destination, lat: destination.lat - 0.1 },
      trips: trips.map((trip) => ({ ...trip, departureTime: '03:50' })),
      maxDetourMinutes: 30,
    },
  };
  const times = new Uint16Array(2 * LANDMARKS).fill(60);
  const facts = encodeRoadFacts({
    points: 2,
    vectors: [0, 1].map(() => ({ times, slack: 0 })),
    // Their own way took a second: whoever they fetch is far out of it.
    ownSeconds: Int32Array.from([0, 1, 1, 0]),
    ownMetres: new Int32Array(4),
  });
  const roads = { offerId: 'off-1', offerVersion: 1, dataSet: 'old roads', ...facts };
  const verdictOf = async (known: OfferRoads | null) => {
    const newRoads = router(() => ({ dataSet: 'new roads' }));
    const { matches } = await matched(newRoads, { carpool, roads: known, nearest: 0 });
    return matches.find(({ offerId }) => offerId === 'off-1')?.verdict;
  };
  expect(await verdictOf(null)).toBe('toVerify');
  expect(await verdictOf(roads)).toBe('toVerify');
});
