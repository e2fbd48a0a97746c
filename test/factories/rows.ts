import { createHash } from 'node:crypto';
import type postgres from 'postgres';
import { type OfferInput, offerInputSchema } from '../../src/domain/catalogue/offer.ts';
import type { DiagnosticInput } from '../../src/domain/diagnostic/diagnostic.ts';
import { diagnosticInputSchema } from '../../src/domain/diagnostic/diagnostic.ts';
import type { Territory } from '../../src/domain/territory.ts';
import { type Actor, SCOPES } from '../../src/services/ports.ts';
import { allocationRowsOf } from './allocation-rows.ts';
import { freshnessRowsOf } from './freshness-rows.ts';
import { importRowsOf } from './import-rows.ts';
import { networkRowsOf } from './network-rows.ts';
import { professionalRowsOf } from './professional-rows.ts';
import { programmeRowsOf } from './programme-rows.ts';
import { RULES } from './scenario.ts';

export const NOW = '2026-11-22T08:00:00.000Z';

export const territory = (id: string): Territory => ({
  id,
  name: `Territoire ${id}`,
  timeZone: 'Europe/Paris',
  zones: ['55'],
  holidays: 'metropole',
  rules: RULES,
});

export function actor(territoryId: string, more: Partial<Actor> = {}): Actor {
  return { kind: 'program', territoryId, organisationId: 'org-a', scopes: new Set(SCOPES), id: 'key-a', ...more };
}

/** Who acts in background work. */
export const worker = (territoryId = 'meuse'): Actor =>
  actor(territoryId, { kind: 'system', organisationId: null, scopes: new Set(), id: 'worker' });

export const carpoolInput: OfferInput = offerInputSchema.parse({
  kind: 'carpool',
  title: 'Commercy – Bar-le-Duc, tôt le matin',
  description: 'Un trajet d’équipe, à l’heure',
  theme: 'mobilite--mobilite-douce-partagee-collective',
  provider: { name: 'Covoitureurs de la Saulx' },
  details: {
    origin: { commune: '55122', lon: 5.59, lat: 48.76 },
    destination: { commune: '55029', lon: 5.16, lat: 48.77 },
    trips: [{ direction: 'outbound', weekdays: [1, 2, 3], departureTime: '04:10', flexibilityMinutes: 10 }],
    maxDetourMinutes: 6.3,
    seats: 3,
    pricePerRideCents: 200,
  },
});

export const loanInput: OfferInput = offerInputSchema.parse({
  kind: 'vehicleLoan',
  title: 'Voiture à 5 € par jour',
  theme: 'mobilite--acceder-a-un-vehicule',
  provider: { name: 'Garage solidaire d’Étain' },
  details: {
    vehicleType: 'car',
    units: 2,
    depot: { lon: 5.64, lat: 49.21 },
    tariff: { tiers: [{ fromDay: 1, perDayCents: 500 }] },
    requiredLicence: 'B',
  },
});

export const diagnosticInput: DiagnosticInput = diagnosticInputSchema.parse({
  beneficiary: { statuses: ['rsa'], frenchLevel: 'A2' },
  home: { label: 'Commercy', commune: '55122', lon: 5.5905, lat: 48.7612 },
  job: {
    label: 'Site industriel',
    lon: 5.1606,
    lat: 48.7729,
    startsOn: '2026-12-07',
    cycle: { anchorDate: '2026-12-07', lengthDays: 14, shifts: [{ day: 0, start: '05:00', end: '13:00' }] },
  },
  means: { maxWalkMinutes: 15 },
});

export const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

export type Row = Record<string, unknown>;
/** As PostgreSQL reads bytes from text. */
const BYTES = '\\x0102';
const kept = { retention_class: 'file', purge_after: null };
const stamped = { created_at: NOW, updated_at: NOW };

/**
 * One row of every table that has a territory, in an order their keys allow; every territory gets the same ids. Two
 * organisations, `org-a` and `org-b`; the person `ben-1` and everything about them are `org-a`'s; the referral and the
 * booking are put to `org-b`.
 */
export function rowsOf(territoryId: string): [table: string, row: Row][] {
  const t = { territory_id: territoryId };
  const { rules, timeZone, ...rest } = territory(territoryId);
  const { kind, title, theme, provider, details } = carpoolInput;
  const organisation = (id: string) => ({ ...t, id, name: id, kind: 'provider' });
  const offer = {
    ...t,
    id: 'off-1',
    kind,
    title,
    theme,
    provider,
    details,
    version: 1,
    audiences: [],
    eligibility_zone: [],
    illustrative: false,
    access_conditions: carpoolInput.accessConditions,
    visibility: 'public',
    calendar: carpoolInput.calendar,
    search_text: 'commercy',
    ...stamped,
  };
  return [
    ['territories', { ...rest, time_zone: timeZone, rules }],
    ['catalogue_versions', { ...t, version: 1 }],
    [
      'communes',
      {
        ...t,
        code: '55122',
        name: 'Commercy',
        departement: '55',
        population: 5700,
        lon: 5.59,
        lat: 48.76,
        postcodes: [],
        inside: true,
      },
    ],
    [
      'points_of_interest',
      { ...t, id: 'poi-1', kind: 'station', label: 'Gare', lon: 5.59, lat: 48.76, source: 's', search_text: 'gare' },
    ],
    ['organisations', organisation('org-a')],
    ['organisations', organisation('org-b')],
    [
      'members',
      {
        ...t,
        id: 'mem-1',
        organisation_id: 'org-a',
        display_name: 'A. Meunier',
        email: 'a@exemple.fr',
        role: 'prescriber',
        retention_class: 'account',
      },
    ],
    [
      'api_keys',
      {
        ...t,
        id: 'key-1',
        organisation_id: 'org-a',
        label: 'clé',
        hash: hashOf(`${territoryId} key-1`),
        scopes: ['offers:read'],
        requests_per_minute: 1200,
      },
    ],
    ['offers', offer],
    ['offer_versions', { ...t, offer_id: 'off-1', version: 1, offer: null, created_at: NOW }],
    // The offer above has one of its own making.
    [
      'offer_search',
      {
        ...{ ...t, offer_id: 'off-other', kind: 'carpool', theme: 'mobilite--mobilite-douce-partagee-collective' },
        ...{ is_archived: false, confirmed_at: null, provider: 'covoitureurs', words: 'commercy bar le duc' },
      },
    ],
    [
      'offer_previews',
      { ...t, organisation_id: 'org-a', week: '2026-11-16', asked: 'x'.repeat(64), at_least: 5, created_at: NOW },
    ],
    ['catalogue_changes', { ...t, offer_id: 'off-gone', content_version: 1, answer_version: 1 }],
    ['landmark_sets', { ...t, mode: 'car', data_set: 'roads', payload: BYTES, created_at: NOW }],
    [
      'offer_roads',
      {
        ...t,
        offer_id: 'off-1',
        offer_version: 1,
        data_set: 'roads',
        vectors: BYTES,
        own: BYTES,
        measured_at: NOW,
      },
    ],
    ['rematch_cursors', { ...t, planned_version: 1, done_version: 1 }],
    ['match_audits', { ...t, audited: 1 }],
    ['rematch_campaigns', { ...t, reason: 'catalogue', offers: 1, total: 1, started_at: NOW }],
    ['beneficiaries', { ...t, id: 'ben-1', organisation_id: 'org-a', reference: 'B-0001', ...kept }],
    [
      'beneficiary_access',
      { ...t, beneficiary_id: 'ben-1', organisation_id: 'org-a', scope: 'file', basis: 'mission', from: NOW, ...kept },
    ],
    ['beneficiary_identities', { ...t, beneficiary_id: 'ben-1', birth_date: '1999-05-02', ...kept }],
    [
      'diagnostics',
      { ...t, id: 'dia-1', beneficiary_id: 'ben-1', current_version: 1, trial: false, created_at: NOW, ...kept },
    ],
    [
      'diagnostic_versions',
      { ...t, diagnostic_id: 'dia-1', version: 1, age: 27, facts: diagnosticInput, created_at: NOW, ...kept },
    ],
    ['matches', { ...t, diagnostic_id: 'dia-1', version: 1, status: 'pending', ...kept }],
    [
      'match_gaps',
      {
        ...t,
        diagnostic_id: 'dia-1',
        version: 1,
        position: 0,
        offer_id: 'off-1',
        lever: 'maxDetour',
        amount: 240,
        unit: 's',
        direction: 'outbound',
        hour: 4,
        from_commune: '55122',
        to_commune: '55029',
        ...kept,
      },
    ],
    [
      'unserved_legs',
      {
        ...t,
        diagnostic_id: 'dia-1',
        version: 1,
        position: 0,
        direction: 'outbound',
        hour: 4,
        from_commune: '55122',
        to_commune: '55029',
        occurrences: 5,
        ...kept,
      },
    ],
    ['action_plans', { ...t, id: 'pla-1', beneficiary_id: 'ben-1', status: 'draft', ...stamped, ...kept }],
    ['plan_steps', { ...t, plan_id: 'pla-1', position: 0, step: 'bridge', status: 'todo', ...kept }],
    [
      'referrals',
      {
        ...t,
        id: 'ref-1',
        beneficiary_id: 'ben-1',
        offer_id: 'off-1',
        organisation_id: 'org-a',
        provider_organisation_id: 'org-b',
        status: 'sent',
        ...stamped,
        ...kept,
      },
    ],
    [
      'bookings',
      {
        ...t,
        id: 'boo-1',
        beneficiary_id: 'ben-1',
        offer_id: 'off-1',
        organisation_id: 'org-a',
        booked_by: 'mem-1',
        provider_organisation_id: 'org-b',
        from: { lon: 5.59, lat: 48.76 },
        to: { lon: 5.16, lat: 48.77 },
        date: '2027-01-04',
        direction: 'outbound',
        status: 'requested',
        answer_due_at: '2027-01-03T12:00:00Z',
        offer_version: 1,
        offer: {
          kind: 'carpool',
          title: 'Commercy → Bar-le-Duc',
          provider: { name: 'Covoiturage fictif', phone: null, email: null },
          illustrative: true,
        },
        rider: { firstName: 'Amina', phone: null, email: null, language: 'fr' },
        ...stamped,
        ...kept,
      },
    ],
    [
      'booking_events',
      { ...t, booking_id: 'boo-1', at: NOW, kind: 'requested', by_kind: 'adviser', details: {}, ...kept },
    ],
    [
      'way_ins',
      {
        ...t,
        id: 'way-1',
        kind: 'device',
        token_hash: hashOf(`${territoryId} device`),
        beneficiary_id: 'ben-1',
        created_by: 'visitor',
        created_at: NOW,
        expires_at: '2028-01-01T00:00:00Z',
        last_seen_at: NOW,
        ...kept,
      },
    ],
    [
      'calendar_feeds',
      {
        ...t,
        member_id: 'mem-1',
        organisation_id: 'org-a',
        token_hash: hashOf(`${territoryId} calendar`),
        created_at: NOW,
        ...kept,
      },
    ],
    ['booking_seats', seatRow(territoryId)],
    [
      'drivers',
      {
        ...t,
        id: 'drv-1',
        organisation_id: 'org-b',
        kind: 'volunteer',
        status: 'active',
        first_name: 'Lise',
        phone: '06 39 98 00 41',
        phone_digits: '0639980041',
        commune: '55122',
        language: 'fr',
        seats: 3,
        link_hash: hashOf(`${territoryId} driver`),
        ...stamped,
        ...kept,
      },
    ],
    [
      'driver_checks',
      {
        ...t,
        id: 'chk-1',
        driver_id: 'drv-1',
        kind: 'licence',
        checked_on: '2026-10-01',
        checked_by: 'mem-1',
        created_at: NOW,
        ...kept,
      },
    ],
    [
      'driver_absences',
      { ...t, id: 'abs-1', driver_id: 'drv-1', from: '2027-02-01', until: '2027-02-07', created_at: NOW, ...kept },
    ],
    ['driver_offers', { ...t, offer_id: 'off-1', driver_id: 'drv-1' }],
    [
      'driver_rides',
      {
        ...t,
        booking_id: 'boo-1',
        driver_id: 'drv-1',
        run: 'boo-1',
        date: '2027-01-04',
        period: '[2027-01-04T03:00:00Z,2027-01-04T05:00:00Z)',
        minutes: 120,
        metres: 60000,
        holding: true,
      },
    ],
    [
      'vehicles',
      {
        ...t,
        id: 'veh-1',
        offer_id: 'off-1',
        label: 'Voiture 1',
        vehicle_type: 'car',
        status: 'available',
        organisation_id: 'org-b',
        ...stamped,
      },
    ],
    [
      'vehicle_papers',
      { ...t, vehicle_id: 'veh-1', organisation_id: 'org-b', plate: 'AA-000-AA', insurance_due_on: '2027-01-31' },
    ],
    ['vehicle_loans', loanRow(territoryId)],
    ...programmeRowsOf(territoryId),
    ...fleetRowsOf(territoryId),
    [
      'audit_entries',
      {
        ...t,
        at: NOW,
        actor_kind: 'system',
        actor_id: 'worker',
        organisation_id: 'org-a',
        action: 'offer.created',
        entity: 'offer',
        entity_id: 'off-1',
        fields: ['title'],
      },
    ],
    [
      'outbox_events',
      { ...t, event: { type: 'diagnosticRecorded', diagnosticId: 'dia-1', version: 1 }, created_at: NOW },
    ],
    [
      'idempotency_keys',
      { ...t, holder: 'org-a', key: 'k-1', request_hash: 'h', status: 201, body: {}, created_at: NOW },
    ],
    ...professionalRowsOf(territoryId),
    ...allocationRowsOf(territoryId),
    ...freshnessRowsOf(territoryId, hashOf('confirm')),
    ...importRowsOf(territoryId, { now: NOW, bytes: BYTES }),
    ...networkRowsOf(territoryId, { now: NOW, hash: hashOf('sign-up') }),
  ];
}

/** Seat 1 of the first run of `off-1` on 4 January 2027, held for `boo-1`. */
export function seatRow(territoryId: string, more: Row = {}): Row {
  return {
    territory_id: territoryId,
    booking_id: 'boo-1',
    seat_number: 1,
    offer_id: 'off-1',
    trip_index: 0,
    date: '2027-01-04',
    depart_seconds: 15_120,
    arrive_seconds: 17_160,
    period: '[2027-01-04T03:12:00Z,2027-01-04T03:46:00Z)',
    holding: true,
    ...more,
  };
}

/** What the structure of `veh-1` writes down of `loa-1`. */
function fleetRowsOf(territoryId: string): [table: string, row: Row][] {
  const of = { territory_id: territoryId, organisation_id: 'org-b' };
  const kept = { retention_class: 'file' };
  const signed = { signed_by_borrower: 'Awa Traoré', signed_by_member: 'Luc Noël', signed_at: NOW };
  return [
    [
      'loan_contracts',
      {
        ...of,
        loan_id: 'loa-1',
        beneficiary_id: 'ben-1',
        borrower: { firstName: 'Awa', lastName: 'Traoré', phone: null, email: null, address: null },
        terms: {
          from: '2026-12-07',
          until: '2026-12-20',
          tiers: [{ fromDay: 1, perDayCents: 500 }],
          depositCents: 15_000,
          kmCap: 1000,
          kmBeyondCents: 15,
        },
        ...signed,
        ...stamped,
        ...kept,
      },
    ],
    ['vehicle_maintenance', { ...of, loan_id: 'loa-1', kind: 'service', garage: 'Garage d’exemple' }],
    [
      'condition_reports',
      { ...of, id: 'rep-1', loan_id: 'loa-1', moment: 'start', mileage_km: 84_000, points: [], ...signed, ...kept },
    ],
    [
      'condition_photos',
      {
        ...of,
        id: 'pho-1',
        report_id: 'rep-1',
        position: 1,
        width_pixels: 4,
        height_pixels: 3,
        jpeg: '\\xffd8',
        created_at: NOW,
        ...kept,
      },
    ],
    [
      'vehicle_incidents',
      {
        ...of,
        id: 'inc-1',
        vehicle_id: 'veh-1',
        happened_on: '2026-11-20',
        kind: 'breakdown',
        words: 'Batterie à plat.',
        recorded_by: 'mem-1',
        created_at: NOW,
        ...kept,
      },
    ],
    [
      'vehicle_costs',
      {
        ...of,
        id: 'cos-1',
        vehicle_id: 'veh-1',
        paid_on: '2026-11-20',
        kind: 'repair',
        cents: 8000,
        created_at: NOW,
      },
    ],
    ['vehicle_mileage', { ...of, vehicle_id: 'veh-1', read_on: '2026-11-20', km: 84_000, source: 'reading' }],
  ];
}

/** `veh-1` promised from 7 to 20 December 2026, both included. */
export function loanRow(territoryId: string, more: Row = {}): Row {
  return {
    territory_id: territoryId,
    id: 'loa-1',
    vehicle_id: 'veh-1',
    offer_id: 'off-1',
    booking_id: null,
    period: '[2026-12-07,2026-12-20]',
    status: 'requested',
    ...stamped,
    ...more,
  };
}

export async function insertRow(sql: postgres.Sql | postgres.TransactionSql, table: string, row: Row): Promise<void> {
  // Through JSON, so that one statement serves every type of column.
  await sql`insert into ${sql(table)} ${sql.unsafe(`(${Object.keys(row).map((name) => `"${name}"`)})`)}
    select ${sql.unsafe(
      Object.keys(row)
        .map((name) => `"${name}"`)
        .join(', '),
    )}
    from jsonb_populate_record(null::${sql(table)}, ${sql.json(row as postgres.JSONValue)})`;
}

/** As the owner, past the walls: what a test wants to find behind them. Columns with a default are left to it. */
export async function fillTerritory(owner: postgres.Sql, territoryId: string): Promise<void> {
  for (const [table, row] of rowsOf(territoryId)) await insertRow(owner, table, row);
}
