type Row = Record<string, unknown>;

/** An event of the network and who comes to it, what is in its library and who reads its letter, for `rowsOf`. */
export function networkRowsOf(territoryId: string, { now, hash }: { now: string; hash: string }): [string, Row][] {
  const t = { territory_id: territoryId };
  return [
    [
      'events',
      {
        ...t,
        ...{ id: 'eve-1', version: 1, kind: 'meeting', title: 'Rencontre', audience: 'everybody', places: 2 },
        ...{
          starts_at: '2026-12-08T08:00:00Z',
          ends_at: '2026-12-08T10:00:00Z',
          commune: '55122',
          lon: 5.59,
          lat: 48.76,
        },
        ...{ changed_by: 'mem-1', created_at: now, updated_at: now },
      },
    ],
    [
      'event_sign_ups',
      {
        ...t,
        ...{ id: 'sgn-1', event_id: 'eve-1', name: 'Z. Quatrepommes', channel: 'email', contact: 'z@exemple.invalid' },
        ...{ status: 'seated', link_hashes: [hash], consent_wording: 'Oui', created_at: now },
        ...{ retention_class: 'signUp', purge_after: '2027-01-07T10:00:00Z' },
      },
    ],
    [
      'library_items',
      {
        ...t,
        ...{ id: 'lib-1', version: 1, title: 'Guide', url: 'https://exemple.invalid/', is_public: true },
        ...{ changed_by: 'mem-1', created_at: now, updated_at: now },
      },
    ],
    [
      'letter_readers',
      {
        ...t,
        ...{ id: 'rdr-1', email: 'z@exemple.invalid', link_hashes: [hash], created_at: now },
        ...{ retention_class: 'reader', purge_after: '2026-11-24T08:00:00Z' },
      },
    ],
  ];
}
