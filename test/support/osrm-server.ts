import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LonLat } from '../../geo/router.ts';

/** Seconds from one place to another, `null` where no road joins them. A place is always 0 from itself. */
export type Durations = (from: LonLat, to: LonLat) => number | null;

/** What the server does wrong. Every field is off unless told; `setBehaviour` replaces all of them. */
export type OsrmBehaviour = {
  slowMs?: number;
  /** Tables only: a server whose probe waits is away, one whose tables wait is at work. */
  slowTablesMs?: number;
  /** Every answer has that HTTP status and no JSON. */
  status?: number;
  body?: 'garbage' | 'half';
  /** Drops the connection without an answer: the next one only, or always. */
  closeSocket?: 'once' | 'always';
  alwaysTooBig?: boolean;
  /** Metres from a place to the road it is snapped to; 5 unless told. */
  snapMetres?: (place: LonLat) => number;
  /** As `osrm-routed --default-radius`: a place snapped from farther fails the call with `NoSegment`. */
  radiusMetres?: number;
  nullCells?: boolean;
  dataVersion?: string;
};

export type OsrmServerOptions = {
  durationSeconds: Durations;
  /** 1 km a minute (60 km/h) unless told. */
  distanceMetres?: Durations;
  /** As `osrm-routed --max-table-size`. */
  maxTableSize?: number;
  behaviour?: OsrmBehaviour;
};

export type OsrmServer = {
  url: string;
  /** Path and query of every request, in the order they came. */
  requests: string[];
  /** The most requests that were under way at once. */
  mostAtOnce(): number;
  setBehaviour(behaviour: OsrmBehaviour): void;
  close(): Promise<void>;
};

/**
 * A small server of our own that speaks the OSRM HTTP API v1 (`table`, `route`, `nearest`) with known times, in the
 * form of recorded answers of a real one, errors included. It listens on the loopback, on any free port.
 */
export async function startOsrmServer(options: OsrmServerOptions): Promise<OsrmServer> {
  let behaviour = options.behaviour ?? {};
  const requests: string[] = [];
  let underWay = 0;
  let mostAtOnce = 0;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? '/';
    requests.push(target);
    const now = behaviour;
    if (now.closeSocket) {
      if (now.closeSocket === 'once') behaviour = { ...now, closeSocket: undefined };
      request.socket.destroy();
      return;
    }
    const heldMs = now.slowMs ?? (target.startsWith('/table/') ? now.slowTablesMs : undefined);
    if (heldMs) await new Promise((resolve) => setTimeout(resolve, heldMs).unref());
    if (now.status) {
      response.writeHead(now.status).end('<html>no OSRM here</html>');
      return;
    }
    const answer = answerOsrm(target, options, now);
    const json = JSON.stringify(answer.body);
    const text = now.body === 'garbage' ? 'null' : now.body === 'half' ? json.slice(0, json.length / 2) : json;
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=UTF-8' }).end(text);
  }

  const server = createServer((request, response) => {
    mostAtOnce = Math.max(mostAtOnce, ++underWay);
    response.once('close', () => underWay--);
    respond(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    mostAtOnce: () => mostAtOnce,
    setBehaviour: (next) => {
      behaviour = next;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * Times between named places: `{ 'A>B': 600 }` one way, `{ 'A<>B': 600 }` both ways. No road joins the pairs not told.
 * Throws on a name that is no place.
 */
export function durationsBetween(places: Record<string, LonLat>, seconds: Record<string, number>): Durations {
  const known = new Map<string, number>();
  const at = (name: string) => {
    const place = places[name];
    if (!place) throw new Error(`no place is called "${name}"; there are ${Object.keys(places).join(', ')}`);
    return keyOf(place);
  };
  for (const [pair, duration] of Object.entries(seconds)) {
    const [, from = '', both, to = ''] = /^(.*?)(<?)>(.*)$/.exec(pair) ?? [];
    known.set(`${at(from)}>${at(to)}`, duration);
    if (both) known.set(`${at(to)}>${at(from)}`, duration);
  }
  return (from, to) => known.get(`${keyOf(from)}>${keyOf(to)}`) ?? null;
}

/** Streets that run north and east, easy to count by hand: so many seconds for each hundredth of a degree. */
export function gridDurations(secondsPerHundredth = 60): Durations {
  return ([fromLon, fromLat], [toLon, toLat]) => {
    const hundredths = (Math.abs(toLon - fromLon) + Math.abs(toLat - fromLat)) * 100;
    return Math.round(hundredths * secondsPerHundredth * 10) / 10;
  };
}

type Answer = { status: number; body: Record<string, unknown> };

function answerOsrm(target: string, options: OsrmServerOptions, behaviour: OsrmBehaviour): Answer {
  const url = /^\/(\w+)\/(v\d+)\/\w+\/([^?]*)(?:\?(.*))?$/.exec(target);
  if (!url) return no('InvalidUrl', 'URL string malformed close to position 1');
  const [, service = '', version, coordinates = ''] = url;
  if (version !== 'v1') return no('InvalidVersion', `Service ${service} not found!`);
  const query = new URLSearchParams(url[4] ?? '');
  const places = coordinates.split(';').map(parsePlace);
  if (!places.every((place) => place !== null)) return no('InvalidQuery', 'Query string malformed close to position 0');
  if (places.some(([lon, lat]) => Math.abs(lon) > 180 || Math.abs(lat) > 90)) {
    return no('InvalidValue', 'Invalid coordinate value.');
  }
  const snap = (place: LonLat) => behaviour.snapMetres?.(place) ?? 5;
  const radius = behaviour.radiusMetres ?? Number.POSITIVE_INFINITY;
  const roadless = places.findIndex((place) => snap(place) > radius);
  if (roadless >= 0) return no('NoSegment', `Could not find a matching segment for coordinate ${roadless}`);

  const waypoint = (place: LonLat) => ({ hint: '', location: place, name: '', distance: snap(place) });
  const seconds = (from: LonLat, to: LonLat): number | null => {
    if (behaviour.nullCells) return null;
    return keyOf(from) === keyOf(to) ? 0 : options.durationSeconds(from, to);
  };
  const metres = (from: LonLat, to: LonLat): number | null => {
    const duration = seconds(from, to);
    if (duration === null || keyOf(from) === keyOf(to)) return duration;
    if (options.distanceMetres) return options.distanceMetres(from, to);
    return Math.round((duration * 10_000) / 60) / 10;
  };
  const ok = (body: Record<string, unknown>): Answer => {
    const version = behaviour.dataVersion ? { data_version: behaviour.dataVersion } : {};
    return { status: 200, body: { code: 'Ok', ...version, ...body } };
  };

  if (service === 'nearest') return ok({ waypoints: places.map((place) => ({ nodes: [0, 0], ...waypoint(place) })) });
  if (places.length < 2) return no('InvalidOptions', 'Number of coordinates needs to be at least two.');
  if (service === 'route') {
    const legs = places.slice(1).map((to, index) => {
      const from = places[index] as LonLat;
      return { steps: [], summary: '', weight: 0, duration: seconds(from, to), distance: metres(from, to) };
    });
    if (legs.some((leg) => leg.duration === null)) return no('NoRoute', 'Impossible route between points');
    const duration = legs.reduce((sum, leg) => sum + (leg.duration as number), 0);
    const distance = legs.reduce((sum, leg) => sum + (leg.distance as number), 0);
    const geometry = query.get('overview') === 'false' ? {} : { geometry: { type: 'LineString', coordinates: places } };
    const route = { legs, weight_name: 'routability', weight: duration, duration, distance, ...geometry };
    return ok({ routes: [route], waypoints: places.map(waypoint) });
  }
  if (service === 'table') {
    const sources = pick(places, query.get('sources'));
    const destinations = pick(places, query.get('destinations'));
    if (!sources || !destinations) return no('InvalidOptions', 'An index is out of range.');
    const maxCells = behaviour.alwaysTooBig ? 0 : (options.maxTableSize ?? 100) ** 2;
    if (sources.length * destinations.length > maxCells) return no('TooBig', 'Too many table coordinates');
    const annotations = (query.get('annotations') ?? 'duration').split(',');
    const cells = (value: Durations) => sources.map((from) => destinations.map((to) => value(from, to)));
    return ok({
      sources: sources.map(waypoint),
      destinations: destinations.map(waypoint),
      ...(annotations.includes('duration') ? { durations: cells(seconds) } : {}),
      ...(annotations.includes('distance') ? { distances: cells(metres) } : {}),
    });
  }
  return no('InvalidService', `Service ${service} not found!`);
}

function no(code: string, message: string): Answer {
  return { status: 400, body: { message, code } };
}

function parsePlace(text: string): LonLat | null {
  const match = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(text);
  return match ? [Number(match[1]), Number(match[2])] : null;
}

function pick(places: readonly LonLat[], indexes: string | null): LonLat[] | null {
  if (indexes === null || indexes === 'all') return [...places];
  const picked = indexes.split(';').map((index) => places[Number(index)]);
  return picked.every((place) => place !== undefined) ? picked : null;
}

function keyOf([lon, lat]: LonLat): string {
  return `${lon.toFixed(6)},${lat.toFixed(6)}`;
}
