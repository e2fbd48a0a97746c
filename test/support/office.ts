import postgres from 'postgres';
import { Temporal } from 'temporal-polyfill';
import { createEstimateRouter } from '../../geo/estimate.ts';
import { createDatabase } from '../../src/db/client.ts';
import { type Role, SCOPES_OF_ROLE } from '../../src/domain/accounts/roles.ts';
import { createTerritoryRegistry } from '../../src/gateways/territory-registry.ts';
import type { Context, Deps } from '../../src/services/context.ts';
import type { Actor, Clock } from '../../src/services/ports.ts';
import { createLetters, createTexts } from '../factories/letters.ts';
import { insertRow, territory } from '../factories/rows.ts';
import { createTestDatabase } from './postgres.ts';

const START = '2026-11-22T08:00:00.000Z';

/** Who works where: `org-a` and `org-b` accompany people of the Meuse, `org-c` people of the territory behind the wall. */
const MEMBERS = [
  { id: 'mem-amelie', territoryId: 'meuse', organisationId: 'org-a', displayName: 'Amélie Meunier', role: 'referent' },
  { id: 'mem-basile', territoryId: 'meuse', organisationId: 'org-a', displayName: 'Basile Henry', role: 'prescriber' },
  {
    id: 'mem-chloe',
    territoryId: 'meuse',
    organisationId: 'org-b',
    displayName: 'Chloé Jacquot',
    role: 'mobilityAdvisor',
  },
  { id: 'mem-garage', territoryId: 'meuse', organisationId: 'org-p', displayName: 'Denis Garage', role: 'provider' },
  { id: 'mem-far', territoryId: 'vosges', organisationId: 'org-a', displayName: 'Élodie Loin', role: 'referent' },
] as const satisfies readonly {
  id: string;
  territoryId: string;
  organisationId: string;
  displayName: string;
  role: Role;
}[];
export type MemberName = (typeof MEMBERS)[number]['id'];

export type Office = Awaited<ReturnType<typeof openOffice>>;

/** Two territories with professionals and nobody accompanied yet, on a real database. The clock stands still until it is moved. */
export async function openOffice() {
  const test = await createTestDatabase();
  const owner = postgres(test.url, { max: 2, onnotice: () => {} });
  let now = Temporal.Instant.from(START);
  const clock: Clock = { now: () => now };
  for (const id of ['meuse', 'vosges']) {
    const { rules, timeZone, ...rest } = territory(id);
    await insertRow(owner, 'territories', { ...rest, time_zone: timeZone, rules });
    for (const [organisation, kind] of [
      ['org-a', 'prescriber'],
      ['org-b', 'prescriber'],
      ['org-p', 'provider'],
    ]) {
      const name = `Structure ${organisation}`;
      await insertRow(owner, 'organisations', { territory_id: id, id: organisation, name, kind });
    }
    await insertRow(owner, 'communes', {
      territory_id: id,
      code: '55122',
      name: 'Commercy',
      departement: '55',
      population: 5700,
      lon: 5.59,
      lat: 48.76,
      postcodes: ['55200'],
      inside: true,
    });
  }
  for (const { territoryId, organisationId, displayName, ...member } of MEMBERS) {
    await insertRow(owner, 'members', {
      ...member,
      territory_id: territoryId,
      organisation_id: organisationId,
      display_name: displayName,
      email: `${member.id}@exemple.fr`,
      joined_at: START,
      retention_class: 'account',
    });
  }

  const database = createDatabase({ url: test.url, clock, poolSize: 4 });
  const estimate = createEstimateRouter();
  const { territory: findTerritory } = createTerritoryRegistry(database, { onUnreadable: () => {} });
  let last = 0;
  const deps: Deps = {
    database,
    clock,
    ids: { next: (prefix) => `${prefix}-${String(++last).padStart(6, '0')}` },
    routers: () => ({ configured: estimate, estimate }),
    territory: findTerritory,
    queue: { ping: async () => {} },
    publicUrl: 'http://localhost',
    mailer: createLetters(),
    sms: createTexts(),
  };

  /** As a member acts once signed in. */
  function as(name: MemberName, more: Partial<Actor> = {}): Context {
    const member = MEMBERS.find(({ id }) => id === name) as (typeof MEMBERS)[number];
    const { id, territoryId, organisationId, role } = member;
    const actor: Actor = {
      kind: 'member',
      id,
      territoryId,
      organisationId,
      role,
      scopes: new Set(SCOPES_OF_ROLE[role]),
      ...more,
    };
    return { actor, deps };
  }

  return {
    deps,
    /** Past the walls: what a test wants to find behind them. */
    owner,
    as,
    moveClock(duration: Temporal.DurationLike) {
      now = now.add(duration);
    },
    async close() {
      await database.close();
      await owner.end();
      await test.drop();
    },
  };
}
