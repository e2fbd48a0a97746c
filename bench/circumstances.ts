import { Temporal } from 'temporal-polyfill';
import { createEstimateRouter } from '../geo/estimate.ts';
import type { Router } from '../geo/router.ts';
import type { readTerritory } from '../src/db/seeds/territory/read-territory.ts';
import { createGazetteer } from '../src/db/stores/gazetteer.ts';
import type { Context, TerritoryHandle } from '../src/services/context.ts';
import type { Database, Stores } from '../src/services/ports.ts';

/** The day the examples are told from: the same catalogue at every run. */
export const TODAY = '2026-11-22';

export function handleOf(facts: Awaited<ReturnType<typeof readTerritory>>): TerritoryHandle {
  const gazetteer = createGazetteer([
    ...facts.communes.map((commune) => ({ ...commune, inside: true })),
    ...facts.communesAround.map((commune) => ({ ...commune, inside: false, contour: null })),
  ]);
  return { territory: facts.territory, gazetteer };
}

/** The matcher's context on a router, in memory: no seat and no vehicle is taken. */
export function contextOf(handle: TerritoryHandle, more: Parameters<typeof nothingTaken>[0] = {}) {
  const estimate = createEstimateRouter();
  const database = nothingTaken(more);
  return (configured: Router): Context => ({
    actor: { kind: 'system', territoryId: 'meuse', organisationId: null, scopes: new Set(), id: 'bench' },
    deps: {
      database,
      clock: { now: () => Temporal.Instant.from(`${TODAY}T08:00:00Z`) },
      ids: { next: (prefix) => prefix },
      routers: () => ({ configured, estimate, since: null }),
      territory: async () => handle,
      queue: { ping: async () => {} },
      publicUrl: 'http://localhost',
      mailer: { send: async () => {} },
      sms: { send: async () => {}, wasTaken: async () => false },
    },
  });
}

/** What a match asks of the database, answered, and what whoever holds a catalogue asks besides. */
function nothingTaken({ offers, roads }: { offers?: Partial<Stores['offers']>; roads?: Partial<Stores['roads']> }) {
  const availability = async () => ({ rides: new Map(), loans: new Map() });
  return {
    transact: (_actor: unknown, work: (stores: unknown) => Promise<unknown>) =>
      work({ offers: { availability, ...offers }, roads }),
    onCatalogueChange: async () => async () => {},
  } as unknown as Database;
}
