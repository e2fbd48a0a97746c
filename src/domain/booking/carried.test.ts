import { describe, expect, it } from 'vitest';
import type { BookedRide } from './booking.ts';
import { carriedTimes, instantOf, seatsTaken } from './carried.ts';

const PARIS = 'Europe/Paris';
const RIDE: BookedRide = {
  departSeconds: 4 * 3600 + 12 * 60 + 50,
  arriveSeconds: 4 * 3600 + 46 * 60 + 10,
  durationSeconds: 2000,
  waitSeconds: 230,
  walkSeconds: null,
  detourSeconds: 190,
  distanceMetres: 40_000,
  estimated: false,
  tripIndex: 0,
  runDayOffset: 0,
  pickUp: null,
  dropOff: null,
};

describe('a second on the wall is an instant', () => {
  it.each<[string, string, number, 'down' | 'up', string]>([
    ['departures are rounded down', '2027-01-04', RIDE.departSeconds, 'down', '2027-01-04T03:12:00Z'],
    ['arrivals are rounded up', '2027-01-04', RIDE.arriveSeconds, 'up', '2027-01-04T03:47:00Z'],
    ['before midnight is the evening before', '2027-01-04', -600, 'down', '2027-01-03T22:50:00Z'],
    ['past midnight is the day after', '2027-01-04', 86_400 + 600, 'up', '2027-01-04T23:10:00Z'],
    ['five o’clock on the morning the clocks went forward', '2027-03-28', 5 * 3600, 'down', '2027-03-28T03:00:00Z'],
    ['an hour that is skipped is the one in its place', '2027-03-28', 2 * 3600 + 1800, 'down', '2027-03-28T01:30:00Z'],
    ['of an hour that comes twice the first is meant', '2026-10-25', 2 * 3600 + 1800, 'down', '2026-10-25T00:30:00Z'],
  ])('%s', (_title, date, seconds, round, instant) => {
    expect(instantOf(date, seconds, PARIS, round).toString()).toBe(instant);
  });
});

describe('a ride takes', () => {
  it('of a carpool a seat of the run on its date, for the whole of it', () => {
    const ride = { ...RIDE, departSeconds: -600, arriveSeconds: 1200, runDayOffset: -1 };
    expect(seatsTaken({ kind: 'carpool' }, { date: '2027-01-05', ride, timeZone: PARIS })).toEqual({
      date: '2027-01-04',
      tripIndex: 0,
      departSeconds: 85_800,
      arriveSeconds: 87_600,
      from: '2027-01-03T23:00:00Z',
      until: '2027-01-04T23:00:00Z',
    });
  });

  it('of a vehicle that comes, the time they are in it; the night of the clock change is as long as it is', () => {
    const ride = { ...RIDE, departSeconds: 3600, arriveSeconds: 4 * 3600, tripIndex: null };
    const taken = seatsTaken({ kind: 'demandResponsiveTransport' }, { date: '2026-10-25', ride, timeZone: PARIS });
    expect([taken.from, taken.until]).toEqual(['2026-10-24T23:00:00Z', '2026-10-25T03:00:00Z']);
  });
});

it('moves a ride to another time of the day it leaves on', () => {
  const evening = { ...RIDE, departSeconds: -600, arriveSeconds: 1400 };
  const moved = carriedTimes('2027-01-05', evening, '23:20', PARIS);
  expect([moved.departAt, moved.arriveAt]).toEqual(['2027-01-04T22:20:00Z', '2027-01-04T22:54:00Z']);
});

it('never arrives before it leaves on the night the clocks go forward', () => {
  const moved = carriedTimes(
    '2027-03-28',
    { ...RIDE, departSeconds: 4 * 3600, arriveSeconds: 4 * 3600 + 2400 },
    '02:30',
    PARIS,
  );
  expect(moved.arriveAt > moved.departAt).toBe(true);
  const taken = seatsTaken({ kind: 'volunteerDriving' }, { date: '2027-03-28', ride: moved.ride, timeZone: PARIS });
  expect(taken.until > taken.from).toBe(true);
});
