import { readDataVersion, readNearest, readRoute } from './osrm-answers.ts';
import { createOsrmClient, type OsrmMetrics } from './osrm-client.ts';
import { fetchTable, refusal } from './osrm-table.ts';
import { consecutive, isSamePlace, placeText, refuseWrongPlaces } from './points.ts';
import { type LonLat, MODES, type Mode, type Router, RouterError, type RouterHealth } from './router.ts';

export type OsrmOptions = {
  /** Base address per mode: OSRM ignores the profile it is asked for, the data loaded decides. One server, one mode. */
  urls: Partial<Record<Mode, string>>;
  /** For one call, a second attempt included. */
  timeoutMs?: number;
  /** The server's `--max-table-size` n: it computes at most n² cells a call, whatever their shape. */
  maxTableSize?: number;
  /** A place farther from any road of the data has no road near. OSRM itself snaps Paris to Liechtenstein, code `Ok`. */
  snapLimitMetres?: number;
  /** Calls under way at once. */
  maxConcurrency?: number;
  /** A place inside the territory; `health` then tells road data of elsewhere from the right ones. */
  probe?: LonLat;
  fetch?: typeof fetch;
};

export type OsrmRouter = Router & { metrics(): OsrmMetrics };

/** Only to be read in logs: OSRM wants a word here and ignores it. */
const PROFILES: Readonly<Record<Mode, string>> = {
  car: 'driving',
  lightCar: 'driving',
  scooter: 'driving',
  bike: 'cycling',
  foot: 'foot',
};

const HEALTH_TIMEOUT_MS = 2_000;

/** Real road times of an OSRM server (HTTP API v1, OSRM 5.17 or later). */
export function createOsrmRouter(options: OsrmOptions): OsrmRouter {
  const { timeoutMs = 10_000, maxTableSize = 100, snapLimitMetres = 1_000, maxConcurrency = 4 } = options;
  const bases = new Map(MODES.flatMap((mode) => (options.urls[mode] ? [[mode, baseUrl(options.urls[mode])]] : [])));
  if (bases.size === 0) throw new TypeError('createOsrmRouter needs the address of at least one OSRM server');
  const client = createOsrmClient({ timeoutMs, maxConcurrency, fetch: options.fetch ?? fetch });
  /** Per base address: fewer cells than configured, where the server has found those too big. */
  const learntMaxCells = new Map<string, number>();

  function baseOf(mode: Mode): string {
    const base = bases.get(mode);
    if (!base) throw new RouterError('unsupportedMode', `no OSRM server is configured for ${mode}`);
    return base;
  }

  const address = (service: string, mode: Mode) => `${baseOf(mode)}/${service}/v1/${PROFILES[mode]}/`;
  const dataSetOf = (mode: Mode, dataVersion: string | null) => dataVersion ?? new URL(baseOf(mode)).host;

  return {
    name: 'osrm',
    supports: (mode) => bases.has(mode),

    async table({ mode, sources, destinations, signal }) {
      refuseWrongPlaces(sources);
      refuseWrongPlaces(destinations);
      const base = baseOf(mode);
      const others = new AbortController();
      try {
        const table = await fetchTable({
          client,
          prefix: address('table', mode),
          maxCells: learntMaxCells.get(base) ?? maxTableSize ** 2,
          snapLimitMetres,
          sources,
          destinations,
          signal: signal ? AbortSignal.any([signal, others.signal]) : others.signal,
        });
        learntMaxCells.set(base, Math.min(table.maxCells, learntMaxCells.get(base) ?? table.maxCells));
        return {
          source: 'osrm',
          dataSet: dataSetOf(mode, table.dataVersion),
          rows: sources.length,
          columns: destinations.length,
          durations: table.durations,
          distances: table.distances,
          fixedSeconds: 0,
          errorFactor: [1, 1],
        };
      } catch (error) {
        others.abort(error);
        throw error;
      }
    },

    async route({ mode, places, signal }) {
      refuseWrongPlaces(places, 2);
      const prefix = address('route', mode);
      // A place twice in a row is a leg of 0, with or without a road near, as in a table.
      const stops = places.filter((place, index) => index === 0 || !isSamePlace(place, places[index - 1] as LonLat));
      let body: Record<string, unknown> = {};
      let moving: { durationSeconds: number; distanceMetres: number }[] = [];
      let line: LonLat[] | null = null;
      if (stops.length > 1) {
        const query = 'overview=simplified&geometries=geojson&steps=false';
        const answer = await client.get(`${prefix}${stops.map(placeText).join(';')}?${query}`, { signal });
        if (!answer.ok) {
          if (answer.code === 'NoRoute' || answer.code === 'NoSegment') return null;
          throw refusal(answer);
        }
        body = answer.body;
        const route = readRoute(body, stops.length);
        if (route.snaps.some((metres) => metres > snapLimitMetres)) return null;
        moving = route.legs;
        line = route.line;
      }
      const legs = consecutive(places).map(([from, to]) => {
        const leg = isSamePlace(from, to) ? undefined : moving.shift();
        return {
          durationSeconds: Math.round(leg?.durationSeconds ?? 0),
          distanceMetres: Math.round(leg?.distanceMetres ?? 0),
        };
      });
      return {
        source: 'osrm',
        dataSet: dataSetOf(mode, readDataVersion(body)),
        // The sum of the rounded legs, so that what is told of the parts adds up to what is told of the whole.
        durationSeconds: legs.reduce((sum, leg) => sum + leg.durationSeconds, 0),
        distanceMetres: legs.reduce((sum, leg) => sum + leg.distanceMetres, 0),
        legs,
        ...(line ? { line } : {}),
      };
    },

    async nearest({ mode, place, signal }) {
      refuseWrongPlaces([place]);
      const answer = await client.get(`${address('nearest', mode)}${placeText(place)}?number=1`, { signal });
      if (!answer.ok) {
        if (answer.code === 'NoSegment') return null;
        throw refusal(answer);
      }
      const { location, distanceMetres } = readNearest(answer.body);
      return distanceMetres > snapLimitMetres ? null : { location, distanceMetres: Math.round(distanceMetres) };
    },

    async health() {
      const dataSets = new Set<string>();
      const failures: string[] = [];
      // Any place has a nearest road: without a probe, [0, 0] tells whether the server answers.
      const probe = options.probe ?? [0, 0];
      const modesOfServers = [...new Map([...bases].map(([mode, base]) => [base, mode])).values()];
      await Promise.all(
        modesOfServers.map(async (mode) => {
          try {
            const url = `${address('nearest', mode)}${placeText(probe)}?number=1`;
            const answer = await client.get(url, { timeoutMs: Math.min(timeoutMs, HEALTH_TIMEOUT_MS) });
            if (!answer.ok) throw refusal(answer);
            dataSets.add(dataSetOf(mode, readDataVersion(answer.body)));
            const { distanceMetres } = readNearest(answer.body);
            if (options.probe && distanceMetres > snapLimitMetres) {
              throw new RouterError(
                'refused',
                `no road within ${snapLimitMetres} m of ${placeText(probe)}: data of elsewhere?`,
              );
            }
          } catch (error) {
            failures.push(`${mode}: ${error instanceof Error ? error.message : String(error)}`);
            dataSets.add(dataSetOf(mode, null));
          }
        }),
      );
      const dataSet = [...dataSets].sort().join(', ');
      const health: RouterHealth = { name: 'osrm', ok: failures.length === 0, dataSet };
      return failures.length === 0 ? health : { ...health, detail: failures.sort().join('; ') };
    },

    metrics: client.metrics,
    close: async () => client.close(),
  };
}

/** Without the final slash; a path is kept (`https://host/routed-car`). Throws `TypeError` on what is no address. */
function baseUrl(text: string): string {
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError(`${text} is not an http(s) address`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
