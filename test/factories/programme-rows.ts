import type { Row } from './rows.ts';

const at = '2026-11-22T08:00:00.000Z';

/** A group of `org-b`, somebody's place in it, when they came; and a vehicle in its workshop. */
export function programmeRowsOf(territoryId: string): readonly [table: string, row: Row][] {
  const t = { territory_id: territoryId };
  const stamped = { created_at: at, updated_at: at };
  const kept = { retention_class: 'file' };
  const put = { organisation_id: 'org-b', beneficiary_id: 'ben-1', referral_id: 'ref-1', created_by: 'mem-1' };
  return [
    [
      'cohorts',
      {
        ...t,
        id: 'coh-1',
        organisation_id: 'org-b',
        kind: 'licence',
        title: 'Permis B, hiver',
        from: '2027-01-04',
        until: '2027-06-25',
        slots: [{ weekday: 1, from: '09:00', to: '12:00' }],
        except_dates: [],
        place: 'Bar-le-Duc',
        places: 8,
        pedagogies: [],
        illustrative: false,
        version: 1,
        created_by: 'mem-1',
        ...stamped,
      },
    ],
    [
      'enrolments',
      {
        ...t,
        id: 'enr-1',
        cohort_id: 'coh-1',
        ...put,
        status: 'attending',
        waiting_since: at,
        progress: {},
        funding: { costCents: null, parts: [] },
        illustrative: false,
        version: 1,
        ...stamped,
        ...kept,
      },
    ],
    [
      'attendances',
      {
        ...t,
        enrolment_id: 'enr-1',
        date: '2027-01-04',
        from: '09:00',
        mark: 'present',
        minutes: 180,
        noted_by: 'mem-1',
        noted_at: at,
        ...kept,
      },
    ],
    [
      'workshop_jobs',
      {
        ...t,
        id: 'job-1',
        ...put,
        kind: 'repair',
        status: 'requested',
        request: 'Freins à revoir',
        funding: { costCents: null, parts: [] },
        bridge: 'none',
        illustrative: false,
        version: 1,
        ...stamped,
        ...kept,
      },
    ],
  ];
}
