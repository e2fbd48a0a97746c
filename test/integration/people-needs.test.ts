import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NeedKind } from '../../src/domain/people/needs-today.ts';
import { listPeople } from '../../src/services/people/list-people.ts';
import { openPerson } from '../../src/services/people/open-person.ts';
import { setClosed } from '../../src/services/people/set-closed.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { carpoolInput, diagnosticInput, insertRow, worker } from '../factories/rows.ts';
import { type Office, openOffice } from '../support/office.ts';

let office: Office;
const t = { territory_id: 'meuse' };
const kept = { retention_class: 'file' };
const stamped = { created_at: '2026-11-01T08:00:00Z', updated_at: '2026-11-01T08:00:00Z' };
/** Sunday 22 November 2026, 9:00 in Paris. */
const TODAY = '2026-11-22';

beforeAll(async () => {
  office = await openOffice();
  const { kind, title, theme, provider, details, accessConditions, calendar } = carpoolInput;
  for (const [id, more] of [
    ['off-ride', {}],
    ['off-course', { kind: 'training' }],
  ] as const) {
    await insertRow(office.owner, 'offers', {
      ...t,
      id,
      kind,
      title,
      theme,
      provider,
      details,
      version: 1,
      audiences: [],
      eligibility_zone: [],
      illustrative: false,
      access_conditions: accessConditions,
      visibility: 'public',
      calendar,
      search_text: '',
      ...stamped,
      ...more,
    });
  }
});
afterAll(() => office.close());

let last = 0;
const put = (table: string, row: Record<string, unknown>) => insertRow(office.owner, table, { ...t, ...kept, ...row });
const ofOne = (beneficiaryId: string) => ({ beneficiary_id: beneficiaryId, organisation_id: 'org-a' });

async function refer(beneficiaryId: string, more: Record<string, unknown>): Promise<string> {
  const id = `ref-${++last}`;
  await put('referrals', { id, ...ofOne(beneficiaryId), offer_id: 'off-ride', status: 'sent', ...stamped, ...more });
  return id;
}

async function match(beneficiaryId: string, offerIds: string[], status = 'ready') {
  const id = `dia-${++last}`;
  await put('diagnostics', {
    id,
    ...ofOne(beneficiaryId),
    current_version: 1,
    trial: false,
    created_at: stamped.created_at,
  });
  await put('diagnostic_versions', {
    diagnostic_id: id,
    version: 1,
    facts: diagnosticInput,
    created_at: stamped.created_at,
  });
  await put('matches', {
    diagnostic_id: id,
    version: 1,
    status,
    result: status === 'ready' ? {} : null,
    offer_ids: offerIds,
  });
}

const CASES: [NeedKind | null, (id: string) => Promise<unknown>][] = [
  [null, async () => {}],
  [
    'appointmentToday',
    (id) =>
      put('appointments', {
        id: `app-${++last}`,
        ...ofOne(id),
        member_id: 'mem-amelie',
        starts_at: '2026-11-22T22:30:00Z',
        duration_minutes: 30,
        place: 'x',
        status: 'planned',
        ...stamped,
      }),
  ],
  // Tomorrow in Paris, though still today in Greenwich.
  [
    null,
    (id) =>
      put('appointments', {
        id: `app-${++last}`,
        ...ofOne(id),
        member_id: 'mem-amelie',
        starts_at: '2026-11-22T23:30:00Z',
        duration_minutes: 30,
        place: 'x',
        status: 'planned',
        ...stamped,
      }),
  ],
  [
    'appointmentUntold',
    (id) =>
      put('appointments', {
        id: `app-${++last}`,
        ...ofOne(id),
        member_id: 'mem-amelie',
        starts_at: '2026-11-20T09:00:00Z',
        duration_minutes: 30,
        place: 'x',
        status: 'planned',
        ...stamped,
      }),
  ],
  [
    'callBackDue',
    (id) =>
      put('call_backs', {
        id: `cal-${++last}`,
        ...ofOne(id),
        due_at: '2026-11-22T13:00:00Z',
        reason: 'x',
        created_at: stamped.created_at,
      }),
  ],
  [
    null,
    (id) =>
      put('call_backs', {
        id: `cal-${++last}`,
        ...ofOne(id),
        due_at: '2026-11-20T13:00:00Z',
        reason: 'x',
        created_at: stamped.created_at,
        done_at: '2026-11-21T00:00:00Z',
      }),
  ],
  ['referralUnanswered', (id) => refer(id, { sent_at: '2026-11-17T08:00:00Z' })],
  ['referralExpiring', (id) => refer(id, { sent_at: '2026-10-28T08:00:00Z' })],
  [
    'referralRefused',
    (id) => refer(id, { status: 'refused', rejection_reason: 'full', answered_at: '2026-11-20T08:00:00Z' }),
  ],
  [
    null,
    async (id) => {
      const refused = await refer(id, { status: 'refused', rejection_reason: 'full', sent_at: '2026-11-10T08:00:00Z' });
      await refer(id, { sent_at: '2026-11-20T08:00:00Z', previous_id: refused });
    },
  ],
  ['questionAsked', (id) => refer(id, { status: 'accepted', question_open: true })],
  ['followUpDue', (id) => refer(id, { status: 'started', started_on: '2026-08-01' })],
  [
    null,
    async (id) => {
      const started = await refer(id, { status: 'started', started_on: '2026-08-01' });
      await put('referral_events', {
        referral_id: started,
        at: '2026-11-02T08:00:00Z',
        kind: 'followedUp',
        by_kind: 'prescriber',
        details: { outcome: 'jobKept3Months' },
      });
    },
  ],
  ['noOffer', (id) => match(id, [])],
  // A course carries nobody to work.
  ['noOffer', (id) => match(id, ['off-course'])],
  [null, (id) => match(id, ['off-ride', 'off-course'])],
  [null, (id) => match(id, [], 'pending')],
  [
    'retestDue',
    (id) =>
      put('assessments', {
        id: `ass-${++last}`,
        ...ofOne(id),
        questionnaire_version: '1',
        mode: 'quick',
        answers: {},
        result: {},
        made_on: '2026-08-01',
        made_by: 'mem-amelie',
        ...stamped,
      }),
  ],
  [
    'stepOverdue',
    async (id) => {
      const plan = `pla-${++last}`;
      await put('action_plans', { id: plan, ...ofOne(id), status: 'active', ...stamped });
      await put('plan_steps', { plan_id: plan, position: 0, step: 'bridge', status: 'todo', until: '2026-11-21' });
    },
  ],
  [
    'noReferent',
    async (id) => {
      await office.owner`update referents set member_id = 'mem-gone' where beneficiary_id = ${id}`;
    },
  ],
];

it('tells of each person in the list what the database knows of them', async () => {
  await insertRow(office.owner, 'members', {
    ...t,
    id: 'mem-gone',
    organisation_id: 'org-a',
    display_name: 'Parti',
    email: 'x@exemple.fr',
    role: 'referent',
    joined_at: '2026-01-01T00:00:00Z',
    closed_at: '2026-11-01T00:00:00Z',
    retention_class: 'account',
  });
  const expected = new Map<string, NeedKind[]>();
  for (const [index, [kind, arrange]] of CASES.entries()) {
    const lastName = `Cas ${String(index).padStart(2, '0')}`;
    const { id } = await openPerson({ ctx: office.as('mem-amelie'), input: { lastName } });
    await arrange(id);
    expected.set(`${lastName}`, kind === null ? [] : [kind]);
  }
  const found = await listPeople({ ctx: office.as('mem-basile'), input: { whose: 'organisation', limit: 100 } });
  expect(new Map(found.items.map(({ lastName, needs }) => [lastName, needs.map(({ kind }) => kind)]))).toEqual(
    expected,
  );
  for (const { needs } of found.items) for (const { on } of needs) expect(on <= TODAY).toBe(true);

  const inNeed = await listPeople({ ctx: office.as('mem-amelie'), input: { needing: true, limit: 100 } });
  const others = CASES.filter(([kind]) => kind !== null && kind !== 'noReferent');
  expect(inNeed.total).toBe(others.length);
  expect(inNeed.items.map(({ needs }) => needs[0]?.kind).slice(0, 3)).toEqual([
    'appointmentToday',
    'callBackDue',
    'referralRefused',
  ]);
});

it('filters by where people stand', async () => {
  const count = async (status: 'toAssess' | 'toRefer' | 'waiting' | 'accepted' | 'started' | 'closed') =>
    (await listPeople({ ctx: office.as('mem-amelie'), input: { whose: 'organisation', status } })).total;
  expect(
    await Promise.all([count('toRefer'), count('waiting'), count('accepted'), count('started'), count('closed')]),
  ).toEqual([4, 3, 1, 2, 0]);
  const { items } = await listPeople({ ctx: office.as('mem-amelie'), input: { status: 'accepted' } });
  await setClosed({ ctx: office.as('mem-amelie'), input: { id: items[0]?.id ?? '', closed: true } });
  expect(await Promise.all([count('accepted'), count('closed')])).toEqual([0, 1]);
});

it('forgets a file two years after the last contact, with everything that hangs from it, and says of nobody that it did', async () => {
  const { id } = await openPerson({ ctx: office.as('mem-amelie'), input: { lastName: 'Ancien' } });
  await refer(id, {});
  await put('consents', {
    id: 'con-old',
    beneficiary_id: id,
    purpose: 'reminders',
    wording: 'x',
    channel: 'oral',
    given_at: stamped.created_at,
    recorded_by: 'mem-amelie',
  });
  const [before] = await office.owner`select count(*)::int as n from beneficiaries`;
  const ctx = { actor: worker(), deps: office.deps };
  expect(await purgeExpired({ ctx })).toMatchObject({ people: 0 });
  await office.owner`update beneficiaries set purge_after = ${'2026-11-22T07:59:00Z'} where id = ${id}`;
  expect(await purgeExpired({ ctx })).toMatchObject({ people: 1 });
  expect(await purgeExpired({ ctx })).toMatchObject({ people: 0 });
  const [after] = await office.owner`select (select count(*)::int from beneficiaries) as people,
    (select count(*)::int from referrals where beneficiary_id = ${id}) as referrals,
    (select count(*)::int from consents where beneficiary_id = ${id}) as consents,
    (select count(*)::int from audit_entries where entity_id = ${id} and action = 'person.purged') as told`;
  expect(after).toEqual({ people: before?.n - 1, referrals: 0, consents: 0, told: 1 });
});
