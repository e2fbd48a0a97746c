import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEstimateRouter } from '../../geo/estimate.ts';
import { createDatabase } from '../../src/db/client.ts';
import { EMPLOYER } from '../../src/db/seeds/demonstration/accounts.ts';
import { seedDemonstration } from '../../src/db/seeds/demonstration.ts';
import { SCOPES_OF_ROLE } from '../../src/domain/accounts/roles.ts';
import { createTerritoryRegistry } from '../../src/gateways/territory-registry.ts';
import type { Context, Deps } from '../../src/services/context.ts';
import { countNeeds } from '../../src/services/employers/count-needs.ts';
import { listOwnLines } from '../../src/services/employers/own-lines.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const TODAY = '2026-11-25';
const clock = { now: () => Temporal.Instant.from(`${TODAY}T09:00:00Z`) };

let test: TestDatabase;
let database: ReturnType<typeof createDatabase>;
beforeAll(async () => {
  test = await createTestDatabase();
  database = createDatabase({ url: test.url, clock });
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

it('the demonstration’s employer has a site, hours, a line and figures from the first day, and once', async () => {
  const seed = () => seedDemonstration({ url: test.url, today: TODAY, clock, renew: true, log: () => {} });
  await seed();
  await seed();
  const { territory } = createTerritoryRegistry(database, { onUnreadable: () => {} });
  const estimate = createEstimateRouter();
  const deps = { database, clock, territory, routers: () => ({ configured: estimate, estimate }) } as unknown as Deps;
  const scopes = new Set(SCOPES_OF_ROLE.employer);
  const ctx: Context = {
    deps,
    actor: { kind: 'member', id: 'mem', territoryId: 'meuse', organisationId: EMPLOYER.id, role: 'employer', scopes },
  };
  const { sites } = await countNeeds({ ctx });
  expect(sites).toHaveLength(1);
  expect(sites[0]).toMatchObject({ site: { illustrative: true, patterns: [{}, {}] } });
  expect(sites[0]?.figures?.line).toBeGreaterThanOrEqual(5);
  expect(await listOwnLines({ ctx })).toHaveLength(1);
});
