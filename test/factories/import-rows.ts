type Row = Record<string, unknown>;

/** A file that is imported, what is in it and what came of it: `org-a`'s, for `rowsOf`. */
export function importRowsOf(
  territoryId: string,
  { now, bytes }: { now: string; bytes: string },
): [table: string, row: Row][] {
  const t = { territory_id: territoryId };
  const found = { source: 'exemple', external_id: 'ext-1' };
  return [
    [
      'imports',
      {
        ...t,
        id: 'imp-1',
        organisation_id: 'org-a',
        format: 'csv-vehicleLoan',
        file_name: 'offres.csv',
        file_bytes: 2,
        status: 'done',
        dry_run: true,
        created_by: 'mem-1',
        created_at: now,
      },
    ],
    ['import_files', { ...t, import_id: 'imp-1', bytes }],
    [
      'import_rows',
      {
        ...t,
        import_id: 'imp-1',
        position: 0,
        row: 2,
        target: 'offer',
        outcome: 'create',
        label: 'Voiture',
        target_id: 'off-1',
        problems: [],
        notes: [],
      },
    ],
    [
      'source_records',
      { ...t, target: 'offer', target_id: 'off-1', format: 'data-inclusion', record: { id: 'x' }, updated_at: now },
    ],
    ['partners', { ...t, ...found, id: 'par-1', version: 1, name: 'Garage', networks: [] }],
    [
      'meeting_places',
      {
        ...t,
        ...found,
        id: 'plc-1',
        version: 1,
        kind: 'stop',
        label: 'Gare',
        lon: 5.59,
        lat: 48.76,
        details: {},
        search_text: 'gare',
      },
    ],
    [
      'partner_versions',
      { ...t, partner_id: 'par-1', version: 2, facts: { name: 'Garage' }, author_kind: 'member', created_at: now },
    ],
    [
      'partner_contacts',
      {
        ...t,
        id: 'con-1',
        partner_id: 'par-1',
        name: 'C. Roux',
        version: 1,
        confirmed_at: now,
        created_at: now,
        retention_class: 'contact',
        purge_after: '2028-11-22T08:00:00Z',
      },
    ],
  ];
}
