import type { LonLat, Router, Table } from '../../geo/router.ts';

/**
 * A router that is asked nothing twice during one match: a table that was asked for answers for every table that lies within
 * it, the same people to and from some of the same places.
 */
export function askedOnce(router: Router): Router {
  const asked = new Map<string, Asked[]>();
  return {
    ...router,
    table(request) {
      const key = `${request.mode} ${request.exact === true}`;
      const rows = request.sources.map(placeKey);
      const columns = request.destinations.map(placeKey);
      const before = asked.get(key) ?? [];
      for (const whole of before) {
        if (rows.every((place) => whole.rows.has(place)) && columns.every((place) => whole.columns.has(place))) {
          return whole.table.then((table) => partOf(table, whole, rows, columns));
        }
      }
      const table = router.table(request);
      const one = { rows: positions(rows), columns: positions(columns), table };
      before.push(one);
      asked.set(key, before);
      // What was not answered is asked again: a smaller table may be.
      table.catch(() => before.splice(before.indexOf(one), 1));
      return table;
    },
  };
}

/** Where each place stands in a table. */
type Asked = { rows: Map<string, number>; columns: Map<string, number>; table: Promise<Table> };

function partOf(whole: Table, at: Asked, rows: readonly string[], columns: readonly string[]): Table {
  const durations = new Int32Array(rows.length * columns.length);
  const distances = new Int32Array(rows.length * columns.length);
  const picked = Int32Array.from(columns, (place) => at.columns.get(place) as number);
  rows.forEach((place, row) => {
    const from = (at.rows.get(place) as number) * whole.columns;
    for (let column = 0; column < picked.length; column++) {
      const cell = from + (picked[column] as number);
      durations[row * picked.length + column] = whole.durations[cell] as number;
      distances[row * picked.length + column] = whole.distances[cell] as number;
    }
  });
  return { ...whole, rows: rows.length, columns: columns.length, durations, distances };
}

const placeKey = ([lon, lat]: LonLat) => `${lon},${lat}`;
const positions = (places: readonly string[]) => new Map(places.map((place, i) => [place, i]));
