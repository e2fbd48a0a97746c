import { describe, expect, test } from 'vitest';
import { driver, offer, place, question, rota, travelBy } from '../../../test/factories/scenario.ts';
import { mayServe } from './concerns.ts';

describe('offers that concern nobody', () => {
  const {
    offers: _,
    travel: __,
    availability: ___,
    ...monday
  } = question({
    rota: rota('Mon 05:00-13:00'),
    offers: [],
    travel: travelBy(''),
  });
  const inZone = { eligibilityZone: ['52'] };

  test.each<[string, boolean, ReturnType<typeof offer>]>([
    ['a driver at the right hours', true, driver('04:15 ±10, back 13:05 ±10')],
    ['for inhabitants of elsewhere', false, driver('04:15 ±10, back 13:05 ±10', {}, inZone)],
    ['half a day away', false, driver('Sat 18:00, back Sat 22:00')],
    ['over before the start', false, driver('04:15 ±10', {}, { validUntil: '2026-12-01' })],
    ['a full one may be free again', true, driver('04:15 ±10, back 13:05 ±10', { seats: 1 })],
    ['a loan without a vehicle', false, offer('vehicleLoan', { vehicleType: 'car', units: 0, depot: place('T') })],
    ['a loan with one', true, offer('vehicleLoan', { vehicleType: 'car', units: 1, depot: place('T') })],
  ])('%s: %s', (_what, expected, one) => {
    expect(mayServe(monday, one)).toBe(expected);
  });

  test('a ride is not too long for one who drives less far than the crow flies: an estimate may hold it for shorter', () => {
    const { facts } = monday;
    const far = {
      ...facts,
      legs: facts.legs.map((l) => ({ ...l, place: { ...l.place, lat: facts.home.lat + 0.27 } })),
    };
    const always = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }];
    const details = { base: place('B'), maxRideKm: 23, serviceHours: always };
    expect(mayServe({ ...monday, facts: far }, offer('volunteerDriving', details))).toBe(true);
    expect(mayServe({ ...monday, facts: far }, offer('volunteerDriving', { ...details, maxRideKm: 10 }))).toBe(false);
  });
});
