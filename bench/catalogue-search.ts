import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { prepareDatabase } from '../src/db/prepare.ts';
import { carpools } from '../src/db/seeds/demonstration/carpools.ts';
import { demonstrationOffers } from '../src/db/seeds/demonstration/catalogue.ts';
import { random } from '../src/db/seeds/demonstration/random.ts';
import { seedTerritory } from '../src/db/seeds/territory.ts';
import { columnsOf } from '../src/db/stores/offer-rows.ts';
import { SCOPES_OF_ROLE } from '../src/domain/accounts/roles.ts';
import { OFFER_KINDS, type Offer } from '../src/domain/catalogue/offer.ts';
import { startEmbeddedPostgres } from '../src/launch/embedded-postgres.ts';
import { OFFER_STATES, searchOffers } from '../src/services/catalogue/search-offers.ts';
import { TODAY } from './circumstances.ts';
import { readGround } from './ground.ts';
import { at, round } from './speed.ts';

/** The search of whoever maintains the catalogue, verb and database, on so many offers behind row-level security. */
export type CatalogueSearch = {
  offers: number;
  searches: number;
  searchP50Ms: number;
  searchP95Ms: number;
  searchMaxMs: number;
  /** Of those that hold no word, where what is written alike is looked for. */
  looseP95Ms: number;
};

const OFFERS = 100_000;
const SEARCHES = 400;
const BATCH = 1_000;
const TERRITORY = 'meuse';

export async function measureCatalogueSearch(): Promise<CatalogueSearch> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'pouvoir-bouger-bench-search-'));
  const server = await startEmbeddedPostgres({ dataDir, log: () => {} });
  const owner = postgres(server.url, { max: 1, onnotice: () => {} });
  try {
    await prepareDatabase({ url: server.url, log: () => {} });
    await seedTerritory({ url: server.url, territoryId: TERRITORY, log: () => {} });
    const { ground, facts } = await readGround();
    const own = demonstrationOffers(ground, TODAY);
    const more = carpools(ground, TODAY, OFFERS - own.length).map((one) => ({ ...one, id: `${one.id}_more` }));
    const offers = [...own, ...more].map(({ id, offer }): Offer => ({ ...offer, id, version: 1 }));
    for (let from = 0; from < offers.length; from += BATCH) {
      await owner`insert into offers ${owner(offers.slice(from, from + BATCH).map(rowOf))}`;
    }
    await owner`vacuum analyze offers`;
    await owner`vacuum analyze offer_search`;

    const composition = await compose(readConfig({ DATABASE_URL: server.url, DATA_DIR: dataDir }), () => {});
    try {
      const scopes = new Set(SCOPES_OF_ROLE.resourceCentre);
      const actor = { kind: 'member', id: 'mem_bench', territoryId: TERRITORY, organisationId: null, scopes } as const;
      const ctx = { actor, deps: composition.deps };
      const ask = async (input: Parameters<typeof searchOffers>[0]['input']) => {
        const begun = performance.now();
        const { items } = await searchOffers({ ctx, input });
        return { ms: performance.now() - begun, found: items.length };
      };
      const draw = random('catalogue search');
      const names = facts.communes.map(({ name }) => name);
      const asked = Array.from({ length: SEARCHES }, () => question(draw, names));
      for (const input of asked.slice(0, 20)) await ask(input);
      const answers = [];
      for (const input of asked) answers.push(await ask(input));
      const loose = [];
      for (const name of names.slice(0, 40)) loose.push(await ask({ q: `${name.slice(0, 3)}x${name.slice(3)}` }));
      if (answers.every(({ found }) => found === 0)) throw new Error('Nothing was found of anything.');
      const sorted = (of: { ms: number }[]) => of.map(({ ms }) => ms).toSorted((a, b) => a - b);
      const times = sorted(answers);
      return {
        offers: offers.length,
        searches: answers.length,
        searchP50Ms: round(at(times, 0.5)),
        searchP95Ms: round(at(times, 0.95)),
        searchMaxMs: round(times.at(-1) ?? 0),
        looseP95Ms: round(at(sorted(loose), 0.95)),
      };
    } finally {
      await composition.close();
    }
  } finally {
    await owner.end();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** As people ask: a commune or two, a word everywhere or rare, with and without filters, or filters alone. */
function question(draw: ReturnType<typeof random>, names: readonly string[]) {
  const name = () => names[draw.integer(0, names.length - 1)] as string;
  const words = [name(), `${name()} ${name()}`, 'conductrice', 'scooter', 'équipe matin', name().slice(0, 4), ''];
  const q = words[draw.integer(0, words.length - 1)] as string;
  const kind = draw.chance(0.3) ? OFFER_KINDS[draw.integer(0, OFFER_KINDS.length - 1)] : undefined;
  const state = draw.chance(0.3) ? OFFER_STATES[draw.integer(0, OFFER_STATES.length - 1)] : undefined;
  return { ...(q === '' ? {} : { q }), ...(kind ? { kind } : {}), ...(state ? { state } : {}) };
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const rowOf = (offer: Offer) => {
  const columns = {
    ...columnsOf(offer),
    territoryId: TERRITORY,
    createdAt: `${TODAY}T00:00:00Z`,
    updatedAt: `${TODAY}T00:00:00Z`,
  };
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [snake(name), value])) as Record<
    string,
    string
  >;
};
