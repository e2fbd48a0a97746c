import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillTerritory, insertRow, rowsOf, seatRow } from '../factories/rows.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { openWalledSession, type Posture, reach, type WalledSession } from '../support/walled-session.ts';

const now = '2026-11-22T09:00:00Z';
const at = (organisation: string, more: Posture = {}): Posture => ({
  kind: 'member',
  territory: 'meuse',
  organisation,
  now,
  ...more,
});
const visitor: Posture = { kind: 'visitor', territory: 'meuse', now };

const PERSONAL = [
  'beneficiaries',
  'beneficiary_identities',
  'beneficiary_access',
  'diagnostics',
  'diagnostic_versions',
  'match_gaps',
  'unserved_legs',
  'matches',
  'action_plans',
  'plan_steps',
  'referrals',
  'referral_events',
  'bookings',
  'booking_events',
  'enrolments',
  'attendances',
  'workshop_jobs',
  'way_ins',
  'service_requests',
  'contact_entries',
  'call_backs',
  'appointments',
  'referents',
  'consents',
  'scheme_statuses',
  'assessments',
  'waiting_entries',
  'allocation_decisions',
];
/** Hold something of a person and hang from no file: `rls-professionals.test.ts`, `drivers.test.ts` and `fleet.test.ts` try them. */
const BESIDE = [
  'members',
  'form_drafts',
  'messages',
  'line_answers',
  'calendar_feeds',
  'drivers',
  'driver_checks',
  'driver_absences',
  'partner_contacts',
  'event_sign_ups',
  'letter_readers',
  'loan_contracts',
  'condition_reports',
  'condition_photos',
  'vehicle_incidents',
];
/** Who someone is, what was said with them and about them: for those who hold the whole file. */
const WHOLE_FILE = [
  'beneficiary_identities',
  'contact_entries',
  'call_backs',
  'appointments',
  'referents',
  'consents',
  'scheme_statuses',
  'assessments',
  'service_requests',
  'way_ins',
  'enrolments',
  'attendances',
  'workshop_jobs',
  'waiting_entries',
  'allocation_decisions',
];
const PUT_TO_A_PROVIDER = [
  'referrals',
  'referral_events',
  'bookings',
  'booking_events',
  'service_requests',
  'enrolments',
  'attendances',
  'workshop_jobs',
  'waiting_entries',
  'allocation_decisions',
];

describe('the wall around a person’s file', () => {
  let database: TestDatabase;
  let owner: postgres.Sql;
  let app: WalledSession;
  const seen = (posture: Posture, table: string) => app.as(posture, (tx) => reach(tx`select 1 from ${tx(table)}`));

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = postgres(database.url, { max: 2, onnotice: () => {} });
    await fillTerritory(owner, 'meuse');
    const kept = { territory_id: 'meuse', retention_class: 'file' };
    // org-b is the provider to whom the referral and the booking are put; org-c may see the facts, org-d's access is over.
    for (const id of ['org-c', 'org-d', 'org-e']) {
      await insertRow(owner, 'organisations', { territory_id: 'meuse', id, name: id, kind: 'prescriber' });
    }
    await insertRow(owner, 'beneficiary_access', {
      ...kept,
      beneficiary_id: 'ben-1',
      organisation_id: 'org-c',
      scope: 'facts',
      basis: 'referral',
      from: '2026-11-01T00:00:00Z',
      until: '2026-12-01T00:00:00Z',
    });
    await insertRow(owner, 'beneficiary_access', {
      ...kept,
      beneficiary_id: 'ben-1',
      organisation_id: 'org-d',
      scope: 'file',
      basis: 'referral',
      from: '2026-01-01T00:00:00Z',
      until: '2026-11-01T00:00:00Z',
    });
    // A visitor's trial: a nameless person whom no organisation sees.
    await insertRow(owner, 'beneficiaries', { ...kept, id: 'ben-2', retention_class: 'trial' });
    await insertRow(owner, 'diagnostics', {
      ...kept,
      id: 'dia-trial',
      beneficiary_id: 'ben-2',
      current_version: 1,
      trial: true,
      created_at: now,
      expires_at: '2026-11-23T09:00:00Z',
    });
    const [, version] = rowsOf('meuse').find(([table]) => table === 'diagnostic_versions') ?? [];
    await insertRow(owner, 'diagnostic_versions', { ...version, diagnostic_id: 'dia-trial' });
    await insertRow(owner, 'matches', { ...kept, diagnostic_id: 'dia-trial', version: 1, status: 'pending' });
    app = openWalledSession(database.url);
  });
  afterAll(async () => {
    await app.close();
    await owner.end();
    await database.drop();
  });

  it('tries every table that holds something of a person', async () => {
    const kept = await owner<{ name: string }[]>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'retention_class' order by 1`;
    expect(kept.map(({ name }) => name)).toEqual([...PERSONAL, ...BESIDE].sort());
  });

  it.each(PERSONAL)('shows %s to the organisation in the circle of care', async (table) => {
    expect(await seen(at('org-a'), table)).toBe(1);
  });

  it.each(PERSONAL)('hides %s from an organisation outside of it', async (table) => {
    expect(await seen(at('org-e'), table)).toBe(0);
  });

  it.each(PERSONAL)('hides %s, but for its own line, from an organisation whose access is over', async (table) => {
    expect(await seen(at('org-d'), table)).toBe(table === 'beneficiary_access' ? 1 : 0);
    expect(await seen(at('org-d', { now: '2026-10-01T00:00:00Z' }), 'diagnostics')).toBe(1);
  });

  it('shows facts without the identity, nor what was said, to whom only facts were opened', async () => {
    for (const table of PERSONAL) {
      expect([table, await seen(at('org-c'), table)]).toEqual([table, WHOLE_FILE.includes(table) ? 0 : 1]);
    }
  });

  it('shows a provider what is put to it, not the person', async () => {
    for (const table of PERSONAL) {
      expect([table, await seen(at('org-b'), table)]).toEqual([table, PUT_TO_A_PROVIDER.includes(table) ? 1 : 0]);
    }
    const answered = await app.as(at('org-b'), (tx) => reach(tx`update referrals set status = 'accepted'`));
    expect(answered).toBe(1);
    const diverted = await app.as(at('org-b'), (tx) => reach(tx`update referrals set beneficiary_id = 'ben-2'`));
    expect(diverted).toBe('denied');
  });

  it('keeps the identity from workers: matching never needs it', async () => {
    const worker = { kind: 'system', territory: 'meuse', now };
    for (const table of ['beneficiary_identities', 'consents', 'scheme_statuses']) {
      expect([table, await seen(worker, table)]).toEqual([table, 0]);
    }
    expect(await seen(worker, 'diagnostic_versions')).toBe(2);
  });

  it.each(PERSONAL)('lists nothing of %s to a visitor', async (table) => {
    expect(await seen(visitor, table)).toBe(0);
  });

  it('shows a visitor the trial whose id they hold, until it expires, and no real diagnostic', async () => {
    for (const [held, when, rows] of [
      ['dia-trial', now, 1],
      ['dia-trial', '2026-11-23T09:00:01Z', 0],
      ['dia-1', now, 0],
    ] as const) {
      for (const table of ['diagnostics', 'diagnostic_versions', 'matches']) {
        expect([held, when, table, await seen({ ...visitor, held, now: when }, table)]).toEqual([
          held,
          when,
          table,
          rows,
        ]);
      }
    }
  });

  it('lets no visitor write a result, a real diagnostic or an offer', async () => {
    const holding = { ...visitor, held: 'dia-trial' };
    expect(await app.as(holding, (tx) => reach(tx`update matches set status = 'failed', failure = 'x'`))).toBe(0);
    for (const [table, row] of rowsOf('meuse')) {
      if (!['diagnostics', 'offers', 'beneficiaries', 'beneficiary_access', 'beneficiary_identities'].includes(table))
        continue;
      const written = await app.as(visitor, (tx) =>
        reach(insertRow(tx, table, { ...row, ...('id' in row ? { id: 'new' } : {}) }).then(() => ({ count: 1 }))),
      );
      expect([table, written]).toEqual([table, 'denied']);
    }
  });

  it('shows visitors offers of the territory that are public, until they are archived', async () => {
    expect(await seen(visitor, 'offers')).toBe(1);
    await owner`update offers set visibility = 'neighbours'`;
    expect(await seen(visitor, 'offers')).toBe(0);
    await owner`update offers set visibility = 'public', archived_at = now()`;
    expect(await seen(visitor, 'offers')).toBe(0);
    expect(await seen(at('org-e'), 'offers')).toBe(1);
    await owner`update offers set archived_at = null`;
  });

  it('lets whoever holds the file bring another organisation in, and nobody bring themselves in', async () => {
    const access = (organisation_id: string) => ({
      territory_id: 'meuse',
      beneficiary_id: 'ben-1',
      organisation_id,
      scope: 'file',
      basis: 'referral',
      from: now,
      retention_class: 'file',
    });
    const share = (by: string, to: string) =>
      app.as(at(by), (tx) => reach(insertRow(tx, 'beneficiary_access', access(to)).then(() => ({ count: 1 }))));
    expect(await share('org-a', 'org-e')).toBe(1);
    expect(await share('org-a', 'org-a')).toBe('denied');
    expect(await share('org-e', 'org-e')).toBe('denied');
    expect(await share('org-c', 'org-e')).toBe('denied');
    expect(await share('org-d', 'org-d')).toBe('denied');
    const prolonged = await app.as(at('org-d'), (tx) => reach(tx`update beneficiary_access set until = null`));
    expect(prolonged).toBe(0);
  });

  it('lets professionals of the territory count seats, and only those who see the booking release them', async () => {
    const release = (posture: Posture) => app.as(posture, (tx) => reach(tx`update booking_seats set holding = false`));
    for (const [organisation, released] of [
      ['org-a', 1],
      ['org-b', 1],
      ['org-e', 0],
    ] as const) {
      expect(await seen(at(organisation), 'booking_seats')).toBe(1);
      expect([organisation, await release(at(organisation))]).toEqual([organisation, released]);
    }
    // Whoever looks for a ride counts seats, which say nothing of who sits there; they release none.
    expect(await seen(visitor, 'booking_seats')).toBe(1);
    expect(await release(visitor)).toBe(0);
    const taken = await app.as(at('org-e'), (tx) =>
      reach(insertRow(tx, 'booking_seats', seatRow('meuse', { seat_number: 2 })).then(() => ({ count: 1 }))),
    );
    expect(taken).toBe('denied');
  });

  it('keeps the idempotency keys of one organisation from another', async () => {
    expect(await seen(at('org-a'), 'idempotency_keys')).toBe(1);
    expect(await seen(at('org-e'), 'idempotency_keys')).toBe(0);
    expect(await seen(visitor, 'idempotency_keys')).toBe(0);
  });

  it('lets nobody sign the audit for somebody else, nor change it', async () => {
    const entry = (organisation_id: string, actor_kind: string) => ({
      territory_id: 'meuse',
      at: now,
      actor_kind,
      actor_id: 'm',
      organisation_id,
      action: 'a',
      entity: 'e',
      entity_id: 'i',
      fields: [],
    });
    const sign = (organisation: string, kind: string) =>
      app.as(at('org-a'), (tx) =>
        reach(insertRow(tx, 'audit_entries', entry(organisation, kind)).then(() => ({ count: 1 }))),
      );
    expect(await sign('org-a', 'member')).toBe(1);
    expect(await sign('org-b', 'member')).toBe('denied');
    expect(await sign('org-a', 'system')).toBe('denied');
    expect(await app.as(at('org-a'), (tx) => reach(tx`update audit_entries set action = 'x'`))).toBe('denied');
    expect(await app.as(at('org-a'), (tx) => reach(tx`delete from audit_entries`))).toBe('denied');
  });
});
