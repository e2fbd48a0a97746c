import { describe, expect, it } from 'vitest';
import { createEstimateRouter } from '../../../geo/estimate.ts';
import { type Router, RouterError, UNREACHABLE } from '../../../geo/router.ts';
import type { Context } from '../context.ts';
import type { Booking } from '../ports/bookings.ts';
import { type Approach, approaches, driveOf, type TimedBooking } from './drives.ts';

const estimate = createEstimateRouter();
const HOMES = {
  '55545': { lon: 5.38, lat: 49.16 },
  '55122': { lon: 5.59, lat: 48.76 },
};
const RIDE = {
  id: 'bkg_one',
  offerId: 'off_one',
  date: '2026-11-25',
  departAt: '2026-11-25T04:00:00Z',
  arriveAt: '2026-11-25T04:40:00Z',
  from: { lon: 5.59, lat: 48.76 },
  to: { lon: 5.16, lat: 48.77 },
  seats: 1,
  ride: { durationSeconds: 2400, distanceMetres: 40_000, estimated: false, runDayOffset: 0, tripIndex: null },
} as TimedBooking;
const DRIVERS = [
  { id: 'verdun', commune: '55545' },
  { id: 'nobody', commune: '00000' },
  { id: 'commercy', commune: '55122' },
];

/** The ways of those three, by a router that is there or not. */
async function ways(configured: Router | null, ride: Booking = RIDE) {
  const gazetteer = { findByCode: (code: string) => HOMES[code as keyof typeof HOMES] ?? null };
  const deps = { territory: async () => ({ gazetteer }), routers: () => ({ configured, estimate }) };
  return approaches({ actor: { territoryId: 'meuse' }, deps } as unknown as Context, ride, DRIVERS);
}
/** Real roads: what the estimate says, with that cell of each table changed. */
const roads = (cell: number | null, change: (table: 0 | 1) => number = () => UNREACHABLE): Router => ({
  ...estimate,
  name: 'osrm',
  async table(request) {
    const table = await estimate.table(request);
    const durations = Int32Array.from(table.durations);
    if (cell !== null) durations[cell] = change(request.sources.length === 1 ? 1 : 0);
    return { ...table, source: 'osrm', durations, fixedSeconds: 0, errorFactor: [1, 1] };
  },
});
const driveWith = (approach: Approach, ride: TimedBooking = RIDE) =>
  driveOf(ride, { isOwnTrip: false, approach, timeZone: 'Europe/Paris' });

describe('the way from home', () => {
  it('is told of who has none: an unknown commune, no road there, no road back', async () => {
    const found = await ways(roads(0));
    expect([found.get('verdun'), found.get('nobody')]).toEqual(['unreachable', 'homeUnknown']);
    expect(found.get('commercy')).toMatchObject({ there: { seconds: expect.any(Number) } });
    const oneWay = await ways(roads(0, (table) => (table === 0 ? 600 : UNREACHABLE)));
    expect(oneWay.get('verdun')).toBe('unreachable');
  });

  it.each(['unreachable', 'homeUnknown'] as const)(
    'which is %s stands against the drive, but on one’s own trip',
    (none) => {
      expect(driveWith(none).noWay).toBe(none);
      const own = driveOf(RIDE, { isOwnTrip: true, approach: none, timeZone: 'Europe/Paris' });
      expect(own.noWay).toBeNull();
    },
  );

  it('of real roads is kept free as it is', async () => {
    const way = (await ways(roads(0, () => 1000))).get('verdun') as Approach;
    const { from, until, minutes } = driveWith(way);
    expect([from, until]).toEqual(['2026-11-25T03:43:20.000Z', '2026-11-25T04:56:40.000Z']);
    expect(minutes).toBe(Math.ceil((1000 + 2400 + 1000) / 60));
  });

  it('that is only estimated is kept free for as long as it may take', async () => {
    const away: Router = {
      ...estimate,
      name: 'osrm',
      table: () => Promise.reject(new RouterError('unavailable', 'away')),
    };
    const [estimated, known] = await Promise.all([ways(away), ways(roads(null))]);
    const [wide, narrow] = [
      driveWith(estimated.get('verdun') ?? 'homeUnknown'),
      driveWith(known.get('verdun') ?? 'homeUnknown'),
    ];
    const seconds = (a: string, b: string) => (Date.parse(b) - Date.parse(a)) / 1000;
    for (const [more, less] of [
      [seconds(wide.from, RIDE.departAt), seconds(narrow.from, RIDE.departAt)],
      [seconds(RIDE.arriveAt, wide.until), seconds(RIDE.arriveAt, narrow.until)],
    ] as const) {
      expect(less).toBeGreaterThan(600);
      expect(more).toBe(Math.ceil(less * 1.27));
    }
    // What is counted against a cap is what is likely.
    expect([wide.minutes, wide.metres]).toEqual([narrow.minutes, narrow.metres]);
  });

  it('and so is a ride whose own time is estimated', () => {
    const ride = { ...RIDE, ride: { ...RIDE.ride, estimated: true } } as TimedBooking;
    const approach: Approach = {
      there: { seconds: 0, atMost: 0, metres: 0 },
      back: { seconds: 0, atMost: 0, metres: 0 },
    };
    expect(driveWith(approach, ride).until).toBe('2026-11-25T04:50:48.000Z');
  });
});
