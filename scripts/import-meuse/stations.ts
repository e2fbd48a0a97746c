import type { FactFile } from '../../src/db/seeds/territory/fact-file.ts';
import { field, type Near, rounded } from './places.ts';

/**
 * Stops of the regional trains and coaches, names and positions only: the timetable they come from is long over and
 * must not be shown as today's.
 */
export function stations(rows: Record<string, string>[], near: Near): FactFile {
  const within = near.within(60_000);
  const trainStops = new Set(
    rows.filter((row) => field(row, 'stop_id').includes('OCETrain')).map((row) => field(row, 'parent_station')),
  );
  return {
    sources: ['gtfs-ter'],
    columns: ['id', 'name', 'kind', 'lon', 'lat'],
    rows: rows
      .filter((row) => field(row, 'location_type') === '1')
      .map((row) => ({
        row,
        id: field(row, 'stop_id'),
        position: rounded([Number(field(row, 'stop_lon')), Number(field(row, 'stop_lat'))]),
      }))
      .filter(({ position }) => within(position))
      .map(({ row, id, position }) => [
        id.replace(/^StopArea:/, ''),
        field(row, 'stop_name'),
        trainStops.has(id) ? 'train' : 'coach',
        ...position,
      ])
      .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)),
  };
}
