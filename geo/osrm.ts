import { readNearest, readRoute } from './osrm-answers.ts';
import { createLine, type Line } from './osrm-line.ts';
import { createOsrmServer, type OsrmMetrics, type OsrmServer, type ProbePlaces, refusal } from './osrm-server.ts';
import { fetchTable } from './osrm-table.ts';
import { consecutive, isSamePlace, placeText, refuseWrongPlaces } from './points.ts';
import { type LonLat, MODES, type Mode, type Router, RouterError, type RouterHealth } from './router.ts';

export type { OsrmMetrics };

export type OsrmOptions = {
  /** Base address per mode: OSRM ignores the profile it is asked for, the data loaded decides. One server, one mode. */
  urls: Partial<Record<Mode, string>>;
  /** For one call, a second attempt included. */
  timeoutMs?: number;
  /** The server's `--max-table-size` n: it computes at most n² cells a call, whatever their shape. */
  maxTableSize?: number;
  /** A place farther from any road of the data has no road near. OSRM itself snaps Paris to Liechtenstein, code `Ok`. */
  snapLimitMetres?: number;
  /** Calls under way at once, on each server. */
  maxConcurrency?: number;
  /** The line to each address, where several routers ask the same servers; those that are missing are added. */
  lines?: Map<string, Line>;
  /**
   * Places of the territory, its communes for instance (a few are tried, spread over the list). Where none has a road near,
   * the server has the roads of elsewhere: it is `unavailable`, instead of every place being out of reach.
   */
  probe?: ProbePlaces;
  /** So many failures in a row and a server is left alone, for so long at first (`circuit.ts`). */
  failuresToOpen?: number;
  coolDownMs?: number;
  fetch?: typeof fetch;
  /** A clock that never goes back, in milliseconds. */
  nowMs?: () => number;
};

export type OsrmRouter = Omit<Router, 'metrics'> & { metrics(): OsrmMetrics[] };

/** Real road times of OSRM servers (HTTP API v1, OSRM 5.17 or later). */
export function createOsrmRouter(options: OsrmOptions): OsrmRouter {
  const { timeoutMs = 10_000, maxTableSize = 100, snapLimitMetres = 1_000, maxConcurrency = 4 } = options;
  const { lines = new Map(), probe = [], nowMs = () => performance.now() } = options;
  /** Modes of one address share one server: its line, its circuit. */
  const byBase = new Map<string, OsrmServer>();
  const servers = new Map<Mode, OsrmServer>();
  for (const mode of MODES) {
    const url = options.urls[mode];
    if (!url) continue;
    const base = baseUrl(url);
    const line = lines.get(base) ?? createLine(maxConcurrency);
    lines.set(base, line);
    const server =
      byBase.get(base) ??
      createOsrmServer({
        base,
        mode,
        timeoutMs,
        snapLimitMetres,
        maxConcurrency,
        line,
        maxCells: maxTableSize ** 2,
        probe,
        fetch: options.fetch ?? fetch,
        nowMs,
        failuresToOpen: options.failuresToOpen,
        coolDownMs: options.coolDownMs,
      });
    byBase.set(base, server);
    servers.set(mode, server);
  }
  if (servers.size === 0) throw new TypeError('createOsrmRouter needs the address of at least one OSRM server');

  function serverOf(mode: Mode): OsrmServer {
    const server = servers.get(mode);
    if (!server) throw new RouterError('unsupportedMode', `no OSRM server is configured for ${mode}`);
    return server;
  }

  return {
    name: 'osrm',
    supports: (mode) => servers.has(mode),

    async table({ mode, sources, destinations, signal, turn }) {
      refuseWrongPlaces(sources);
      refuseWrongPlaces(destinations);
      signal?.throwIfAborted();
      const server = serverOf(mode);
      const others = new AbortController();
      const stop = signal ? AbortSignal.any([signal, others.signal]) : others.signal;
      try {
        const fetched = await fetchTable({
          server,
          mode,
          turn,
          snapLimitMetres,
          maxConcurrency,
          sources,
          destinations,
          signal: stop,
        });
        // Zeros alone come from no data; they must still name the same as the other tables of their match.
        const [place] = fetched.durations.length > 0 ? sources : [];
        const dataVersion =
          fetched.dataVersion === undefined && place !== undefined
            ? await server.knowDataVersion(mode, place, stop)
            : fetched.dataVersion;
        return {
          source: 'osrm',
          dataSet: dataVersion ?? server.host,
          rows: sources.length,
          columns: destinations.length,
          durations: fetched.durations,
          distances: fetched.distances,
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
      const server = serverOf(mode);
      // A place twice in a row is a leg of 0, with or without a road near, as in a table.
      const stops = places.filter((place, index) => index === 0 || !isSamePlace(place, places[index - 1] as LonLat));
      let moving: { durationSeconds: number; distanceMetres: number }[] = [];
      let line: LonLat[] | null = null;
      let dataVersion: string | null;
      if (stops.length > 1) {
        const query = 'overview=simplified&geometries=geojson&steps=false&generate_hints=false';
        const answer = await server.ask({
          url: `${server.address('route', mode)}${stops.map(placeText).join(';')}?${query}`,
          mode,
          read: (body) => readRoute(body, stops.length),
          snapsOf: (route) => route.snaps,
          signal,
        });
        if (!answer.ok) {
          if (answer.code === 'NoRoute' || answer.code === 'NoSegment') return null;
          throw refusal(answer);
        }
        const route = answer.value;
        if (route.snaps.some((metres) => metres > snapLimitMetres)) return null;
        moving = route.legs;
        line = route.line;
        dataVersion = answer.dataVersion;
      } else {
        dataVersion = await server.knowDataVersion(mode, stops[0] as LonLat, signal);
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
        dataSet: dataVersion ?? server.host,
        // The sum of the rounded legs, so that what is told of the parts adds up to what is told of the whole.
        durationSeconds: legs.reduce((sum, leg) => sum + leg.durationSeconds, 0),
        distanceMetres: legs.reduce((sum, leg) => sum + leg.distanceMetres, 0),
        legs,
        ...(line ? { line } : {}),
      };
    },

    async nearest({ mode, place, signal }) {
      refuseWrongPlaces([place]);
      const server = serverOf(mode);
      const answer = await server.ask({
        url: `${server.address('nearest', mode)}${placeText(place)}?number=1&generate_hints=false`,
        mode,
        read: readNearest,
        snapsOf: ({ distanceMetres }) => [distanceMetres],
        signal,
      });
      if (!answer.ok) {
        if (answer.code === 'NoSegment') return null;
        throw refusal(answer);
      }
      const { location, distanceMetres } = answer.value;
      return distanceMetres > snapLimitMetres ? null : { location, distanceMetres: Math.round(distanceMetres) };
    },

    async health() {
      const told = new Map<OsrmServer, RouterHealth>();
      const notes: string[] = [];
      await Promise.all(
        [...byBase.values()].map(async (server) => {
          const { dataVersion, trouble, note } = await server.health();
          const unversioned = dataVersion === null ? { unversioned: true as const } : {};
          const detail = trouble === null ? {} : { detail: `${server.mode}: ${trouble}` };
          const dataSet = dataVersion ?? server.host;
          told.set(server, { name: 'osrm', ok: trouble === null, dataSet, ...unversioned, ...detail });
          if (note !== null) notes.push(`${server.mode}: ${note}`);
        }),
      );
      const answers = [...told.values()];
      const detail = [...answers.flatMap((answer) => answer.detail ?? []).sort(), ...notes.sort()].join('; ');
      return {
        name: 'osrm',
        ok: answers.every(({ ok }) => ok),
        dataSet: [...new Set(answers.map(({ dataSet }) => dataSet))].sort().join(', '),
        ...(answers.some(({ unversioned }) => unversioned) ? { unversioned: true } : {}),
        ...(detail === '' ? {} : { detail }),
        modes: Object.fromEntries([...servers].map(([mode, server]) => [mode, told.get(server)])),
      };
    },

    metrics: () => [...servers].map(([mode, server]) => server.metrics(mode)),
    close: async () => {
      for (const server of byBase.values()) server.close();
    },
  };
}

/** Without the final slash; a path is kept (`https://host/routed-car`). Throws `TypeError` on what is no address. */
function baseUrl(text: string): string {
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError(`${text} is not an http(s) address`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
