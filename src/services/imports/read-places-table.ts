import {
  BNLC_COLUMNS,
  cellsBy,
  isHeadingOf,
  readCarpoolPlace,
  readStop,
  STOP_COLUMNS,
  type TablePlaceReading,
} from '../../domain/imports/table-places.ts';
import type { MeetingPlaceInput } from '../ports/imports.ts';
import { type FileRecord, shortLabel } from './file-record.ts';
import { isZip, readTable } from './files/read-table.ts';
import { readZip } from './files/read-zip.ts';
import { unreadable } from './files/unreadable.ts';

type From = Pick<MeetingPlaceInput, 'kind' | 'source' | 'licence'>;

/** Carpool places of the national base. Throws `invalid`. */
export async function readCarpoolPlaces(bytes: Uint8Array): Promise<FileRecord[]> {
  const table = await readTable(bytes, isHeadingOf(BNLC_COLUMNS));
  // Of ODbL data what is made of it says so.
  const from: From = { kind: 'carpoolPlace', source: 'Base nationale des lieux de covoiturage', licence: 'ODbL 1.0' };
  return recordsOf(
    table.rows.map(({ row, cells }) => ({ row, reading: readCarpoolPlace(cellsBy(table.headings, cells)) })),
    from,
  );
}

/** Stops of a timetable: the archive, or its `stops.txt` alone. Throws `invalid`. */
export async function readStops(bytes: Uint8Array): Promise<FileRecord[]> {
  const files = isZip(bytes)
    ? await readZip(bytes, { wanted: (name) => /(^|\/)(stops|agency|feed_info)\.txt$/.test(name) })
    : null;
  const find = (name: string) =>
    [...(files ?? [])].find(([path]) => path === name || path.endsWith(`/${name}`))?.[1] ?? null;
  const stops = files === null ? bytes : find('stops.txt');
  if (!stops) throw unreadable('Cette archive n’a pas de fichier stops.txt : ce n’est pas un GTFS.');
  const table = await readTable(stops, isHeadingOf(STOP_COLUMNS));
  const agency = find('agency.txt');
  const source = (agency && (await agencyName(agency))) || 'GTFS';
  const from: From = { kind: 'stop', source, licence: null };
  return recordsOf(
    table.rows.map(({ row, cells }) => ({ row, reading: readStop(cellsBy(table.headings, cells)) })),
    from,
  );
}

async function agencyName(bytes: Uint8Array): Promise<string> {
  const columns = ['agency_id', 'agency_name', 'agency_url', 'agency_timezone'] as const;
  const table = await readTable(bytes, isHeadingOf(columns)).catch(() => null);
  return table?.rows[0]
    ? cellsBy<(typeof columns)[number]>(table.headings, table.rows[0].cells)('agency_name').slice(0, 200)
    : '';
}

function recordsOf(rows: readonly { row: number; reading: TablePlaceReading }[], from: From): FileRecord[] {
  return rows.flatMap(({ row, reading }): FileRecord[] => {
    const { externalId, label, problems, place, isLeftOut } = reading;
    if (isLeftOut) return [];
    const key = { source: from.source, externalId };
    return [
      {
        target: 'place',
        row,
        label: shortLabel(label || `ligne ${row}`),
        problems,
        notes: [],
        key,
        place: place && { ...place, ...from },
      },
    ];
  });
}
