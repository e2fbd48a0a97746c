import type { OfferOf } from '../../catalogue/offer.ts';
import { secondsOfDay } from '../../clock-time.ts';
import { dayNumber } from '../../schedule/dates.ts';
import { type Cells, createCells } from './cells.ts';
import { grow } from './grow.ts';
import type { PointVectors } from './road-bounds.ts';
import type { RoadFacts } from './road-facts.ts';

export type Carpool = OfferOf<'carpool'>;

/**
 * Every carpool of a catalogue in typed arrays: what time and space ask of it, read in a few nanoseconds each. Rows are
 * reused; a row whose `live` is 0 holds nobody.
 */
export type CarpoolIndex = {
  rows: number;
  ids: string[];
  live: Uint8Array;
  /** 1 where the public sees it. */
  isPublic: Uint8Array;
  /** Which of `classes` it belongs to: carpools with the same conditions of access are asked them once. */
  classOf: Int32Array;
  classes: Carpool[];
  /** The first and the last day it is valid, as `dayNumber`. */
  validFrom: Int32Array;
  validUntil: Int32Array;
  /** Seconds; infinite where the driver set no limit. */
  maxDetour: Float64Array;
  /** Its points are consecutive slots of `points`: origin, destination, meeting points. */
  pointStart: Int32Array;
  pointCount: Int32Array;
  points: PointVectors;
  /** Where its points lie, square by square; the square of each slot. */
  cells: Cells;
  cellOf: Int32Array;
  /** Whether its road facts are those of the index's data set; without, nothing is told of it but by the router. */
  measured: Uint8Array;
  /** Seconds and metres among its points, row by row from `ownStart`; −1 where no road joins them. */
  ownStart: Int32Array;
  ownSeconds: Int32Array;
  ownMetres: Int32Array;
  /** Of each row, seconds from origin to destination, then back: what is read of every row stands by itself. */
  direct: Int32Array;
  /** Bit 0: it has runs from origin to destination; bit 1: back. */
  directions: Uint8Array;
  /** Its runs are consecutive entries of the `run…` arrays. */
  runStart: Int32Array;
  runCount: Int32Array;
  /** Bit `weekday − 1` for each of its days. */
  runWeekdays: Uint8Array;
  runDeparture: Int32Array;
  runFlexibility: Int32Array;
  /** 1 where it runs from destination to origin. */
  runReturns: Uint8Array;
};

export type CarpoolIndexing = {
  index: CarpoolIndex;
  /** Puts a carpool in, or in the place of what had its id. */
  put(offer: Carpool, roads: RoadFacts | null): void;
  remove(id: string): void;
  /** Forgets all road facts: they were of other roads. */
  forgetRoads(): void;
  rowOf(id: string): number | undefined;
};

/** `day`: as `dayNumber`. */
export function isValidOn({ validFrom, validUntil }: CarpoolIndex, row: number, day: number): boolean {
  return day >= (validFrom[row] as number) && day <= (validUntil[row] as number);
}

const LAST_DAY = 9999_12_31;

/** An empty index for road facts of so many landmarks (0: none, all bounds come from the crow's flight). */
export function createCarpoolIndex(landmarks: number, capacity = 1024): CarpoolIndexing {
  const squares = createCells(landmarks);
  const index: CarpoolIndex = {
    rows: 0,
    ids: [],
    live: new Uint8Array(capacity),
    isPublic: new Uint8Array(capacity),
    classOf: new Int32Array(capacity),
    classes: [],
    validFrom: new Int32Array(capacity),
    validUntil: new Int32Array(capacity),
    maxDetour: new Float64Array(capacity),
    pointStart: new Int32Array(capacity),
    pointCount: new Int32Array(capacity),
    points: {
      landmarks,
      lon: new Float64Array(2 * capacity),
      lat: new Float64Array(2 * capacity),
      times: new Uint16Array(2 * capacity * 2 * landmarks),
      slack: new Uint16Array(2 * capacity),
    },
    cells: squares.cells,
    cellOf: new Int32Array(2 * capacity),
    measured: new Uint8Array(capacity),
    ownStart: new Int32Array(capacity),
    ownSeconds: new Int32Array(4 * capacity),
    ownMetres: new Int32Array(4 * capacity),
    direct: new Int32Array(2 * capacity),
    directions: new Uint8Array(capacity),
    runStart: new Int32Array(capacity),
    runCount: new Int32Array(capacity),
    runWeekdays: new Uint8Array(2 * capacity),
    runDeparture: new Int32Array(2 * capacity),
    runFlexibility: new Int32Array(2 * capacity),
    runReturns: new Uint8Array(2 * capacity),
  };
  const rows = new Map<string, number>();
  const classes = new Map<string, number>();
  const free: number[] = [];
  let [slots, cells, runs] = [0, 0, 0];

  function makeRoom(row: number): void {
    for (const name of [
      'live',
      'isPublic',
      'classOf',
      'validFrom',
      'validUntil',
      'maxDetour',
      'pointStart',
      'pointCount',
      'measured',
      'directions',
    ] as const) {
      grow(index, name, row + 1);
    }
    for (const name of ['ownStart', 'runStart', 'runCount'] as const) grow(index, name, row + 1);
    grow(index, 'direct', 2 * (row + 1));
    for (const name of ['lon', 'lat', 'slack'] as const) grow(index.points, name, slots);
    grow(index.points, 'times', slots * 2 * landmarks);
    grow(index, 'cellOf', slots);
    for (const name of ['ownSeconds', 'ownMetres'] as const) grow(index, name, cells);
    for (const name of ['runWeekdays', 'runDeparture', 'runFlexibility', 'runReturns'] as const)
      grow(index, name, runs);
  }

  /** The number of those with the same conditions of access; the first one stands for all. */
  function classOf(offer: Carpool): number {
    const { eligibilityZone, accessConditions, audiences } = offer;
    const key = JSON.stringify([eligibilityZone, accessConditions, audiences]);
    const number = classes.get(key) ?? index.classes.push(offer) - 1;
    classes.set(key, number);
    return number;
  }

  return {
    index,
    rowOf: (id) => rows.get(id),

    put(offer, roads) {
      const { origin, destination, meetingPoints, trips, maxDetourMinutes } = offer.details;
      const points = [origin, destination, ...meetingPoints];
      const known = rows.get(offer.id);
      const row = known ?? free.pop() ?? index.rows++;
      // What is there is written over where it fits; a longer one goes to the end.
      const fits = (count: Int32Array, wanted: number) => known !== undefined && (count[row] as number) >= wanted;
      const samePoints = fits(index.pointCount, points.length);
      const sameRuns = fits(index.runCount, trips.length);
      const pointStart = samePoints ? (index.pointStart[row] as number) : slots;
      const ownStart = samePoints ? (index.ownStart[row] as number) : cells;
      const runStart = sameRuns ? (index.runStart[row] as number) : runs;
      if (!samePoints) {
        slots += points.length;
        cells += points.length ** 2;
      }
      if (!sameRuns) runs += trips.length;
      makeRoom(row);

      rows.set(offer.id, row);
      index.ids[row] = offer.id;
      index.live[row] = 1;
      index.isPublic[row] = offer.visibility === 'public' ? 1 : 0;
      index.classOf[row] = classOf(offer);
      index.validFrom[row] = offer.validFrom === null ? 0 : dayNumber(offer.validFrom);
      index.validUntil[row] = offer.validUntil === null ? LAST_DAY : dayNumber(offer.validUntil);
      index.maxDetour[row] = maxDetourMinutes === null ? Number.POSITIVE_INFINITY : maxDetourMinutes * 60;
      index.pointStart[row] = pointStart;
      index.pointCount[row] = points.length;
      index.ownStart[row] = ownStart;
      index.measured[row] = roads === null ? 0 : 1;
      const width = 2 * landmarks;
      points.forEach(({ lon, lat }, p) => {
        const slot = pointStart + p;
        index.points.lon[slot] = lon;
        index.points.lat[slot] = lat;
        const cell = squares.at(lon, lat);
        index.cellOf[slot] = cell;
        const vector = roads?.vectors[p];
        if (vector === undefined) return;
        squares.add(cell, vector);
        index.points.times.set(vector.times, slot * width);
        index.points.slack[slot] = vector.slack;
      });
      if (roads !== null) {
        index.ownSeconds.set(roads.ownSeconds, ownStart);
        index.ownMetres.set(roads.ownMetres, ownStart);
        index.direct[2 * row] = roads.ownSeconds[1] as number;
        index.direct[2 * row + 1] = roads.ownSeconds[points.length] as number;
      }
      index.directions[row] = trips.reduce((bits, { direction }) => bits | (direction === 'return' ? 2 : 1), 0);
      index.runStart[row] = runStart;
      index.runCount[row] = trips.length;
      trips.forEach((trip, t) => {
        const run = runStart + t;
        index.runWeekdays[run] = trip.weekdays.reduce((mask, weekday) => mask | (1 << (weekday - 1)), 0);
        index.runDeparture[run] = secondsOfDay(trip.departureTime);
        index.runFlexibility[run] = trip.flexibilityMinutes * 60;
        index.runReturns[run] = trip.direction === 'return' ? 1 : 0;
      });
    },

    forgetRoads() {
      index.measured.fill(0);
      squares.forgetRoads();
    },

    remove(id) {
      const row = rows.get(id);
      if (row === undefined) return;
      rows.delete(id);
      index.live[row] = 0;
      // Its slots are lost with it: a new carpool has new ones.
      index.pointCount[row] = 0;
      index.runCount[row] = 0;
      free.push(row);
    },
  };
}
