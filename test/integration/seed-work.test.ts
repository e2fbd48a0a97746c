import postgres from 'postgres';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/db/client.ts';
import { seedDemonstration } from '../../src/db/seeds/demonstration.ts';
import { type Role, SCOPES_OF_ROLE } from '../../src/domain/accounts/roles.ts';
import { createTerritoryRegistry } from '../../src/gateways/territory-registry.ts';
import { listWaiting } from '../../src/services/allocation/list-waiting.ts';
import type { Context, Deps } from '../../src/services/context.ts';
import { listCallBacks } from '../../src/services/intake/call-backs.ts';
import { listReceivedRequests } from '../../src/services/intake/list-received-requests.ts';
import { listPeople } from '../../src/services/people/list-people.ts';
import { listCohorts } from '../../src/services/programmes/get-cohort.ts';
import { listPutReferrals, listReferrals } from '../../src/services/referrals/list-referrals.ts';
import { listJobs } from '../../src/services/workshop/get-job.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const TODAY = '2026-11-25';
const clock = { now: () => Temporal.Instant.from(`${TODAY}T13:00:00Z`) };

let test: TestDatabase;
let database: ReturnType<typeof createDatabase>;
let owner: postgres.Sql;
const seed = (renew = false) => seedDemonstration({ url: test.url, today: TODAY, clock, renew, log: () => {} });
beforeAll(async () => {
  test = await createTestDatabase();
  owner = postgres(test.url, { max: 1, onnotice: () => {} });
  database = createDatabase({ url: test.url, clock });
  await seed();
});
afterAll(async () => {
  await database.close();
  await owner.end();
  await test.drop();
});

function as(id: string, organisationId: string, role: Role): Context {
  const { territory } = createTerritoryRegistry(database, { onUnreadable: () => {} });
  const scopes = new Set(SCOPES_OF_ROLE[role]);
  const actor = { kind: 'member' as const, id, territoryId: 'meuse', organisationId, role, scopes };
  return { deps: { database, clock, territory } as unknown as Deps, actor };
}
const camille = () => as('mem_demo_camille_roussel', 'org_demo_prescripteur', 'prescriber');

describe('under each account of the demonstration there is something to do', () => {
  it('for the prescriber: people who wait, a question, a refusal, an acceptance', async () => {
    const { items } = await listReferrals({ ctx: camille(), input: {} });
    expect(items.map(({ status, questionOpen }) => `${status}${questionOpen ? ', asked' : ''}`).sort()).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'accepted',
      'accepted',
      'accepted',
      'accepted',
      'refused',
      'sent',
      'sent, asked',
    ]);
    expect(items.every(({ parties }) => parties.offer.illustrative)).toBe(true);
    const inNeed = await listPeople({ ctx: camille(), input: { needing: true, limit: 20 } });
    expect(inNeed.items.length).toBeGreaterThanOrEqual(2);
    expect(inNeed.items.every(({ illustrative }) => illustrative)).toBe(true);
  });

  it('for the provider: what to answer, with the hours; and it sees nobody’s file', async () => {
    const karim = as('mem_demo_karim_henry', 'org_demo_structure', 'provider');
    const { items } = await listPutReferrals({ ctx: karim, input: {} });
    expect(items.filter(({ status }) => status === 'sent')).toHaveLength(2);
    expect((await listWaiting({ ctx: karim })).waiting.map(({ name }) => name).sort()).toEqual([
      'Maya Perrot',
      'Noé Collin',
      'Yanis Roy',
    ]);
    const [{ cohorts, toPlace }, workshop] = [await listCohorts({ ctx: karim }), await listJobs({ ctx: karim })];
    expect(cohorts).toMatchObject([{ taken: 2, illustrative: true }]);
    expect(workshop.jobs).toMatchObject([{ status: 'scheduled', firstName: 'Odile', illustrative: true }]);
    expect([toPlace, workshop.toPlace]).toEqual([[], []]);
    expect(items[0]?.facts.map(({ code }) => code)).toContain('hours');
  });

  it('for the adviser: requests of all three origins, a call to make, an appointment', async () => {
    const nadia = as('mem_demo_nadia_perrin', 'org_demo', 'mobilityAdvisor');
    const received = await listReceivedRequests({ ctx: nadia, input: { view: 'received', page: 1 } });
    expect(received.requests.map(({ origin }) => origin).sort()).toEqual(['employer', 'person', 'prescriber']);
    expect((await listCallBacks({ ctx: nadia, input: { everybody: true } })).map(({ group }) => group)).toEqual([
      'now',
    ]);
    const [appointment] = await owner`select starts_at from appointments`;
    expect(new Date(appointment?.starts_at).toISOString()).toBe('2026-11-26T09:00:00.000Z');
  });

  it('is written once: what was done since stays, and nobody is written to', async () => {
    await owner`update referrals set status = 'accepted' where id = 'ref_demo_lina'`;
    const count = async () =>
      (
        await owner`select (select count(*) from beneficiaries) as people, (select count(*) from referrals) as referrals,
        (select count(*) from service_requests) as requests, (select count(*) from messages) as messages`
      )[0];
    const before = await count();
    expect(before).toMatchObject({ referrals: '10', requests: '3', messages: '0' });
    await seed(true);
    expect(await count()).toEqual(before);
    expect((await owner`select status from referrals where id = 'ref_demo_lina'`)[0]?.status).toBe('accepted');
  });
});
