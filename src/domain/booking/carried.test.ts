import { describe, expect, it } from 'vitest';
import type { BookedRide } from './booking.ts';
import { carriedTimes, instantOf, keepsWish, rideInstants, seatsTaken, wishedInstant } from './carried.ts';

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

describe('on the night the clocks go back', () => {
  const at = (hours: number, minutes: number) => hours * 3600 + minutes * 60;
  it.each<[string, 'outbound' | 'return', number, number, number, string, string]>([
    ['there, both ends come twice', 'outbound', at(2, 10), at(2, 40), 30, '00:10', '00:40'],
    ['back, both ends come twice', 'return', at(2, 10), at(2, 40), 30, '01:10', '01:40'],
    ['there, to an hour that comes once: early', 'outbound', at(2, 20), at(3, 10), 50, '00:20', '02:10'],
    ['back, to an hour that comes once', 'return', at(2, 20), at(3, 10), 50, '01:20', '02:10'],
    ['back, from an hour that comes once', 'return', at(1, 50), at(2, 20), 30, '23:50', '00:20'],
    ['neither end comes twice', 'return', at(1, 50), at(3, 10), 140, '23:50', '02:10'],
  ])(
    'which of two hours a ride is at: %s',
    (_title, direction, departSeconds, arriveSeconds, minutes, departs, arrives) => {
      const ride = { ...RIDE, departSeconds, arriveSeconds, durationSeconds: minutes * 60 };
      const told = rideInstants({ date: '2026-10-25', direction, ride }, PARIS);
      expect([told.departAt, told.arriveAt].map((instant) => instant.toString().slice(11, 16))).toEqual([
        departs,
        arrives,
      ]);
    },
  );

  it('the first of two hours is meant to be there by, the second to leave from', () => {
    const wished = (direction: 'outbound' | 'return', hour: number) =>
      wishedInstant({ date: '2026-10-25', direction, seconds: at(hour, 30) }, PARIS).toString();
    expect([wished('outbound', 2), wished('return', 2)]).toEqual(['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']);
    expect([wished('outbound', 4), wished('return', 4)]).toEqual(['2026-10-25T03:30:00Z', '2026-10-25T03:30:00Z']);
  });
});

it.each<[string, 'outbound' | 'return', string, boolean]>([
  ['there on the minute', 'outbound', '04:47', true],
  ['there a minute too late', 'outbound', '04:46', false],
  ['leaving on the minute', 'return', '04:12', true],
  ['leaving a minute too early', 'return', '04:13', false],
])('what is told keeps what was asked: %s', (_title, direction, at, kept) => {
  const wish = { direction, at, date: '2027-01-04' };
  expect(keepsWish(wish, rideInstants({ ...wish, ride: RIDE }, PARIS), PARIS)).toBe(kept);
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
    const twice = { ...ride, departSeconds: 2 * 3600, arriveSeconds: 2 * 3600 + 1800 };
    const both = seatsTaken(
      { kind: 'demandResponsiveTransport' },
      { date: '2026-10-25', ride: twice, timeZone: PARIS },
    );
    expect([both.from, both.until]).toEqual(['2026-10-25T00:00:00Z', '2026-10-25T01:30:00Z']);
  });
});

it('moves a ride to another time of the day it leaves on', () => {
  const evening = { ...RIDE, departSeconds: -600, arriveSeconds: 1400 };
  const moved = carriedTimes({ date: '2027-01-05', direction: 'outbound' }, evening, '23:20', PARIS);
  expect([moved.departAt, moved.arriveAt]).toEqual(['2027-01-04T22:20:00Z', '2027-01-04T22:54:00Z']);
});

it.each([
  ['outbound', '2027-10-31T00:30:00Z'],
  ['return', '2027-10-31T01:30:00Z'],
] as const)('moves a ride to an hour that comes twice as it reads one, %s', (direction, departs) => {
  const ride = { ...RIDE, departSeconds: 2 * 3600 + 600, arriveSeconds: 2 * 3600 + 2400 };
  const moved = carriedTimes({ date: '2027-10-31', direction }, ride, '02:30', PARIS);
  expect(moved.departAt).toBe(departs);
  expect(moved.arriveAt > moved.departAt).toBe(true);
});

it('never arrives before it leaves on the night the clocks go forward', () => {
  const moved = carriedTimes(
    { date: '2027-03-28', direction: 'outbound' },
    { ...RIDE, departSeconds: 4 * 3600, arriveSeconds: 4 * 3600 + 2400 },
    '02:30',
    PARIS,
  );
  expect(moved.arriveAt > moved.departAt).toBe(true);
  const taken = seatsTaken({ kind: 'volunteerDriving' }, { date: '2027-03-28', ride: moved.ride, timeZone: PARIS });
  expect(taken.until > taken.from).toBe(true);
});
