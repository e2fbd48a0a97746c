/**
 * The road, as the rest of the house sees it. Every adapter (`osrm.ts`, `estimate.ts`, …) answers this port and
 * passes `test/contract/router.ts`.
 *
 * Units: `[lon, lat]` WGS84 degrees, integer seconds, integer metres.
 */
export type LonLat = readonly [lon: number, lat: number];

/** `lightCar` is the licence-free 45 km/h car. */
export type Mode = 'car' | 'lightCar' | 'scooter' | 'bike' | 'foot';
export const MODES: readonly Mode[] = ['car', 'lightCar', 'scooter', 'bike', 'foot'];

export type RouterName = 'osrm' | 'valhalla' | 'estimate';

/** A cell whose pair of places no road joins, or whose place has no road near. */
export const UNREACHABLE = -1;

export type TableRequest = {
  mode: Mode;
  sources: readonly LonLat[];
  destinations: readonly LonLat[];
  signal?: AbortSignal;
  /** Every time as `route` tells it, at whatever cost: an engine may else save searches where destinations are few. */
  exact?: boolean;
  /** Asked for before each of the small calls a table is made of. Absent: they are made at once. */
  turn?: Turn;
};

/**
 * How work that nobody waits for lets other work go first: resolves when its next small piece may begin, with what is to be
 * called when that piece is done. Throws the signal's reason.
 */
export type Turn = (signal?: AbortSignal) => Promise<() => void>;

/** Travel times from every source to every destination. One table has one source of truth: nothing in it is mixed. */
export type Table = {
  source: RouterName;
  /** What the times were computed on, with its date where known. */
  dataSet: string;
  rows: number;
  columns: number;
  /** Integer seconds, row-major (`source * columns + destination`), `UNREACHABLE` where there is no way. */
  durations: Int32Array;
  /** Integer metres by road, same layout. */
  distances: Int32Array;
  /** The part of every non-zero duration that does not grow with distance; it cancels in a detour. 0 for real roads. */
  fixedSeconds: number;
  /** The bounds of the one common factor that may separate these times from the real ones; `[1, 1]` for real roads. */
  errorFactor: readonly [low: number, high: number];
};

export type Route = {
  source: RouterName;
  dataSet: string;
  durationSeconds: number;
  distanceMetres: number;
  /** One entry per pair of consecutive places. */
  legs: { durationSeconds: number; distanceMetres: number }[];
  /** `[lon, lat]` line, absent where the adapter knows no geometry. */
  line?: LonLat[];
};

export type Nearest = { location: LonLat; distanceMetres: number };

/**
 * What lies within a travel time of a place: GeoJSON rings (`[lon, lat]`, first = last), one list per polygon, holes after
 * it. It says where it comes from, as a table does: tables may come from another router than areas.
 */
export type ReachableArea = { source: RouterName; dataSet: string; minutes: number; polygons: LonLat[][][] };

export type RouterHealth = {
  name: RouterName;
  ok: boolean;
  dataSet: string;
  /** The data set's name would stay the same were the data replaced: nothing may be kept under it. */
  unversioned?: true;
  detail?: string;
  /** Where modes have routers of their own, what each says. */
  modes?: Partial<Record<Mode, RouterHealth>>;
};

/** What one engine was asked for one mode by this process, since it took the engine up. */
export type RouterMetrics = {
  router: RouterName;
  mode: Mode;
  /** Small calls: what a table is cut into, roads looked for, looks whether the engine is well. */
  calls: number;
  /** Cells of the tables that were answered. */
  cells: number;
  /** Calls that ended in a `RouterError`. */
  failures: number;
  /** Spent in all calls together: with two at once, two seconds go by in one. Waiting in line is not in it. */
  milliseconds: number;
};

/**
 * Why a router did not answer. `unavailable`: socket, time-out, 5xx. `garbage`: an answer that is no answer.
 * `refused`: the request itself was wrong. `unsupportedMode`: no server was configured for that mode. `roadsChanged`: its data were
 * replaced between two answers; asked anew, they agree.
 */
export type RouterErrorCode = 'unavailable' | 'garbage' | 'refused' | 'unsupportedMode' | 'roadsChanged';

export class RouterError extends Error {
  readonly code: RouterErrorCode;
  constructor(code: RouterErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'RouterError';
    this.code = code;
  }
}

export type Router = {
  name: RouterName;
  supports(mode: Mode): boolean;
  /** Throws `RouterError`. A place with no road near gives `UNREACHABLE` cells, never an error for the whole table. */
  table(request: TableRequest): Promise<Table>;
  /** `null` when no road joins the places. */
  route(request: { mode: Mode; places: readonly LonLat[]; signal?: AbortSignal }): Promise<Route | null>;
  /** `null` when no road is near. */
  nearest(request: { mode: Mode; place: LonLat; signal?: AbortSignal }): Promise<Nearest | null>;
  /**
   * The areas reachable from a place within each of these minutes, in their order; `null` when no road is near. Absent
   * where the adapter cannot tell.
   */
  isochrone?(request: {
    mode: Mode;
    place: LonLat;
    minutes: readonly number[];
    signal?: AbortSignal;
  }): Promise<ReachableArea[] | null>;
  /** How times grow with the crow's flight, `fixedSeconds + secondsPerKm × km`, where that is all they rest on. */
  pace?(mode: Mode): { fixedSeconds: number; secondsPerKm: number };
  health(): Promise<RouterHealth>;
  /** A row for each mode that was asked for, or can be; absent where no engine is asked. */
  metrics?(): RouterMetrics[];
  close(): Promise<void>;
};
