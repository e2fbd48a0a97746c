import type { Row } from './rows.ts';

const at = '2026-11-22T08:00:00.000Z';

/** An offer that was confirmed, asked about by a link, reported, and told from another: `off-1`. */
export function freshnessRowsOf(territoryId: string, linkHash: string): [table: string, row: Row][] {
  const t = { territory_id: territoryId, offer_id: 'off-1' };
  return [
    ['offer_confirmations', { ...t, version: 1, confirmed_on: '2026-11-02', source: 'provider', created_at: at }],
    ['offer_links', { ...t, link_hash: linkHash, sent_at: at, expires_at: '2027-01-21T08:00:00.000Z' }],
    [
      'offer_reports',
      { ...t, id: 'rep-1', kind: 'phoneSilent', member_id: 'mem-1', organisation_id: 'org-a', created_at: at },
    ],
    [
      'offer_pairs',
      {
        territory_id: territoryId,
        first_id: 'off-1',
        second_id: 'off-2',
        decision: 'different',
        decided_by: 'mem-1',
        decided_at: at,
      },
    ],
  ];
}
