import { describe, expect, test } from 'vitest';
import { driver, hours, offer, place, rota, solve, travelBy } from '../../../test/factories/scenario.ts';

const ROTA = rota('Mon 05:00-13:00, d7 21:00-05:00', 14);
const ROADS = travelBy({ car: 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33', foot: 'H-T 5' });
const morning = driver('04:10 ±10, back 13:05 ±10', { pricePerRideCents: 200 }, { id: 'morning' });
const night = driver('20:10 ±10, back 05:05 ±10', { pricePerRideCents: 150 }, { id: 'night' });
const dearNight = driver('20:10 ±10, back 05:05 ±10', { pricePerRideCents: 250 }, { id: 'a-dear-night' });
const car = (perDayCents: number) =>
  offer('vehicleLoan', { vehicleType: 'car', units: 1, depot: place('T'), tariff: { perDayCents } }, { id: 'car' });

describe('bundles', () => {
  test('a morning driver and a night driver carry the four rides of a fortnight, for their rides only', () => {
    const [best] = solve({ rota: ROTA, travel: ROADS, offers: [morning, night, dearNight] }).bundles;
    expect(best).toEqual({
      offerIds: ['morning', 'night'],
      coverage: { served: 4, certain: 4, total: 4, shiftsComplete: 2, shiftsTotal: 2 },
      // Two rides of 2 € and two of 1.50 € every 14 days.
      costPerMonthCents: Math.round((700 * 30.4375) / 14),
      legs: [
        { legId: 'L1', offerId: 'morning', occurrences: 1 },
        { legId: 'L2', offerId: 'morning', occurrences: 1 },
        { legId: 'L3', offerId: 'night', occurrences: 1 },
        { legId: 'L4', offerId: 'night', occurrences: 1 },
      ],
      unserved: [],
      exact: true,
    });
  });

  test('one offer that carries everything comes before two, even dearer', () => {
    const [best] = solve({ rota: ROTA, travel: ROADS, offers: [morning, night, car(500)] }).bundles;
    expect(best?.offerIds).toEqual(['car']);
    expect(best?.costPerMonthCents).toBe(15219);
  });

  test('when the best has a doubt, the best without one is told beside it', () => {
    // The depot is past walking reach: the car is to be verified, the two drivers are not.
    const far = travelBy({ car: 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33', foot: 'H-T 90' });
    const { bundles } = solve({ rota: ROTA, travel: far, offers: [morning, night, car(500)] });
    expect(bundles.map((b) => b.offerIds)).toEqual([['car'], ['morning', 'night']]);
  });

  test('a loan is not driven to work and left there', () => {
    // The way home takes 80 min by car, past the accepted 75, so the loan carries no shift of it.
    const roads = travelBy({ car: 'H>J 30, J>H 80', foot: 'H-T 5' });
    expect(solve({ rota: rota('Mon 05:00-13:00'), travel: roads, offers: [car(100)] }).bundles).toEqual([]);
  });

  test('nobody serves anything: no bundle', () => {
    const service = offer('demandResponsiveTransport', { zone: ['52'], serviceHours: hours('Mon 08:00-09:00') });
    expect(solve({ rota: ROTA, travel: ROADS, offers: [service] }).bundles).toEqual([]);
  });

  test('what nobody carries is told, leg by leg', () => {
    const [best] = solve({ rota: ROTA, travel: ROADS, offers: [morning] }).bundles;
    expect(best?.coverage).toEqual({ served: 2, certain: 2, total: 4, shiftsComplete: 1, shiftsTotal: 2 });
    expect(best?.unserved).toEqual([
      { legId: 'L3', occurrences: 1 },
      { legId: 'L4', occurrences: 1 },
    ]);
  });

  test('a date on which one is closed is carried by another, the rest by the cheaper', () => {
    const weeks = rota('Mon 05:00-13:00, d7 05:00-13:00', 14);
    const closed = driver(
      '04:10 ±10, back 13:05 ±10',
      { pricePerRideCents: 100 },
      { id: 'closed-on-14', calendar: { exceptDates: ['2026-12-14'] } },
    );
    const [best] = solve({ rota: weeks, travel: ROADS, offers: [closed, morning] }).bundles;
    // One offer is fewer than two, even dearer.
    expect(best?.offerIds).toEqual(['morning']);
    const night14 = driver('04:10 ±10, back 13:05 ±10', {}, { id: 'only-14', validFrom: '2026-12-10' });
    const bundles = solve({
      rota: weeks,
      travel: ROADS,
      offers: [closed, { ...night14, validFrom: null, calendar: { ...night14.calendar, exceptDates: ['2026-12-07'] } }],
    }).bundles;
    expect(bundles[0]?.legs).toEqual([
      { legId: 'L1', offerId: 'closed-on-14', occurrences: 1 },
      { legId: 'L1', offerId: 'only-14', occurrences: 1 },
      { legId: 'L2', offerId: 'closed-on-14', occurrences: 1 },
      { legId: 'L2', offerId: 'only-14', occurrences: 1 },
    ]);
    expect(bundles[0]?.coverage.shiftsComplete).toBe(2);
  });

  test('a vehicle paid for that day is driven both ways, rather than a free lift taken one way', () => {
    // The free lift goes to work only, and comes first by its id; the car is needed for the way home.
    const lift = driver('04:10 ±10', { pricePerRideCents: 0 }, { id: 'a-free-lift' });
    const nightLift = driver('20:10 ±10, back 05:05 ±10', { pricePerRideCents: 0 }, { id: 'b-night' });
    const week = rota('Mon 05:00-13:00, d7 21:00-05:00', 14);
    const short = offer(
      'vehicleLoan',
      { vehicleType: 'car', units: 1, depot: place('T'), tariff: { perDayCents: 100 }, maxDays: 7 },
      { id: 'car' },
    );
    const [best] = solve({ rota: week, travel: ROADS, offers: [lift, nightLift, short] }).bundles;
    expect(best?.offerIds).toEqual(['b-night', 'car']);
    expect(best?.legs.slice(0, 2)).toEqual([
      { legId: 'L1', offerId: 'car', occurrences: 1 },
      { legId: 'L2', offerId: 'car', occurrences: 1 },
    ]);
  });

  test.each([
    ['the cheaper', { b: 200, a: 300 }, 'b'],
    ['at the same price, the smaller id', { b: 200, a: 200 }, 'a'],
    ['a known price before an unknown one', { b: 200, a: null }, 'b'],
  ])('of two that carry the same: %s', (_name, prices, first) => {
    const offers = Object.entries(prices).map(([id, pricePerRideCents]) =>
      driver('04:10 ±10, back 13:05 ±10', { pricePerRideCents }, { id }),
    );
    const { bundles } = solve({ rota: rota('Mon 05:00-13:00'), travel: ROADS, offers });
    expect(bundles.map((b) => b.offerIds.join(' '))).toEqual([first, first === 'a' ? 'b' : 'a']);
  });
});
