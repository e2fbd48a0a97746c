import { DEFAULT_CRITERIA } from '../../src/domain/allocation/criteria.ts';

type Row = Record<string, unknown>;
const NOW = '2026-11-22T08:00:00Z';

/** Somebody on the list of `org-b`, to which `ref-1` put them, and a round that gave them nothing. */
export function allocationRowsOf(territoryId: string): [table: string, row: Row][] {
  const t = { territory_id: territoryId };
  const kept = { retention_class: 'file', purge_after: null };
  const stamped = { created_by: 'mem-1', created_at: NOW };
  const period = { from: '2026-12-01', until: '2026-12-31' };
  return [
    [
      'waiting_entries',
      {
        ...t,
        ...{ id: 'wai-1', organisation_id: 'org-b', beneficiary_id: 'ben-1', referral_id: 'ref-1', status: 'waiting' },
        wish: {
          ...{ wantedFrom: '2026-12-07', acceptsLaterDays: 7, days: 30 },
          ...{ vehicleTypes: ['car'], licences: ['B'], equipment: [] },
        },
        facts: { jobStartsOn: null, legs: null, childSeats: null, distanceMetres: null },
        waiting_since: '2026-11-20',
        illustrative: false,
        version: 1,
        ...stamped,
        updated_at: NOW,
        ...kept,
      },
    ],
    [
      'allocation_rounds',
      {
        ...t,
        ...{ id: 'rnd-1', organisation_id: 'org-b', ...period, status: 'proposed', criteria: DEFAULT_CRITERIA },
        snapshot: { problem: { period, lossPerDay: 1, people: [], vehicles: [] }, points: {}, vehicles: {} },
        result: { given: [], points: 0, served: 0, provenBy: 'bound' },
        progress: 100,
        ...stamped,
        computed_at: NOW,
      },
    ],
    [
      'allocation_decisions',
      {
        ...t,
        ...{ round_id: 'rnd-1', entry_id: 'wai-1', points: { total: 21, parts: [] } },
        figures: {
          ...{ points: 21, from: '2026-12-07', given: null, vehicles: 0, usable: 0, free: 0, freeFrom: null },
          ...{ unfit: { type: 0, licence: 0, equipment: 0, days: 0 }, before: { more: 0, equal: 0, fewer: 0 } },
          changes: [],
        },
        ...kept,
      },
    ],
  ];
}
