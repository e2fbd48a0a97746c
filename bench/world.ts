import { Temporal } from 'temporal-polyfill';
import { createEstimateRouter } from '../geo/estimate.ts';
import { createOsrmRouter } from '../geo/osrm.ts';
import type { Router } from '../geo/router.ts';
import { carpools } from '../src/db/seeds/demonstration/carpools.ts';
import { demonstrationOffers } from '../src/db/seeds/demonstration/catalogue.ts';
import { demonstrationDiagnostics } from '../src/db/seeds/demonstration/diagnostics.ts';
import { groundOf } from '../src/db/seeds/demonstration/ground.ts';
import { readTerritory } from '../src/db/seeds/territory/read-territory.ts';
import { createGazetteer } from '../src/db/stores/gazetteer.ts';
import { type Offer, offerInputSchema } from '../src/domain/catalogue/offer.ts';
import type { Context } from '../src/services/context.ts';
import type { Database, DiagnosticRecord } from '../src/services/ports.ts';

/** The day the examples are told from: the same catalogue at every run. */
const TODAY = '2026-11-22';

export type World = {
  ctx: Context;
  offers: Offer[];
  records: DiagnosticRecord[];
  router: Router;
};

/**
 * The demonstration's territory in memory, its catalogue brought to `size` offers with more drivers of the same draw.
 * Nothing is stored: the verbs run on real input, and only what is booked (nothing) is answered without a database.
 */
export async function createWorld(size: number, osrmUrl: string | null): Promise<World> {
  const facts = await readTerritory('meuse');
  const ground = groundOf(facts);
  const others = demonstrationOffers(ground, TODAY).filter(({ offer }) => offer.kind !== 'carpool');
  const drivers = carpools(ground, TODAY, Math.max(1, size - others.length)).slice(
    0,
    Math.max(0, size - others.length),
  );
  const offers = [...others, ...drivers]
    .slice(0, size)
    .map(({ offer }, i) => ({ ...offerInputSchema.parse(offer), id: `off_${String(i).padStart(6, '0')}`, version: 1 }));
  const gazetteer = createGazetteer([
    ...facts.communes.map((commune) => ({ ...commune, inside: true })),
    ...facts.communesAround.map((commune) => ({ ...commune, inside: false, contour: null })),
  ]);
  const estimate = createEstimateRouter();
  const configured = osrmUrl === null ? estimate : createOsrmRouter({ urls: { car: osrmUrl } });
  const ctx: Context = {
    actor: { kind: 'system', territoryId: 'meuse', organisationId: null, scopes: new Set(), id: 'bench' },
    deps: {
      database: nothingTaken,
      clock: { now: () => Temporal.Instant.from(`${TODAY}T08:00:00Z`) },
      ids: { next: (prefix) => prefix },
      routers: () => ({ configured, estimate }),
      territory: async () => ({ territory: facts.territory, gazetteer }),
      queue: { ping: async () => {} },
    },
  };
  const records = demonstrationDiagnostics(ground, TODAY).map(({ id, input }) => ({
    id,
    version: 1,
    beneficiaryId: id,
    reference: null,
    age: 30,
    input,
    createdAt: `${TODAY}T08:00:00Z`,
    expiresAt: null,
  }));
  return { ctx, offers, records, router: configured };
}

/** The one question a match asks of the database, answered: no seat and no vehicle is taken. */
const nothingTaken = {
  transact: (_actor: unknown, work: (stores: unknown) => Promise<unknown>) =>
    work({ offers: { availability: async () => ({ rides: new Map(), loans: new Map() }) } }),
} as unknown as Database;
